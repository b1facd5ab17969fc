//! Whose a file is, by its folder and its name.

use std::collections::BTreeSet;

use ledger::Register;
use model::{BodyKind, Place};
use place::{NewBody, slug};

/// The body that a path names.
pub(super) struct Named {
    pub id: String,
    /// `None` for a body of the place.
    pub new: Option<NewBody>,
    /// Whether the file's own name says so, so that files beside it may be anybody's.
    pub is_by_file: bool,
}

/// Words in names of folders and files of payments that do not say whose they are.
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

/// Words that say what kind of body it is, but not which.
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

/// The bodies that paths are compared with.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub place: &'a Place,
    pub register: &'a Register,
    /// Ids of bodies in registers; a name that merely has the form of a public body's is not among them.
    pub registered: &'a BTreeSet<&'a str>,
}

/// The body that a path relative to the sources' root names; `None` if nothing in it is a name.
///
/// Folders come before the name of the file, the innermost first; a folder that names only a kind, such as `police` in
/// `lancashire/police/`, is read with the one above it, or with the place's name. A file's own name is looked up in
/// registers, and taken as it is only if the file has no folder.
pub(super) fn named(path: &str, names: Names<'_>) -> Option<Named> {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let (folders, file) = stem.rsplit_once('/').unwrap_or(("", stem));
    let mut parts: Vec<Vec<String>> = folders.split('/').map(telling_words).filter(|words| !words.is_empty()).collect();
    let n_folders = parts.len();
    parts.extend(Some(telling_words(file)).filter(|words| !words.is_empty()));
    let inner_first = (0..n_folders).rev().chain(n_folders..parts.len());
    let known_at = |at| {
        let named = known(&name_at(&parts, at), names)?;
        Some(Named { is_by_file: n_folders <= at, ..named })
    };
    if let Some(known) = inner_first.clone().find_map(known_at) {
        return Some(known);
    }
    let folder = inner_first.take(n_folders).map(|at| name_at(&parts, at)).find(|words| !are_kinds(words));
    match (folder, parts.first()) {
        (Some(words), _) => Some(unknown(&words, names)),
        (None, Some(words)) if are_kinds(words) => Some(of_its_kind_here(words, names)),
        (None, words) => words.map(|words| unknown(words, names)),
    }
}

/// The one body of a kind in a place: `council` in Riverton is Riverton's.
fn of_its_kind_here(kind: &[String], names: Names<'_>) -> Named {
    let words = [telling_words(&names.place.name).as_slice(), kind].concat();
    let named = known(&words, names).unwrap_or_else(|| unknown(&words, names));
    Named { id: if named.new.is_some() { slug(&kind.join(" ")) } else { named.id }, ..named }
}

/// The words of one part of a path, with those of the part above if one of the two names only a kind.
fn name_at(parts: &[Vec<String>], at: usize) -> Vec<String> {
    match at.checked_sub(1).map(|above| &parts[above]) {
        Some(above) if are_kinds(&parts[at]) => [above.as_slice(), &parts[at]].concat(),
        Some(above) if are_kinds(above) => [parts[at].as_slice(), above].concat(),
        _ => parts[at].clone(),
    }
}

fn are_kinds(words: &[String]) -> bool {
    words.iter().all(|word| KINDS.iter().any(|(kind, _)| kind == word))
}

/// The words of a name that may be a body's: no dates, numbers or words for payments.
fn telling_words(name: &str) -> Vec<String> {
    let mut parted = String::new();
    let (mut before, mut n_letters) = (' ', 0);
    for c in name.chars() {
        // `GatesheadPayments` is two words and `DfE` is one.
        let is_joint = 3 <= n_letters && before.is_lowercase() && c.is_uppercase();
        let begins_a_word = is_joint || before.is_alphabetic() != c.is_alphabetic();
        parted.push_str(if begins_a_word { " " } else { "" });
        parted.push(if c.is_alphanumeric() || c == '\'' { c } else { ' ' });
        n_letters = if begins_a_word { 1 } else { n_letters + 1 };
        before = c;
    }
    let words: Vec<String> = parted.split_whitespace().map(str::to_lowercase).collect();
    let tells = |word: &&String| !word.chars().any(|c| c.is_ascii_digit()) && !OF_NO_BODY.contains(&word.as_str());
    let telling = |word: &String| tells(&word);
    // `Isle of Wight` keeps its `of`; what stands before and after a name goes.
    let (Some(first), Some(last)) = (words.iter().position(telling), words.iter().rposition(telling)) else {
        return Vec::new();
    };
    let joins = |word: &&String| ["of", "and", "the", "in"].contains(&word.as_str());
    words[first..=last].iter().filter(|word| tells(word) || joins(word)).cloned().collect()
}

/// The body of the place or of a register that words mean, as they stand or with what a folder leaves out of a name.
fn known(words: &[String], names: Names<'_>) -> Option<Named> {
    let (name, place) = (words.join(" "), names.place);
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
    let is_known = |id: &str| place.body(id).is_some() || names.registered.contains(id);
    let found = longer.iter().filter_map(|name| names.register.find(name)).find(|found| is_known(&found.id))?;
    if place.body(&found.id).is_some() {
        return Some(Named::of_place(&found.id));
    }
    let new = NewBody { name: found.name.to_string(), kind: found.kind, is_registered: true };
    // Short where it can be: a folder's own name.
    Some(Named::new(slug(&name), new))
}

fn unknown(words: &[String], names: Names<'_>) -> Named {
    let id = slug(&words.join(" "));
    if names.place.body(&id).is_some() {
        return Named::of_place(&id);
    }
    let kind = KINDS.iter().find(|(kind, _)| words.iter().any(|word| word == kind));
    let name: Vec<String> = words.iter().map(|word| titled(word)).collect();
    let kind = kind.map_or(BodyKind::Other, |(_, kind)| *kind);
    Named::new(id, NewBody { name: name.join(" "), kind, is_registered: false })
}

fn titled(word: &str) -> String {
    if ["of", "and", "the", "in"].contains(&word) {
        return word.to_owned();
    }
    // `nhs`, `gmca`: words without vowels are abbreviations.
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
        let text = "name = \"Ashby Vale\"\nyear = \"2020-21\"\n[[body]]\nid = \"ashby\"\nname = \"Ashby Town Council\"\nkind = \"council\"\n";
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("place.toml"), text).unwrap();
        place::read(dir.path()).unwrap()
    }

    #[test]
    fn folders_and_files_say_whose_they_are() {
        let place = place();
        assert_eq!(place.year, FinancialYear(2020));
        let others = intake::register::shipped();
        let register = Register::new(&place, &others);
        let registered = others.iter().map(|body| body.id.as_str()).collect();
        let names = Names { place: &place, register: &register, registered: &registered };
        let told = |path: &str| match named(path, names) {
            None => "nobody".to_owned(),
            Some(Named { id, new: None, .. }) => format!("{id} of the place"),
            Some(Named { id, new: Some(new), .. }) => {
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
            ("police/cumbria-may.csv", "cumbria-police: Cumbria "),
            ("council/a.csv", "council: Ashby Vale Council (council?)"),
            ("DfE/spend.csv", "dfe: Department for Education"),
            ("payments/2020-04.csv", "nobody"),
            ("police/2020-04.csv", "police: Ashby Vale Police (police?)"),
            ("spend_500.csv", "nobody"),
        ] {
            assert!(told(path).starts_with(expected), "{path}: {}", told(path));
        }
    }
}
