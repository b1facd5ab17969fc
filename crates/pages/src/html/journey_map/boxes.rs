//! Where lanes and boxes stand, and at which height each line leaves and enters its boxes.

use super::Shape;
use crate::block::{Activity, JourneyMap, Lane};

pub(super) const MARGIN: f64 = 8.0;
/// Around the words of a box.
const PADDING: f64 = 5.0;
const BETWEEN_BOXES: f64 = 8.0;
/// Letters of the usual typefaces are about this wide, in parts of their size.
const LETTER_WIDTH: f64 = 0.54;
/// The thinnest line that is seen on paper.
const THINNEST: f64 = 1.5;
/// An arrow is this much wider than its line.
pub(super) const ARROW: f64 = 6.0;

/// Everything of a map with its place on the drawing.
pub(super) struct Placed {
    pub lanes: Vec<PlacedLane>,
    /// Boxes of all lanes.
    pub boxes: Vec<PlacedBox>,
    /// By step: where it leaves and where it arrives.
    pub ends: Vec<[f64; 2]>,
    pub height: f64,
}

pub(super) struct PlacedLane {
    pub y: f64,
    pub height: f64,
    pub agency: Vec<String>,
    pub wait: Vec<String>,
}

pub(super) struct PlacedBox {
    pub y: f64,
    pub height: f64,
    pub words: Vec<String>,
    pub again: Vec<String>,
}

impl Placed {
    pub fn of(map: &JourneyMap, shape: &Shape) -> Placed {
        let slots = slots(map, shape);
        let mut placed =
            Placed { lanes: Vec::new(), boxes: Vec::new(), ends: vec![[0.0; 2]; map.steps.len()], height: 0.0 };
        for lane in &map.lanes {
            placed.place_lane(lane, &slots, shape);
        }
        placed.height += MARGIN / 2.0;
        placed.place_ends(&slots);
        placed
    }

    fn place_lane(&mut self, lane: &Lane, slots: &[Vec<Slot>], shape: &Shape) {
        let top = self.height + MARGIN / 2.0;
        let room = shape.boxes_right - 2.0 * MARGIN;
        let agency = wrapped(&lane.agency, room, shape.letters * 1.08);
        let wait = lane.wait.iter().flat_map(|wait| wrapped(wait, room, shape.numbers)).collect::<Vec<_>>();
        let n_lines = agency.len() as f64 + wait.len() as f64 * shape.numbers / shape.letters;
        let mut y = top + MARGIN / 2.0 + n_lines * shape.line_height() + PADDING;
        for activity in &lane.activities {
            let placed = placed_box(activity, y, &slots[self.boxes.len()], shape);
            y += placed.height + BETWEEN_BOXES;
            self.boxes.push(placed);
        }
        self.height = y;
        self.lanes.push(PlacedLane { y: top, height: y - top - MARGIN / 2.0, agency, wait });
    }

    /// Lines stand one under another at a box, in the middle of it.
    fn place_ends(&mut self, slots: &[Vec<Slot>]) {
        for (own, slots) in self.boxes.iter().zip(slots) {
            let all: f64 = slots.iter().map(|slot| slot.height).sum();
            let mut y = own.y + (own.height - all) / 2.0;
            for slot in slots {
                self.ends[slot.step][usize::from(slot.is_arrival)] = y + slot.height / 2.0;
                y += slot.height;
            }
        }
    }
}

/// How thick the line of a step is: in proportion to its people.
pub(super) fn thickness(n_people: usize, map: &JourneyMap, shape: &Shape) -> f64 {
    let share = n_people as f64 / map.largest().max(1) as f64;
    (share * shape.thickest).max(THINNEST)
}

/// The end of a step at a box.
struct Slot {
    step: usize,
    is_arrival: bool,
    /// The box at the other end.
    other: usize,
    height: f64,
}

/// By box, the ends of steps there from top to bottom: so that a short line lies within a long one and they do not cross.
fn slots(map: &JourneyMap, shape: &Shape) -> Vec<Vec<Slot>> {
    let n_boxes = map.lanes.iter().map(|lane| lane.activities.len()).sum();
    let mut slots: Vec<Vec<Slot>> = Vec::new();
    slots.resize_with(n_boxes, Vec::new);
    for (at, step) in map.steps.iter().enumerate() {
        let height = thickness(step.n_people, map, shape);
        slots[step.from].push(Slot { step: at, is_arrival: false, other: step.to, height: height + 2.0 });
        slots[step.to].push(Slot { step: at, is_arrival: true, other: step.from, height: height + ARROW - 1.0 });
    }
    for (own, slots) in slots.iter_mut().enumerate() {
        // What leads up stands above what leads down; of two lines between the same boxes the outer one stays the outer one.
        slots.sort_by_key(|slot| {
            let leads_down = own < slot.other;
            let nth = if leads_down { slot.step as i64 } else { -(slot.step as i64) };
            (leads_down, std::cmp::Reverse(slot.other), nth)
        });
    }
    slots
}

fn placed_box(activity: &Activity, y: f64, slots: &[Slot], shape: &Shape) -> PlacedBox {
    let room = shape.boxes_right - 2.0 * MARGIN - 2.0 * PADDING;
    let words = wrapped(&activity.name, room, shape.letters);
    let again = activity.n_again.map(|n| format!("again for {}", report::block::count(n)));
    let again: Vec<String> = again.iter().flat_map(|again| wrapped(again, room, shape.numbers)).collect();
    let n_lines = words.len() as f64 + again.len() as f64 * shape.numbers / shape.letters;
    let of_words = n_lines * shape.line_height() + 2.0 * PADDING;
    let of_slots = slots.iter().map(|slot| slot.height).sum::<f64>() + PADDING;
    PlacedBox { y, height: of_words.max(of_slots), words, again }
}

/// Words in lines of a width; a word that is too long for one is cut.
fn wrapped(text: &str, width: f64, letters: f64) -> Vec<String> {
    let n_max = ((width / (letters * LETTER_WIDTH)) as usize).max(4);
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        for piece in letters.chunks(n_max) {
            let fits = |line: &&mut String| line.chars().count() + 1 + piece.len() <= n_max;
            match lines.last_mut().filter(fits) {
                Some(line) => line.extend(std::iter::once(' ').chain(piece.iter().copied())),
                None => lines.push(piece.iter().collect()),
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_wrapped_and_a_long_one_is_cut() {
        // 54 pixels hold ten letters of ten pixels.
        let lines = |text: &str| wrapped(text, 54.0, 10.0);
        assert_eq!(lines("GP visit"), ["GP visit"]);
        assert_eq!(lines("Change of circumstances"), ["Change of", "circumstan", "ces"]);
        assert!(lines("").is_empty());
    }
}
