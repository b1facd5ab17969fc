//! From the text of `place.toml` to a [`Place`], or to every mistake in it.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use model::name::name_key;
use model::place::{BodyKind, RegisterFile, RegisterKind, Source, SourceKind, Theme};
use model::{Body, FinancialYear, Place, Reach};
use toml::Spanned;
use toml::de::DeTable;

use crate::glob;
use crate::keys::{Keys, text_of, wrong_type};
use crate::mistake::{MistakeKind, Mistakes, PlaceError};
use crate::nearest::{hint, nearest};
use crate::options::{OPTION_KEYS, options};

const PLACE: &str = "the place file";
const PLACE_KEYS: [&str; 11] =
    ["name", "year", "area_codes", "region", "population", "body", "sources", "source", "register", "theme", "options"];
const BODY_KEYS: [&str; 7] = ["id", "name", "kind", "other_names", "codes", "in_perimeter", "reach"];
const SOURCE_KEYS: [&str; 5] = ["body", "kind", "files", "agency", "columns"];
const REGISTER_KEYS: [&str; 2] = ["kind", "files"];
const THEME_KEYS: [&str; 2] = ["id", "name"];

/// More people than this do not live in any place; a slip of the keyboard is likelier.
const POPULATION_MAX: i64 = 100_000_000;

/// Reads the text of a place file that stands in `root`.
pub(crate) fn parse(text: &str, file: &str, root: &Path) -> Result<Place, PlaceError> {
    let mut mistakes = Mistakes::of_file(file, text);
    let (document, errors) = DeTable::parse_recoverable(text);
    let place = place(document.get_ref(), root, &mut mistakes);
    let not_toml = Mistakes::of_file(file, text);
    let mistakes = merge(mistakes, not_toml, &errors);
    match place {
        Some(place) if mistakes.is_empty() => Ok(place),
        _ => Err(PlaceError::Mistakes { mistakes }),
    }
}

/// Mistakes of the syntax and of the content together.
///
/// Where the syntax is broken, part of the content was never seen, so what seems to be missing may
/// well be there, and a broken line gives one message rather than several.
fn merge(content: Mistakes, mut syntax: Mistakes, errors: &[toml::de::Error]) -> Vec<crate::mistake::Mistake> {
    for error in errors {
        let kind = MistakeKind::NotToml { why: error.message().to_owned() };
        syntax.add(error.span().unwrap_or(0..0), kind, "`key = value`, with text in double quotes");
    }
    let mut syntax = syntax.into_found();
    syntax.dedup_by_key(|mistake| mistake.line); // one slip often breaks the rest of its line again and again
    let broken: HashSet<usize> = syntax.iter().map(|mistake| mistake.line).collect();
    let first_broken = broken.iter().copied().min().unwrap_or(usize::MAX);
    let believed = |mistake: &crate::mistake::Mistake| match mistake.kind {
        MistakeKind::MissingKey { .. } | MistakeKind::NotThere { .. } => broken.is_empty(),
        MistakeKind::UnknownKey { .. } => mistake.line < first_broken, // the heading above it may be the broken line
        _ => !broken.contains(&mistake.line),
    };
    let mut all: Vec<_> = content.into_found().into_iter().filter(believed).collect();
    all.extend(syntax);
    all.sort_by_key(|mistake| (mistake.line, mistake.column));
    all
}

fn place(document: &DeTable<'_>, root: &Path, mistakes: &mut Mistakes) -> Option<Place> {
    let keys = Keys::open(PLACE, document, 0..0, &PLACE_KEYS, mistakes);
    let name = keys.required_text("name", "\"Tyne and Wear\"", mistakes);
    let year = year(&keys, mistakes);
    let (declared_root, leaves) = sources_root(&keys, mistakes);
    let bodies = bodies(&keys, mistakes);
    let sources = sources(&keys, &bodies.ids, leaves, mistakes);
    Some(Place {
        area_codes: owned(keys.texts("area_codes", "\"E11000007\"", mistakes)),
        region: keys.text("region", "\"North East\"", mistakes).map(|region| region.get_ref().to_string()),
        population: keys.whole("population", 1..=POPULATION_MAX, mistakes).and_then(|count| count.try_into().ok()),
        registers: registers(&keys, mistakes),
        themes: themes(&keys, mistakes),
        options: options(keys.table("options", "[options]", &OPTION_KEYS, mistakes), mistakes),
        sources_root: root.join(declared_root),
        root: root.to_owned(),
        name: name?.get_ref().to_string(),
        year: year?,
        bodies: bodies.bodies?,
        sources: sources?,
    })
}

fn year(keys: &Keys<'_>, mistakes: &mut Mistakes) -> Option<FinancialYear> {
    let text = keys.required_text("year", "\"2020-21\"", mistakes)?;
    let year = FinancialYear::parse(text.get_ref());
    if year.is_none() {
        let kind = MistakeKind::BadYear { text: text.get_ref().to_string() };
        mistakes.add(text.span(), kind, "two years that follow each other, such as \"2020-21\"");
    }
    year
}

/// The sources' root as declared, and whether it may lie outside the place.
fn sources_root(keys: &Keys<'_>, mistakes: &mut Mistakes) -> (PathBuf, bool) {
    let declared = keys.table("sources", "[sources]", &["root"], mistakes).and_then(|sources| {
        let root = sources.text("root", "\"sources\" or \"../data/my-place\"", mistakes)?;
        if root.get_ref().starts_with(['~', '$', '%']) {
            let kind = MistakeKind::NotExpanded { path: root.get_ref().to_string() };
            mistakes.add(root.span(), kind, "a path as it is, absolute or relative to place.toml");
        }
        Some(root.into_inner())
    });
    let root = declared.unwrap_or("sources");
    (PathBuf::from(root), glob::leaves_folder(root))
}

struct Bodies<'a> {
    /// None where one of them has a mistake.
    bodies: Option<Vec<Body>>,
    /// Every id with its name, so that sources can be checked even so.
    ids: Vec<(&'a str, &'a str)>,
}

fn bodies<'a>(keys: &Keys<'a>, mistakes: &mut Mistakes) -> Bodies<'a> {
    let tables = keys.tables("body", "[[body]]", &BODY_KEYS, mistakes);
    let mut ids: Vec<Spanned<&str>> = Vec::new();
    let mut names: Vec<(String, Spanned<&str>)> = Vec::new();
    let mut named = Vec::new();
    let mut bodies = Some(Vec::new());
    for table in &tables {
        let id = unique_id(table, "\"gateshead\"", "body", &mut ids, mistakes);
        let name = table.required_text("name", "\"Gateshead Council\"", mistakes);
        named.extend(id.map(|id| (id, name.as_ref().map_or("", |name| name.get_ref()))));
        let other_names = table.texts("other_names", "\"Gateshead MBC\"", mistakes);
        no_shared_names(name.iter().chain(&other_names), &mut names, mistakes);
        let body = body(table, id, name, other_names, mistakes);
        bodies = bodies.zip(body).map(|(mut bodies, body)| {
            bodies.push(body);
            bodies
        });
    }
    Bodies { bodies, ids: named }
}

fn body(
    table: &Keys<'_>,
    id: Option<&str>,
    name: Option<Spanned<&str>>,
    other_names: Vec<Spanned<&str>>,
    mistakes: &mut Mistakes,
) -> Option<Body> {
    let kind = table.required_text("kind", "\"council\"", mistakes);
    let kind = kind.and_then(|kind| word(&kind, "body kind", BodyKind::ALL, BodyKind::word, mistakes));
    let reach = match table.text("reach", "\"local\"", mistakes) {
        Some(reach) => word(&reach, "reach", Reach::ALL, Reach::word, mistakes),
        None => Some(Reach::Local),
    };
    let codes = codes(table, mistakes);
    // Little of what a national body spends is known to be for the place, so it is outside unless a person says so.
    let in_perimeter = table.truth("in_perimeter", mistakes).unwrap_or(reach != Some(Reach::National));
    Some(Body {
        id: id?.to_owned(),
        name: name?.get_ref().to_string(),
        kind: kind?,
        codes,
        other_names: owned(other_names),
        in_perimeter,
        reach: reach?,
    })
}

/// Register codes by scheme, in the order written; any scheme will do.
fn codes(table: &Keys<'_>, mistakes: &mut Mistakes) -> Vec<(String, String)> {
    texts_by_key("codes", table, "codes as text, such as { ons = \"E08000037\", ecode = \"E4501\" }", mistakes)
}

/// The texts of a table in which any key will do, in the order written.
fn texts_by_key(
    key: &'static str,
    table: &Keys<'_>,
    expected: &'static str,
    mistakes: &mut Mistakes,
) -> Vec<(String, String)> {
    let Some(value) = table.get(key) else { return Vec::new() };
    let toml::de::DeValue::Table(entries) = value.get_ref() else {
        return wrong_type(key, value, expected, mistakes).unwrap_or_default();
    };
    let written: Vec<&str> = entries.keys().map(|written| -> &str { written.get_ref() }).collect();
    let keys = Keys::open(key, entries, value.span(), &written, mistakes);
    let entry = |(written, text): (&Spanned<toml::de::DeString<'_>>, _)| {
        let text = text_of(written.get_ref(), text, expected, mistakes)?;
        Some((written.get_ref().to_string(), text.get_ref().to_string()))
    };
    keys.in_order().into_iter().filter_map(entry).collect()
}

/// The agency of records about people. It stands in tables and addresses, so it is a plain word.
fn agency(table: &Keys<'_>, kind: Option<SourceKind>, mistakes: &mut Mistakes) -> Option<String> {
    let agency = table.text("agency", "\"social_care\"", mistakes)?;
    if kind.is_some_and(|kind| !kind.is_about_people()) {
        let kind =
            MistakeKind::UnknownKey { key: "agency".to_owned(), table: "a source that is not about people".to_owned() };
        mistakes.add(agency.span(), kind, "`kind = \"people\"` or `kind = \"contacts\"` beside it");
    } else if !is_plain(agency.get_ref()) {
        let hint = format!("perhaps `{}`", crate::pilots::slug(agency.get_ref()));
        let kind = MistakeKind::BadId { id: agency.get_ref().to_string() };
        mistakes.add_with_hint(agency.span(), kind, "small letters, digits, `-` and `_`", Some(hint));
    }
    Some(agency.get_ref().to_string())
}

fn is_plain(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte))
}

/// Two bodies that claim one printed name would make every payment to it a guess.
fn no_shared_names<'a, 'n>(
    own: impl Iterator<Item = &'n Spanned<&'a str>>,
    taken: &mut Vec<(String, Spanned<&'a str>)>,
    mistakes: &mut Mistakes,
) where
    'a: 'n,
{
    let mut claimed: Vec<(String, Spanned<&'a str>)> = Vec::new();
    for name in own {
        let key = name_key(name.get_ref()).key;
        if let Some((_, first)) = taken.iter().find(|(other, _)| *other == key) {
            let first_line = mistakes.line(first.span().start);
            let kind = MistakeKind::Duplicate { what: "name", id: name.get_ref().to_string(), first_line };
            mistakes.add(name.span(), kind, "a name that only one body goes by");
        } else {
            claimed.push((key, name.clone()));
        }
    }
    taken.extend(claimed);
}

/// Sources, each naming a body that is there.
fn sources(
    keys: &Keys<'_>,
    bodies: &[(&str, &str)],
    root_leaves: bool,
    mistakes: &mut Mistakes,
) -> Option<Vec<Source>> {
    let mut sources = Some(Vec::new());
    let mut seen: Vec<Spanned<&str>> = Vec::new();
    for table in keys.tables("source", "[[source]]", &SOURCE_KEYS, mistakes) {
        let kind = match table.text("kind", "\"ledger\"", mistakes) {
            Some(kind) => word(&kind, "source kind", SourceKind::ALL, SourceKind::word, mistakes),
            None => Some(SourceKind::Ledger),
        };
        let body_id = source_body(&table, kind, bodies, mistakes);
        let agency = agency(&table, kind, mistakes);
        let columns =
            texts_by_key("columns", &table, "headings as text, such as { family_name = \"Surname\" }", mistakes);
        let files = globs(&table, mistakes);
        for glob in &files {
            stays_inside(glob, root_leaves && !kind.is_some_and(SourceKind::is_about_people), mistakes);
            unique(glob, "pattern", &mut seen, mistakes);
        }
        sources = sources.zip(kind).map(|(mut sources, kind)| {
            sources.push(Source { body_id, kind, agency, columns, files: owned(files) });
            sources
        });
    }
    sources
}

fn source_body(
    table: &Keys<'_>,
    kind: Option<SourceKind>,
    bodies: &[(&str, &str)],
    mistakes: &mut Mistakes,
) -> Option<String> {
    let ids = bodies.iter().map(|(id, _)| *id);
    let Some(body) = table.text("body", "\"gateshead\"", mistakes) else {
        // A ledger is always somebody's, and so are records of people; a publication may cover many bodies.
        if kind.is_some_and(SourceKind::needs_body) && table.get("body").is_none() {
            let whose = if kind == Some(SourceKind::Ledger) { "ledger it is" } else { "records they are" };
            table.missing("body", format!("the id of the body whose {whose}"), mistakes);
        }
        return None;
    };
    let id = *body.get_ref();
    if !ids.clone().any(|known| known == id) {
        let by_name = nearest(id, bodies.iter().map(|(_, name)| *name))
            .and_then(|name| bodies.iter().find(|(_, known)| *known == name))
            .map(|(id, name)| format!("did you mean `{id}` ({name})?"));
        let by_id = nearest(id, ids.clone()).map(|id| format!("did you mean `{id}`?"));
        let kind = MistakeKind::NotThere { what: "body", id: id.to_owned() };
        mistakes.add_with_hint(body.span(), kind, "the id of a [[body]]", by_id.or(by_name).or_else(|| hint(id, ids)));
    }
    Some(id.to_owned())
}

/// The patterns of `files`, which must be there and readable.
fn globs<'a>(table: &Keys<'a>, mistakes: &mut Mistakes) -> Vec<Spanned<&'a str>> {
    let example = "\"gateshead/*.csv\"";
    let n_before = mistakes.count();
    let globs = table.texts("files", example, mistakes);
    if globs.is_empty() && mistakes.count() == n_before {
        match table.get("files") {
            Some(empty) => mistakes.add(
                empty.span(),
                MistakeKind::Empty { key: "files".to_owned() },
                format!("a pattern such as {example}"),
            ),
            None => table.missing("files", format!("`files = [{example}]`"), mistakes),
        }
    }
    for glob in &globs {
        if let Err(why) = glob::check(glob.get_ref()) {
            let kind = MistakeKind::BadGlob { glob: glob.get_ref().to_string(), why };
            mistakes.add(glob.span(), kind, "a pattern such as \"gateshead/*.csv\" or \"**/*.xlsx\"");
        }
    }
    globs
}

fn stays_inside(glob: &Spanned<&str>, root_leaves: bool, mistakes: &mut Mistakes) {
    if !root_leaves && glob::leaves_folder(glob.get_ref()) {
        let kind = MistakeKind::LeavesFolder { glob: glob.get_ref().to_string() };
        let hint = "where the files lie elsewhere, say so: `[sources]` `root = \"../their/folder\"`";
        mistakes.add_with_hint(glob.span(), kind, "a path inside the sources' folder", Some(hint.to_owned()));
    }
}

/// Registers may lie anywhere: they hold no money.
fn registers(keys: &Keys<'_>, mistakes: &mut Mistakes) -> Vec<RegisterFile> {
    let mut registers = Vec::new();
    for table in keys.tables("register", "[[register]]", &REGISTER_KEYS, mistakes) {
        let kind = table.required_text("kind", "\"local_authorities\"", mistakes);
        let kind = kind.and_then(|kind| word(&kind, "register kind", RegisterKind::ALL, RegisterKind::word, mistakes));
        let files = globs(&table, mistakes);
        let Some(kind) = kind else { continue };
        registers.extend(owned(files).into_iter().map(|files| RegisterFile { kind, files }));
    }
    registers
}

fn themes(keys: &Keys<'_>, mistakes: &mut Mistakes) -> Vec<Theme> {
    let mut ids = Vec::new();
    let mut themes = Vec::new();
    for table in keys.tables("theme", "[[theme]]", &THEME_KEYS, mistakes) {
        let id = unique_id(&table, "\"early-years\"", "theme", &mut ids, mistakes);
        let name = table.required_text("name", "\"Early years\"", mistakes);
        themes.extend(id.zip(name).map(|(id, name)| Theme { id: id.to_owned(), name: name.get_ref().to_string() }));
    }
    themes
}

/// An id: it goes into file names and addresses, so it keeps to letters that are safe there.
fn unique_id<'a>(
    table: &Keys<'a>,
    example: &str,
    what: &'static str,
    seen: &mut Vec<Spanned<&'a str>>,
    mistakes: &mut Mistakes,
) -> Option<&'a str> {
    let id = table.required_text("id", example, mistakes)?;
    if !is_plain(id.get_ref()) {
        let kind = MistakeKind::BadId { id: id.get_ref().to_string() };
        let hint = format!("perhaps `{}`", crate::pilots::slug(id.get_ref()));
        mistakes.add_with_hint(id.span(), kind, "small letters, digits, `-` and `_`", Some(hint));
    }
    unique(&id, what, seen, mistakes);
    Some(id.into_inner())
}

fn unique<'a>(word: &Spanned<&'a str>, what: &'static str, seen: &mut Vec<Spanned<&'a str>>, mistakes: &mut Mistakes) {
    match seen.iter().find(|other| other.get_ref() == word.get_ref()) {
        Some(first) => {
            let first_line = mistakes.line(first.span().start);
            let kind = MistakeKind::Duplicate { what, id: word.get_ref().to_string(), first_line };
            mistakes.add(word.span(), kind, format!("each {what} once"));
        }
        None => seen.push(word.clone()),
    }
}

/// One word of a fixed list.
fn word<T: Copy>(
    written: &Spanned<&str>,
    what: &'static str,
    all: &[T],
    word_of: impl Fn(T) -> &'static str,
    mistakes: &mut Mistakes,
) -> Option<T> {
    let found = all.iter().copied().find(|value| word_of(*value) == *written.get_ref());
    if found.is_none() {
        let words: Vec<&str> = all.iter().copied().map(word_of).collect();
        let kind = MistakeKind::UnknownWord { what, word: written.get_ref().to_string() };
        mistakes.add_with_hint(written.span(), kind, format!("a {what}"), hint(written.get_ref(), words));
    }
    found
}

fn owned(texts: Vec<Spanned<&str>>) -> Vec<String> {
    texts.into_iter().map(|text| text.get_ref().to_string()).collect()
}
