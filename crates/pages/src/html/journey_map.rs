//! A map of journeys: agencies as lanes, what happens as boxes, steps from one to the next as lines.
//!
//! It is drawn twice, for wide and for narrow windows, as SVG that needs no script; the style sheet shows one of them.

mod boxes;
mod lines;
mod svg;

use super::escape;
use crate::block::JourneyMap;

/// How the map is read.
pub fn legend(map: &JourneyMap) -> String {
    let has_waits = map.lanes.iter().any(|lane| lane.wait.is_some());
    let waits = if has_waits { ", with how long half of the people wait after a referral to it" } else { "" };
    let largest = report::block::count(map.largest());
    format!(
        "Each band is an agency{waits}. Each box is something that happens there, and arrows lead to what happened \
         next: the thicker, the more people took the step, up to {largest}. Solid lines lead to another agency; hollow or dashed lines stay \
         within one. Numbers for which there is no room on the map are in the table below it."
    )
}

/// The drawings for both widths.
pub fn drawings(map: &JourneyMap) -> String {
    let drawing = |shape: &Shape| {
        format!(
            "<svg class=\"journey-map__drawing journey-map__drawing--{}\" viewBox=\"0 0 {:.0} {:.0}\" role=\"img\" aria-label=\"{}\">{}</svg>",
            shape.name,
            shape.width,
            boxes::Placed::of(map, shape).height,
            escape(&map.title),
            svg::drawn(map, shape),
        )
    };
    [WIDE, NARROW].iter().map(drawing).collect()
}

/// Sizes of a drawing, in pixels of its own.
struct Shape {
    name: &'static str,
    width: f64,
    /// Where boxes end and lines begin.
    boxes_right: f64,
    letters: f64,
    numbers: f64,
    thickest: f64,
}

const WIDE: Shape =
    Shape { name: "wide", width: 760.0, boxes_right: 290.0, letters: 16.0, numbers: 14.0, thickest: 14.0 };
/// As wide as a phone of 320 pixels has room, so that its letters are as large as they say.
const NARROW: Shape =
    Shape { name: "narrow", width: 290.0, boxes_right: 156.0, letters: 14.0, numbers: 12.0, thickest: 9.0 };

impl Shape {
    fn line_height(&self) -> f64 {
        self.letters * 1.3
    }
}

#[cfg(test)]
mod tests;
