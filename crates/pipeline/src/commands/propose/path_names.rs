//! Whose a file is, by its folder and its name.

use ledger::Register;
use model::{BodyKind, Place};
use place::{NewBody, slug};

/// The body that a path names.
pub(super) struct Named {
    pub id: String,
    /// None for a body of the place.
    pub new: Option<NewBody>,
}

/// Words of folders and files of payments that say nothing of whose they are.
const OF_NO_BODY: &[&str] = &[
    "account",
    "accounts",
    "all",
    "and",
    "annual",
    "april",
    "apr",
    "august",
    "aug",
    "csv",
    "data",
    "december",
    "dec",
    "download",
    "downloads",
    "excel",
    "expenditure",
    "expenses",
    "external",
    "february",
    "feb",
    "file",
    "files",
    "final",
    "financial",
    "finance",
    "for",
    "from",
    "fy",
    "gbp",
    "greater",
    "in",
    "invoice",
    "invoices",
    "january",
    "jan",
    "july",
    "jul",
    "june",
    "jun",
    "k",
    "ledger",
    "ledgers",
    "list",
    "local",
    "march",
    "mar",
    "may",
    "month",
    "monthly",
    "november",
    "nov",
    "october",
    "oct",
    "ods",
    "of",
    "open",
    "original",
    "over",
    "paid",
    "payment",
    "payments",
    "period",
    "procurement",
    "public",
    "publication",
    "published",
    "q",
    "quarter",
    "quarterly",
    "raw",
    "received",
    "report",
    "reports",
    "return",
    "september",
    "sept",
    "sep",
    "sheet",
    "source",
    "sources",
    "spend",
    "spending",
    "supplier",
    "suppliers",
    "than",
    "the",
    "to",
    "total",
    "transaction",
    "transactions",
    "transparency",
    "txt",
    "up",
    "v",
    "version",
    "xls",
    "xlsx",
    "year",
    "zip",
];

/// Words that say what kind of body it is, and not which.
const KINDS: &[(&str, BodyKind)] = &[
    ("police", BodyKind::Police),
    ("constabulary", BodyKind::Police),
    ("pcc", BodyKind::Police),
    ("opcc", BodyKind::Police),
    ("fire", BodyKind::Fire),
    ("rescue", BodyKind::Fire),
    ("frs", BodyKind::Fire),
    ("icb", BodyKind::NhsCommissioner),
    ("ccg", BodyKind::NhsCommissioner),
    ("pct", BodyKind::NhsCommissioner),
    ("trust", BodyKind::NhsTrust),
    ("hospital", BodyKind::NhsTrust),
    ("hospitals", BodyKind::NhsTrust),
    ("nhs", BodyKind::NhsTrust),
    ("county", BodyKind::CountyCouncil),
    ("district", BodyKind::DistrictCouncil),
    ("parish", BodyKind::ParishCouncil),
    ("combined", BodyKind::CombinedAuthority),
    ("college", BodyKind::College),
    ("department", BodyKind::Department),
    ("borough", BodyKind::Council),
    ("city", BodyKind::Council),
    ("council", BodyKind::Council),
    ("authority", BodyKind::Other),
    ("service", BodyKind::Other),
];

/// The body that a path relative to the sources' root names; none where nothing in it is a name.
///
/// Folders come before the name of the file, the innermost first; a folder that says a kind alone, `police` in
/// `lancashire/police/`, is read with the one above it.
pub(super) fn named(path: &str, place: &Place, register: &Register) -> Option<Named> {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let parts: Vec<Vec<String>> = stem.split('/').map(telling_words).filter(|words| !words.is_empty()).collect();
    let n_folders = parts.len() - usize::from(!telling_words(stem.rsplit('/').next().unwrap_or(stem)).is_empty());
    let inner_first = (0..n_folders).rev().chain(n_folders..parts.len());
    let names: Vec<Vec<String>> = inner_first.map(|at| name_at(&parts, at)).collect();
    let in_register = names.iter().find_map(|words| known(words, place, register));
    in_register.or_else(|| names.iter().find(|words| !are_kinds(words)).map(|words| unknown(words, place)))
}

/// The words of one part of a path, with those of the part above where they say a kind alone.
fn name_at(parts: &[Vec<String>], at: usize) -> Vec<String> {
    match at.checked_sub(1) {
        Some(above) if are_kinds(&parts[at]) => [parts[above].as_slice(), &parts[at]].concat(),
        _ => parts[at].clone(),
    }
}

fn are_kinds(words: &[String]) -> bool {
    words.iter().all(|word| KINDS.iter().any(|(kind, _)| kind == word))
}

/// The words of a name that may be a body's: no dates, numbers or words of payments.
fn telling_words(name: &str) -> Vec<String> {
    let mut parted = String::new();
    let mut before = ' ';
    for c in name.chars() {
        let begins_a_word = before.is_lowercase() && c.is_uppercase() || before.is_alphabetic() != c.is_alphabetic();
        parted.push_str(if begins_a_word { " " } else { "" });
        parted.push(if c.is_alphanumeric() || c == '\'' { c } else { ' ' });
        before = c;
    }
    let words: Vec<String> = parted.split_whitespace().map(str::to_lowercase).collect();
    let tells = |word: &&String| !word.chars().any(|c| c.is_ascii_digit()) && !OF_NO_BODY.contains(&word.as_str());
    let telling = |word: &String| tells(&word);
    // `Isle of Wight` keeps its `of`; what stands before and after a name goes.
    let (Some(first), Some(last)) = (words.iter().position(telling), words.iter().rposition(telling)) else {
        return Vec::new();
    };
    let is_joint = |word: &&String| ["of", "and", "the", "in"].contains(&word.as_str());
    words[first..=last].iter().filter(|word| tells(word) || is_joint(word)).cloned().collect()
}

/// The body of the place or of a register that words mean, as they stand or with what a folder leaves out of a name.
fn known(words: &[String], place: &Place, register: &Register) -> Option<Named> {
    let name = words.join(" ");
    if let Some(body) = place.body(&slug(&name)) {
        return Some(Named::of_place(&body.id));
    }
    let longer = [
        name.clone(),
        format!("{name} council"),
        format!("{name} county council"),
        name.replace(" fire", " fire and rescue service"),
        format!("nhs {}", name.replace(" icb", " integrated care board").replace("nhs ", "")),
    ];
    let found = longer.iter().find_map(|name| register.find(name))?;
    if place.body(&found.id).is_some() {
        return Some(Named::of_place(&found.id));
    }
    let new = NewBody { name: found.name.to_string(), kind: found.kind, is_registered: true };
    // Short where it can be: a folder's own name.
    Some(Named::new(slug(&name), new))
}

fn unknown(words: &[String], place: &Place) -> Named {
    let id = slug(&words.join(" "));
    if place.body(&id).is_some() {
        return Named::of_place(&id);
    }
    let kind =
        KINDS.iter().find(|(kind, _)| words.iter().any(|word| word == kind)).map_or(BodyKind::Other, |(_, kind)| *kind);
    let name: Vec<String> = words.iter().map(|word| titled(word)).collect();
    Named::new(id, NewBody { name: name.join(" "), kind, is_registered: false })
}

fn titled(word: &str) -> String {
    if ["of", "and", "the", "in"].contains(&word) {
        return word.to_owned();
    }
    // `nhs`, `gmca`: what nobody can pronounce is letters.
    if !word.contains(['a', 'e', 'i', 'o', 'u', 'y']) || ["icb", "ccg", "opcc", "nhs"].contains(&word) {
        return word.to_uppercase();
    }
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use model::FinancialYear;

    use super::*;

    fn place() -> Place {
        let text = "name = \"X\"\nyear = \"2020-21\"\n[[body]]\nid = \"ashby\"\nname = \"Ashby Town Council\"\nkind = \"council\"\n";
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("place.toml"), text).unwrap();
        place::read(dir.path()).unwrap()
    }

    #[test]
    fn folders_and_files_say_whose_they_are() {
        let place = place();
        assert_eq!(place.year, FinancialYear(2020));
        let register = Register::new(&place, &intake::register::shipped());
        let told = |path: &str| match named(path, &place, &register) {
            None => "nobody".to_owned(),
            Some(Named { id, new: None }) => format!("{id} of the place"),
            Some(Named { id, new: Some(new) }) => {
                format!("{id}: {} ({}{})", new.name, new.kind.word(), if new.is_registered { "" } else { "?" })
            }
        };
        for (path, expected) in [
            ("ashby/2020-04.csv", "ashby of the place"),
            ("gateshead/spend-over-500-april-2020.csv", "gateshead: Gateshead "),
            ("2020-21/Gateshead_Q1.xlsx", "gateshead: Gateshead "),
            ("GatesheadPayments202004.csv", "gateshead: Gateshead "),
            ("lancashire/police/2020-04.csv", "lancashire-police: Lancashire "),
            ("north-town/payments/may.csv", "north-town: North Town (other?)"),
            ("northshire-police/may.csv", "northshire-police: Northshire Police (police?)"),
            ("payments/2020-04.csv", "nobody"),
            ("police/2020-04.csv", "nobody"),
            ("spend_500.csv", "nobody"),
        ] {
            assert!(told(path).starts_with(expected), "{path}: {}", told(path));
        }
    }
}
