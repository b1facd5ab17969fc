use super::*;
use crate::block::{Activity, Lane, MapStep};

fn activity(name: &str) -> Activity {
    Activity { name: name.to_owned(), n_again: None }
}

fn lane(agency: &str, activities: &[&str]) -> Lane {
    Lane { agency: agency.to_owned(), wait: None, activities: activities.iter().map(|name| activity(name)).collect() }
}

fn map(steps: &[(usize, usize, usize)]) -> JourneyMap {
    JourneyMap {
        title: "Map of steps".to_owned(),
        lanes: vec![lane("Health", &["Visit", "Discharge"]), lane("Housing", &["Referral", "Repair"])],
        steps: steps.iter().map(|(from, to, n_people)| MapStep { from: *from, to: *to, n_people: *n_people }).collect(),
    }
}

/// Values of an attribute of elements of a class.
fn numbers(svg: &str, class: &str, attribute: &str) -> Vec<f64> {
    let elements = svg.split('<').filter(|element| element.contains(&format!("class=\"journey-map__{class}")));
    let value = |element: &str| Some(element.split_once(&format!(" {attribute}=\""))?.1.split('"').next()?.to_owned());
    elements.filter_map(value).map(|value| value.parse().unwrap()).collect()
}

#[test]
fn a_line_is_as_thick_as_its_people_are_many() {
    let svg = svg::drawn(&map(&[(0, 2, 400), (2, 0, 200), (3, 1, 10)]), &WIDE);
    assert_eq!(numbers(&svg, "line", "stroke-width"), [14.0, 7.0, 1.5], "and the thinnest can still be seen");
}

#[test]
fn lines_within_an_agency_look_different_without_colour() {
    let svg = svg::drawn(&map(&[(0, 1, 400), (2, 3, 20), (0, 2, 200)]), &WIDE);
    assert_eq!(svg.matches("journey-map__line--within").count(), 2);
    assert_eq!(svg.matches("journey-map__line--between").count(), 1);
    assert_eq!(svg.matches("journey-map__hollow").count(), 1, "the thick one is hollow");
    assert_eq!(svg.matches("stroke-dasharray").count(), 1, "the thin one is dashed");
}

#[test]
fn boxes_stand_in_their_lane_one_under_another() {
    for shape in [WIDE, NARROW] {
        let map = map(&[(0, 2, 4_000), (1, 2, 3_000), (3, 2, 2_000), (2, 0, 1_000)]);
        let placed = boxes::Placed::of(&map, &shape);
        let rooms: Vec<(f64, f64)> = placed.boxes.iter().map(|own| (own.y, own.y + own.height)).collect();
        assert!(rooms.windows(2).all(|pair| pair[0].1 < pair[1].0), "{rooms:?}");
        for (lane, own) in placed.lanes.iter().zip([&rooms[..2], &rooms[2..]]) {
            assert!(own.iter().all(|(top, end)| lane.y < *top && *end < lane.y + lane.height), "{rooms:?}");
        }
        assert!(rooms[3].1 < placed.height);
        for (step, ends) in map.steps.iter().zip(&placed.ends) {
            for (end, at) in ends.iter().zip([step.from, step.to]) {
                assert!(rooms[at].0 < *end && *end < rooms[at].1, "a line begins and ends at its boxes");
            }
        }
    }
}

#[test]
fn of_lines_between_the_same_boxes_one_lies_within_the_other() {
    let placed = boxes::Placed::of(&map(&[(0, 3, 100), (3, 0, 100), (0, 2, 100)]), &WIDE);
    let span = |at: usize| {
        let [a, b] = placed.ends[at];
        (a.min(b), a.max(b))
    };
    let lies_within = |inner: (f64, f64), outer: (f64, f64)| outer.0 < inner.0 && inner.1 < outer.1;
    assert!(lies_within(span(1), span(0)) && lies_within(span(2), span(1)));
}

#[test]
fn numbers_never_cover_one_another() {
    let map = map(&[(0, 2, 1_000), (2, 0, 990), (0, 3, 980), (3, 0, 970), (1, 2, 960), (2, 1, 950), (1, 3, 940)]);
    for shape in [WIDE, NARROW] {
        let placed = boxes::Placed::of(&map, &shape);
        let numbers = lines::numbers(&map, &lines::curves(&map, &placed, &shape), &shape);
        assert!(3 <= numbers.len(), "most lines have their number");
        for (at, a) in numbers.iter().enumerate() {
            assert!(shape.boxes_right < a.x && a.x < shape.width);
            for b in &numbers[at + 1..] {
                assert!(shape.numbers < (a.y - b.y).abs() || 2.0 * shape.numbers < (a.x - b.x).abs());
            }
        }
    }
}

#[test]
fn names_that_look_like_markup_are_text() {
    let mut map = map(&[(0, 2, 100)]);
    map.lanes[0].agency = "<b>".to_owned();
    map.lanes[0].activities[0].name = "\"><img".to_owned();
    let svg = drawings(&map);
    assert!(svg.contains("&lt;b&gt;") && svg.contains("&quot;&gt;&lt;img"), "{svg}");
}
