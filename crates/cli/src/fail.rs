//! What happened, where, and what to do next.

use std::io;

/// Why a command was not done.
pub enum Failure {
    Place(Box<place::PlaceError>),
    /// Mistakes in a file that a person wrote, each with its line and column.
    Written(Box<dyn miette::Diagnostic + Send + Sync>),
    Other {
        text: String,
        hint: Option<String>,
    },
    /// The reader of the output has stopped reading, as `head` does.
    ClosedPipe,
}

impl Failure {
    pub fn new(text: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure::Other { text: text.into(), hint: Some(hint.into()) }
    }

    /// What was named does not exist; the hint says what does, the nearest first.
    pub fn not_there<'k>(what: &str, written: &str, known: impl IntoIterator<Item = &'k str>) -> Failure {
        Failure::Other { text: format!("there is no {what} `{written}`"), hint: authored::hint(written, known) }
    }

    /// What happened, for a page.
    pub fn text(&self) -> String {
        match self {
            Failure::Place(error) => error.to_string(),
            Failure::Written(mistakes) => mistakes.to_string(),
            Failure::Other { text, .. } => text.clone(),
            Failure::ClosedPipe => String::new(),
        }
    }

    pub fn print(self) {
        match self {
            Failure::Place(error) => say!("{:?}", miette::Report::new(*error)),
            Failure::Written(mistakes) => say!("{:?}", miette::Report::new_boxed(mistakes)),
            Failure::Other { text, hint } => {
                say!("error: {text}");
                if let Some(hint) = hint {
                    say!("hint: {hint}");
                }
            }
            Failure::ClosedPipe => {}
        }
    }
}

impl From<place::PlaceError> for Failure {
    fn from(error: place::PlaceError) -> Failure {
        Failure::Place(Box::new(error))
    }
}

impl From<pipeline::Error> for Failure {
    fn from(error: pipeline::Error) -> Failure {
        match error {
            pipeline::Error::Place(error) => error.into(),
            pipeline::Error::Query(error) if not_there(&error).is_some() => Failure::Other {
                hint: not_there(&error).and_then(|(name, known)| hint_of(name, known)),
                text: error.to_string(),
            },
            other => Failure::Other { hint: other.hint().map(str::to_owned), text: other.to_string() },
        }
    }
}

/// What a query asks for that is not there, and what is.
fn not_there(error: &engine::QueryError) -> Option<(&str, &[String])> {
    use engine::QueryError::{NoColumn, NoFunction, NoTable};
    match error {
        NoTable { name, known } | NoColumn { name, known } | NoFunction { name, known } => Some((name, known)),
        _ => None,
    }
}

fn hint_of(name: &str, known: &[String]) -> Option<String> {
    let all = "`SHOW TABLES` and `DESCRIBE ledger_line` list the tables and columns; put text in 'single quotes'";
    let nearest = authored::hint(name, known.iter().map(String::as_str));
    let joined =
        |nearest: String| if nearest.ends_with('?') { format!("{nearest} {all}") } else { format!("{nearest}; {all}") };
    Some(nearest.map_or(all.to_owned(), joined))
}

impl From<report::Error> for Failure {
    fn from(error: report::Error) -> Failure {
        Failure::Other { text: error.to_string(), hint: None }
    }
}

impl From<model::TableError> for Failure {
    fn from(error: model::TableError) -> Failure {
        Failure::Other { text: error.to_string(), hint: None }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            _ => Failure::new(
                format!("a file cannot be read or written: {}", engine::reason(&error)),
                "check that the files and folders you named exist, that you may write to them, and that the disk has space left",
            ),
        }
    }
}
