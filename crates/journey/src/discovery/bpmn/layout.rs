//! Where each block of a tree is drawn: sequences to the right, choices one below the other, redos under their body.

use super::super::ProcessTree;
use super::diagram::{Diagram, ShapeKind};

/// Between neighbours.
const GAP: i64 = 40;
const GATEWAY: i64 = 50;
/// The height of a block in which nothing happens: only a line.
const LINE: i64 = 20;

/// The first and the last shape of a block; none where nothing happens in it.
type Ends = Option<(usize, usize)>;

/// Draws a tree between a start and an end.
pub(super) fn lay_out(tree: &ProcessTree) -> Diagram {
    let mut diagram = Diagram::default();
    let (width, height) = size(tree);
    let middle = height / 2 + GAP;
    let start = diagram.add(ShapeKind::Start, GAP, middle);
    let left = GAP + 36 + GAP;
    let ends = draw(&mut diagram, tree, left, middle);
    let end = diagram.add(ShapeKind::End, left + width + GAP, middle);
    join(&mut diagram, start, ends, end);
    diagram
}

/// Width and height of a block.
fn size(tree: &ProcessTree) -> (i64, i64) {
    match tree {
        ProcessTree::Silent => (0, LINE),
        ProcessTree::Activity(activity) => ShapeKind::Task(*activity).size(),
        ProcessTree::Sequence(trees) => {
            let sizes: Vec<(i64, i64)> = trees.iter().map(size).collect();
            let width: i64 = sizes.iter().map(|(width, _)| width + GAP).sum();
            (width - GAP, sizes.iter().map(|(_, height)| *height).max().unwrap_or(LINE))
        }
        ProcessTree::Choice(trees) | ProcessTree::Parallel(trees) => within_gateways(trees.iter().map(size)),
        ProcessTree::Loop { body, redo } => {
            let (width, height) = within_gateways([size(body), size(redo)].into_iter());
            (width, height + GAP)
        }
    }
}

fn within_gateways(sizes: impl Iterator<Item = (i64, i64)>) -> (i64, i64) {
    let (width, height) = sizes.fold((0, -GAP), |all, one| (all.0.max(one.0), all.1 + GAP + one.1));
    (width + 2 * (GATEWAY + GAP), height.max(GATEWAY))
}

/// Draws a block with its left side at `x` and its middle at a height.
fn draw(diagram: &mut Diagram, tree: &ProcessTree, x: i64, middle: i64) -> Ends {
    match tree {
        ProcessTree::Silent => None,
        ProcessTree::Activity(activity) => {
            let task = diagram.add(ShapeKind::Task(*activity), x, middle);
            Some((task, task))
        }
        ProcessTree::Sequence(trees) => draw_sequence(diagram, trees, x, middle),
        ProcessTree::Choice(trees) => Some(draw_branches(diagram, trees, ShapeKind::Choice, (x, middle), size(tree))),
        ProcessTree::Parallel(trees) => {
            Some(draw_branches(diagram, trees, ShapeKind::Parallel, (x, middle), size(tree)))
        }
        ProcessTree::Loop { body, redo } => Some(draw_loop(diagram, body, redo, (x, middle), size(tree))),
    }
}

fn draw_sequence(diagram: &mut Diagram, trees: &[ProcessTree], x: i64, middle: i64) -> Ends {
    let mut left = x;
    let mut ends: Ends = None;
    for tree in trees {
        if let Some((first, last)) = draw(diagram, tree, left, middle) {
            ends.into_iter().for_each(|(_, before)| diagram.flow(before, first));
            ends = Some((ends.map_or(first, |(first, _)| first), last));
        }
        left += size(tree).0 + GAP;
    }
    ends
}

fn draw_branches(
    diagram: &mut Diagram,
    trees: &[ProcessTree],
    gateway: ShapeKind,
    (x, middle): (i64, i64),
    (width, height): (i64, i64),
) -> (usize, usize) {
    let split = diagram.add(gateway, x, middle);
    let merge = diagram.add(gateway, x + width - GATEWAY, middle);
    let mut top = middle - height / 2;
    for tree in trees {
        let height = size(tree).1;
        let ends = draw(diagram, tree, x + GATEWAY + GAP, top + height / 2);
        match ends {
            Some(ends) => join(diagram, split, Some(ends), merge),
            None => {
                let (from, to) = (diagram.shapes[split].right(), diagram.shapes[merge].left());
                let (line, half) = (top + height / 2, GAP / 2);
                let points = vec![
                    from,
                    (from.0 + half, from.1),
                    (from.0 + half, line),
                    (to.0 - half, line),
                    (to.0 - half, to.1),
                    to,
                ];
                diagram.flow_by(split, merge, points);
            }
        }
        top += height + GAP;
    }
    (split, merge)
}

/// The body on top, the redo below it, drawn from left to right too; its lines go around it.
fn draw_loop(
    diagram: &mut Diagram,
    body: &ProcessTree,
    redo: &ProcessTree,
    (x, middle): (i64, i64),
    (width, height): (i64, i64),
) -> (usize, usize) {
    let top = middle - height / 2;
    let body_middle = top + size(body).1 / 2;
    let enter = diagram.add(ShapeKind::Choice, x, body_middle);
    let leave = diagram.add(ShapeKind::Choice, x + width - GATEWAY, body_middle);
    let ends = draw(diagram, body, x + GATEWAY + GAP, body_middle);
    join(diagram, enter, ends, leave);
    let redo_top = top + size(body).1 + GAP;
    let redo_middle = redo_top + size(redo).1 / 2;
    let (down, up) = (diagram.shapes[leave].bottom(), diagram.shapes[enter].bottom());
    match draw(diagram, redo, x + GATEWAY + GAP, redo_middle) {
        None => diagram.flow_by(leave, enter, vec![down, (down.0, redo_middle), (up.0, redo_middle), up]),
        Some((first, last)) => {
            let (first_at, last_at) = (diagram.shapes[first].left(), diagram.shapes[last].right());
            let (above, below) = (redo_top - GAP / 2, redo_top + size(redo).1 + GAP / 2);
            let beside = first_at.0 - GAP / 2;
            let to_redo = vec![down, (down.0, below), (beside, below), (beside, first_at.1), first_at];
            diagram.flow_by(leave, first, to_redo);
            let right = last_at.0 + GAP / 2;
            diagram.flow_by(last, enter, vec![last_at, (right, last_at.1), (right, above), (up.0, above), up]);
        }
    }
    (enter, leave)
}

fn join(diagram: &mut Diagram, before: usize, ends: Ends, after: usize) {
    match ends {
        Some((first, last)) => {
            diagram.flow(before, first);
            diagram.flow(last, after);
        }
        None => diagram.flow(before, after),
    }
}

#[cfg(test)]
mod tests {
    use model::event_log::Name;

    use super::*;

    /// No two shapes of a drawing lie on each other, and every flow begins and ends at its shapes.
    fn check_drawing(tree: &ProcessTree) {
        let diagram = lay_out(tree);
        let sides = |at: usize| {
            let shape = diagram.shapes[at];
            let (width, height) = shape.kind.size();
            (shape.x, shape.x + width, shape.y, shape.y + height)
        };
        for one in 0..diagram.shapes.len() {
            for other in one + 1..diagram.shapes.len() {
                let ((left, right, top, bottom), (left2, right2, top2, bottom2)) = (sides(one), sides(other));
                let is_apart = right <= left2 || right2 <= left || bottom <= top2 || bottom2 <= top;
                assert!(is_apart, "{:?} and {:?}", diagram.shapes[one], diagram.shapes[other]);
            }
        }
        for flow in &diagram.flows {
            let is_at = |at: usize, (x, y): (i64, i64)| {
                let (left, right, top, bottom) = sides(at);
                (left..=right).contains(&x) && (top..=bottom).contains(&y)
            };
            assert!(is_at(flow.from, flow.points[0]) && is_at(flow.to, flow.points[flow.points.len() - 1]), "{flow:?}");
        }
    }

    #[test]
    fn blocks_do_not_lie_on_each_other() {
        let [a, b, c] = [0, 1, 2].map(|at| ProcessTree::Activity(Name::at(at)));
        let choice = ProcessTree::Choice(vec![ProcessTree::Silent, a.clone(), b.clone()]);
        let repeated = ProcessTree::Loop {
            body: Box::new(choice),
            redo: Box::new(ProcessTree::Sequence(vec![b.clone(), c.clone()])),
        };
        let parallel = ProcessTree::Parallel(vec![repeated, ProcessTree::Sequence(vec![a.clone(), b])]);
        check_drawing(&ProcessTree::Sequence(vec![a, parallel, c]));
        check_drawing(&ProcessTree::Silent);
    }
}
