//! Which words mean which back-office function: `reference/overlaps/back_office.csv`.

use authored::Reading;

use crate::words::Phrases;

const SHIPPED: &str = include_str!("../../../../reference/overlaps/back_office.csv");
const SHIPPED_FILE: &str = "reference/overlaps/back_office.csv";
const COLUMNS: [&str; 5] = ["function", "published", "heading", "service", "note"];

/// Which words mean which function.
#[derive(Clone, Debug)]
pub struct BackOfficeFunctions(pub(super) Vec<Function>);

#[derive(Clone, Debug)]
pub(super) struct Function {
    pub name: String,
    /// Labels of published figures.
    pub published: Phrases,
    /// Headings of ledgers.
    pub heading: Phrases,
    /// The service all of which it is; empty where it is a part of one.
    pub service: String,
}

impl BackOfficeFunctions {
    /// The functions that come with the program.
    ///
    /// # Panics
    /// If the shipped table has a mistake, which its test would say.
    pub fn shipped() -> BackOfficeFunctions {
        let reading = Reading::of(SHIPPED_FILE, SHIPPED);
        let mut functions = Vec::new();
        reading.columns(&COLUMNS, |_, [name, published, heading, service, _]| {
            functions.push(Function {
                name: name.text.clone(),
                published: Phrases::of_cell(&published.text),
                heading: Phrases::of_cell(&heading.text),
                service: service.text.clone(),
            });
        });
        BackOfficeFunctions(reading.finish(Some(functions)).expect("the shipped table has no mistake"))
    }
}
