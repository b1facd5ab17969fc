//! Which column is what: by what a person says, else by the headings, else, for moments, by what the cells hold.
//!
//! Where two columns may be the case or the activity, a guess would give a wrong answer that looks right, so it is refused.

use std::path::Path;

use super::error::Error;
use super::headings::{Meaning, Strength, meaning, without_signs};
use super::moment::time_of_day;
use super::moment_column::MomentSurvey;
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
    by_role: [Option<(usize, Reason)>; Role::EVERY.len()],
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

    /// A heading `time:timestamp` is the end where a beginning stands beside it, and the one moment where none does.
    fn choose_moments(&mut self, head: &TableHead<'_>, notices: &mut Vec<Notice>) -> Result<(), Error> {
        let taken: Vec<usize> = Role::EVERY.into_iter().filter_map(|role| self.of(role)).collect();
        let free = |looked_for: Meaning| -> Vec<Candidate> {
            let candidates = head.best(looked_for).into_iter();
            candidates.filter(|(at, _)| !taken.contains(at) && !head.is_of_times_of_day(*at)).collect()
        };
        let moments = free(Meaning::Moment);
        let (starts, ends) = (free(Meaning::Role(Role::Start)), free(Meaning::Role(Role::End)));
        let is_named = self.of(Role::Start).is_some();
        if !is_named {
            let is_standard = moments.first().is_some_and(|(_, reason)| *reason == Reason::Standard);
            let start = match (starts.len(), moments.len(), ends.len()) {
                (0, 0, 0) => head.only_moments()?,
                (0, 0, _) => {
                    let end = head.one_of(Role::End, &ends)?;
                    notices.push(Notice::EndsAlone { column: head.headings[end.0].clone() });
                    end
                }
                (0, ..) => head.one_of(Role::Start, &moments)?,
                (_, n_moments, 0) if 0 < n_moments && !is_standard => {
                    return Err(head.several(Role::Start, starts.iter().chain(&moments).map(|(at, _)| *at)));
                }
                _ => head.one_of(Role::Start, &starts)?,
            };
            head.insist_on_whole_moments(start.0)?;
            self.by_role[Role::Start as usize] = Some(start);
        }
        let start = self.of(Role::Start);
        if self.of(Role::End).is_none() {
            let is_start_headed = starts.iter().any(|(at, _)| Some(*at) == start);
            let ends = if ends.is_empty() && is_start_headed { moments } else { ends };
            let others: Vec<_> = ends.into_iter().filter(|(at, _)| Some(*at) != start).collect();
            self.by_role[Role::End as usize] = head.optional_of(Role::End, &others, notices);
        }
        Ok(())
    }
}

type Candidate = (usize, Reason);

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
        let candidates = self.best(Meaning::Role(role));
        match candidates.is_empty() {
            true => Err(Error::NoColumn { path: self.path.to_owned(), role, headings: self.headings.clone() }),
            false => self.one_of(role, &candidates),
        }
    }

    fn one_of(&self, role: Role, candidates: &[Candidate]) -> Result<Candidate, Error> {
        match candidates {
            [one] => Ok(*one),
            several if self.are_alike(several) => Ok(several[0]),
            several => Err(self.several(role, several.iter().map(|(at, _)| *at))),
        }
    }

    fn several(&self, role: Role, columns: impl Iterator<Item = usize>) -> Error {
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

    fn optional_of(&self, role: Role, candidates: &[Candidate], notices: &mut Vec<Notice>) -> Option<Candidate> {
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
    fn best(&self, looked_for: Meaning) -> Vec<Candidate> {
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

    /// No heading says what is a moment: the only column whose cells are.
    fn only_moments(&self) -> Result<Candidate, Error> {
        let is_of_moments = |at: &usize| {
            let mut survey = MomentSurvey::default();
            self.sample.iter().filter_map(|row| row.get(*at)).for_each(|cell| survey.count(cell));
            survey.is_surely_of_moments()
        };
        let found: Vec<Candidate> =
            (0..self.headings.len()).filter(is_of_moments).map(|at| (at, Reason::Content)).collect();
        match found.is_empty() {
            true => {
                Err(Error::NoColumn { path: self.path.to_owned(), role: Role::Start, headings: self.headings.clone() })
            }
            false => self.one_of(Role::Start, &found),
        }
    }

    /// Refuses days whose time of day stands in another column: read alone, they would lose the order within a day.
    fn insist_on_whole_moments(&self, start: usize) -> Result<(), Error> {
        let has_no_time = self.share_is(start, |cell| !cell.contains(':'));
        let beside = (0..self.headings.len()).find(|at| *at != start && self.is_of_times_of_day(*at));
        match beside {
            Some(beside) if has_no_time => Err(Error::TimeApart {
                path: self.path.to_owned(),
                day: self.headings[start].clone(),
                time_of_day: self.headings[beside].clone(),
            }),
            _ => Ok(()),
        }
    }

    /// Whether a column is headed as a time and holds times without days. A spreadsheet shows such a time as one of the last days
    /// of 1899.
    fn is_of_times_of_day(&self, at: usize) -> bool {
        let is_time = |cell: &str| time_of_day(cell).is_some() || cell.starts_with("1899-12-3");
        is_headed_time(&self.headings[at]) && self.share_is(at, is_time)
    }

    /// Whether nine in ten of the filled cells are as asked.
    fn share_is(&self, at: usize, is_it: impl Fn(&str) -> bool) -> bool {
        let cells = || self.sample.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.is_empty());
        let n = cells().count();
        0 < n && n * 9 <= cells().filter(|cell| is_it(cell)).count() * 10
    }
}

fn is_headed_time(heading: &str) -> bool {
    let plain = without_signs(heading);
    ["time", "hour", "clock"].iter().any(|word| plain.contains(word))
}
