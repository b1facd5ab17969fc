//! The common list of services, and which service a published figure belongs to.

use authored::{Cell, Mistake, MistakeKind, Mistakes, Reading};
use model::WHOLE_BODY;

use crate::error::PlaceError;
use crate::files::Files;
use crate::rule_text::{RuleText, own, shipped};

pub(crate) const SERVICES: &str = "services.csv";
pub(crate) const OUTTURN_SERVICE: &str = "outturn_service.csv";

/// Divisions and groups of COFOG, `code,name`.
const COFOG: &str = include_str!("../../../reference/cofog.csv");

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
///
/// # Errors
/// [`PlaceError::Mistakes`], which would be a fault of the shipped list.
pub fn services() -> Result<Vec<Service>, PlaceError> {
    let mut mistakes = Vec::new();
    let services = services_in(&shipped(SERVICES), &mut mistakes);
    Ok(Mistakes::or(mistakes, services)?)
}

/// The services of a place: its own from `rules/services.csv`, then the shipped ones it does not rename.
///
/// # Errors
/// [`PlaceError::Mistakes`] in either list.
pub fn place_services(files: &Files) -> Result<Vec<Service>, PlaceError> {
    let mut mistakes = Vec::new();
    let mut services = match own(files, SERVICES)? {
        Some(text) => services_in(&text, &mut mistakes),
        None => Vec::new(),
    };
    for service in services_in(&shipped(SERVICES), &mut mistakes) {
        if !services.iter().any(|known| known.id == service.id) {
            services.push(service);
        }
    }
    Ok(Mistakes::or(mistakes, services)?)
}

/// Which service each published figure belongs to: the place's own rows first.
///
/// A place's row for the same series and label replaces the shipped one.
///
/// # Errors
/// [`PlaceError::Mistakes`] in either list.
pub fn outturn_services(files: &Files) -> Result<Vec<OutturnService>, PlaceError> {
    let services = place_services(files)?;
    let mut mistakes = Vec::new();
    let mut found = match own(files, OUTTURN_SERVICE)? {
        Some(text) => outturn_services_in(&text, &services, &mut mistakes),
        None => Vec::new(),
    };
    for line in outturn_services_in(&shipped(OUTTURN_SERVICE), &services, &mut mistakes) {
        if !found.iter().any(|known| known.series == line.series && known.label == line.label) {
            found.push(line);
        }
    }
    Ok(Mistakes::or(mistakes, found)?)
}

fn services_in(text: &RuleText, mistakes: &mut Vec<Mistake>) -> Vec<Service> {
    let file = text.open();
    let mut services: Vec<(Service, usize)> = Vec::new();
    file.columns(&["id", "name", "cofog"], |row, [id, name, cofog]| {
        if let Some((_, first_line)) = services.iter().find(|(known, _)| known.id == id.text) {
            file.duplicate(id.span.clone(), "service", &id.text, *first_line, "an id that no other service has");
        }
        if file.is_filled(id, "id") && file.is_filled(name, "name") {
            let service = Service { id: id.text.clone(), name: name.text.clone(), cofog: cofog_of(cofog, &file) };
            services.push((service, row.line));
        }
    });
    mistakes.extend(file.into_mistakes());
    services.into_iter().map(|(service, _)| service).collect()
}

fn outturn_services_in(text: &RuleText, services: &[Service], mistakes: &mut Vec<Mistake>) -> Vec<OutturnService> {
    let file = text.open();
    let mut found: Vec<OutturnService> = Vec::new();
    file.columns(&["series", "label", "service"], |row, [series, label, service]| {
        let all_filled = file.is_filled(series, "series") & file.is_filled(label, "label");
        let ids = services.iter().map(|service| service.id.as_str()).chain([WHOLE_BODY]);
        if is_known_service(service, ids, &file) && all_filled {
            found.push(OutturnService {
                series: series.text.clone(),
                label: label.text.clone(),
                service: service.text.clone(),
                at: format!("{}:{}", text.name, row.line),
            });
        }
    });
    mistakes.extend(file.into_mistakes());
    found
}

/// Whether a service is of the list; a mistake where it is not.
pub(crate) fn is_known_service<'a>(
    cell: &Cell,
    known: impl IntoIterator<Item = &'a str> + Clone,
    file: &Reading,
) -> bool {
    let is_known = known.clone().into_iter().any(|id| id == cell.text);
    if !is_known {
        let expected = "a service of the common list, or of rules/services.csv";
        file.unknown_word(cell.span.clone(), "service", &cell.text, expected, known);
    }
    is_known
}

/// A COFOG division or group, where one is given.
pub(crate) fn cofog_of(cell: &Cell, file: &Reading) -> Option<String> {
    if cell.text.is_empty() {
        return None;
    }
    if !is_cofog(&cell.text) {
        // A spreadsheet that takes `09` for a number drops its zero.
        let padded = format!("0{}", cell.text);
        let hint = is_cofog(&padded).then(|| format!("did you mean `{padded}`?"));
        let kind = MistakeKind::UnknownWord { what: "COFOG division or group".to_owned(), word: cell.text.clone() };
        file.add_with_hint(cell.span.clone(), kind, "01 to 10, or a group such as 09.1", hint);
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
        let services = place_services(&Files::read(dir.path(), crate::RULES).unwrap()).unwrap();
        assert_eq!(services.len(), self::services().unwrap().len() + 1);
        assert_eq!(services[0].name, "Lighthouses");
        let outturn = outturn_services(&Files::read(dir.path(), crate::RULES).unwrap()).unwrap();
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
        let error = place_services(&Files::read(dir.path(), crate::RULES).unwrap()).unwrap_err();
        assert_eq!(
            error.mistakes()[0].in_one_line(),
            "rules/services.csv:2:25: `4.5` is not a valid COFOG division or group; \
             expected 01 to 10, or a group such as 09.1 (did you mean `04.5`?)"
        );
        std::fs::write(dir.path().join("rules/services.csv"), "id,name,cofog\nlighthouses,Lighthouses,04.5\n").unwrap();
        std::fs::write(dir.path().join("rules/outturn_service.csv"), "series,label,service\nro,Lamps,lighthouse\n")
            .unwrap();
        let error = outturn_services(&Files::read(dir.path(), crate::RULES).unwrap()).unwrap_err();
        assert_eq!(
            error.mistakes()[0].in_one_line(),
            "rules/outturn_service.csv:2:10: `lighthouse` is not a valid service; \
             expected a service of the common list, or of rules/services.csv (did you mean `lighthouses`?)"
        );
    }
}
