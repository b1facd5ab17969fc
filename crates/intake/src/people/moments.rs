//! When a contact began and ended: days, times in columns of their own, or both in one cell.

use std::collections::BTreeMap;
use std::io;

use jiff::Span;
use jiff::civil::{Date, DateTime, Time, date};
use model::ProblemKind;
use model::event_log::Precision;

use super::birth::{Vote, read_date};
use super::field::PersonField;
use super::layout::Layout;
use super::period::{Unreadable, read_end};
use super::value::plain;
use crate::clock::{Clock, Stamp, moment, time_alone};
use crate::dates::DateFormat;
use crate::encoding::Encoding;
use crate::rows::{Row, Rows, Step};

/// The columns of a file that say when, and how they are written.
pub(super) struct Moments {
    start: Side,
    end: Side,
}

/// When one contact was.
#[derive(Debug, Default)]
pub(super) struct When {
    pub start: Option<Point>,
    pub end: Option<Point>,
    /// What could not be read of it.
    pub doubts: Vec<(ProblemKind, PersonField)>,
}

/// A day, and the moment if a time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    pub day: Date,
    pub at: Option<DateTime>,
    pub precision: Precision,
    is_time_unread: bool,
}

impl Moments {
    /// Reads every row once, to know how the columns write days and whether their times are times.
    pub(super) fn vote(layout: &Layout, encoding: Encoding, rows: &mut dyn Rows) -> io::Result<Moments> {
        use PersonField::{End, EndTime, Start, StartTime};
        let mut votes = [SideVote::new(layout, Start, StartTime), SideVote::new(layout, End, EndTime)];
        let mut row = Row::default();
        loop {
            match rows.next(&mut row)? {
                Step::End => break,
                Step::Row if layout.header_row < row.number => {
                    votes.iter_mut().for_each(|vote| vote.count(&row, encoding))
                }
                _ => {}
            }
        }
        let [start, end] = votes.map(SideVote::finish);
        Ok(Moments { start, end })
    }

    /// Midnights that were not taken for times, a sentence for each column.
    pub(super) fn said(&self, layout: &Layout) -> Vec<String> {
        let votes =
            [&self.start, &self.end].into_iter().flat_map(|side| [(side.day, side.of_day), (side.time, side.of_time)]);
        let said = |(at, vote): (Option<usize>, TimesVote)| {
            let heading = layout.headings.get(at?)?;
            let TimesVote { n_times, n_midnight, .. } = vote;
            (!vote.is_time(Time::midnight()) && 0 < n_midnight)
                .then(|| format!("{n_midnight} of {n_times} times under `{heading}` are midnight and count as no time"))
        };
        votes.filter_map(said).collect()
    }

    /// When the contact of a row was; it goes on without an end that contradicts its start.
    pub(super) fn read(&self, row: &Row, encoding: Encoding) -> When {
        let mut when = When::default();
        let [start_day, end_day] = [&self.start, &self.end].map(|side| cell(row, side.day, encoding));
        let [start_time, end_time] = [&self.start, &self.end].map(|side| cell(row, side.time, encoding));
        let is_start = |text: &str| read_date(text, self.start.format).ok_or(Unreadable).map(Some);
        when.start = self.start.point(&start_day, &start_time, is_start).unwrap_or_default();
        let is_end = |text: &str| read_end(text, self.end.format);
        match self.end.point(&end_day, &end_time, is_end) {
            Ok(end) => when.end = end.or_else(|| self.end_on(when.start?, &end_day, &end_time)),
            Err(Unreadable) => when.doubts.push((ProblemKind::PeriodUnreadable, PersonField::End)),
        }
        for (point, side) in [(when.start, &self.start), (when.end, &self.end)] {
            if point.is_some_and(|point| point.is_time_unread) {
                when.doubts.push((ProblemKind::TimeUnreadable, side.field_of_time()));
            }
        }
        // A time that cannot be read does not say that the contact is over.
        when.end = when.end.filter(|end| !end.is_time_unread || plain(&end_day).is_some());
        if when.start.zip(when.end).is_some_and(|(start, end)| contradict(start, end)) {
            when.end = None;
            let field = if self.end.day.is_some() { PersonField::End } else { PersonField::EndTime };
            when.doubts.push((ProblemKind::PeriodContradicts, field));
        }
        when
    }

    /// The end of a contact whose row gives only its time: that of the first day, or of the next one soon after midnight.
    fn end_on(&self, start: Point, day: &str, time: &str) -> Option<Point> {
        const HOURS_MAX: i64 = 12;
        if plain(day).is_some() || plain(time).is_none() {
            return None;
        }
        let end = self.end.with_clock(start.day, self.end.clock_beside(time, start.day), &self.end.of_time)?;
        let next = |at: DateTime| at.checked_add(Span::new().days(1)).ok();
        let is_night = |at: DateTime| {
            let latest = start.at?.checked_add(Span::new().hours(HOURS_MAX)).ok()?;
            next(at).filter(|next| Some(at) < start.at && *next <= latest)
        };
        match (end.at, end.at.and_then(is_night)) {
            (_, Some(at)) => Some(Point { day: at.date(), at: Some(at), ..end }),
            (Some(_), None) => Some(end),
            (None, None) => Some(end).filter(|end| end.is_time_unread),
        }
    }
}

fn contradict(start: Point, end: Point) -> bool {
    end.day < start.day || start.at.zip(end.at).is_some_and(|(start, end)| end < start)
}

fn cell(row: &Row, at: Option<usize>, encoding: Encoding) -> String {
    at.and_then(|at| plain(&row.text(at, &encoding))).unwrap_or_default()
}

/// The columns of the start, or of the end.
struct Side {
    fields: [PersonField; 2],
    day: Option<usize>,
    time: Option<usize>,
    format: Option<DateFormat>,
    /// Times beside days.
    of_day: TimesVote,
    /// Times in a column of their own.
    of_time: TimesVote,
}

impl Side {
    fn field_of_time(&self) -> PersonField {
        self.fields[usize::from(self.time.is_some())]
    }

    fn point(
        &self,
        day_text: &str,
        time_text: &str,
        read: impl Fn(&str) -> Result<Option<Date>, Unreadable>,
    ) -> Result<Option<Point>, Unreadable> {
        let stamp = Stamp::of(day_text);
        let is_epoch = matches!(self.format, Some(DateFormat::EpochSeconds | DateFormat::EpochMilliseconds));
        let clock = if matches!(stamp.clock, Clock::Epoch(_)) && !is_epoch { Clock::Absent } else { stamp.clock };
        let Some(printed) = read(stamp.date)? else { return Ok(None) };
        // Midnight of British summer time is 23 o'clock of the day before by the clock of UTC.
        let day = moment(printed, clock).map_or(printed, |(moment, _)| moment.date());
        let beside = self.clock_beside(time_text, day);
        let point = match beside {
            Clock::Absent => self.with_clock(printed, clock, &self.of_day),
            beside => self.with_clock(day, beside, &self.of_time),
        };
        Ok(Some(point.unwrap_or(Point { day, at: None, precision: self.precision(stamp.date), is_time_unread: false })))
    }

    /// The moment of a day and a clock; none where no time is written.
    fn with_clock(&self, day: Date, clock: Clock, vote: &TimesVote) -> Option<Point> {
        if clock == Clock::Unreadable {
            return Some(Point { day, at: None, precision: Precision::Day, is_time_unread: true });
        }
        let (at, _) = moment(day, clock)?;
        let is_time = vote.is_time(at.time());
        let precision = match (is_time, vote.has_seconds) {
            (false, _) => Precision::Day,
            (true, true) => Precision::Second,
            (true, false) => Precision::Minute,
        };
        Some(Point { day: at.date(), at: is_time.then_some(at), precision, is_time_unread: false })
    }

    /// The time in a column of its own, in which a spreadsheet may have written its day nought or the day again.
    fn clock_beside(&self, text: &str, day: Date) -> Clock {
        let Some(text) = plain(text) else { return Clock::Absent };
        let clock = time_alone(&text);
        if clock != Clock::Unreadable {
            return clock;
        }
        let stamp = Stamp::of(&text);
        let read = read_date(stamp.date, self.format);
        let is_of_day = read.is_some_and(|read| read == day || read.year() <= 1900);
        if is_of_day && stamp.clock != Clock::Absent { stamp.clock } else { Clock::Unreadable }
    }

    fn precision(&self, text: &str) -> Precision {
        let is_month = matches!(self.format, Some(DateFormat::YearMonth | DateFormat::NameYear));
        if is_month && read_date(text, None).is_none() { Precision::Month } else { Precision::Day }
    }
}

/// Of ten times one at midnight at most is a time of day; where there are more, a program filled it in.
const MIDNIGHT_ONE_IN: u64 = 10;

/// Whether the times of a column are times, and how exactly they are written.
#[derive(Clone, Copy, Debug, Default)]
struct TimesVote {
    n_times: u64,
    n_midnight: u64,
    has_seconds: bool,
}

impl TimesVote {
    fn count(&mut self, moment: Option<(DateTime, bool)>) {
        let Some((moment, has_seconds)) = moment else { return };
        self.n_times += 1;
        self.n_midnight += u64::from(moment.time() == Time::midnight());
        self.has_seconds |= has_seconds;
    }

    fn is_time(&self, time: Time) -> bool {
        time != Time::midnight() || self.n_midnight * MIDNIGHT_ONE_IN <= self.n_times
    }
}

/// The columns of a side while they are counted.
struct SideVote {
    side: Side,
    /// Texts of days without their times, and how many rows have each.
    days: BTreeMap<String, u64>,
}

impl SideVote {
    fn new(layout: &Layout, day: PersonField, time: PersonField) -> SideVote {
        let side = Side {
            fields: [day, time],
            day: layout.column(day),
            time: layout.column(time),
            format: None,
            of_day: TimesVote::default(),
            of_time: TimesVote::default(),
        };
        SideVote { side, days: BTreeMap::new() }
    }

    fn count(&mut self, row: &Row, encoding: Encoding) {
        /// A day on which the wall clock shows UTC.
        const WINTER: Date = date(2024, 1, 1);
        if let Some(text) = plain(&cell(row, self.side.day, encoding)) {
            let stamp = Stamp::of(&text);
            let day = read_date(stamp.date, None).unwrap_or(WINTER);
            self.side.of_day.count(moment(day, stamp.clock));
            match self.days.get_mut(stamp.date) {
                Some(n) => *n += 1,
                None => drop(self.days.insert(stamp.date.to_owned(), 1)),
            }
        }
        if let Some(text) = plain(&cell(row, self.side.time, encoding)) {
            self.side.of_time.count(moment(WINTER, time_alone(&text)));
        }
    }

    fn finish(self) -> Side {
        let mut vote = Vote::default();
        self.days.iter().for_each(|(text, n)| vote.count_times(text, *n));
        Side { format: vote.winner(), ..self.side }
    }
}
