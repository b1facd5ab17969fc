//! From one place to many: how a saving grows with places and years, and what it would have to be a share of.
//!
//! `saving(t) = rate × addressable base × uptake(t) × (1 - deadweight)`; money goes in before it comes out. The base is
//! spending that can be addressed at all, never a total with benefits and pensions in it. Method, sections 1.6 and 5.10.

mod read;

use model::FinancialYear;
use serde::Serialize;

use crate::discount::Schedule;

pub use read::read;

/// A saving spread over places and years.
#[derive(Clone, Debug, PartialEq)]
pub struct RollOut {
    pub name: String,
    /// Year 0.
    pub first_year: FinancialYear,
    /// The share of the base that is saved once it runs.
    pub rate: f64,
    /// What would have been saved anyway.
    pub deadweight: f64,
    pub places: Vec<RollOutPlace>,
    pub ramp: Ramp,
    /// Pounds put in for each pound of base, in the year before a place begins and in its first year, half each.
    pub investment_share: f64,
    pub n_years: usize,
    /// The share by which the budget of these places shrinks each year; none where it does not.
    pub envelope_cut: Option<f64>,
    /// Where the rate and the base come from.
    pub source: Option<String>,
}

/// A place and what of its spending can be addressed.
#[derive(Clone, Debug, PartialEq)]
pub struct RollOutPlace {
    pub name: String,
    /// Pounds a year of local discretion, local but ring-fenced, and national but negotiable spending (L1 + L2 + N1).
    pub addressable: f64,
    /// What its whole count says of that; none where it is not the place that was counted.
    pub counted: Option<f64>,
    /// The year in which it begins.
    pub first_year: usize,
}

/// How much of the saving a place reaches, by year from its beginning.
#[derive(Clone, Debug, PartialEq)]
pub enum Ramp {
    /// Equal steps: after one of `years` years `1 / years`.
    Linear { years: usize },
    /// Slow, fast, slow: a logistic curve from near nothing to all, half of it after half of the years.
    SCurve { years: usize },
    /// As stated; the last value goes on.
    Stated(Vec<f64>),
}

/// One year of a roll-out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RollOutYear {
    pub year: usize,
    pub n_places: usize,
    /// Pounds of the places that have begun.
    pub base: f64,
    pub investment: f64,
    pub saving: f64,
    /// Saving less investment, added up.
    pub running: f64,
}

/// A budget that shrinks by a share each year, beside what a roll-out saves of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct EnvelopeYear {
    pub year: usize,
    /// What is left of the budget.
    pub envelope: f64,
    /// What services cost when they go on as they are, less what the roll-out saves.
    pub need: f64,
    /// What is missing; negative where there is something over.
    pub gap: f64,
}

impl Ramp {
    /// The share reached in the `k`-th year of a place, from 0.
    pub fn uptake(&self, k: usize) -> f64 {
        match self {
            Ramp::Linear { years } => ((k + 1) as f64 / (*years).max(1) as f64).min(1.0),
            Ramp::SCurve { years } if *years <= k + 1 => 1.0,
            Ramp::SCurve { years } => {
                let x = (k + 1) as f64 / *years as f64;
                // From -5 to 5 the logistic covers all but 0.7% at either end.
                1.0 / (1.0 + (-10.0 * (x - 0.5)).exp())
            }
            Ramp::Stated(shares) => shares.get(k).or(shares.last()).copied().unwrap_or(0.0),
        }
    }
}

impl RollOut {
    /// The roll-out year by year.
    pub fn by_year(&self) -> Vec<RollOutYear> {
        let mut running = 0.0;
        let year = |year: usize| {
            let begun: Vec<&RollOutPlace> = self.places.iter().filter(|place| place.first_year <= year).collect();
            let saving: f64 = begun.iter().map(|place| self.saving(place, year - place.first_year)).sum();
            let investment: f64 = self.places.iter().map(|place| self.investment(place, year)).sum();
            running += saving - investment;
            let base = begun.iter().map(|place| place.addressable).sum();
            RollOutYear { year, n_places: begun.len(), base, investment, saving, running }
        };
        (0..self.n_years).map(year).collect()
    }

    /// Pounds a year of all places that can be addressed: what the rate is a share of.
    pub fn base(&self) -> f64 {
        self.places.iter().map(|place| place.addressable).sum()
    }

    /// Places whose base is stated above what their whole count says can be addressed: a share of benefits is not a saving.
    pub fn above_the_count(&self) -> impl Iterator<Item = (&RollOutPlace, f64)> {
        let above = |place: &&RollOutPlace| place.counted.filter(|counted| *counted < place.addressable);
        self.places.iter().filter_map(move |place| Some((place, above(&place)?)))
    }

    /// Savings less investment, in present value.
    pub fn net_present_value(&self, rates: &Schedule) -> f64 {
        let net: Vec<f64> = self.by_year().iter().map(|year| year.saving - year.investment).collect();
        rates.present_value(&net)
    }

    /// What a budget that is cut by `share` a year holds, beside what its services cost with and without the roll-out.
    pub fn envelope(&self, share: f64) -> Vec<EnvelopeYear> {
        let budget = self.base();
        let year = |(t, year): (usize, &RollOutYear)| {
            let envelope = budget * (1.0 - share).powi(t as i32);
            let need = budget - year.saving + year.investment;
            EnvelopeYear { year: t, envelope, need, gap: need - envelope }
        };
        self.by_year().iter().enumerate().map(year).collect()
    }

    fn saving(&self, place: &RollOutPlace, k: usize) -> f64 {
        self.rate * place.addressable * self.ramp.uptake(k) * (1.0 - self.deadweight)
    }

    fn investment(&self, place: &RollOutPlace, year: usize) -> f64 {
        let half = self.investment_share * place.addressable / 2.0;
        let before = if year + 1 == place.first_year { half } else { 0.0 };
        // A place that begins at once has no year before, so all of it falls into the first.
        let at_start = if year == place.first_year { half } else { 0.0 };
        let both = if year == 0 && place.first_year == 0 { half } else { 0.0 };
        before + at_start + both
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(addressable: f64, first_year: usize) -> RollOutPlace {
        RollOutPlace { name: "somewhere".to_owned(), addressable, counted: None, first_year }
    }

    fn roll_out(ramp: Ramp) -> RollOut {
        RollOut {
            name: "two per cent".to_owned(),
            first_year: FinancialYear(2010),
            envelope_cut: None,
            source: None,
            rate: 0.02,
            deadweight: 0.0,
            places: vec![place(20e9, 0), place(40e9, 1)],
            ramp,
            investment_share: 0.01,
            n_years: 5,
        }
    }

    #[test]
    fn the_base_of_the_place_that_was_counted_is_what_its_whole_count_can_address() {
        let addressable = crate::Addressable { place: "Leeds".to_owned(), pounds: 3.9e9 };
        let counted = crate::Counted::default().with_addressable(Some(addressable));
        let read = |area: &str| {
            let text = format!(
                "name = \"2%\"\nrate = 0.02\nfirst_year = \"2012-13\"\nramp = {{ shape = \"linear\", years = 1 }}\n{area}"
            );
            read(&text, "r.toml", &counted)
        };
        let planned = read("[[area]]\nname = \"leeds\"\n").expect("nothing has to be stated");
        assert_eq!((planned.base(), planned.above_the_count().count()), (3.9e9, 0));
        assert!((planned.by_year()[1].saving - 0.078e9).abs() < 1e-3, "2% of 3.9 billion");
        let stated = read("[[area]]\nname = \"Leeds\"\naddressable = 6.2e9\n").expect("good");
        let above: Vec<f64> = stated.above_the_count().map(|(_, counted)| counted).collect();
        assert_eq!((stated.base(), above), (6.2e9, vec![3.9e9]), "the whole with benefits is no base of a saving");
        let below = read("[[area]]\nname = \"Leeds\"\naddressable = 1e9\n").expect("good");
        assert_eq!(below.above_the_count().count(), 0, "a part of it may be meant");
        assert!(read("[[area]]\nname = \"Bradford\"\n").is_err(), "nothing was counted there");
    }

    /// Method, T12: 2% is £1.2bn only of £60bn, and only once it runs everywhere.
    #[test]
    fn two_percent_of_sixty_billion_is_reached_when_the_last_place_runs() {
        let years = roll_out(Ramp::Linear { years: 2 }).by_year();
        let savings: Vec<f64> = years.iter().map(|year| year.saving / 1e9).collect();
        assert_eq!(rounded(&savings), [0.2, 0.8, 1.2, 1.2, 1.2], "20 × 2% × ½; 20 × 2% + 40 × 2% × ½; ...");
        let investment: Vec<f64> = years.iter().map(|year| year.investment / 1e9).collect();
        assert_eq!(rounded(&investment), [0.4, 0.2, 0.0, 0.0, 0.0], "1% of 20 at once, of 40 half a year before");
        assert_eq!(rounded(&[years[4].running / 1e9]), [4.0], "0.2 + 0.8 + 3 × 1.2 - 0.6");
        assert_eq!((years[0].n_places, years[1].n_places), (1, 2));
    }

    #[test]
    fn what_would_have_come_anyway_is_no_saving() {
        let with_deadweight = RollOut { deadweight: 0.25, ..roll_out(Ramp::Linear { years: 2 }) };
        let savings: Vec<f64> = with_deadweight.by_year().iter().map(|year| year.saving / 1e9).collect();
        assert_eq!(rounded(&savings), [0.15, 0.6, 0.9, 0.9, 0.9]);
    }

    #[test]
    fn an_s_curve_is_half_way_after_half_of_the_years() {
        let ramp = Ramp::SCurve { years: 6 };
        assert_eq!(ramp.uptake(2), 0.5);
        assert_eq!(ramp.uptake(5), 1.0);
        assert!(ramp.uptake(0) < 0.05);
        assert_eq!(Ramp::Stated(vec![0.1, 0.4]).uptake(7), 0.4, "the last goes on");
    }

    #[test]
    fn an_envelope_that_shrinks_faster_than_savings_grow_leaves_a_gap() {
        let years = roll_out(Ramp::Linear { years: 2 }).envelope(0.01);
        let gaps: Vec<f64> = years.iter().map(|year| year.gap / 1e9).collect();
        // Year 2: the budget is 60 × 0.99² = 58.806, the need 60 - 1.2 = 58.8.
        assert_eq!(rounded(&gaps[..3]), [0.2, 0.0, -0.006]);
    }

    #[test]
    fn a_written_roll_out_is_read_and_shown_with_its_base() {
        let text = include_str!("../../../../reference/proposals/two-percent-roll-out.toml");
        let roll_out = read(text, "r.toml", &crate::Counted::default()).expect("a good file");
        assert_eq!(roll_out.base(), 60e9);
        assert_eq!(roll_out.by_year().last().map(|year| year.saving), Some(1.2e9));
        let wrong = text.replace("shape = \"linear\"", "shape = \"liner\"");
        let mistake = &read(&wrong, "r.toml", &crate::Counted::default()).expect_err("a mistake").mistakes[0];
        assert_eq!(mistake.hint.as_deref(), Some("did you mean `linear`?"));
    }

    fn rounded(values: &[f64]) -> Vec<f64> {
        values.iter().map(|value| (value * 1e9).round() / 1e9).collect()
    }

    proptest! {
        #[test]
        fn a_later_start_is_never_worth_more(first_year in 0usize..8, later in 1usize..4) {
            let from = |first_year| {
                let mut roll_out = roll_out(Ramp::SCurve { years: 3 });
                (roll_out.n_years, roll_out.investment_share, roll_out.places) = (12, 0.0, vec![place(1e9, first_year)]);
                roll_out.net_present_value(&Schedule::none())
            };
            prop_assert!(from(first_year + later) <= from(first_year));
        }
    }
}
