//! Whether files about people were read and linked rightly, or it was said what is wrong.

use super::linked::{Linked, Truth};
use super::normal;
use super::observed::{Built, ByLink, Read, is_doubtful};
use super::records::{Record, Sample};
use crate::strangers::book::{Book, Cell, Field, Sheet};
use crate::strangers::verdict::Verdict;

/// Files that were tried, and the truth of them.
pub struct Tried<'t> {
    pub book: &'t Book,
    pub sample: &'t Sample,
    /// What became of the same files before they were changed; none of the unchanged files themselves.
    pub unchanged: Option<[Linked; 2]>,
}

/// Kinds of problem that ask nothing of anybody.
const SETTLED: [&str; 1] = ["sheet_beside"];

/// Ids of copies of a record: `D` for the same person again, `T` for somebody else.
pub const COPY: &str = "D";
pub const TWIN: &str = "T";
const TWINS_FROM: u32 = 1_000_000;

impl Tried<'_> {
    /// Who everybody is, as the changed file has them.
    pub fn truth(&self) -> Truth {
        let of = |id: &str| self.sample.first.iter().find(|record| record.id == id).map(|record| record.person);
        let mut truth: Truth = self.sample.second_truth.iter().cloned().collect();
        // A record whose number is blanked out cannot be told from others in what the program writes.
        for id in self.ids() {
            let copy = id.strip_prefix(COPY).and_then(of);
            let twin = id.strip_prefix(TWIN).and_then(of).map(|person| TWINS_FROM + person);
            truth.extend(of(&id).or(copy).or(twin).map(|person| (id.clone(), person)));
        }
        truth
    }

    /// Numbers of the records as the changed file has them, in its order.
    fn ids(&self) -> Vec<String> {
        self.book.files.iter().flat_map(|file| &file.sheets).flat_map(ids).collect()
    }

    /// By the place, and by `link`.
    pub fn linked(&self, built: &Built, by_link: &ByLink) -> [Linked; 2] {
        let truth = self.truth();
        [built.clusters.clone(), by_link.clusters(&self.ids())].map(|clusters| Linked::measure(&truth, clusters))
    }

    pub fn judge(&self, built: &Built, by_link: &ByLink) -> Verdict {
        worse(self.of_place(built), self.of_link(by_link))
    }

    fn of_place(&self, built: &Built) -> Verdict {
        if !matches!(built.exit, 0 | 1) {
            return self.refused(&built.stderr, "not built");
        }
        let kinds = built.kinds();
        let wrong: Vec<&Record> = self.sample.first.iter().filter(|record| !self.is_read(record, built)).collect();
        let linked = Linked::measure(&self.truth(), built.clusters.iter().cloned());
        let fault = self.fault(&linked, 0);
        let is_mended = self.book.breaks.iter().all(|wrong| wrong.is_mended);
        let has_all = built.records.len() == self.n_lines();
        let is_read = wrong.is_empty() && has_all && (is_mended || self.is_break_said(&kinds));
        if is_read && fault.is_none() {
            let doubts = kinds.iter().filter(|kind| !SETTLED.contains(kind));
            return Verdict::Right { doubts: doubts.map(|kind| (*kind).to_owned()).collect() };
        }
        let is_loss_said = is_read && linked.is_precise() && is_doubtful(&built.stderr);
        if is_loss_said || self.is_said(&kinds, wrong.len(), built) {
            return Verdict::Said { doubts: Vec::new() };
        }
        let first = wrong.first().map(|record| (told(record), built.records.get(&record.id)));
        let (fault, n, of) = (fault.unwrap_or_default(), wrong.len(), self.n_lines());
        Verdict::Silent { why: format!("place: {fault} {n} of {of} records are read wrongly; first {first:?}") }
    }

    fn is_break_said(&self, kinds: &[&str]) -> bool {
        let is_said = |kind: &&str| kinds.contains(kind);
        self.book.breaks.iter().all(|wrong| wrong.kinds.is_empty() || wrong.kinds.iter().any(is_said))
    }

    /// Records that were read wrongly must be explained by as many rows of problems, or by the kind of a break.
    fn is_said(&self, kinds: &[&str], n_wrong: usize, built: &Built) -> bool {
        let n_told: i64 = built.problems.iter().map(|(_, n)| *n).sum();
        let is_refused = kinds.iter().any(|kind| kind.starts_with("file_"));
        let has_named = self.book.breaks.iter().any(|wrong| !wrong.kinds.is_empty());
        is_refused
            || match self.book.breaks.is_empty() {
                true => n_wrong as i64 <= n_told && !kinds.is_empty(),
                false => has_named && self.is_break_said(kinds),
            }
    }

    fn of_link(&self, by_link: &ByLink) -> Verdict {
        if !matches!(by_link.exit, 0 | 1) {
            return self.refused(&by_link.said, "not linked");
        }
        let linked = Linked::measure(&self.truth(), by_link.clusters(&self.ids()));
        match self.fault(&linked, 1) {
            None => Verdict::Right { doubts: Vec::new() },
            Some(_) if by_link.is_doubtful() => Verdict::Said { doubts: Vec::new() },
            Some(fault) => Verdict::Silent { why: format!("link: {fault}") },
        }
    }

    fn refused(&self, said: &str, what: &str) -> Verdict {
        let is_named = self.book.files.iter().any(|file| said.contains(&file.stem));
        let why = format!("{what}, and no file is named: {}", said.trim());
        if is_named { Verdict::Said { doubts: Vec::new() } } else { Verdict::Silent { why } }
    }

    /// Files as they are have to be linked precisely too, and with most of what there is to find.
    fn fault(&self, linked: &Linked, way: usize) -> Option<String> {
        let Linked { precision, recall } = linked;
        if !linked.is_precise() {
            return Some(format!("precision {precision:.3}, recall {recall:.3};"));
        }
        let before = self.unchanged.map_or(Linked { precision: 1.0, recall: 0.95 }, |unchanged| unchanged[way]);
        let is_fair = linked.is_as_good_as(&before);
        (!is_fair).then(|| format!("recall {recall:.3} where the unchanged files have {:.3};", before.recall))
    }

    fn n_lines(&self) -> usize {
        self.book.files.iter().flat_map(|file| &file.sheets).map(|sheet| sheet.lines().count()).sum()
    }

    /// Whether a record was read truly in what the file says of it; placeholders may be read as nothing.
    fn is_read(&self, record: &Record, built: &Built) -> bool {
        let Some(read) = built.records.get(&record.id) else { return false };
        let blanks = self.book.breaks.iter().any(|wrong| wrong.is_mended);
        let told = told(record);
        let says = self.says();
        (0..told.len()).all(|at| !says[at] || read[at] == told[at] || (blanks && read[at].is_empty()))
    }

    /// Which of the details the changed file still has in the words of the truth.
    fn says(&self) -> [bool; 5] {
        let has = |about: &'static str| {
            let mut sheets = self.book.files.iter().flat_map(|file| &file.sheets);
            sheets.any(|sheet| sheet.column(Field::About(about)).is_some())
        };
        let has_name = has("name");
        [has("given") || has_name, has("family") || has_name, has("born"), has("nhs"), has("postcode")]
    }
}

/// What a right reading of a record has.
fn told(record: &Record) -> Read {
    let Record { given, family, born, nhs, postcode, .. } = record;
    [given, family, &born.to_string(), nhs, postcode].map(|text| normal(text))
}

fn ids(sheet: &Sheet) -> Vec<String> {
    let Some(at) = sheet.column(Field::About("id")) else { return Vec::new() };
    let id = |cells: &[Cell]| if let Cell::Text(id) = &cells[at] { Some(id.clone()) } else { None };
    sheet.lines().filter_map(|row| id(&row.cells)).collect()
}

fn worse(place: Verdict, link: Verdict) -> Verdict {
    match (place, link) {
        (Verdict::Silent { why: place }, Verdict::Silent { why: link }) => {
            Verdict::Silent { why: format!("{place}; {link}") }
        }
        (silent @ Verdict::Silent { .. }, _) | (_, silent @ Verdict::Silent { .. }) => silent,
        (said @ Verdict::Said { .. }, _) | (_, said @ Verdict::Said { .. }) => said,
        (right, _) => right,
    }
}
