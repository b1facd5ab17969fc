//! The common list of services, and which service a published figure belongs to.

use std::path::Path;

use crate::csv_file::{Cell, Row, rows};
use crate::mistake::{Mistake, MistakeKind, Mistakes, PlaceError};
use crate::nearest::hint;
use crate::rule_text::{RuleText, own, shipped};

pub(crate) const SERVICES: &str = "services.csv";
pub(crate) const OUTTURN_SERVICE: &str = "outturn_service.csv";

/// Divisions and groups of COFOG, `code,name`.
const COFOG: &str = include_str!("../../../reference/cofog.csv");

/// What a published total of all services is said to belong to.
const WHOLE_BODY: &str = "all";

/// One service of the common list, which every body's own headings are read into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    pub id: String,
    pub name: String,
    /// COFOG division (`09`) or group (`09.1`).
    pub cofog: Option<String>,
}

/// Which service a published figure belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutturnService {
    /// Publication and measure.
    pub series: String,
    /// Label as published.
    pub label: String,
    pub service: String,
    /// File and line.
    pub at: String,
}

/// Divisions and groups of COFOG: code and name.
pub fn cofog_names() -> Vec<(String, String)> {
    let rows = csv::Reader::from_reader(COFOG.as_bytes()).into_deserialize();
    rows.map(|row| row.expect("the shipped list of COFOG is a code and a name a row")).collect()
}

/// The shipped list of services.
pub fn services() -> Result<Vec<Service>, PlaceError> {
    let mut mistakes = Vec::new();
    let services = services_in(&shipped(SERVICES), &mut mistakes);
    ok_without(mistakes, services)
}

/// The services of a place: its own from `rules/services.csv`, then the shipped ones it does not rename.
pub fn place_services(dir: &Path) -> Result<Vec<Service>, PlaceError> {
    let mut mistakes = Vec::new();
    let mut services = match own(dir, SERVICES)? {
        Some(text) => services_in(&text, &mut mistakes),
        None => Vec::new(),
    };
    for service in services_in(&shipped(SERVICES), &mut mistakes) {
        if !services.iter().any(|known| known.id == service.id) {
            services.push(service);
        }
    }
    ok_without(mistakes, services)
}

/// Which service each published figure belongs to: the place's own rows first.
///
/// A place's row for the same series and label replaces the shipped one.
pub fn outturn_services(dir: &Path) -> Result<Vec<OutturnService>, PlaceError> {
    let services = place_services(dir)?;
    let mut mistakes = Vec::new();
    let mut found = match own(dir, OUTTURN_SERVICE)? {
        Some(text) => outturn_services_in(&text, &services, &mut mistakes),
        None => Vec::new(),
    };
    for line in outturn_services_in(&shipped(OUTTURN_SERVICE), &services, &mut mistakes) {
        if !found.iter().any(|known| known.series == line.series && known.label == line.label) {
            found.push(line);
        }
    }
    ok_without(mistakes, found)
}

pub(crate) fn ok_without<T>(mistakes: Vec<Mistake>, value: T) -> Result<T, PlaceError> {
    if mistakes.is_empty() { Ok(value) } else { Err(PlaceError::Mistakes { mistakes }) }
}

fn services_in(file: &RuleText, mistakes: &mut Vec<Mistake>) -> Vec<Service> {
    let mut services: Vec<(Service, usize)> = Vec::new();
    read(file, &["id", "name", "cofog"], mistakes, |row, [id, name, cofog], mistakes| {
        if let Some((_, first_line)) = services.iter().find(|(known, _)| known.id == id.text) {
            let kind = MistakeKind::Duplicate { what: "service", id: id.text.clone(), first_line: *first_line };
            mistakes.add(id.span.clone(), kind, "an id that no other service has");
        }
        if filled(id, "id", mistakes) && filled(name, "name", mistakes) {
            let service = Service { id: id.text.clone(), name: name.text.clone(), cofog: cofog_of(cofog, mistakes) };
            services.push((service, row.line));
        }
    });
    services.into_iter().map(|(service, _)| service).collect()
}

fn outturn_services_in(file: &RuleText, services: &[Service], mistakes: &mut Vec<Mistake>) -> Vec<OutturnService> {
    let mut found: Vec<OutturnService> = Vec::new();
    read(file, &["series", "label", "service"], mistakes, |row, [series, label, service], mistakes| {
        let all_filled = filled(series, "series", mistakes) & filled(label, "label", mistakes);
        let ids = services.iter().map(|service| service.id.as_str()).chain([WHOLE_BODY]);
        if !known_service(service, ids, mistakes) || !all_filled {
            return;
        }
        found.push(OutturnService {
            series: series.text.clone(),
            label: label.text.clone(),
            service: service.text.clone(),
            at: format!("{}:{}", file.name, row.line),
        });
    });
    found
}

/// Reads named columns; `note` may stand beside them.
pub(crate) fn read<const N: usize>(
    file: &RuleText,
    names: &[&str; N],
    found: &mut Vec<Mistake>,
    mut row_of: impl FnMut(&Row, [&Cell; N], &mut Mistakes),
) {
    let mut mistakes = Mistakes::of_file(&file.name, &file.text);
    let rows = rows(&file.text, &mut mistakes);
    if let Some((header, rows)) = rows.split_first() {
        let place_of = |name: &str| header.cells.iter().position(|cell| cell.text.eq_ignore_ascii_case(name));
        check_header(&file.name, header, names, &mut mistakes);
        let places: Option<Vec<usize>> = names.iter().map(|name| place_of(name)).collect();
        for (row, places) in rows.iter().zip(places.iter().cycle()) {
            let cells: Vec<Cell> = places.iter().map(|place| row.cell(*place)).collect();
            row_of(row, std::array::from_fn(|i| &cells[i]), &mut mistakes);
        }
    }
    found.extend(mistakes.into_found());
}

fn check_header(file: &str, header: &Row, names: &[&str], mistakes: &mut Mistakes) {
    for cell in &header.cells {
        let is_known = names.iter().chain(&["note"]).any(|name| cell.text.eq_ignore_ascii_case(name));
        if !is_known && !cell.text.is_empty() {
            let kind = MistakeKind::UnknownKey { key: cell.text.clone(), table: file.to_owned() };
            let hint = hint(&cell.text, names.iter().copied());
            mistakes.add_with_hint(cell.span.clone(), kind, format!("the columns {}", names.join(", ")), hint);
        }
    }
    for name in names {
        if !header.cells.iter().any(|cell| cell.text.eq_ignore_ascii_case(name)) {
            let kind = MistakeKind::MissingKey { key: (*name).to_owned(), table: file.to_owned() };
            mistakes.add(header.cells[0].span.clone(), kind, format!("the columns {}", names.join(", ")));
        }
    }
}

pub(crate) fn filled(cell: &Cell, key: &str, mistakes: &mut Mistakes) -> bool {
    if cell.text.is_empty() {
        mistakes.add(cell.span.clone(), MistakeKind::Empty { key: key.to_owned() }, "text");
    }
    !cell.text.is_empty()
}

/// Whether a service is of the list; a mistake where it is not.
pub(crate) fn known_service<'a>(
    cell: &Cell,
    known: impl IntoIterator<Item = &'a str> + Clone,
    mistakes: &mut Mistakes,
) -> bool {
    let is_known = known.clone().into_iter().any(|id| id == cell.text);
    if !is_known {
        let kind = match cell.text.is_empty() {
            true => MistakeKind::Empty { key: "service".to_owned() },
            false => MistakeKind::UnknownWord { what: "service", word: cell.text.clone() },
        };
        let expected = "a service of the common list, or of rules/services.csv";
        mistakes.add_with_hint(cell.span.clone(), kind, expected, hint(&cell.text, known));
    }
    is_known
}

/// A COFOG division or group, where one is given.
pub(crate) fn cofog_of(cell: &Cell, mistakes: &mut Mistakes) -> Option<String> {
    if cell.text.is_empty() {
        return None;
    }
    if !is_cofog(&cell.text) {
        // A spreadsheet that takes `09` for a number drops its nought.
        let padded = format!("0{}", cell.text);
        let hint = is_cofog(&padded).then(|| format!("did you mean `{padded}`?"));
        let kind = MistakeKind::UnknownWord { what: "COFOG division or group", word: cell.text.clone() };
        mistakes.add_with_hint(cell.span.clone(), kind, "01 to 10, or a group such as 09.1", hint);
    }
    Some(cell.text.clone())
}

fn is_cofog(code: &str) -> bool {
    COFOG.lines().skip(1).any(|line| line.split(',').next() == Some(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cofog_codes_are_divisions_and_groups() {
        for code in ["01", "10", "09.1", "10.9", "04.9"] {
            assert!(is_cofog(code), "{code}");
        }
        for code in ["", "9", "00", "11", "09.9", "9.1", "09.10", "09.", "x", "02.6", "+1", "09.+"] {
            assert!(!is_cofog(code), "{code}");
        }
    }

    #[test]
    fn a_place_may_have_services_of_its_own() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("rules")).unwrap();
        std::fs::write(dir.path().join("rules/services.csv"), "id,name,cofog\nlighthouses,Lighthouses,04.5\n").unwrap();
        std::fs::write(dir.path().join("rules/outturn_service.csv"), "series,label,service\nro,Lamps,lighthouses\n")
            .unwrap();
        let services = place_services(dir.path()).unwrap();
        assert_eq!(services.len(), self::services().unwrap().len() + 1);
        assert_eq!(services[0].name, "Lighthouses");
        let outturn = outturn_services(dir.path()).unwrap();
        assert_eq!(
            (outturn[0].service.as_str(), outturn[0].at.as_str()),
            ("lighthouses", "rules/outturn_service.csv:2")
        );
    }

    #[test]
    fn a_figure_read_into_no_service_is_a_mistake() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("rules")).unwrap();
        std::fs::write(dir.path().join("rules/services.csv"), "id,name,cofog\nlighthouses,Lighthouses,4.5\n").unwrap();
        let error = place_services(dir.path()).unwrap_err();
        assert_eq!(
            error.mistakes()[0].in_one_line(),
            "rules/services.csv:2:25: `4.5` is no COFOG division or group; \
             expected 01 to 10, or a group such as 09.1 (did you mean `04.5`?)"
        );
        std::fs::write(dir.path().join("rules/services.csv"), "id,name,cofog\nlighthouses,Lighthouses,04.5\n").unwrap();
        std::fs::write(dir.path().join("rules/outturn_service.csv"), "series,label,service\nro,Lamps,lighthouse\n")
            .unwrap();
        let error = outturn_services(dir.path()).unwrap_err();
        assert_eq!(
            error.mistakes()[0].in_one_line(),
            "rules/outturn_service.csv:2:10: `lighthouse` is no service; \
             expected a service of the common list, or of rules/services.csv (did you mean `lighthouses`?)"
        );
    }
}
