//! The formats in which published instances come: numbers in a row, whatever the lines.

use authored::{MistakeKind, Mistakes, Reading};
use money::Money;

use crate::location::{Choice, Model, Point, Question, Site};
use crate::network::Network;
use crate::reach::Reach;

/// A number and where it stands.
struct Number {
    value: f64,
    span: std::ops::Range<usize>,
}

struct Numbers<'r> {
    reading: &'r Reading,
    numbers: std::vec::IntoIter<Number>,
}

impl<'r> Numbers<'r> {
    fn of(reading: &'r Reading) -> Numbers<'r> {
        let text = reading.text();
        let mut numbers = Vec::new();
        for word in text.split_whitespace() {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            let span = start..start + word.len();
            match word.parse::<f64>().ok().filter(|value| value.is_finite() && 0.0 <= *value) {
                Some(value) => numbers.push(Number { value, span }),
                None => {
                    let kind = MistakeKind::OutOfRange { key: "number".to_owned(), value: word.to_owned() };
                    reading.add(span, kind, "a number of nought or more");
                }
            }
        }
        Numbers { reading, numbers: numbers.into_iter() }
    }

    fn next(&mut self, what: &str) -> Option<f64> {
        let next = self.numbers.next();
        if next.is_none() && self.reading.n_mistakes() == 0 {
            let end = self.reading.text().len();
            self.reading.add(end..end, MistakeKind::Lacking(format!("the file ends before {what}")), what);
        }
        next.map(|number| number.value)
    }

    /// A whole number within bounds.
    fn whole(&mut self, what: &str, bounds: std::ops::RangeInclusive<usize>) -> Option<usize> {
        let number = match self.numbers.next() {
            Some(number) => number,
            None => return self.next(what).map(|_| 0),
        };
        let whole = (number.value.fract() == 0.0 && number.value < 1e9).then_some(number.value as usize);
        let whole = whole.filter(|whole| bounds.contains(whole));
        if whole.is_none() {
            let kind = MistakeKind::OutOfRange { key: what.to_owned(), value: number.value.to_string() };
            let expected = format!("a whole number from {} to {}", bounds.start(), bounds.end());
            self.reading.add(number.span, kind, expected);
        }
        whole
    }

    fn end(&mut self) -> Option<()> {
        let Some(number) = self.numbers.next() else { return Some(()) };
        let kind = MistakeKind::Unfit("the file goes on after its last number".to_owned());
        self.reading.add(number.span, kind, "the end of the file");
        None
    }
}

/// More than any instance has; a slip of the keyboard is likelier.
const N_MAX: usize = 1_000_000;

/// Reads an uncapacitated p-median instance: nodes, edges and p; then the edges with their lengths.
///
/// # Errors
/// Every word that is not a number, and what is missing.
pub fn read_pmed(text: &str, file: &str) -> Result<Model, Mistakes> {
    read(text, file, |numbers| {
        let n_nodes = numbers.whole("the number of nodes", 1..=N_MAX)?;
        let n_edges = numbers.whole("the number of edges", 0..=N_MAX * 100)?;
        let n_sites = numbers.whole("the number of medians", 1..=n_nodes)?;
        let mut edges = Vec::new();
        for _ in 0..n_edges {
            let from = numbers.whole("the first node of an edge", 1..=n_nodes)?;
            let to = numbers.whole("the second node of an edge", 1..=n_nodes)?;
            edges.push((from - 1, to - 1, numbers.next("the length of an edge")?));
        }
        numbers.end()?;
        let reach = Network::new(n_nodes, edges).reach(None);
        let points = (1..=n_nodes).map(|id| point(id, 1.0, 1.0)).collect();
        let sites = (1..=n_nodes).map(|id| site(id, None, Money::ZERO)).collect();
        Some(model(file, Question::Median { n_sites }, points, sites, reach))
    })
}

/// Reads a capacitated p-median instance: number and best known value; nodes, p and capacity; id, x, y and demand of
/// each node. Distances are straight lines, rounded down.
///
/// # Errors
/// Every word that is not a number, and what is missing.
pub fn read_pmedcap(text: &str, file: &str) -> Result<Model, Mistakes> {
    read(text, file, |numbers| {
        numbers.next("the number of the instance")?;
        numbers.next("the best known value")?;
        let n_nodes = numbers.whole("the number of nodes", 1..=N_MAX)?;
        let n_sites = numbers.whole("the number of medians", 1..=n_nodes)?;
        let capacity = numbers.next("the capacity")?;
        let mut places = Vec::new();
        let mut points = Vec::new();
        for _ in 0..n_nodes {
            let id = numbers.whole("the id of a node", 0..=N_MAX)?;
            places.push((numbers.next("x of a node")?, numbers.next("y of a node")?));
            points.push(point(id, 1.0, numbers.next("the demand of a node")?));
        }
        numbers.end()?;
        let far = |a: &(f64, f64), b: &(f64, f64)| (a.0 - b.0).hypot(a.1 - b.1).floor();
        let rows: Vec<Vec<f64>> = places.iter().map(|a| places.iter().map(|b| far(a, b)).collect()).collect();
        let sites = points.iter().map(|point| Site { capacity: Some(capacity), ..site_of(&point.id) }).collect();
        Some(model(file, Question::Median { n_sites }, points, sites, Reach::from_matrix(&rows)))
    })
}

/// Reads a facility location instance of Holmberg's: facilities and customers; capacity and cost of each facility;
/// demands; then what it costs to serve each customer wholly, facility by facility.
///
/// # Errors
/// Every word that is not a number, and what is missing.
pub fn read_holmberg(text: &str, file: &str) -> Result<Model, Mistakes> {
    read(text, file, |numbers| {
        let n_sites = numbers.whole("the number of facilities", 1..=N_MAX)?;
        let n_points = numbers.whole("the number of customers", 1..=N_MAX)?;
        let mut sites = Vec::new();
        for id in 1..=n_sites {
            let capacity = numbers.next("the capacity of a facility")?;
            let pounds = numbers.next("the cost of a facility")?;
            sites.push(site(id, Some(capacity), Money::from_pence((pounds * 100.0).round() as i64)));
        }
        let mut points = Vec::new();
        for id in 1..=n_points {
            points.push(point(id, 1.0, numbers.next("the demand of a customer")?));
        }
        let mut rows = Vec::new();
        for _ in 0..n_sites {
            let row: Option<Vec<f64>> =
                (0..n_points).map(|_| numbers.next("what it costs to serve a customer")).collect();
            rows.push(row?);
        }
        numbers.end()?;
        let question = Question::Cheapest { pounds_per_unit: 1.0 };
        Some(model(file, question, points, sites, Reach::from_matrix(&rows)))
    })
}

fn read(text: &str, file: &str, model: impl FnOnce(&mut Numbers<'_>) -> Option<Model>) -> Result<Model, Mistakes> {
    let reading = Reading::of(file, text);
    let mut numbers = Numbers::of(&reading);
    let model = if reading.n_mistakes() == 0 { model(&mut numbers) } else { None };
    reading.finish(model)
}

fn point(id: usize, people: f64, load: f64) -> Point {
    Point { id: id.to_string(), people, load, group: None }
}

fn site(id: usize, capacity: Option<f64>, cost: Money) -> Site {
    Site { capacity, cost, ..site_of(&id.to_string()) }
}

fn site_of(id: &str) -> Site {
    Site { id: id.to_owned(), state: Choice::Free, capacity: None, cost: Money::ZERO }
}

fn model(file: &str, question: Question, points: Vec<Point>, sites: Vec<Site>, reach: Reach) -> Model {
    let (title, unit) = (file.to_owned(), "units".to_owned());
    Model { title, question, points, sites, reach, limit: None, may_split: false, unit }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_no_number_is_told_with_its_line() {
        let mistakes = read_pmed("2 1 1\n1 two 3\n", "pmed.txt").unwrap_err().mistakes;
        assert_eq!((mistakes.len(), mistakes[0].line, mistakes[0].column), (1, 2, 3));
    }

    #[test]
    fn a_file_that_ends_early_says_what_is_missing() {
        let mistakes = read_pmed("2 2 1\n1 2 3\n", "pmed.txt").unwrap_err().mistakes;
        assert_eq!(mistakes[0].kind.to_string(), "the file ends before the first node of an edge");
    }

    #[test]
    fn a_node_that_is_not_there_is_a_mistake() {
        let mistakes = read_pmed("2 1 1\n1 3 3\n", "pmed.txt").unwrap_err().mistakes;
        assert_eq!(mistakes[0].expected, "a whole number from 1 to 2");
    }
}
