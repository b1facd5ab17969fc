//! Which columns of a table say when an event was.

use std::collections::HashMap;

use super::columns::{Candidate, Columns, Reason, TableHead};
use super::error::Error;
use super::headings::{Meaning, without_signs};
use super::moment::time_of_day;
use super::moment_column::MomentSurvey;
use super::problem::Notice;
use super::role::Role;

/// Columns whose headings speak of moments, without those that are read as something else.
struct Headed {
    moments: Vec<Candidate>,
    starts: Vec<Candidate>,
    ends: Vec<Candidate>,
}

impl Columns {
    /// A column `time:timestamp` is the end if there is also a `start_timestamp`, and the only moment if there is not.
    pub(super) fn choose_moments(&mut self, head: &TableHead<'_>, notices: &mut Vec<Notice>) -> Result<(), Error> {
        let headed = self.headed(head);
        if self.of(Role::Start).is_none() {
            let start = headed.start(head, notices)?;
            head.insist_on_whole_moments(start.0)?;
            self.by_role[Role::Start as usize] = Some(start);
        }
        if self.of(Role::End).is_none() {
            let candidates = headed.ends_of(self.of(Role::Start));
            let end = head.optional_of(Role::End, &candidates, notices);
            self.by_role[Role::End as usize] = self.unless_of_case(head, end, notices);
        }
        Ok(())
    }

    fn headed(&self, head: &TableHead<'_>) -> Headed {
        let taken: Vec<usize> = Role::EVERY.into_iter().filter_map(|role| self.of(role)).collect();
        let free = |looked_for: Meaning| -> Vec<Candidate> {
            let candidates = head.best(looked_for).into_iter();
            candidates.filter(|(at, _)| !taken.contains(at) && !head.is_of_times_of_day(*at)).collect()
        };
        let (starts, ends) = (free(Meaning::Role(Role::Start)), free(Meaning::Role(Role::End)));
        Headed { moments: free(Meaning::Moment), starts, ends }
    }

    /// An end that is one and the same in all rows of each case is when the case ended.
    fn unless_of_case(
        &self,
        head: &TableHead<'_>,
        end: Option<Candidate>,
        notices: &mut Vec<Notice>,
    ) -> Option<Candidate> {
        let case = self.of(Role::Case)?;
        let (at, _) = end?;
        let start = self.of(Role::Start)?;
        if head.is_of_case(at, case) && !head.is_of_case(start, case) {
            notices.push(Notice::EndOfCase { column: head.headings[at].clone() });
            return None;
        }
        end
    }
}

impl Headed {
    fn is_standard(&self) -> bool {
        self.moments.first().is_some_and(|(_, reason)| *reason == Reason::Standard)
    }

    fn start(&self, head: &TableHead<'_>, notices: &mut Vec<Notice>) -> Result<Candidate, Error> {
        let Headed { moments, starts, ends } = self;
        let has_standard_start = starts.first().is_some_and(|(_, reason)| *reason == Reason::Standard);
        match (starts.is_empty(), moments.is_empty()) {
            (true, true) if ends.is_empty() => head.only_moments(),
            (true, true) => {
                let end = head.one_of(Role::End, ends)?;
                notices.push(Notice::EndsAlone { column: head.headings[end.0].clone() });
                Ok(end)
            }
            (true, false) => head.one_of(Role::Start, moments),
            // The standard's key commits itself; a plain `Start Date` beside it may be that of the case.
            (false, false) if self.is_standard() && !has_standard_start => head.one_of(Role::Start, moments),
            (false, false) if !self.is_standard() => {
                Err(head.several(Role::Start, starts.iter().chain(moments).map(|(at, _)| *at)))
            }
            (false, _) => head.one_of(Role::Start, starts),
        }
    }

    /// The columns that may be the end, now that the beginning is known.
    fn ends_of(&self, start: Option<usize>) -> Vec<Candidate> {
        let is_start_headed = self.starts.iter().any(|(at, _)| Some(*at) == start);
        let candidates = match (self.is_standard(), is_start_headed) {
            (true, true) => self.moments.clone(),
            (true, false) => self.ends.iter().copied().filter(|(_, reason)| *reason == Reason::Standard).collect(),
            (false, _) => self.ends.clone(),
        };
        candidates.into_iter().filter(|(at, _)| Some(*at) != start).collect()
    }
}

impl TableHead<'_> {
    /// No heading says what is a moment: the only column whose cells are.
    pub(super) fn only_moments(&self) -> Result<Candidate, Error> {
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
    pub(super) fn insist_on_whole_moments(&self, start: usize) -> Result<(), Error> {
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
    pub(super) fn is_of_times_of_day(&self, at: usize) -> bool {
        let is_time = |cell: &str| time_of_day(cell).is_some() || cell.starts_with("1899-12-3");
        is_headed_time(&self.headings[at]) && self.share_is(at, is_time)
    }

    /// Whether a column says the same in all rows of each case, of which several have several rows.
    fn is_of_case(&self, at: usize, case: usize) -> bool {
        let mut values: HashMap<&str, (&str, u32)> = HashMap::new();
        for row in &self.sample {
            let (Some(case), Some(value)) = (row.get(case), row.get(at)) else { continue };
            let (first, n) = values.entry(case).or_insert((value, 0));
            if first != value {
                return false;
            }
            *n += 1;
        }
        1 < values.values().filter(|(value, n)| !value.is_empty() && 1 < *n).count()
    }

    /// Whether nine in ten of the filled cells are as asked.
    pub(super) fn share_is(&self, at: usize, is_it: impl Fn(&str) -> bool) -> bool {
        let cells = || self.sample.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.is_empty());
        let n = cells().count();
        0 < n && n * 9 <= cells().filter(|cell| is_it(cell)).count() * 10
    }
}

fn is_headed_time(heading: &str) -> bool {
    let plain = without_signs(heading);
    ["time", "hour", "clock"].iter().any(|word| plain.contains(word))
}
