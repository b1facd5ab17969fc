//! `check --propose`: bodies and sources for files that no source names yet.

mod path_names;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use intake::files::{Files as SourceFiles, Found, Sources, match_glob};
use intake::ledgers::Reader;
use intake::mapping::Mappings;
use intake::source_file::SourceFile;
use ledger::Register;
use model::place::SourceKind;
use model::{FinancialYear, Place, ProblemKind};
use money::Money;
use place::{NewBody, ProposedBody};

use crate::commands::check::ledgers;
use crate::inputs::{insist_on_root, registers};
use crate::steps::ledger::register_bodies;
use crate::{Error, Progress};
use path_names::{Named, Names, named};

/// What may be added to a place file.
pub struct Proposal {
    pub bodies: Vec<ProposedBody>,
    /// Files for which nothing is proposed, and why.
    pub left: Vec<(String, String)>,
    /// Lines of the files proposed, by year.
    pub years: BTreeMap<FinancialYear, u64>,
    /// The years that the place file names, if any, the earliest first.
    pub declared: Vec<FinancialYear>,
    /// Whether the place had ledgers before.
    pub had_ledgers: bool,
}

impl Proposal {
    /// The year of most lines, if the place does not count it.
    pub fn other_year(&self) -> Option<FinancialYear> {
        let (year, _) = self.years.iter().max_by_key(|(year, n_lines)| (**n_lines, **year))?;
        (!self.declared.contains(year)).then_some(*year)
    }

    /// The lines to add.
    pub fn text(&self) -> String {
        place::proposed_text(&self.bodies)
    }

    /// Adds the lines to the place file; the year too, if the place had no ledgers before and names no other years than one.
    ///
    /// # Errors
    /// [`Error::Place`]; the file is then unchanged.
    pub fn write(&self, dir: &Path) -> Result<(), Error> {
        let is_new = match self.declared.as_slice() {
            [] => true,
            [_] => !self.had_ledgers,
            // Which of several years the new one would stand for, only a person knows.
            _ => false,
        };
        let year = self.other_year().filter(|_| is_new);
        Ok(place::add_to_place_file(dir, &self.text(), year)?)
    }
}

/// Takes every file under the sources' root that no source names, works out whose it is from its folder, its name and the
/// registers, and reads it as a ledger. Nothing is written.
///
/// # Errors
/// [`Error`] where the place cannot be read.
pub fn propose(dir: &Path, progress: &dyn Progress) -> Result<Proposal, Error> {
    let (place, names_year) = place::read_to_propose(dir)?;
    insist_on_root(&place)?;
    let sources = Sources::find(&place);
    let (others, _) = register_bodies(&registers(&place))?;
    let register = Register::new(&place, &others);
    let registered = others.iter().map(|body| body.id.as_str()).collect();
    let names = Names { place: &place, register: &register, registered: &registered };
    let mut left: Vec<(String, String)> = Vec::new();
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for path in &sources.unclaimed {
        match named(path, names) {
            Some(named) => {
                let is_by_file = named.is_by_file;
                let group = groups.entry(named.id.clone()).or_insert_with(|| Group::of(named));
                group.named.is_by_file |= is_by_file;
                group.paths.push(path.clone());
            }
            None => left.push((path.clone(), "neither its folder nor its name says whose it is".to_owned())),
        }
    }
    let tables = read(&place, &groups, progress)?;
    let (mut bodies, mut years) = (Vec::new(), BTreeMap::new());
    for group in groups.into_values() {
        let kept: Vec<&SourceFile> =
            tables.iter().filter(|table| table.body_id == group.named.id && table.is_read()).collect();
        left.extend(
            group.paths.iter().filter(|path| !is_among(path, &kept)).map(|path| (path.clone(), why_not(path, &tables))),
        );
        for (year, (n_lines, _)) in kept.iter().flat_map(|table| &table.counts.years) {
            *years.entry(FinancialYear(*year)).or_default() += n_lines;
        }
        if !kept.is_empty() {
            bodies.push(group.proposed(&place, &kept));
        }
    }
    left.sort();
    let declared = if names_year { place.years().collect() } else { Vec::new() };
    let had_ledgers = place.sources.iter().any(|source| source.kind == SourceKind::Ledger);
    Ok(Proposal { bodies, left, years, declared, had_ledgers })
}

/// Files that seem to be one body's.
struct Group {
    named: Named,
    paths: Vec<String>,
}

impl Group {
    fn of(named: Named) -> Group {
        Group { named, paths: Vec::new() }
    }

    fn proposed(self, place: &Place, kept: &[&SourceFile]) -> ProposedBody {
        let read: Vec<String> = self.paths.into_iter().filter(|path| is_among(path, kept)).collect();
        let n_lines: u64 = kept.iter().map(|table| table.counts.n_lines).sum();
        let amount: Money = kept.iter().map(|table| table.counts.amount).sum();
        let (file, line) =
            (if read.len() == 1 { "file" } else { "files" }, if n_lines == 1 { "line" } else { "lines" });
        ProposedBody {
            id: self.named.id,
            new: self.named.new,
            remark: format!("{} {file}, {n_lines} {line}, {amount}", read.len()),
            files: if self.named.is_by_file {
                read.iter().map(|path| escaped(path)).collect()
            } else {
                patterns(place, &read)
            },
        }
    }
}

impl Named {
    fn of_place(id: &str) -> Named {
        Named { id: id.to_owned(), new: None, is_by_file: false }
    }

    fn new(id: String, new: NewBody) -> Named {
        Named { id, new: Some(new), is_by_file: false }
    }
}

/// Reads the files of every group as ledgers of its body.
fn read(place: &Place, groups: &BTreeMap<String, Group>, progress: &dyn Progress) -> Result<Vec<SourceFile>, Error> {
    let found = |id: &String, path: &String| Found {
        body_id: Some(id.clone()),
        shown_path: path.clone(),
        path: place.sources_root.join(path),
        kind: SourceKind::Ledger,
        agency: None,
        columns: Vec::new(),
        building: None,
    };
    let found = groups.iter().flat_map(|(id, group)| group.paths.iter().map(move |path| found(id, path))).collect();
    let sources = Sources { ledgers: SourceFiles { found, ..SourceFiles::default() }, ..Sources::default() };
    let (mappings, masks) = (Mappings::default(), Default::default());
    ledgers(&Reader { place, mappings: &mappings, masks: &masks }, &sources, &drop, progress)
}

/// Whether a file, or a member of it, is among the tables.
fn is_among(path: &str, tables: &[&SourceFile]) -> bool {
    tables.iter().any(|table| is_of(table, path))
}

fn is_of(table: &SourceFile, path: &str) -> bool {
    table.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('!'))
}

/// Why a file is not proposed as a ledger. Nothing is quoted from a file about people.
fn why_not(path: &str, tables: &[SourceFile]) -> String {
    let mut problems = tables.iter().filter(|table| is_of(table, path)).flat_map(|table| &table.counts.problems);
    match problems.find(|problem| problem.kind.removes_file()).map(|problem| problem.kind) {
        Some(ProblemKind::FileAboutPeople) => {
            "it seems to be about people: move it to people/ and give it `kind = \"people\"`".to_owned()
        }
        Some(ProblemKind::FileUnsure) => {
            "it may not be a ledger: name it in a [[source]] to see how it would be read".to_owned()
        }
        _ => "it does not look like a ledger".to_owned(),
    }
}

/// Patterns that match these files and no others; the files themselves if there are no such patterns.
fn patterns(place: &Place, paths: &[String]) -> Vec<String> {
    let mut by_pattern: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for path in paths {
        let (folder, name) = path.rsplit_once('/').map_or((None, path.as_str()), |(folder, name)| (Some(folder), name));
        // A new file beside one without a folder of its own may be anybody's.
        let Some(folder) = folder else {
            by_pattern.entry(escaped(path)).or_default().push(path);
            continue;
        };
        let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| format!(".{}", escaped(ending)));
        by_pattern.entry(format!("{}/*{ending}", escaped(folder))).or_default().push(path);
    }
    let of_pattern = |(pattern, paths): (String, Vec<&String>)| {
        let own: BTreeSet<&String> = paths.iter().copied().collect();
        let matched: Vec<String> =
            match_glob(&place.sources_root, &pattern).into_iter().flatten().map(|(path, _)| path).collect();
        match matched.iter().all(|path| own.contains(path)) {
            true => vec![pattern],
            false => paths.iter().map(|path| escaped(path)).collect(),
        }
    };
    by_pattern.into_iter().flat_map(of_pattern).collect()
}

/// A path as a pattern that matches only itself.
fn escaped(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for c in name.chars() {
        if "*?[]{}\\".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
