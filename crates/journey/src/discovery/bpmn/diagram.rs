//! Shapes and flows of a diagram.

use model::event_log::Name;

/// What is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Diagram {
    pub shapes: Vec<Shape>,
    pub flows: Vec<Flow>,
}

/// A shape with its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    pub kind: ShapeKind,
    pub x: i64,
    pub y: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShapeKind {
    Start,
    End,
    Task(Name),
    Choice,
    Parallel,
}

/// A flow from one shape to another, with the points that its line goes through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flow {
    pub from: usize,
    pub to: usize,
    pub points: Vec<(i64, i64)>,
}

impl ShapeKind {
    /// Width and height, as BPMN editors draw them.
    pub fn size(self) -> (i64, i64) {
        match self {
            ShapeKind::Start | ShapeKind::End => (36, 36),
            ShapeKind::Task(_) => (100, 80),
            ShapeKind::Choice | ShapeKind::Parallel => (50, 50),
        }
    }
}

impl Shape {
    pub fn left(&self) -> (i64, i64) {
        (self.x, self.y + self.kind.size().1 / 2)
    }

    pub fn right(&self) -> (i64, i64) {
        (self.x + self.kind.size().0, self.y + self.kind.size().1 / 2)
    }

    pub fn bottom(&self) -> (i64, i64) {
        (self.x + self.kind.size().0 / 2, self.y + self.kind.size().1)
    }
}

impl Diagram {
    /// Adds a shape whose middle is at a height, and says its number.
    pub fn add(&mut self, kind: ShapeKind, x: i64, middle: i64) -> usize {
        self.shapes.push(Shape { kind, x, y: middle - kind.size().1 / 2 });
        self.shapes.len() - 1
    }

    /// Draws a flow onwards: to the right, up or down halfway, and to the right again.
    pub fn flow(&mut self, from: usize, to: usize) {
        let (start, end) = (self.shapes[from].right(), self.shapes[to].left());
        let halfway = (start.0 + end.0) / 2;
        let mut points = vec![start, (halfway, start.1), (halfway, end.1), end];
        points.dedup();
        self.flows.push(Flow { from, to, points });
    }

    /// Draws a flow by the points given.
    pub fn flow_by(&mut self, from: usize, to: usize, points: Vec<(i64, i64)>) {
        self.flows.push(Flow { from, to, points });
    }
}
