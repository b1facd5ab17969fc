//! Which column is what: by what a person says, else by the headings, else, for moments, by what the cells hold.
//!
//! Where two columns may be the case or the activity, a guess would give a wrong answer that looks right, so it is refused.

use std::path::Path;

use super::error::Error;
use super::headings::{Meaning, Strength, meaning, without_signs};
use super::options::NamedColumns;
use super::problem::Notice;
use super::role::Role;

/// The headings of a table and its first rows.
pub(super) struct TableHead<'a> {
    pub path: &'a Path,
    pub headings: Vec<String>,
    /// Cells of the first rows, under the headings.
    pub sample: Vec<Vec<String>>,
}

/// A column and what it was read as, for people to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnRead {
    pub heading: String,
    /// None where the column is not read.
    pub role: Option<Role>,
    pub reason: Reason,
}

/// Why a column was read as what it was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reason {
    /// A person named it.
    Named,
    /// Its heading is the standard's own key.
    Standard,
    /// Its heading says so.
    Heading,
    /// Its heading may say so, and no other column's says it better.
    Alone,
    /// Its heading says nothing; it is the only column of moments.
    Content,
    #[default]
    NotRead,
}

/// The columns of a table by role.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    pub(super) by_role: [Option<(usize, Reason)>; Role::EVERY.len()],
}

impl Columns {
    pub fn of(&self, role: Role) -> Option<usize> {
        self.by_role[role as usize].map(|(column, _)| column)
    }

    /// Every column with what it was read as.
    pub fn read(&self, headings: &[String]) -> Vec<ColumnRead> {
        let read = |(at, heading): (usize, &String)| {
            let role = Role::EVERY.into_iter().find(|role| self.of(*role) == Some(at));
            let reason =
                role.and_then(|role| self.by_role[role as usize]).map_or(Reason::NotRead, |(_, reason)| reason);
            ColumnRead { heading: heading.clone(), role, reason }
        };
        headings.iter().enumerate().map(read).collect()
    }

    /// Chooses the columns of a table.
    pub fn choose(head: &TableHead<'_>, named: &NamedColumns, notices: &mut Vec<Notice>) -> Result<Columns, Error> {
        let mut columns = Columns::default();
        for role in Role::EVERY {
            if let Some(asked) = named.of(role) {
                columns.by_role[role as usize] = Some((head.named(asked, role)?, Reason::Named));
            }
        }
        for role in [Role::Case, Role::Activity] {
            if columns.of(role).is_none() {
                columns.by_role[role as usize] = Some(head.required(role)?);
            }
        }
        columns.choose_moments(head, notices)?;
        for role in [Role::Agency, Role::Team, Role::Resource, Role::Cost, Role::Lifecycle, Role::Instance] {
            if columns.of(role).is_none() {
                columns.by_role[role as usize] = head.optional(role, notices);
            }
        }
        Ok(columns)
    }
}

/// A column by position, and why it may be meant.
pub(super) type Candidate = (usize, Reason);

impl TableHead<'_> {
    /// The column that a person names.
    fn named(&self, asked: &str, role: Role) -> Result<usize, Error> {
        let option = role.option().unwrap_or_default();
        let position = asked.strip_prefix('#').and_then(|position| position.parse::<usize>().ok());
        if let Some(at) = position.and_then(|position| position.checked_sub(1)).filter(|at| *at < self.headings.len()) {
            return Ok(at);
        }
        let exact: Vec<usize> = self.columns_that(|heading| heading == asked);
        let loose = || self.columns_that(|heading| without_signs(heading) == without_signs(asked));
        let found = if exact.is_empty() { loose() } else { exact };
        match found[..] {
            [at] => Ok(at),
            [] => Err(Error::NoSuchColumn {
                path: self.path.to_owned(),
                option,
                asked: asked.to_owned(),
                headings: self.headings.clone(),
            }),
            _ => Err(Error::HeadingTwice {
                path: self.path.to_owned(),
                option,
                asked: asked.to_owned(),
                positions: found.iter().map(|at| format!("#{}", at + 1)).collect(),
            }),
        }
    }

    fn columns_that(&self, is_it: impl Fn(&str) -> bool) -> Vec<usize> {
        (0..self.headings.len()).filter(|at| is_it(&self.headings[*at])).collect()
    }

    fn required(&self, role: Role) -> Result<Candidate, Error> {
        let mut candidates = self.best(Meaning::Role(role));
        // Numbers under `Event` or `Task` are those of events and name no activity.
        let are_numbers = |at: usize| self.share_is(at, |cell| cell.bytes().all(|byte| byte.is_ascii_digit()));
        candidates.retain(|(at, reason)| role == Role::Case || *reason != Reason::Alone || !are_numbers(*at));
        match candidates.is_empty() {
            true => Err(Error::NoColumn { path: self.path.to_owned(), role, headings: self.headings.clone() }),
            false => self.one_of(role, &candidates),
        }
    }

    pub(super) fn one_of(&self, role: Role, candidates: &[Candidate]) -> Result<Candidate, Error> {
        match candidates {
            [one] => Ok(*one),
            several if self.are_alike(several) => Ok(several[0]),
            several => Err(self.several(role, several.iter().map(|(at, _)| *at))),
        }
    }

    pub(super) fn several(&self, role: Role, columns: impl Iterator<Item = usize>) -> Error {
        let candidates = columns.map(|at| self.shown(at)).collect();
        Error::SeveralColumns { path: self.path.to_owned(), role, candidates }
    }

    /// A heading that stands twice is told by its position too.
    fn shown(&self, at: usize) -> String {
        let heading = &self.headings[at];
        let is_twice = 1 < self.headings.iter().filter(|other| *other == heading).count();
        if is_twice { format!("{heading} (#{})", at + 1) } else { heading.clone() }
    }

    fn optional(&self, role: Role, notices: &mut Vec<Notice>) -> Option<Candidate> {
        self.optional_of(role, &self.best(Meaning::Role(role)), notices)
    }

    pub(super) fn optional_of(
        &self,
        role: Role,
        candidates: &[Candidate],
        notices: &mut Vec<Notice>,
    ) -> Option<Candidate> {
        if candidates.is_empty() {
            return None;
        }
        let one = self.one_of(role, candidates).ok();
        if one.is_none() {
            let shown: Vec<String> = candidates.iter().map(|(at, _)| format!("`{}`", self.shown(*at))).collect();
            notices.push(Notice::ColumnOpen { role, n_columns: candidates.len(), candidates: shown.join(", ") });
        }
        one
    }

    /// The columns whose headings say it best.
    pub(super) fn best(&self, looked_for: Meaning) -> Vec<Candidate> {
        let strength = |at: usize| match meaning(&self.headings[at]) {
            Some((meaning, strength)) if meaning == looked_for => Some(strength),
            _ => None,
        };
        let strengths: Vec<(usize, Strength)> =
            (0..self.headings.len()).filter_map(|at| Some((at, strength(at)?))).collect();
        let Some(best) = strengths.iter().map(|(_, strength)| *strength).min() else { return Vec::new() };
        let reason = match best {
            Strength::Standard => Reason::Standard,
            Strength::Plain => Reason::Heading,
            Strength::Weak => Reason::Alone,
        };
        strengths.into_iter().filter(|(_, strength)| *strength == best).map(|(at, _)| (at, reason)).collect()
    }

    /// Whether columns hold the same in every row seen, so that it does not matter which is read.
    fn are_alike(&self, columns: &[Candidate]) -> bool {
        let cell = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
        let is_alike = |row: &Vec<String>| columns.iter().all(|(at, _)| cell(row, *at) == cell(row, columns[0].0));
        !self.sample.is_empty() && self.sample.iter().all(is_alike)
    }
}
