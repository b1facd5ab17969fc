//! One sheet of a register, row by row.

use std::collections::BTreeMap;

use model::ProblemKind;
use model::problem::Problem;

use super::number::{date_format, day, is_nothing, number, pounds, said};
use super::site::{Figure, Site};
use super::whereabouts::{Inside, Whereabouts, is_gss, is_short};
use super::{Buildings, Field, located, problem};
use crate::dates::DateFormat;
use crate::features::{Feature, Sheet};
use crate::files::Found;

/// Which column says what, the surest first. What a person names in `columns` is surer than any heading.
pub fn columns(sheet: &Sheet, found: &Found) -> Vec<(Field, usize)> {
    let own = |(name, heading): &(String, String)| {
        let field = Field::named(name)?;
        let column = sheet.headings.iter().position(|known| known.text == *heading)?;
        Some((field, column))
    };
    let mut chosen: Vec<(Field, usize)> = found.columns.iter().filter_map(own).collect();
    let of_heading = |(column, heading): (usize, &crate::features::Heading)| {
        Field::of_key(&heading.key).map(|(field, rank)| (field, rank, column))
    };
    let mut by_heading: Vec<(Field, usize, usize)> = sheet.headings.iter().enumerate().filter_map(of_heading).collect();
    by_heading.sort();
    for (field, _, column) in by_heading {
        let is_free = !chosen.iter().any(|(known, _)| *known == field) || field.is_of_several_columns();
        let is_named = found.columns.iter().any(|(name, _)| Field::named(name) == Some(field));
        if is_free && !is_named && !chosen.iter().any(|(_, known)| *known == column) {
            chosen.push((field, column));
        }
    }
    chosen
}

/// Reads every row of a sheet.
pub fn read(sheet: &Sheet, file_id: &str, found: &Found, whereabouts: &Whereabouts) -> Buildings {
    let mut reader = Reader::new(sheet, file_id, found, whereabouts);
    reader.unknown_columns();
    for feature in &sheet.features {
        reader.row(feature);
    }
    let Reader { mut read, sums, .. } = reader;
    read.problems.extend(sums.into_values());
    read
}

pub struct Reader<'r> {
    sheet: &'r Sheet,
    file_id: &'r str,
    pub found: &'r Found,
    pub whereabouts: &'r Whereabouts,
    columns: Vec<(Field, usize)>,
    dates: BTreeMap<Field, Option<DateFormat>>,
    read: Buildings,
    /// Problems that are told once for all rows of a kind and text.
    sums: BTreeMap<(ProblemKind, String), Problem>,
}

impl<'r> Reader<'r> {
    fn new(sheet: &'r Sheet, file_id: &'r str, found: &'r Found, whereabouts: &'r Whereabouts) -> Reader<'r> {
        let columns = columns(sheet, found);
        let format = |(field, column): &(Field, usize)| {
            (*field, date_format(sheet.features.iter().map(|feature| feature.text(*column))))
        };
        let is_day = |(field, _): &&(Field, usize)| matches!(field, Field::LeaseBreak | Field::LeaseEnd | Field::AsOf);
        let dates = columns.iter().filter(is_day).map(format).collect();
        let (read, sums) = (Buildings::default(), BTreeMap::new());
        Reader { sheet, file_id, found, whereabouts, columns, dates, read, sums }
    }

    /// What a person named in `columns` and the file does not have.
    fn unknown_columns(&mut self) {
        for (name, heading) in &self.found.columns {
            let is_there = self.sheet.headings.iter().any(|known| known.text == *heading);
            if Field::named(name).is_none() || !is_there {
                let what = if is_there {
                    format!("`{name}` is not a column of buildings")
                } else {
                    format!("no column `{heading}`")
                };
                self.problem(None, ProblemKind::HeadingsMissing, None, format!("`{}`: {what}", self.found.shown_path));
            }
        }
    }

    fn row(&mut self, feature: &'r Feature) {
        if !self.is_of_place(feature) {
            return;
        }
        let mut site = self.described(feature);
        self.measure(feature, &mut site);
        self.figures(feature);
        site.is_aggregate = is_aggregate(&site);
        if site.is_aggregate {
            let text = "rows of several small sites are on no map".to_owned();
            self.once(feature.row, ProblemKind::AggregateSite, None, text);
        } else {
            located::locate(self, feature, &mut site);
        }
        self.read.sites.push(site);
    }

    /// What a cell says; of the first column of several.
    pub fn text(&self, feature: &'r Feature, field: Field) -> &'r str {
        self.column(field).map_or("", |column| feature.text(column))
    }

    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns.iter().find(|(known, _)| *known == field).map(|(_, column)| *column)
    }

    fn said(&self, feature: &Feature, field: Field) -> Option<String> {
        self.column(field).and_then(|column| said(feature.text(column)))
    }

    /// Texts of all columns of a field, in the order of the file.
    fn joined(&self, feature: &Feature, field: Field) -> Option<String> {
        let mut columns: Vec<usize> =
            self.columns.iter().filter(|(known, _)| *known == field).map(|(_, column)| *column).collect();
        columns.sort_unstable();
        let is_many = 1 < columns.len() && field == Field::OpeningHours;
        let part = |column: &usize| {
            let text = said(feature.text(*column))?;
            Some(if is_many { format!("{}: {text}", self.sheet.headings[*column].text) } else { text })
        };
        let parts: Vec<String> = columns.iter().filter_map(part).collect();
        (!parts.is_empty()).then(|| parts.join(if is_many { "; " } else { ", " }))
    }

    /// Whether the row is of the place; rows of other places are counted and left.
    fn is_of_place(&mut self, feature: &Feature) -> bool {
        let code = self.column(Field::AreaCode).map_or("", |column| feature.text(column)).trim().to_owned();
        let name = self.column(Field::AreaName).map_or("", |column| feature.text(column)).trim().to_owned();
        if is_short(&code) {
            let text = format!("`{code}` has lost a digit; the area's name decides whether it is of the place");
            self.once(feature.row, ProblemKind::AreaCodeShort, Some(Field::AreaCode), text);
        } else if !is_gss(&code) && code.starts_with(['E', 'W', 'S', 'N']) && code.len() > 5 {
            let text = format!("`{code}` is not a code of an area");
            self.once(feature.row, ProblemKind::AreaCodeUnreadable, Some(Field::AreaCode), text);
        }
        let inside = self.whereabouts.has_area(&code, &name);
        if inside == Inside::No {
            let text = "rows of other areas are left out".to_owned();
            self.once(feature.row, ProblemKind::OutsidePlace, None, text);
        }
        inside != Inside::No
    }

    /// The texts of a row.
    fn described(&self, feature: &Feature) -> Site {
        let register_id = self.said(feature, Field::Id);
        let name = self.said(feature, Field::Name).or_else(|| register_id.clone());
        let shown = self.sheet.name.as_ref().map_or(String::new(), |sheet| format!(" [{sheet}]"));
        let land_only = self
            .said(feature, Field::LandOnly)
            .filter(|text| matches!(text.to_lowercase().as_str(), "true" | "yes" | "y"));
        Site {
            file_id: self.file_id.to_owned(),
            file: format!("{}{shown}", self.found.shown_path),
            row: feature.row,
            rows: vec![feature.row],
            name: name.unwrap_or_else(|| format!("row {}", feature.row)),
            register_id,
            body_id: self.found.body_id.clone(),
            agency: self.found.agency.clone().or_else(|| self.found.body_id.clone()),
            owner: self.said(feature, Field::Owner),
            kind: self.found.building.clone().or_else(|| self.said(feature, Field::Kind)),
            uprn: self.said(feature, Field::Uprn),
            address: self.joined(feature, Field::Address),
            area_code: self.said(feature, Field::AreaCode),
            tenure: self.said(feature, Field::Tenure),
            tenure_detail: self.said(feature, Field::TenureDetail),
            holding: self.said(feature, Field::Holding).or(land_only.map(|_| "Land".to_owned())),
            energy_rating: self.said(feature, Field::EnergyRating),
            opening_hours: self.joined(feature, Field::OpeningHours),
            services: self.said(feature, Field::Services),
            shape: feature.shape.clone(),
            ..Site::default()
        }
    }

    /// The numbers, pounds and days of a row.
    fn measure(&mut self, feature: &Feature, site: &mut Site) {
        site.floor_area_m2 = self.number(feature, Field::FloorArea);
        site.occupied_m2 = self.number(feature, Field::Occupied);
        let share_of = |share: Option<f64>| share.zip(site.floor_area_m2).map(|(percent, area)| percent / 100.0 * area);
        let (empty, under_used) =
            (self.number(feature, Field::EmptyShare), self.number(feature, Field::UnderUsedShare));
        (site.empty_m2, site.under_used_m2) = (share_of(empty), share_of(under_used));
        (site.desks, site.fte) = (self.number(feature, Field::Desks), self.number(feature, Field::Fte));
        site.running_cost = self.money(feature, Field::RunningCost);
        site.valuation = self.money(feature, Field::Valuation);
        site.backlog = self.money(feature, Field::Backlog);
        site.as_of = self.day(feature, Field::AsOf);
        site.lease_break = self.day(feature, Field::LeaseBreak);
        site.lease_end = self.day(feature, Field::LeaseEnd);
        if site.lease_break.zip(site.lease_end).is_some_and(|(first, last)| last < first) {
            let text = format!("`{}`: the lease ends before it can be broken", site.name);
            self.problem(Some(feature.row), ProblemKind::LeaseContradicts, Some(Field::LeaseBreak), text);
        }
    }

    fn number(&mut self, feature: &Feature, field: Field) -> Option<f64> {
        let column = self.column(field)?;
        match number(feature.text(column)) {
            Ok(Some(value)) if value < 0.0 => self.unread(feature, column, ProblemKind::NumberUnreadable),
            Ok(value) => value,
            Err(()) => self.unread(feature, column, ProblemKind::NumberUnreadable),
        }
    }

    /// The pounds of a field's columns together; nothing where one of them cannot be read.
    fn money(&mut self, feature: &Feature, field: Field) -> Option<money::Money> {
        let columns: Vec<usize> =
            self.columns.iter().filter(|(known, _)| *known == field).map(|(_, column)| *column).collect();
        let mut sum = None;
        for column in columns {
            match pounds(feature.text(column)) {
                Ok(Some(amount)) => sum = Some(sum.unwrap_or(money::Money::ZERO) + amount),
                Ok(None) => {}
                Err(()) => return self.unread(feature, column, ProblemKind::CostUnreadable),
            }
        }
        sum
    }

    fn day(&mut self, feature: &Feature, field: Field) -> Option<jiff::civil::Date> {
        let column = self.column(field)?;
        let format = self.dates.get(&field).copied().flatten();
        day(feature.text(column), format).unwrap_or_else(|()| self.unread(feature, column, ProblemKind::DateUnreadable))
    }

    fn unread<T>(&mut self, feature: &Feature, column: usize, kind: ProblemKind) -> Option<T> {
        let text = format!("`{}` cannot be read", feature.text(column));
        let heading = self.sheet.headings[column].text.clone();
        let at = Problem { row: Some(feature.row), column: Some(heading), n_rows: 1, ..self.of_file(kind, text) };
        self.read.problems.push(at);
        None
    }

    /// Numbers of columns with a unit.
    fn figures(&mut self, feature: &Feature) {
        for (column, heading) in self.sheet.headings.iter().enumerate() {
            let Some(unit) = &heading.unit else { continue };
            if is_nothing(feature.text(column)) {
                continue;
            }
            // A heading may stand under two groups, as the same cost of a contractor and of the trust.
            let is_twice = self.sheet.headings.iter().filter(|other| other.text == heading.text).count() > 1;
            let figure = match (&heading.group, is_twice) {
                (Some(group), true) => format!("{group}: {}", heading.name()),
                _ => heading.name().to_owned(),
            };
            let Ok(Some(value)) = number(feature.text(column)) else { continue };
            let (file_id, row, unit) = (self.file_id.to_owned(), feature.row, unit.clone());
            self.read.figures.push(Figure { file_id, row, building_id: String::new(), figure, unit, value });
        }
    }

    pub fn problem(&mut self, row: Option<u64>, kind: ProblemKind, field: Option<Field>, text: String) {
        let column = field.and_then(|field| self.column(field)).map(|column| self.sheet.headings[column].text.clone());
        let n_rows = u64::from(row.is_some());
        let problem = Problem { row, column, n_rows, ..self.of_file(kind, text) };
        self.read.problems.push(problem);
    }

    /// A problem that is told once for all rows that have it, at the first of them.
    pub fn once(&mut self, row: u64, kind: ProblemKind, field: Option<Field>, text: String) {
        let column = field.and_then(|field| self.column(field)).map(|column| self.sheet.headings[column].text.clone());
        let first = Problem { row: Some(row), column, ..self.of_file(kind, text.clone()) };
        self.sums.entry((kind, text)).or_insert(first).n_rows += 1;
    }

    fn of_file(&self, kind: ProblemKind, text: String) -> Problem {
        let text = format!("`{}`: {text}", self.found.shown_path);
        Problem { file_id: Some(self.file_id.to_owned()), ..problem(self.found, kind, text) }
    }
}

/// Many small sites in one row, as returns of the NHS have them.
fn is_aggregate(site: &Site) -> bool {
    let says = |text: &str| crate::features::key(text).starts_with("aggregatesite");
    says(&site.name) || site.kind.as_deref().is_some_and(says)
}
