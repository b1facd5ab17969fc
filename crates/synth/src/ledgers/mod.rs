//! The ledgers that the bodies send: how many lines, in which files, in which layout, with which oddities.

mod layouts;
mod oddities;

use model::FinancialYear;

use crate::bodies::{
    AMBLEFORD, COMBINED, COUNTY, DEPARTMENT, FENHOLT, FIRE, FOUNDATION, HOMES, HOSPITALS, ICB, PARTNERSHIP, POLICE,
};
use crate::purchases::{self, Purchase};
pub(crate) use layouts::{
    AmountStyle, Column, Container, DateStyle, Encoding, Layout, MONTH_NAMES, Negative, Style, calendar,
};
pub(crate) use oddities::{ODDITIES, Oddity, STRAYS, has_oddity, oddities_of};

/// One series of files of one body.
#[derive(Debug)]
pub(crate) struct Ledger {
    /// Short, for labels and folders.
    pub name: &'static str,
    pub body: &'static str,
    pub purchases: &'static [Purchase],
    /// Lines of a thousand of the place.
    pub share: u64,
    /// Workbooks end here; the lines above it go to the CSV ledgers.
    pub lines_max: u64,
    /// What is paid, as a multiple of the medians of its purchases.
    pub scale: f64,
    /// Payments below it are not published.
    pub threshold_pence: i64,
    /// Lines that are credit notes.
    pub credit_share: f64,
    /// Payments of which the invoice is split over two lines.
    pub split_share: f64,
    pub first_reference: u64,
    pub layout: &'static Layout,
    pub files: Files,
}

/// How a year is cut into files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Files {
    Months,
    Quarters,
    Year,
    /// One workbook with a sheet a month.
    SheetsOfMonths,
}

impl Ledger {
    /// Payees in a hundred that are withheld in a month beyond what is usual there.
    pub fn withheld_in(&self, month: usize) -> u32 {
        if has_oddity(self, month, Oddity::MostWithheld) { MOST_WITHHELD } else { 0 }
    }

    /// Whether one department's lines are printed after another's, each with its sum.
    pub fn departments(&self) -> Vec<Option<&'static str>> {
        if !self.layout.subtotals {
            return vec![None];
        }
        let mut departments: Vec<&'static str> = Vec::new();
        for purchase in self.purchases {
            if !departments.contains(&purchase.department) {
                departments.push(purchase.department);
            }
        }
        departments.into_iter().map(Some).collect()
    }
}

/// Payees in a hundred withheld in the month that hides most of them.
const MOST_WITHHELD: u32 = 45;
const NO_MAXIMUM: u64 = u64::MAX;

pub(crate) const LEDGERS: &[Ledger] = &[
    Ledger {
        name: "county",
        body: COUNTY,
        purchases: purchases::COUNTY,
        share: 400,
        lines_max: NO_MAXIMUM,
        scale: 0.6,
        threshold_pence: 500_00,
        credit_share: 0.04,
        split_share: 0.0,
        first_reference: 5_000_000_000,
        layout: &layouts::COUNTY,
        files: Files::Months,
    },
    Ledger {
        name: "county-cards",
        body: COUNTY,
        purchases: purchases::CARDS,
        share: 80,
        lines_max: NO_MAXIMUM,
        scale: 1.0,
        threshold_pence: 1,
        credit_share: 0.02,
        split_share: 0.0,
        first_reference: 70_000_000_000,
        layout: &layouts::CARDS,
        files: Files::Months,
    },
    Ledger {
        name: "ambleford",
        body: AMBLEFORD,
        purchases: purchases::DISTRICT,
        share: 80,
        lines_max: 120_000,
        scale: 0.8,
        threshold_pence: 250_00,
        credit_share: 0.03,
        split_share: 0.0,
        first_reference: 11_000_000_000,
        layout: &layouts::AMBLEFORD,
        files: Files::SheetsOfMonths,
    },
    Ledger {
        name: "fenholt",
        body: FENHOLT,
        purchases: purchases::DISTRICT,
        share: 130,
        lines_max: NO_MAXIMUM,
        scale: 0.7,
        threshold_pence: 250_00,
        credit_share: 0.07,
        split_share: 0.0,
        first_reference: 22_000_000_000,
        layout: &layouts::FENHOLT,
        files: Files::Months,
    },
    Ledger {
        name: "police",
        body: POLICE,
        purchases: purchases::POLICE,
        share: 60,
        lines_max: 60_000,
        scale: 0.5,
        threshold_pence: 500_00,
        credit_share: 0.03,
        split_share: 0.0,
        first_reference: 33_000_000_000,
        layout: &layouts::POLICE,
        files: Files::SheetsOfMonths,
    },
    Ledger {
        name: "fire",
        body: FIRE,
        purchases: purchases::FIRE,
        share: 15,
        lines_max: 8_000,
        scale: 0.7,
        threshold_pence: 500_00,
        credit_share: 0.03,
        split_share: 0.0,
        first_reference: 44_000_000_000,
        layout: &layouts::FIRE,
        files: Files::Year,
    },
    Ledger {
        name: "icb",
        body: ICB,
        purchases: purchases::COMMISSIONER,
        share: 20,
        lines_max: NO_MAXIMUM,
        scale: 0.8,
        threshold_pence: 25_000_00,
        credit_share: 0.025,
        split_share: 0.05,
        first_reference: 55_000_000_000,
        layout: &layouts::ICB,
        files: Files::Months,
    },
    Ledger {
        name: "hospitals",
        body: HOSPITALS,
        purchases: purchases::HOSPITALS,
        share: 40,
        lines_max: NO_MAXIMUM,
        scale: 0.6,
        threshold_pence: 5_000_00,
        credit_share: 0.03,
        split_share: 0.04,
        first_reference: 66_000_000_000,
        layout: &layouts::HOSPITALS,
        files: Files::Months,
    },
    Ledger {
        name: "partnership",
        body: PARTNERSHIP,
        purchases: purchases::PARTNERSHIP,
        share: 15,
        lines_max: NO_MAXIMUM,
        scale: 0.6,
        threshold_pence: 5_000_00,
        credit_share: 0.03,
        split_share: 0.04,
        first_reference: 77_000_000_000,
        layout: &layouts::PARTNERSHIP,
        files: Files::Months,
    },
    Ledger {
        name: "department",
        body: DEPARTMENT,
        purchases: purchases::DEPARTMENT,
        share: 80,
        lines_max: NO_MAXIMUM,
        scale: 0.4,
        threshold_pence: 25_000_00,
        credit_share: 0.02,
        split_share: 0.06,
        first_reference: 4_000_000_000,
        layout: &layouts::DEPARTMENT,
        files: Files::Months,
    },
    Ledger {
        name: "homes",
        body: HOMES,
        purchases: purchases::HOMES,
        share: 50,
        lines_max: NO_MAXIMUM,
        scale: 0.8,
        threshold_pence: 100_00,
        credit_share: 0.03,
        split_share: 0.0,
        first_reference: 88_000_000_000,
        layout: &layouts::HOMES,
        files: Files::Months,
    },
    Ledger {
        name: "foundation",
        body: FOUNDATION,
        purchases: purchases::FOUNDATION,
        share: 6,
        lines_max: 100_000,
        scale: 1.0,
        threshold_pence: 1,
        credit_share: 0.02,
        split_share: 0.0,
        first_reference: 1_000_000_000,
        layout: &layouts::FOUNDATION,
        files: Files::Year,
    },
    Ledger {
        name: "combined",
        body: COMBINED,
        purchases: purchases::COMBINED,
        share: 24,
        lines_max: NO_MAXIMUM,
        scale: 0.4,
        threshold_pence: 500_00,
        credit_share: 0.03,
        split_share: 0.0,
        first_reference: 99_000_000_000,
        layout: &layouts::COMBINED,
        files: Files::Quarters,
    },
];

/// One file to be written.
#[derive(Clone, Debug)]
pub(crate) struct FilePlan {
    pub ledger: &'static Ledger,
    /// Relative to `sources/`.
    pub path: String,
    pub parts: Vec<PartPlan>,
    /// It is made but was never sent.
    pub never_sent: bool,
    /// The same bytes under a second name.
    pub copy: Option<String>,
}

/// A sheet, or the whole of a text file.
#[derive(Clone, Debug)]
pub(crate) struct PartPlan {
    pub sheet: Option<String>,
    /// From April, as 0, each with its lines beside the planned ones.
    pub months: Vec<(usize, u64)>,
}

impl PartPlan {
    pub fn first_month(&self) -> usize {
        self.months[0].0
    }
}

/// How a year's lines fall on its months: March is when budgets are spent.
const MONTH_WEIGHTS: [u64; 12] = [9, 8, 8, 8, 7, 8, 8, 8, 8, 7, 8, 13];
/// Lines of a month at the least, so that a small place has everything that a large one has.
const MONTH_LINES_MIN: u64 = 24;
/// A month that has lost its minus signs has at least this many lines, because fewer would not show it.
const SIGNLESS_LINES_MIN: u64 = 240;

/// Every file of a year, in the order of `LEDGERS`.
pub(crate) fn file_plans(n_lines: u64, year: FinancialYear) -> Vec<FilePlan> {
    let of_ledger = lines_by_ledger(n_lines);
    LEDGERS.iter().zip(of_ledger).flat_map(|(ledger, n)| files_of(ledger, n, year)).collect()
}

/// What the workbooks cannot hold goes to the ledgers without an end, in proportion to their shares.
fn lines_by_ledger(n_lines: u64) -> Vec<u64> {
    let wanted = |ledger: &Ledger| n_lines * ledger.share / 1_000;
    let surplus: u64 = LEDGERS.iter().map(|ledger| wanted(ledger).saturating_sub(ledger.lines_max)).sum();
    let open_share: u64 =
        LEDGERS.iter().filter(|ledger| ledger.lines_max == NO_MAXIMUM).map(|ledger| ledger.share).sum();
    let with_surplus = |ledger: &Ledger| match ledger.lines_max {
        NO_MAXIMUM => wanted(ledger) + surplus * ledger.share / open_share,
        lines_max => wanted(ledger).min(lines_max),
    };
    LEDGERS.iter().map(with_surplus).collect()
}

fn files_of(ledger: &'static Ledger, n_lines: u64, year: FinancialYear) -> Vec<FilePlan> {
    let lines_of = |month: usize| (month, lines_of_month(ledger, n_lines, month));
    let file = |path: String, parts: Vec<PartPlan>, never_sent: bool, copy: Option<String>| FilePlan {
        ledger,
        path,
        parts,
        never_sent,
        copy,
    };
    let sheet = (ledger.layout.container == Container::Ods).then(|| "Payments".to_owned());
    let one_part = |months: Vec<(usize, u64)>| vec![PartPlan { sheet: sheet.clone(), months }];
    match ledger.files {
        Files::Months => (0..12)
            .map(|month| {
                let path = layouts::path(ledger, year, month);
                let copy = has_oddity(ledger, month, Oddity::SentTwice).then(|| path.replace(".csv", " (1).csv"));
                file(path, one_part(vec![lines_of(month)]), has_oddity(ledger, month, Oddity::NeverSent), copy)
            })
            .collect(),
        Files::Quarters => (0..4)
            .map(|quarter| {
                let months = (3 * quarter..3 * quarter + 3).map(lines_of).collect();
                file(layouts::path(ledger, year, 3 * quarter), one_part(months), false, None)
            })
            .collect(),
        Files::Year => {
            vec![file(layouts::path(ledger, year, 0), one_part((0..12).map(lines_of).collect()), false, None)]
        }
        Files::SheetsOfMonths => {
            let part = |month: usize| PartPlan {
                sheet: Some(layouts::sheet_name(ledger, year, month)),
                months: vec![lines_of(month)],
            };
            vec![file(layouts::path(ledger, year, 0), (0..12).map(part).collect(), false, None)]
        }
    }
}

fn lines_of_month(ledger: &Ledger, n_lines: u64, month: usize) -> u64 {
    let least = if has_oddity(ledger, month, Oddity::SignsLost) { SIGNLESS_LINES_MIN } else { MONTH_LINES_MIN };
    (n_lines * MONTH_WEIGHTS[month] / MONTH_WEIGHTS.iter().sum::<u64>()).max(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_a_thousand_and_bodies_and_layouts_are_many() {
        assert_eq!(LEDGERS.iter().map(|ledger| ledger.share).sum::<u64>(), 1_000);
        let mut bodies: Vec<&str> = LEDGERS.iter().map(|ledger| ledger.body).collect();
        bodies.dedup();
        assert!(bodies.len() >= 10);
    }

    #[test]
    fn what_workbooks_cannot_hold_goes_to_the_csv_ledgers() {
        let of_large = lines_by_ledger(50_000_000);
        let total: u64 = of_large.iter().sum();
        assert!((49_999_900..=50_000_000).contains(&total), "{total}");
        let ambleford = LEDGERS.iter().position(|ledger| ledger.name == "ambleford").unwrap();
        assert_eq!(of_large[ambleford], 120_000);
        assert!(
            file_plans(50_000_000, FinancialYear(2025)).iter().all(|file| file.parts.iter().all(|part| part
                .months
                .iter()
                .map(|(_, n)| n)
                .sum::<u64>()
                < 16_000_000))
        );
    }
}
