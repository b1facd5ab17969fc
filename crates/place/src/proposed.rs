//! Bodies and sources that are proposed for a place, and how they are added to its place file.

use std::fmt::Write as _;
use std::path::Path;

use authored::write_whole;
use model::place::BodyKind;
use model::{FinancialYear, Place};

use crate::error::PlaceError;
use crate::files::{Files, PLACE_AND_REGISTERS};
use crate::nearest_place::PLACE_FILE;
use crate::place_file::parse;
use crate::read::of_text;

/// A year to read files with before the place's own is known.
const ANY_YEAR: &str = "year = \"2020-21\"\n";

/// A body whose files no source names yet.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposedBody {
    pub id: String,
    /// What to write about it; `None` for a body that the place has.
    pub new: Option<NewBody>,
    /// Patterns of its ledgers, relative to the sources' root.
    pub files: Vec<String>,
    /// What the ledgers hold, as a comment beside the patterns.
    pub remark: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct NewBody {
    pub name: String,
    pub kind: BodyKind,
    /// Whether a register of public bodies knows it.
    pub is_registered: bool,
}

/// The place, which need not name its year yet, and whether it does.
///
/// # Errors
/// As [`crate::read`], except that the year may be missing.
pub fn read_to_propose(dir: &Path) -> Result<(Place, bool), PlaceError> {
    let files = Files::read(dir, PLACE_AND_REGISTERS)?;
    let Some(text) = files.text(PLACE_FILE)? else { return crate::read(dir).map(|place| (place, true)) };
    let table: Option<toml::Table> = toml::from_str(&text).ok();
    let names_year = table.is_none_or(|table| table.contains_key("year") || table.contains_key("years"));
    let text = if names_year { text } else { format!("{ANY_YEAR}{text}") };
    Ok((of_text(&text, &files)?, names_year))
}

/// Bodies and sources as lines of a place file.
pub fn proposed_text(bodies: &[ProposedBody]) -> String {
    let mut text = String::new();
    for body in bodies {
        let id = quoted(&body.id);
        if let Some(new) = &body.new {
            let (name, kind) = (quoted(&new.name), quoted(new.kind.word()));
            let doubt = if new.is_registered { "" } else { " # not in any register: check the name and the kind" };
            write!(text, "\n[[body]]\nid = {id}\nname = {name}{doubt}\nkind = {kind}\n")
                .expect("a string takes any text");
        }
        let files: Vec<String> = body.files.iter().map(|pattern| quoted(pattern)).collect();
        let files = match files.as_slice() {
            [one] => format!("[{one}]"),
            several => format!("[\n    {},\n]", several.join(",\n    ")),
        };
        let remark = &body.remark;
        write!(text, "\n[[source]]\nbody = {id}\n# {remark}\nfiles = {files}\n").expect("a string takes any text");
    }
    text
}

/// Adds lines to the end of the place file and puts a year in it. Nothing is written that could not be read back.
///
/// # Errors
/// [`PlaceError`]; the file is then unchanged.
pub fn add_to_place_file(dir: &Path, lines: &str, year: Option<FinancialYear>) -> Result<(), PlaceError> {
    let files = Files::read(dir, PLACE_AND_REGISTERS)?;
    let no_place_file = || PlaceError::NoPlaceFile { dir: dir.to_owned() };
    let text = files.text(PLACE_FILE)?.ok_or_else(no_place_file)?;
    let mut text = match year {
        Some(year) => with_year(&text, year),
        None => text,
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(lines);
    parse(&text, PLACE_FILE, dir)?;
    let path = dir.join(PLACE_FILE);
    write_whole(&path, text.as_bytes()).map_err(|error| PlaceError::unwritable(&path, &error))
}

/// The text with this year, in the line that names one, or else at the top.
fn with_year(text: &str, year: FinancialYear) -> String {
    let line = format!("year = \"{year}\"");
    let is_above_tables = |at: usize| !text[..at].lines().any(|line| line.trim_start().starts_with('['));
    let names_year =
        |line: &str| line.trim_start().strip_prefix("year").is_some_and(|rest| rest.trim_start().starts_with('='));
    let mut at = 0;
    for written in text.split_inclusive('\n') {
        if names_year(written) && is_above_tables(at) {
            let rest = &text[at + written.trim_end().len()..];
            return format!("{}{line}{rest}", &text[..at]);
        }
        at += written.len();
    }
    format!("{line}\n{text}")
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const PLACE: &str =
        "name = \"X\" # of all places\n\n# The year.\nyear = \"2023-24\"\n\n[sources]\nroot = \"sources\"";

    fn ashby() -> ProposedBody {
        ProposedBody {
            id: "ashby".to_owned(),
            new: Some(NewBody {
                name: "Ashby \"Old\" Council".to_owned(),
                kind: BodyKind::Council,
                is_registered: false,
            }),
            files: vec!["ashby/*.csv".to_owned(), "ashby/[[]2020].xlsx".to_owned()],
            remark: "3 files".to_owned(),
        }
    }

    #[test]
    fn what_is_added_can_be_read_and_the_rest_stays() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("place.toml"), PLACE).unwrap();
        let lines =
            proposed_text(&[ashby(), ProposedBody { new: None, files: vec!["more/*.csv".to_owned()], ..ashby() }]);
        add_to_place_file(dir.path(), &lines, Some(FinancialYear(2020))).unwrap();
        let text = fs::read_to_string(dir.path().join("place.toml")).unwrap();
        assert!(text.starts_with(&PLACE.replace("2023-24", "2020-21")), "{text}");
        let place = crate::read(dir.path()).unwrap();
        assert_eq!((place.year, place.bodies.len(), place.sources.len()), (FinancialYear(2020), 1, 2));
        assert_eq!(place.bodies[0].name, "Ashby \"Old\" Council");
        assert_eq!(place.sources[0].files, ashby().files);
        // A second time the same pattern would be there twice, so nothing is written.
        assert!(add_to_place_file(dir.path(), &lines, None).is_err());
        assert_eq!(fs::read_to_string(dir.path().join("place.toml")).unwrap(), text);
    }

    #[test]
    fn a_place_without_a_year_may_be_read_and_gets_one() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("place.toml"), "name = \"X\"\n[sources]\nroot = \".\"\n").unwrap();
        assert!(crate::read(dir.path()).is_err());
        assert!(!read_to_propose(dir.path()).unwrap().1);
        add_to_place_file(dir.path(), "", Some(FinancialYear(2019))).unwrap();
        assert_eq!(crate::read(dir.path()).unwrap().year, FinancialYear(2019));
        assert!(read_to_propose(dir.path()).unwrap().1);
    }
}
