//! How long people wait after a referral, by agency.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use model::tables::{FigureMeasure, FigureTopic, WaitKind, wait};
use statistics::{Survival, Watched};

use super::names::Names;
use super::{JourneyCounts, What, waits};

impl JourneyCounts {
    /// Those that still last are censored (Kaplan and Meier).
    pub(super) fn add_waits(&mut self, batches: &[RecordBatch], names: &Names<'_>) {
        let mut by_agency: BTreeMap<String, Vec<(Watched, i64)>> = BTreeMap::new();
        for row in waits(batches) {
            let is_referral = WaitKind::parse(row.text(wait::KIND)) == Some(WaitKind::Referral);
            let Some(days) = row.count_if_any(wait::WORKING_DAYS).filter(|_| is_referral) else { continue };
            let watched = Watched { duration: days as f64, is_closed: row.text_if_any(wait::TO_CONTACT_ID).is_some() };
            let agency = names.agency(row.text(wait::FROM_AGENCY)).to_owned();
            by_agency.entry(agency).or_default().push((watched, row.id(wait::PERSON_ID)));
        }
        for (agency, waits) in by_agency {
            self.add_waits_at(&agency, &waits);
        }
    }

    fn add_waits_at(&mut self, agency: &str, waits: &[(Watched, i64)]) {
        let survival = Survival::of(&waits.iter().map(|(watched, _)| *watched).collect::<Vec<_>>());
        for (share, measure, name) in
            [(0.5, FigureMeasure::MedianWorkingDays, "half"), (0.9, FigureMeasure::P90WorkingDays, "nine in ten")]
        {
            let Some(days) = survival.closed_by(share) else { continue };
            let people = |is_side: &dyn Fn(f64) -> bool| {
                let own = waits.iter().filter(|(watched, _)| is_side(watched.duration)).map(|(_, person)| *person);
                own.collect::<BTreeSet<_>>().len() as u64
            };
            let sides = [people(&|time| time <= days), people(&|time| days < time)];
            let category = format!("{agency}, {name} wait no longer");
            let what = What::Quantile(days.round() as u64, sides);
            self.push(FigureTopic::JourneyWaits, &category, measure, what, people(&|_| true));
        }
    }
}
