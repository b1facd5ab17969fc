//! A map as SVG, with attributes and classes alone because the content-security policy forbids inline styles.

use std::fmt::Write;

use super::Shape;
use super::boxes::{ARROW, MARGIN, Placed, PlacedBox, PlacedLane};
use super::lines::{Curve, Number, curves, numbers};
use crate::block::JourneyMap;
use crate::html::escape;

/// What stands within the element of a drawing.
pub(super) fn drawn(map: &JourneyMap, shape: &Shape) -> String {
    let placed = Placed::of(map, shape);
    let curves = curves(map, &placed, shape);
    let mut svg = String::new();
    placed.lanes.iter().for_each(|own| lane(&mut svg, own, shape));
    curves.iter().for_each(|own| line(&mut svg, own));
    curves.iter().for_each(|own| arrow(&mut svg, own, shape));
    placed.boxes.iter().for_each(|own| activity(&mut svg, own, shape));
    numbers(map, &curves, shape).iter().for_each(|own| number(&mut svg, own, shape));
    svg
}

/// A thinner line has no inside.
const THINNEST_HOLLOW: f64 = 4.0;

macro_rules! put {
    ($svg:expr, $($what:tt)*) => { write!($svg, $($what)*).expect("a string takes any text") };
}

fn lane(svg: &mut String, lane: &PlacedLane, shape: &Shape) {
    let (y, height, width) = (lane.y, lane.height, shape.width - 1.0);
    put!(svg, "<rect class=\"journey-map__lane\" x=\".5\" y=\"{y:.1}\" width=\"{width:.0}\" height=\"{height:.1}\"/>");
    let below = text(svg, &lane.agency, [MARGIN, y + MARGIN / 2.0], shape.letters * 1.08, "agency");
    text(svg, &lane.wait, [MARGIN, below], shape.numbers, "wait");
}

fn activity(svg: &mut String, own: &PlacedBox, shape: &Shape) {
    let (y, height, width) = (own.y, own.height, shape.boxes_right - MARGIN);
    put!(
        svg,
        "<rect class=\"journey-map__box\" x=\"{MARGIN}\" y=\"{y:.1}\" width=\"{width:.0}\" height=\"{height:.1}\" rx=\"3\"/>"
    );
    let n_lines = own.words.len() as f64 + own.again.len() as f64 * shape.numbers / shape.letters;
    let top = y + (height - n_lines * shape.line_height()) / 2.0;
    let below = text(svg, &own.words, [MARGIN + 6.0, top], shape.letters, "name");
    text(svg, &own.again, [MARGIN + 6.0, below], shape.numbers, "again");
}

/// Lines of words below a corner; returns where they end.
fn text(svg: &mut String, lines: &[String], [x, top]: [f64; 2], size: f64, class: &str) -> f64 {
    let height = size * 1.3;
    for (at, line) in lines.iter().enumerate() {
        // The foot of the letters stands at a fifth of the line.
        let y = top + height * (at as f64 + 0.78);
        let line = escape(line);
        put!(
            svg,
            "<text class=\"journey-map__{class}\" x=\"{x:.0}\" y=\"{y:.1}\" font-size=\"{size:.1}\">{line}</text>"
        );
    }
    top + height * lines.len() as f64
}

/// A line with a seam in the colour of the ground, so that it is told apart from those that it crosses.
fn line(svg: &mut String, curve: &Curve) {
    let path = curve.path(ARROW);
    let thickness = curve.thickness;
    put!(svg, "<path class=\"journey-map__seam\" d=\"{path}\" stroke-width=\"{:.1}\"/>", thickness + 2.5);
    let place = if curve.is_within { "within" } else { "between" };
    // Within an agency it is hollow, or dashed where it is too thin for that: told apart without colour.
    let is_hollow = curve.is_within && THINNEST_HOLLOW <= thickness;
    let dashes = if curve.is_within && !is_hollow { " stroke-dasharray=\"4 3\"" } else { "" };
    put!(
        svg,
        "<path class=\"journey-map__line journey-map__line--{place}\" d=\"{path}\" stroke-width=\"{thickness:.1}\"{dashes}/>"
    );
    if is_hollow {
        put!(svg, "<path class=\"journey-map__hollow\" d=\"{path}\" stroke-width=\"{:.1}\"/>", thickness - 3.0);
    }
}

fn arrow(svg: &mut String, curve: &Curve, shape: &Shape) {
    let place = if curve.is_within { "within" } else { "between" };
    let (x, y, half) = (shape.boxes_right, curve.to_y, (curve.thickness + ARROW) / 2.0);
    put!(
        svg,
        "<path class=\"journey-map__arrow journey-map__arrow--{place}\" d=\"M{x:.0} {y:.1}l{0:.1} {half:.1}v{1:.1}z\"/>",
        ARROW + 1.0,
        -2.0 * half
    );
}

fn number(svg: &mut String, number: &Number, shape: &Shape) {
    let Number { x, y, text } = number;
    let size = shape.numbers;
    let y = y + size * 0.35;
    put!(svg, "<text class=\"journey-map__number\" x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size:.0}\">{text}</text>");
}
