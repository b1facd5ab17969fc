//! The lines of a map: how far each reaches, and where its number stands.

use super::Shape;
use super::boxes::{MARGIN, Placed, thickness};
use crate::block::JourneyMap;

/// The nearest that a line comes to its boxes.
const NEAREST: f64 = 14.0;
/// How far from its middle a number may stand, in parts of the line, the best first.
const ALONG: [f64; 9] = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82];
/// Digits are about this wide, in parts of their size.
const DIGIT_WIDTH: f64 = 0.56;

/// A line as a curve from one box to another.
pub(super) struct Curve {
    pub step: usize,
    x: f64,
    pub from_y: f64,
    pub to_y: f64,
    /// How far it would go if it were straight there and back; it reaches three quarters of that.
    control: f64,
    pub thickness: f64,
    pub is_within: bool,
}

/// The curves of all steps, the widest first, so that thin ones are drawn over them.
pub(super) fn curves(map: &JourneyMap, placed: &Placed, shape: &Shape) -> Vec<Curve> {
    let lane_of = map.lane_of();
    let span = |ends: &[f64; 2]| (ends[0] - ends[1]).abs();
    let longest = placed.ends.iter().map(span).fold(1.0, f64::max);
    let farthest = shape.width - shape.boxes_right - MARGIN - shape.thickest / 2.0;
    let mut curves: Vec<Curve> = map
        .steps
        .iter()
        .zip(&placed.ends)
        .enumerate()
        .map(|(at, (step, ends))| Curve {
            step: at,
            x: shape.boxes_right,
            from_y: ends[0],
            to_y: ends[1],
            control: (NEAREST + (farthest - NEAREST) * span(ends) / longest) / 0.75,
            thickness: thickness(step.n_people, map, shape),
            is_within: lane_of[step.from] == lane_of[step.to],
        })
        .collect();
    curves.sort_by(|a, b| b.thickness.total_cmp(&a.thickness).then(a.step.cmp(&b.step)));
    curves
}

impl Curve {
    /// As SVG, up to where its arrow begins.
    pub fn path(&self, arrow: f64) -> String {
        let (x, out) = (self.x, self.x + self.control);
        let (from, to) = (self.from_y, self.to_y);
        format!("M{x:.0} {from:.1}C{out:.1} {from:.1} {out:.1} {to:.1} {:.1} {to:.1}", x + arrow)
    }

    /// The point at a part of its way (a cubic Bézier curve).
    fn at(&self, part: f64) -> (f64, f64) {
        let rest = 1.0 - part;
        let x = self.x + 3.0 * rest * part * self.control;
        let from_side = rest * rest * (rest + 3.0 * part);
        (x, from_side * self.from_y + (1.0 - from_side) * self.to_y)
    }
}

/// The number of a line and the middle of it.
pub(super) struct Number {
    pub x: f64,
    pub y: f64,
    pub text: String,
}

/// Numbers on lines, those of most people first; one that would cover another is left to the table.
pub(super) fn numbers(map: &JourneyMap, curves: &[Curve], shape: &Shape) -> Vec<Number> {
    let mut numbers: Vec<Number> = Vec::new();
    for curve in curves {
        let text = report::block::count(map.steps[curve.step].n_people);
        let half = |text: &str| text.len() as f64 * shape.numbers * DIGIT_WIDTH / 2.0 + 2.0;
        let is_free = |(x, y): &(f64, f64)| {
            numbers.iter().all(|other| {
                half(&text) + half(&other.text) <= (x - other.x).abs() || shape.numbers * 1.15 <= (y - other.y).abs()
            })
        };
        let leftmost = curve.x + super::boxes::ARROW + half(&text);
        let points = ALONG.iter().map(|part| curve.at(*part)).map(|(x, y)| (x.min(shape.width - half(&text)), y));
        if let Some((x, y)) = points.filter(|(x, _)| leftmost <= *x).find(is_free) {
            numbers.push(Number { x, y, text });
        }
    }
    numbers
}
