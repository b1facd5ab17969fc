//! Treating every line, row group by row group, and only those that an edited rule can touch.
//!
//! People change one rule and build again, a hundred times while they argue. So a build writes down what
//! it treated in `.totalplace/treated.bin`; the next one, on the same lines, copies the row groups that
//! no changed rule can touch as they stand, and of the others treats the lines that one can. Without that
//! file everything is treated, to the same bytes.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use arrow::array::RecordBatch;
use engine::{RowGroup, RowGroupEncoder, StoredGroup, TableReader, TableWriter, create_file, table_path};
use ledger::{Earlier, Edited, OwnMoney, Patched, RulePrint, Totals, Touched, Treated, Treater};
use model::tables::{LEDGER_LINE, SPEND, THEME_SHARE, ledger_line};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::stage::{cache_dir, out_dir};
use crate::step::Work;

/// What the treatment of a line looks at.
const TREATED_COLUMNS: [&str; 13] = [
    ledger_line::LINE_ID,
    ledger_line::FILE_ID,
    ledger_line::BODY_ID,
    ledger_line::DATE,
    ledger_line::FINANCIAL_YEAR,
    ledger_line::PAYEE,
    ledger_line::AMOUNT,
    ledger_line::DEPARTMENT,
    ledger_line::SERVICE,
    ledger_line::SUBJECTIVE,
    ledger_line::DESCRIPTION,
    ledger_line::CAPITAL,
    ledger_line::CATEGORY,
];

/// What came of one row group.
struct TreatedGroup {
    index: usize,
    spend: RowGroup,
    themes: Themes,
    group: Group,
    /// Some of it, or all, stands as it did.
    is_edited: bool,
}

/// The row group of `theme_share` beside one of `spend`.
enum Themes {
    None,
    Fresh(RowGroup),
    AsBefore,
}

/// Treats every line into `spend` and `theme_share`, on all cores, and adds them up. `last` is what was treated of these
/// lines before, and `own_money` is kept for the next time.
pub(super) fn treat(
    work: &Work,
    treater: &Treater,
    last: Option<LastTreatment>,
    own_money: OwnMoney,
) -> Result<Totals, Error> {
    let mut spend = TableWriter::create(&table_path(work.tables, &SPEND), &SPEND)?;
    let mut theme_shares = TableWriter::create(&table_path(work.tables, &THEME_SHARE), &THEME_SHARE)?;
    let before = Before::read(work, treater, last)?;
    let treating = Treating { treater, spend: spend.encoder(), theme_shares: theme_shares.encoder(), before };
    let mut groups = Vec::new();
    let before = treating.before.as_ref();
    work.map_row_groups(&LEDGER_LINE, &TREATED_COLUMNS, |lines| treating.row_group(lines), |part| {
        let older = before.filter(|_| part.is_edited);
        match older {
            Some(before) => spend.append_edited(part.spend, &before.spend, part.index)?,
            None => spend.append(part.spend)?,
        }
        match (part.themes, older) {
            (Themes::Fresh(themes), _) => theme_shares.append(themes)?,
            (Themes::AsBefore, Some(before)) => before.copy_themes(part.index, &mut theme_shares)?,
            (Themes::AsBefore | Themes::None, _) => {}
        }
        groups.push(part.group);
        Ok(())
    })?;
    spend.finish()?;
    theme_shares.finish()?;
    let mut totals = Totals::default();
    groups.iter().for_each(|group| totals.merge(group.totals.clone()));
    let (made_for, lines, rules) = (work.key.to_owned(), lines_key(work), treater.rule_prints());
    LastTreatment { made_for, lines, rules, groups, own_money }.write(work.dir);
    Ok(totals)
}

/// Everything that threads share while they treat.
struct Treating<'a> {
    treater: &'a Treater,
    spend: Arc<RowGroupEncoder>,
    theme_shares: Arc<RowGroupEncoder>,
    before: Option<Before<'a>>,
}

impl Treating<'_> {
    fn row_group(&self, stored: StoredGroup<'_>) -> Result<TreatedGroup, Error> {
        let index = stored.index;
        if let Some(before) = &self.before
            && let Some((spend, group)) = before.row_group(stored)?
        {
            let spend = spend.map_or(Ok(RowGroup::as_before(&SPEND)), |spend| self.spend.encode(&[spend]))?;
            return Ok(TreatedGroup { index, spend, themes: Themes::AsBefore, group, is_edited: true });
        }
        let lines = stored.batch()?;
        let edited = self.before.as_ref().map(|before| &before.edited);
        let is_wanted = |column: &str| edited.is_none_or(|edited| edited.changes(column));
        let Treated { spend, theme_shares, totals, rules_met } = self.treater.treat_again(&lines, &is_wanted);
        let has_themes = theme_shares.num_rows() > 0;
        let group = Group { rules_met, has_themes, totals };
        let themes = match has_themes {
            true if edited.is_some_and(|edited| !edited.changes_themes()) => Themes::AsBefore,
            true => Themes::Fresh(self.theme_shares.encode(&[theme_shares])?),
            false => Themes::None,
        };
        Ok(TreatedGroup { index, spend: self.spend.encode(&[spend])?, themes, group, is_edited: edited.is_some() })
    }
}

/// What a build treated.
#[derive(Serialize, Deserialize)]
pub(super) struct LastTreatment {
    /// Digest of everything the step depended on.
    made_for: String,
    /// The same without the rules.
    lines: String,
    rules: Vec<RulePrint>,
    groups: Vec<Group>,
    /// The bodies with lines of their own, and the years of these.
    pub(super) own_money: OwnMoney,
}

/// What is known of one row group of `spend`.
#[derive(Clone, Serialize, Deserialize)]
struct Group {
    /// Positions of the rules that at least one line meets.
    rules_met: Vec<usize>,
    /// Whether it has a row group of `theme_share` too.
    has_themes: bool,
    totals: Totals,
}

impl LastTreatment {
    /// What the last build treated, if it was of the same lines.
    pub(super) fn of_these_lines(work: &Work) -> Option<LastTreatment> {
        LastTreatment::read(work.dir).filter(|last| last.lines == lines_key(work))
    }

    fn read(place: &Path) -> Option<LastTreatment> {
        postcard::from_bytes(&std::fs::read(cache_dir(place).join(FILE)).ok()?).ok()
    }

    /// A memory that cannot be written costs the next build its time, and nothing else.
    fn write(&self, place: &Path) {
        if let Ok(bytes) = postcard::to_extend(self, Vec::new()) {
            // Patterns of rules may name people, as the lines do that they are for.
            let file = create_file(&cache_dir(place).join(FILE), true);
            let _ = file.and_then(|mut file| file.write_all(&bytes));
        }
    }
}

const FILE: &str = "treated.bin";

/// Where more than one line in this many is touched, the whole row group is treated.
const LINES_PATCHED_SHARE: usize = 4;

/// Everything but the rules: while this stays, only edited rules can change a treatment.
fn lines_key(work: &Work) -> String {
    work.step.digest(work.inputs, &work.hashes, |file| !file.starts_with("rules/"))
}

/// The row groups of the last finished build, and what was edited since.
struct Before<'a> {
    memory: LastTreatment,
    edited: Edited<'a>,
    /// The columns of the lines that edited rules look at; none where only rules were taken out.
    looked_at: Option<TableReader>,
    /// The columns of `spend` that they can change; none where there are none.
    changed: Option<TableReader>,
    spend: TableReader,
    theme_shares: TableReader,
}

impl<'a> Before<'a> {
    /// None where the last build was another one.
    fn read(work: &Work, treater: &'a Treater, last: Option<LastTreatment>) -> Result<Option<Before<'a>>, Error> {
        let place = work.dir;
        let n_groups = TableReader::open(work.tables, &LEDGER_LINE, &[], true)?.n_row_groups();
        let Some(memory) = last else { return Ok(None) };
        let is_last = Some(memory.made_for.as_str()) == work.key_before;
        if !is_last || memory.groups.len() != n_groups {
            return Ok(None);
        }
        let tables = out_dir(place).join("tables");
        let opened = (TableReader::open_to_copy(&tables, &SPEND), TableReader::open_to_copy(&tables, &THEME_SHARE));
        let (Ok(spend), Ok(theme_shares)) = opened else { return Ok(None) };
        let n_themed = memory.groups.iter().filter(|group| group.has_themes).count();
        if spend.n_row_groups() != n_groups || theme_shares.n_row_groups() != n_themed {
            return Ok(None);
        }
        let edited = treater.edited_since(&memory.rules)?;
        let open = |folder: &Path, table, columns: &[&'static str]| {
            (!columns.is_empty()).then(|| TableReader::open(folder, table, columns, true)).transpose()
        };
        let looked_at = open(work.tables, &LEDGER_LINE, &edited.columns())?;
        let changed: Vec<&str> = SPEND.columns.iter().map(|c| c.name).filter(|name| edited.changes(name)).collect();
        let Ok(changed) = open(&tables, &SPEND, &changed) else { return Ok(None) };
        Ok(Some(Before { memory, edited, looked_at, changed, spend, theme_shares }))
    }

    /// A row group as it is now, where not every line of it has to be treated: those columns of `spend`
    /// that differ, if any do.
    fn row_group(&self, stored: StoredGroup<'_>) -> Result<Option<(Option<RecordBatch>, Group)>, Error> {
        let index = stored.index;
        let group = &self.memory.groups[index];
        let looked_at = self.looked_at.as_ref().map(|lines| lines.row_group(index)).transpose()?;
        let as_it_was = || Group { rules_met: self.edited.positions_kept(&group.rules_met), ..group.clone() };
        let (mut rows, is_gone_met) = match self.edited.touched(&group.rules_met, looked_at.as_ref()) {
            Touched::Nothing => return Ok(Some((None, as_it_was()))),
            Touched::Lines { may_meet_new, is_gone_met } => (may_meet_new, is_gone_met),
            Touched::Everything => return Ok(None),
        };
        let Some(changed) = &self.changed else { return Ok(None) };
        let spend = changed.row_group(index)?;
        if is_gone_met {
            rows.extend(self.edited.decided_by_gone(&spend));
            rows.sort_unstable();
            rows.dedup();
        }
        if rows.is_empty() {
            return Ok(Some((None, as_it_was())));
        }
        // Picking out many lines costs more than reading them all.
        if spend.num_rows() < rows.len() * LINES_PATCHED_SHARE {
            return Ok(None);
        }
        let earlier = Earlier { spend: &spend, totals: &group.totals, rules_met: &group.rules_met };
        let patched = self.edited.patch(&earlier, &rows, &stored.rows(&rows)?);
        Ok(patched.map(|Patched { spend, totals, rules_met }| {
            (spend, Group { rules_met, totals, has_themes: group.has_themes })
        }))
    }

    /// Copies the row group of `theme_share` that stood beside this one of `spend`, if there was one.
    fn copy_themes(&self, index: usize, theme_shares: &mut TableWriter) -> Result<(), Error> {
        if !self.memory.groups[index].has_themes {
            return Ok(());
        }
        let n_themed_before = self.memory.groups[..index].iter().filter(|group| group.has_themes).count();
        Ok(theme_shares.append_edited(RowGroup::as_before(&THEME_SHARE), &self.theme_shares, n_themed_before)?)
    }
}

#[cfg(test)]
mod tests {
    use model::FinancialYear;

    use super::*;

    #[test]
    fn what_was_treated_is_kept_for_its_owner_alone_with_the_bodies_that_have_lines() {
        let place = tempfile::tempdir().unwrap();
        std::fs::create_dir(cache_dir(place.path())).unwrap();
        let path = cache_dir(place.path()).join(FILE);
        // An earlier version left it open to everybody.
        std::fs::write(&path, "an earlier version's").unwrap();
        assert!(LastTreatment::read(place.path()).is_none());
        let own_money = OwnMoney::from([("trust".to_owned(), [FinancialYear(2019), FinancialYear(2020)].into())]);
        let last = LastTreatment {
            made_for: "all".to_owned(),
            lines: "lines".to_owned(),
            rules: Vec::new(),
            groups: Vec::new(),
            own_money: own_money.clone(),
        };
        last.write(place.path());
        assert_eq!(LastTreatment::read(place.path()).map(|last| last.own_money), Some(own_money));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
