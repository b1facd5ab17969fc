//! Starts a place folder.

use std::fs;
use std::path::{Path, PathBuf};

use model::FinancialYear;

use crate::area_choice::area;
use crate::area_place::area_text;
use crate::areas::FIRST_YEAR;
use crate::error::PlaceError;
use crate::nearest_place::PLACE_FILE;
use crate::pilots::{Pilot, PilotBody, pilot};
use crate::place_file::parse;
use crate::place_text::{fill, list, quoted, table};

/// The folders of a place, each with the words of its README.
const FOLDERS: [(&str, &str); 7] = [
    (
        "sources",
        "# Sources\n\n\
         Files exactly as they were received: CSV, XLSX, XLS, ODS, or ZIP of these. It is a good habit to keep\n\
         one folder for each body. Nothing here is ever changed: if a file is wrong, ask for it again.\n\n\
         Say in `place.toml` whose files they are (`[[source]]`), then run `totalplace check`.\n",
    ),
    (
        "people",
        "# People\n\n\
         Files about people: who an agency knows (`kind = \"people\"`) and what it did with them (`kind = \"contacts\"`).\n\
         Keep them here and never in sources/, so that no ledger's pattern reaches them. Git leaves this folder out:\n\
         keep it only where people are allowed to see the records. The guide \"Families\" in docs/methods has the keys.\n",
    ),
    (
        "mappings",
        "# Mappings\n\n\
         How each source's columns are read. `totalplace check` proposes a reading for every file and writes it here;\n\
         if you edit it, your version is always used. Keep this folder in git.\n",
    ),
    (
        "rules",
        "# Rules\n\n\
         How lines are classified, as small CSV files that a spreadsheet opens. They come before the rules that the\n\
         program ships; the first rule that matches decides.\n\n\
         | file | columns after `id` and the conditions |\n\
         |---|---|\n\
         | `treatment.csv` | `treatment` (spend, transfer, financing, excluded; or count, for a file whose lines are left out as a copy or as of another year), `transfer_kind` |\n\
         | `service.csv` | `service` (of the common list or of `services.csv`), `cofog` |\n\
         | `theme.csv` | `theme` (of `place.toml`), `share` (above 0, at most 1) |\n\
         | `intent.csv` | `intent` (universal, preventive, early, acute, reactive) |\n\
         | `client_group.csv` | `client_group` (children, older_people, carers ...: who the money is for) |\n\
         | `services.csv` | no conditions: `id,name,cofog` for services that the common list lacks |\n\
         | `outturn_service.csv` | no conditions: `series,label,service` for published figures |\n\
         | `bodies.csv` | no conditions: `payee,body,who` for payees that are a body of the place, or `none`; `totalplace classify --bodies` writes it |\n\
         | `masked.csv` | no conditions: `payee,mask,reason,who` for names to be published or masked against the rule |\n\n\
         Conditions are columns called `body`, `body_kind`, `payee`, `counterparty`, `counterparty_kind`, `department`,\n\
         `service`, `subjective`, `description`, `category`, `capital`, `sign` and `file` (its path). Every condition that is filled in must match.\n\
         `foster care` matches these words next to each other; `a | b` either; `=Other` the whole cell; `child*` the\n\
         beginning of a word; `!school` excludes it; `/.../` is a regular expression. For a rule that applies to every\n\
         remaining line, write `*` in one of them. The column `note` is for your own notes.\n\n\
         A rule with the id of a shipped rule replaces it; with the outcome `off` it removes it. For example:\n\n\
         ```csv\n\
         id,payee,treatment,transfer_kind,note\n\
         fire-precept,tyne and wear fire*,transfer,precept,collected for the fire authority\n\
         shipped-rule-id,,off,,does not apply here\n\
         ```\n\n\
         Names of private individuals are masked in everything that is published. If that is wrong, say so:\n\n\
         ```csv\n\
         payee,mask,reason,who\n\
         Jane Doe,no,a florist who trades under her name,A. Clerk\n\
         Oakfield,yes,one person under a trading name,A. Clerk\n\
         ```\n\n\
         `totalplace query . \"SELECT * FROM masked_payee ORDER BY amount DESC\"` lists the names that are masked; it runs\n\
         only on your machine.\n",
    ),
    (
        "rules/registers",
        "# Registers\n\n\
         Lists of public bodies outside the place, as CSV with the columns `code,name,kind,other_names`, or mySociety's\n\
         list of local authorities, unchanged. Every CSV file here is read; larger lists elsewhere are named in `place.toml`.\n",
    ),
    (
        "proposals",
        "# Proposals\n\n\
         Interventions to appraise, one TOML file each: what it costs, who pays and who gains. `totalplace appraise`\n\
         shows them and `totalplace build` makes their pages. Ring-fenced pots, single offers and roll-outs go\n\
         here too. The guide \"Write a proposal\" has every key; unit costs go into a folder unit-costs/ beside this one.\n",
    ),
    (
        "decisions",
        "# Decisions\n\n\
         What people decided, as CSV files to which lines are only ever added. Keep this folder in git, which leaves out\n\
         `people.csv` and `person_pairs.csv`: they are about people, so keep them only where people are allowed to see the\n\
         records.\n\n\
         `suppliers.csv` says that two printed payees are one supplier, or are not. An empty body means every body; if\n\
         two lines are about the same two payees, the later one applies. `totalplace suppliers --propose` lists similar\n\
         names and adds your answers.\n\n\
         ```csv\n\
         decided_on,decided_by,body,payee,other_body,other_payee,decision,note\n\
         2026-01-31,A. Clerk,,NOTCA,,North of Tyne Combined Authority,same,their own short name\n\
         2026-01-31,A. Clerk,county,Oakfield Care,district,Oakfield Care,different,two homes\n\
         ```\n",
    ),
];

/// What git leaves out.
const IGNORED: &str = "# Everything here is derived and safe to delete.\n/out/\n/out.*\n/exports/\n/.totalplace/\n\n\
                       # Everything here is about people, and is not derived, so git must leave it out.\n\
                       /people/\n/decisions/people.csv\n/decisions/person_pairs.csv\n/rules/masked.csv\n";

/// What a new place begins with.
#[derive(Clone, Copy, Debug)]
pub enum Start<'a> {
    /// No bodies; the year, if it is known.
    Blank { year: Option<FinancialYear> },
    /// The bodies and themes of one of the pilots, by any of its names.
    Pilot(&'a str),
    /// The bodies that spent in an area in a year; the area by its GSS code or its name.
    Area { area: &'a str, year: FinancialYear },
}

/// A place that was made.
#[derive(Debug)]
pub struct NewPlace {
    /// The files that were written.
    pub written: Vec<PathBuf>,
    /// Where the area is not quite what was asked for, in whole sentences.
    pub remarks: Vec<String>,
}

/// Starts a place in a folder and says which files were written.
///
/// A folder that is a place already is not touched, and of a folder that is not, no file that is there.
///
/// # Errors
/// [`PlaceError`], if there is no such pilot or area, or the files cannot be written.
pub fn new(dir: &Path, start: Start<'_>) -> Result<NewPlace, PlaceError> {
    let (text, remarks) = text(dir, start)?;
    // What is written can be read, or nothing is written; a year that nobody knows yet is all that may be missing.
    if !matches!(start, Start::Blank { year: None }) {
        parse(&text, PLACE_FILE, dir)?;
    }
    if dir.join(PLACE_FILE).exists() {
        return Err(PlaceError::AlreadyAPlace { dir: dir.to_owned() });
    }
    let mut written = Vec::new();
    for (folder, readme) in FOLDERS {
        let folder = dir.join(folder);
        fs::create_dir_all(&folder).map_err(|error| PlaceError::unwritable(&folder, &error))?;
        written.extend(write_new(folder.join("README.md"), readme)?);
    }
    written.extend(write_new(dir.join(".gitignore"), IGNORED)?);
    // The place file comes last: until it is there, an interrupted `new` can be run again.
    written.extend(write_new(dir.join(PLACE_FILE), &text)?);
    Ok(NewPlace { written, remarks })
}

/// The text of the place file, and what is to be said about it.
fn text(dir: &Path, start: Start<'_>) -> Result<(String, Vec<String>), PlaceError> {
    match start {
        Start::Blank { year } => Ok((blank_text(dir, year), Vec::new())),
        Start::Pilot(name) => Ok((pilot_text(pilot(name)?), Vec::new())),
        Start::Area { year, .. } if year < FIRST_YEAR => Err(PlaceError::YearNotKnown { year }),
        Start::Area { area: written, year } => {
            let area = area(written, year)?;
            Ok((area_text(&area), area.remarks))
        }
    }
}

/// Writes a file, whole or not at all, unless it exists already.
fn write_new(path: PathBuf, text: &str) -> Result<Option<PathBuf>, PlaceError> {
    if path.symlink_metadata().is_ok() {
        return Ok(None);
    }
    match authored::write_whole(&path, text.as_bytes()) {
        Ok(()) => Ok(Some(path)),
        Err(error) => Err(PlaceError::unwritable(&path, &error)),
    }
}

/// The place file of a place that is no pilot, named after its folder.
fn blank_text(dir: &Path, year: Option<FinancialYear>) -> String {
    let folder = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    fill(&[
        ("remarks", String::new()),
        ("name", quoted(&title(&name))),
        (
            "year",
            year.map_or("# year = \"2020-21\"".to_owned(), |year| format!("year = {}", quoted(&year.to_string()))),
        ),
        ("area_codes", "[]".to_owned()),
        ("region", "# region = \"North East\"".to_owned()),
        ("bodies", String::new()),
        ("sources", String::new()),
        ("themes", String::new()),
    ])
}

fn pilot_text(pilot: &Pilot) -> String {
    fill(&[
        ("remarks", remarks(pilot)),
        ("name", quoted(&pilot.name)),
        ("year", format!("year = {}", quoted("2009-10"))),
        ("area_codes", list(&pilot.area_codes)),
        ("region", format!("region = {}", quoted(&pilot.region))),
        ("bodies", pilot.bodies.iter().map(body).collect()),
        ("sources", pilot.bodies.iter().map(source_to_uncomment).collect()),
        (
            "themes",
            pilot
                .themes
                .iter()
                .map(|theme| table("theme", &[("id", quoted(&theme.id)), ("name", quoted(&theme.name))]))
                .collect(),
        ),
    ])
}

fn remarks(pilot: &Pilot) -> String {
    let mut remarks = format!(
        "#\n# Total Place pilot {} of 13: {} ({}).\n# Theme: {}.\n\
         # Bodies under their names in 2009. Trusts, police and fire authorities are from memory and have no codes; NHS\n\
         # trusts, probation, waste and transport authorities, parishes, departments and agencies are left out: add them.\n",
        pilot.number, pilot.place, pilot.region, pilot.theme
    );
    if let Some(note) = &pilot.note {
        remarks.push_str(&format!("# {note}\n"));
    }
    remarks
}

fn body(body: &PilotBody) -> String {
    let mut keys = vec![("id", quoted(&body.id)), ("name", quoted(&body.name)), ("kind", quoted(&body.kind))];
    if !body.other_names.is_empty() {
        keys.push(("other_names", list(&body.other_names)));
    }
    if !body.codes.is_empty() {
        let codes: Vec<String> =
            body.codes.iter().map(|(scheme, code)| format!("{scheme} = {}", quoted(code))).collect();
        keys.push(("codes", format!("{{ {} }}", codes.join(", "))));
    }
    if let Some(reach) = &body.reach {
        let why = body.note.as_ref().map(|note| format!(" # {note}")).unwrap_or_default();
        keys.push(("reach", format!("{}{why}", quoted(reach))));
    }
    table("body", &keys)
}

/// A source is only written as a remark, because its files are not there yet.
fn source_to_uncomment(body: &PilotBody) -> String {
    format!("\n# [[source]]\n# body = {}\n# files = [{}]\n", quoted(&body.id), quoted(&format!("{}/**", body.id)))
}

/// `tyne-and-wear` is Tyne and Wear.
fn title(folder: &str) -> String {
    let words = folder.split(['-', '_', ' ', '.']).filter(|word| !word.is_empty());
    let word = |word: &str| match word {
        "and" | "of" | "the" | "upon" | "on" | "in" => word.to_owned(),
        _ => word.chars().next().into_iter().flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect(),
    };
    let title = words.map(word).collect::<Vec<String>>().join(" ");
    if title.is_empty() { "My place".to_owned() } else { title }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{pilots, read};
    use model::Reach;

    const BLANK: Start<'_> = Start::Blank { year: None };

    /// The place as read once a person has written its year.
    fn with_year(dir: &Path) -> model::Place {
        let path = dir.join(PLACE_FILE);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("# year = \"2020-21\"", "year = \"2020-21\"")).unwrap();
        read(dir).unwrap()
    }

    #[test]
    fn a_new_place_can_be_read_once_its_year_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("tyne-and-wear");
        let written = new(&dir, BLANK).unwrap().written;
        assert_eq!(written.len(), 9, "{written:?}");
        assert_eq!(written.last(), Some(&dir.join("place.toml")));
        // No year is known yet, so none is written.
        let error = read(&dir).unwrap_err();
        let said: Vec<String> = error.mistakes().iter().map(authored::Mistake::in_one_line).collect();
        assert!(said.len() == 1 && said[0].contains("`year` is missing"), "{said:?}");
        let place = with_year(&dir);
        assert_eq!(place.name, "Tyne and Wear");
        assert_eq!(place.options, model::place::Options::default());
        assert_eq!((place.bodies.len(), place.sources_root), (0, dir.join("sources")));
    }

    #[test]
    fn files_about_people_stay_out_of_git_and_of_reach_of_ledgers() {
        let folder = tempfile::tempdir().unwrap();
        new(folder.path(), BLANK).unwrap();
        let ignored = fs::read_to_string(folder.path().join(".gitignore")).unwrap();
        for path in ["/people/", "/decisions/people.csv", "/decisions/person_pairs.csv", "/out/"] {
            assert!(ignored.lines().any(|line| line == path), "{path}");
        }
        let place = with_year(folder.path());
        assert!(folder.path().join("people").is_dir() && !place.root.join("people").starts_with(place.sources_root));
    }

    #[test]
    fn every_pilot_becomes_a_place_that_can_be_read() {
        for pilot in pilots() {
            let folder = tempfile::tempdir().unwrap();
            new(folder.path(), Start::Pilot(&pilot.name)).unwrap();
            let place = read(folder.path()).unwrap_or_else(|error| panic!("{}: {:?}", pilot.name, error.mistakes()));
            assert_eq!((place.name, place.region), (pilot.name.clone(), Some(pilot.region.clone())));
            let ids = |bodies: &[PilotBody]| bodies.iter().map(|body| body.id.clone()).collect::<Vec<_>>();
            assert_eq!(place.bodies.iter().map(|body| body.id.clone()).collect::<Vec<_>>(), ids(&pilot.bodies));
            assert_eq!(place.themes.len(), pilot.themes.len());
            for (body, of_pilot) in place.bodies.iter().zip(&pilot.bodies) {
                let all_written =
                    of_pilot.codes.iter().all(|(_, code)| body.codes.iter().any(|(_, read)| read == code));
                assert!(all_written, "{body:?}");
                assert_eq!(body.in_perimeter, body.reach == Reach::Local, "{}", body.name);
            }
        }
    }

    #[test]
    fn what_the_template_offers_as_remarks_can_be_read_too() {
        let folder = tempfile::tempdir().unwrap();
        new(folder.path(), BLANK).unwrap();
        let path = folder.path().join("place.toml");
        let offered = |line: &str| {
            let bare = line.strip_prefix("# ").unwrap_or(line);
            let is_offer = bare.starts_with("[[") || bare.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '));
            if is_offer { bare.to_owned() } else { line.to_owned() }
        };
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.lines().map(offered).collect::<Vec<_>>().join("\n")).unwrap();
        let place = read(folder.path()).unwrap_or_else(|error| panic!("{:?}", error.mistakes()));
        assert_eq!(place.population, Some(1_200_000));
        assert_eq!((place.bodies.len(), place.sources.len(), place.registers.len(), place.themes.len()), (1, 2, 1, 1));
        assert_eq!(place.options.today.map(|day| day.to_string()).as_deref(), Some("2021-06-30"));
    }

    #[test]
    fn a_place_that_is_there_is_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("place.toml"), "mine").unwrap();
        assert!(matches!(new(folder.path(), Start::Pilot("kent")), Err(PlaceError::AlreadyAPlace { .. })));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn files_that_are_there_stay_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("sources")).unwrap();
        fs::write(folder.path().join("sources/README.md"), "mine").unwrap();
        let written = new(folder.path(), BLANK).unwrap().written;
        assert!(!written.contains(&folder.path().join("sources/README.md")));
        assert_eq!(fs::read_to_string(folder.path().join("sources/README.md")).unwrap(), "mine");
    }

    #[test]
    fn an_unknown_pilot_writes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("x");
        assert!(matches!(new(&dir, Start::Pilot("Croyden")), Err(PlaceError::UnknownPilot { .. })));
        assert!(!dir.exists());
    }

    #[test]
    fn a_folder_with_a_strange_name_is_a_name_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("a\"b {{bodies}}");
        new(&dir, BLANK).unwrap();
        assert_eq!(with_year(&dir).name, "A\"b {{bodies}}");
    }
}
