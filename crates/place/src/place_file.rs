//! From the text of `place.toml` to a [`Place`], or to every mistake in it.

use std::path::{Path, PathBuf};

use authored::{Keys, MistakeKind, Mistakes, Reading, hint, nearest, read_toml};
use model::name::name_key;
use model::place::{BodyKind, Options, RegisterFile, RegisterKind, Source, SourceKind, Theme};
use model::{Body, FinancialYear, Place, Reach};
use toml::Spanned;

use crate::areas::council_codes;
use crate::glob;
use crate::options::{OPTION_KEYS, options};
use crate::purpose::purpose_of;

const PLACE: &str = "the place file";
pub(crate) const PLACE_KEYS: [&str; 13] = [
    "name",
    "year",
    "years",
    "area_codes",
    "region",
    "population",
    "body",
    "sources",
    "source",
    "register",
    "theme",
    "options",
    "purpose",
];
const BODY_KEYS: [&str; 8] = ["id", "name", "kind", "other_names", "codes", "in_perimeter", "reach", "serves"];
const SOURCE_KEYS: [&str; 6] = ["body", "kind", "files", "agency", "columns", "building"];
const SOURCES_KEYS: [&str; 2] = ["root", "ignore"];
const REGISTER_KEYS: [&str; 2] = ["kind", "files"];
const THEME_KEYS: [&str; 2] = ["id", "name"];

/// More people than this do not live in any place; a slip of the keyboard is likelier.
const POPULATION_MAX: i64 = 100_000_000;

/// Reads the text of a place file that is in `root`.
pub(crate) fn parse(text: &str, file: &str, root: &Path) -> Result<Place, Mistakes> {
    read_toml(text, file, PLACE, &PLACE_KEYS, |keys| place(keys, root))
}

fn place(keys: &Keys<'_>, root: &Path) -> Option<Place> {
    let name = keys.needed_text("name", "\"Tyne and Wear\"");
    let years = years(keys);
    let folder = keys.table("sources", "[sources]", &SOURCES_KEYS);
    let (declared_root, leaves) = sources_root(folder.as_ref(), keys.file);
    let bodies = bodies(keys);
    let sources = sources(keys, &bodies.ids, leaves);
    // Who asks for a purpose reads it; its mistakes are said with all others.
    if keys.has("purpose") {
        purpose_of(keys);
    }
    let (year, earlier_years) = years.and_then(|mut years| Some((years.pop()?, years))).unzip();
    Some(Place {
        area_codes: keys.owned_texts("area_codes", "\"E11000007\""),
        region: keys.text_such_as("region", "\"North East\"").map(|region| region.get_ref().to_string()),
        population: keys.whole("population", 1..=POPULATION_MAX).and_then(|count| count.try_into().ok()),
        registers: registers(keys),
        themes: themes(keys),
        options: Options {
            ignored: folder.as_ref().map(ignored).unwrap_or_default(),
            ..options(keys.table("options", "[options]", &OPTION_KEYS).as_ref())
        },
        sources_root: root.join(declared_root),
        root: root.to_owned(),
        name: name?.get_ref().to_string(),
        year: year?,
        earlier_years: earlier_years?,
        bodies: bodies.bodies?,
        sources: sources?,
    })
}

/// The years that are counted, the earliest first: `year = "2020-21"`, or `years = ["2019-20", "2020-21"]`.
fn years(keys: &Keys<'_>) -> Option<Vec<FinancialYear>> {
    if keys.has("year") && keys.has("years") {
        keys.wrong("years", MistakeKind::Unfit("`year` and `years` are both given".to_owned()), "one of the two");
        return None;
    }
    let key = if keys.has("years") { "years" } else { "year" };
    let n_before = keys.file.n_mistakes();
    keys.need(
        key,
        "`year = \"2020-21\"`, or `years = [\"2019-20\", \"2020-21\"]`; `totalplace check --propose` shows which year \
         most lines are in",
    );
    let mut years: Vec<FinancialYear> = Vec::new();
    let texts = match key {
        "years" => keys.texts(key, "\"2019-20\", \"2020-21\""),
        _ => keys.text_such_as(key, "\"2020-21\"").into_iter().collect(),
    };
    for text in texts {
        match FinancialYear::parse(text.get_ref().trim()) {
            Some(year) if years.contains(&year) => {
                let kind = MistakeKind::Unfit(format!("{year} is given twice"));
                keys.file.add(text.span(), kind, "each year once");
            }
            Some(year) => years.push(year),
            None => not_a_year(&text, keys.file),
        }
    }
    if years.is_empty() && keys.file.n_mistakes() == n_before {
        keys.wrong(key, MistakeKind::Empty { key: key.to_owned() }, "a year such as \"2020-21\"");
    }
    years.sort_unstable();
    (keys.file.n_mistakes() == n_before).then_some(years)
}

fn not_a_year(text: &Spanned<&str>, file: &Reading) {
    let kind = MistakeKind::UnknownWord { what: "financial year".to_owned(), word: text.get_ref().to_string() };
    file.add_with_hint(text.span(), kind, "two consecutive years, such as \"2020-21\"", one_year_alone(text.get_ref()));
}

/// `FY24` begins in 2024 for some bodies and ends in it for others.
fn one_year_alone(text: &str) -> Option<String> {
    let digits = text.trim().to_ascii_uppercase();
    let digits = digits.strip_prefix("FY")?.trim_matches([' ', '-']);
    let year: i32 = match digits.len() {
        2 => 2000 + digits.parse::<i32>().ok()?,
        4 => digits.parse().ok()?,
        _ => return None,
    };
    let (ending, starting) = (FinancialYear(year - 1), FinancialYear(year));
    Some(format!("`{ending}` if it ends in {year}, `{starting}` if it begins then"))
}

/// The sources' root as declared, and whether it may lie outside the place.
fn sources_root(folder: Option<&Keys<'_>>, file: &Reading) -> (PathBuf, bool) {
    let declared = folder.and_then(|folder| {
        let root = folder.text_such_as("root", "\"sources\" or \"../data/my-place\"")?;
        if root.get_ref().starts_with(['~', '$', '%']) {
            let kind = format!("`{}` would have to be expanded, and paths are never expanded", root.get_ref());
            file.add(root.span(), MistakeKind::Unfit(kind), "a path as it is, absolute or relative to place.toml");
        }
        Some(root.into_inner())
    });
    let root = declared.unwrap_or("sources");
    (PathBuf::from(root), glob::leaves_folder(root))
}

/// Patterns of files to leave alone.
fn ignored(folder: &Keys<'_>) -> Vec<String> {
    let example = "\"notes/*\"";
    let patterns = folder.texts("ignore", example);
    patterns.iter().for_each(|pattern| check_glob(pattern, example, folder.file));
    owned(patterns)
}

struct Bodies<'a> {
    /// None where one of them has a mistake.
    bodies: Option<Vec<Body>>,
    /// Every id with its name, so that sources can be checked even so.
    ids: Vec<(&'a str, &'a str)>,
}

fn bodies<'a>(keys: &Keys<'a>) -> Bodies<'a> {
    let tables = keys.tables("body", "[[body]]", &BODY_KEYS);
    let mut ids: Vec<Spanned<&str>> = Vec::new();
    let mut names: Vec<(String, Spanned<&str>)> = Vec::new();
    let mut named = Vec::new();
    let mut bodies = Some(Vec::new());
    for table in &tables {
        let id = unique_id(table, "\"gateshead\"", "body", &mut ids);
        let name = table.needed_text("name", "\"Gateshead Council\"");
        named.extend(id.map(|id| (id, name.as_ref().map_or("", |name| name.get_ref()))));
        let other_names = table.texts("other_names", "\"Gateshead MBC\"");
        no_shared_names(name.iter().chain(&other_names), &mut names, keys.file);
        let body = body(table, id, name, other_names);
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
) -> Option<Body> {
    let kind = table.needed_text("kind", "\"council\"");
    let kind = kind.and_then(|kind| word(&kind, "body kind", BodyKind::ALL, BodyKind::word, table.file));
    let reach = match table.text_such_as("reach", "\"local\"") {
        Some(reach) => word(&reach, "reach", Reach::ALL, Reach::word, table.file),
        None => Some(Reach::Local),
    };
    let codes = codes(table);
    // Little of what a national body spends is known to be for the place, so it is outside unless a person says so.
    let in_perimeter = table.truth("in_perimeter").unwrap_or(reach != Some(Reach::National));
    Some(Body {
        id: id?.to_owned(),
        name: name?.get_ref().to_string(),
        kind: kind?,
        codes,
        other_names: owned(other_names),
        in_perimeter,
        reach: reach?,
        serves: owned(table.texts("serves", "\"E08000035\"")),
    })
}

/// Register codes by scheme, in the order written; any scheme will do.
fn codes(table: &Keys<'_>) -> Vec<(String, String)> {
    let mut codes = texts_by_key("codes", table, "codes as text, such as { ons = \"E08000037\", ecode = \"E4501\" }");
    // A change of boundary gives a council another code: publications of other years, and some of the same, print it.
    for (scheme, code) in codes.clone() {
        for other in council_codes(&code) {
            if !codes.iter().any(|(_, code)| code == other) {
                codes.push((scheme.clone(), other.to_owned()));
            }
        }
    }
    codes
}

/// The texts of a table in which any key will do, in the order written.
fn texts_by_key(key: &str, table: &Keys<'_>, expected: &str) -> Vec<(String, String)> {
    let texts = table.named_texts(key, expected).into_iter();
    texts.map(|(written, text)| (written.into_inner().to_owned(), text.into_inner().to_owned())).collect()
}

/// The agency of records about people. It is in tables and addresses, so it is a plain word.
fn agency(table: &Keys<'_>, kind: Option<SourceKind>) -> Option<String> {
    let agency = table.text_such_as("agency", "\"social_care\"")?;
    if kind.is_some_and(|kind| !kind.may_name_agency()) {
        let table_name = "a source that is not about people or buildings".to_owned();
        let kind = MistakeKind::UnknownKey { key: "agency".to_owned(), table: table_name };
        let expected = "`kind = \"people\"`, `kind = \"contacts\"` or `kind = \"buildings\"` beside it";
        table.file.add(agency.span(), kind, expected);
    } else {
        check_plain(&agency, table.file);
    }
    Some(agency.get_ref().to_string())
}

/// What the buildings of a source are.
fn building(table: &Keys<'_>, kind: Option<SourceKind>) -> Option<String> {
    let building = table.text_such_as("building", "\"library\"")?;
    if kind.is_some_and(|kind| kind != SourceKind::Buildings) {
        let kind =
            MistakeKind::UnknownKey { key: "building".to_owned(), table: "a source without buildings".to_owned() };
        table.file.add(building.span(), kind, "`kind = \"buildings\"` beside it");
    }
    Some(building.get_ref().trim().to_owned())
}

/// Ids go into file names and addresses, so they keep to letters that are safe there.
fn check_plain(id: &Spanned<&str>, file: &Reading) {
    let is_safe = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
    if !id.get_ref().bytes().all(is_safe) {
        let kind = MistakeKind::Unfit(format!("`{}` cannot be an id", id.get_ref()));
        let hint = format!("perhaps `{}`", crate::pilots::slug(id.get_ref()));
        file.add_with_hint(id.span(), kind, "small letters, digits, `-` and `_`", Some(hint));
    }
}

/// Two bodies that claim one printed name would make every payment to it a guess.
fn no_shared_names<'a, 'n>(
    own: impl Iterator<Item = &'n Spanned<&'a str>>,
    taken: &mut Vec<(String, Spanned<&'a str>)>,
    file: &Reading,
) where
    'a: 'n,
{
    let mut claimed: Vec<(String, Spanned<&'a str>)> = Vec::new();
    for name in own {
        let key = name_key(name.get_ref()).key;
        if let Some((_, first)) = taken.iter().find(|(other, _)| *other == key) {
            let first_line = file.line(first.span().start);
            file.duplicate(name.span(), "name", name.get_ref(), first_line, "a name that only one body goes by");
        } else {
            claimed.push((key, name.clone()));
        }
    }
    taken.extend(claimed);
}

/// Sources, each naming a body that is there.
fn sources(keys: &Keys<'_>, bodies: &[(&str, &str)], root_leaves: bool) -> Option<Vec<Source>> {
    let mut sources = Some(Vec::new());
    let mut seen: Vec<Spanned<&str>> = Vec::new();
    for table in keys.tables("source", "[[source]]", &SOURCE_KEYS) {
        let kind = match table.text_such_as("kind", "\"ledger\"") {
            Some(kind) => word(&kind, "source kind", SourceKind::ALL, SourceKind::word, keys.file),
            None => Some(SourceKind::Ledger),
        };
        let body_id = source_body(&table, kind, bodies);
        let agency = agency(&table, kind);
        let building = building(&table, kind);
        let columns = texts_by_key("columns", &table, "headings as text, such as { family_name = \"Surname\" }");
        let files = globs(&table);
        for glob in &files {
            stays_inside(glob, root_leaves && !kind.is_some_and(SourceKind::is_about_people), keys.file);
            unique(glob, "pattern", &mut seen, keys.file);
        }
        sources = sources.zip(kind).map(|(mut sources, kind)| {
            sources.push(Source { body_id, kind, agency, columns, building, files: owned(files) });
            sources
        });
    }
    sources
}

fn source_body(table: &Keys<'_>, kind: Option<SourceKind>, bodies: &[(&str, &str)]) -> Option<String> {
    let ids = bodies.iter().map(|(id, _)| *id);
    let Some(body) = table.text_such_as("body", "\"gateshead\"") else {
        // A ledger is always somebody's, and so are records of people; a publication may cover many bodies.
        if kind.is_some_and(SourceKind::needs_body) && table.get("body").is_none() {
            let whose = if kind == Some(SourceKind::Ledger) { "ledger it is" } else { "records they are" };
            table.missing("body", format!("the id of the body whose {whose}"));
        }
        return None;
    };
    let id = *body.get_ref();
    if !ids.clone().any(|known| known == id) {
        let by_name = nearest(id, bodies.iter().map(|(_, name)| *name))
            .and_then(|name| bodies.iter().find(|(_, known)| *known == name))
            .map(|(id, name)| format!("did you mean `{id}` ({name})?"));
        let by_id = nearest(id, ids.clone()).map(|id| format!("did you mean `{id}`?"));
        let kind = MistakeKind::NotThere { what: "body".to_owned(), id: id.to_owned() };
        table.file.add_with_hint(
            body.span(),
            kind,
            "the id of a [[body]]",
            by_id.or(by_name).or_else(|| hint(id, ids)),
        );
    }
    Some(id.to_owned())
}

/// The patterns of `files`, which must be there and readable.
fn globs<'a>(table: &Keys<'a>) -> Vec<Spanned<&'a str>> {
    let example = "\"gateshead/*.csv\"";
    let n_before = table.file.n_mistakes();
    let globs = table.texts("files", example);
    table.need("files", format!("`files = [{example}]`"));
    if globs.is_empty() && table.file.n_mistakes() == n_before {
        table.wrong("files", MistakeKind::Empty { key: "files".to_owned() }, format!("a pattern such as {example}"));
    }
    let examples = format!("{example} or \"**/*.xlsx\"");
    globs.iter().for_each(|glob| check_glob(glob, &examples, table.file));
    globs
}

fn check_glob(glob: &Spanned<&str>, examples: &str, file: &Reading) {
    if let Err(why) = glob::check(glob.get_ref()) {
        let kind = MistakeKind::Unfit(format!("the pattern `{}` cannot be read: {why}", glob.get_ref()));
        file.add(glob.span(), kind, format!("a pattern such as {examples}"));
    }
}

fn stays_inside(glob: &Spanned<&str>, root_leaves: bool, file: &Reading) {
    if !root_leaves && glob::leaves_folder(glob.get_ref()) {
        let kind = MistakeKind::Unfit(format!("`{}` leaves the sources' folder", glob.get_ref()));
        let hint = "if the files are elsewhere, say so: `[sources]` `root = \"../their/folder\"`";
        file.add_with_hint(glob.span(), kind, "a path inside the sources' folder", Some(hint.to_owned()));
    }
}

/// Registers may lie anywhere: they hold no money.
fn registers(keys: &Keys<'_>) -> Vec<RegisterFile> {
    let mut registers = Vec::new();
    for table in keys.tables("register", "[[register]]", &REGISTER_KEYS) {
        let kind = table.needed_text("kind", "\"local_authorities\"");
        let kind = kind.and_then(|kind| word(&kind, "register kind", RegisterKind::ALL, RegisterKind::word, keys.file));
        let files = globs(&table);
        let Some(kind) = kind else { continue };
        registers.extend(owned(files).into_iter().map(|files| RegisterFile { kind, files }));
    }
    registers
}

fn themes(keys: &Keys<'_>) -> Vec<Theme> {
    let mut ids = Vec::new();
    let mut themes = Vec::new();
    for table in keys.tables("theme", "[[theme]]", &THEME_KEYS) {
        let id = unique_id(&table, "\"early-years\"", "theme", &mut ids);
        let name = table.needed_text("name", "\"Early years\"");
        themes.extend(id.zip(name).map(|(id, name)| Theme { id: id.to_owned(), name: name.get_ref().to_string() }));
    }
    themes
}

/// An id that no other has.
fn unique_id<'a>(table: &Keys<'a>, example: &str, what: &str, seen: &mut Vec<Spanned<&'a str>>) -> Option<&'a str> {
    let id = table.needed_text("id", example)?;
    check_plain(&id, table.file);
    unique(&id, what, seen, table.file);
    Some(id.into_inner())
}

fn unique<'a>(word: &Spanned<&'a str>, what: &str, seen: &mut Vec<Spanned<&'a str>>, file: &Reading) {
    match seen.iter().find(|other| other.get_ref() == word.get_ref()) {
        Some(first) => {
            let first_line = file.line(first.span().start);
            file.duplicate(word.span(), what, word.get_ref(), first_line, format!("each {what} once"));
        }
        None => seen.push(word.clone()),
    }
}

/// One word of a fixed list.
fn word<T: Copy>(
    written: &Spanned<&str>,
    what: &str,
    all: &[T],
    word_of: impl Fn(T) -> &'static str,
    file: &Reading,
) -> Option<T> {
    let found = all.iter().copied().find(|value| word_of(*value) == *written.get_ref());
    if found.is_none() {
        let words = all.iter().copied().map(word_of);
        file.unknown_word(written.span(), what, written.get_ref(), format!("a {what}"), words);
    }
    found
}

fn owned(texts: Vec<Spanned<&str>>) -> Vec<String> {
    texts.into_iter().map(|text| text.get_ref().to_string()).collect()
}
