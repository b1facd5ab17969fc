//! The names that are masked in three real places, to be read by eye: `cargo nextest run -p intake real_places_mask --no-capture`.

use intake::files::Sources;
use intake::ledgers::Reader;
use intake::mapping::Mappings;
use intake::masked_payee::masked_payee_table;
use intake::source_file::SourceFile;
use model::Row;
use model::payee::PayeeMasks;
use model::tables::{MASKED_PAYEE, MaskReason, masked_payee};
use money::Money;

use crate::control_totals::{data, place};

/// What was read by eye for docs/methods/private-individuals.md.
const SAMPLE: usize = 200;
const SEED: u64 = 20_260_131;

const PLACES: [(&str, &[&str], i32); 3] =
    [("lancashire", &["*"], 2023), ("leeds-2011-12", &["*"], 2011), ("tyne-and-wear-2020-21", &["*"], 2020)];

/// A name that the body withholds is counted elsewhere.
fn is_individual(row: &Row<'_>) -> bool {
    row.text(masked_payee::REASON) != MaskReason::Withheld.word()
}

/// The order of a shuffle that never changes.
fn shuffled(name: &str) -> u64 {
    name.bytes()
        .fold(SEED ^ 0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[allow(clippy::print_stdout)] // the sample is for a person to read
#[test]
fn real_places_mask_few_of_their_payees_and_pounds() {
    let mut names: Vec<(u64, String)> = Vec::new();
    let mut largest: Vec<(Money, String)> = Vec::new();
    for (name, bodies, year) in PLACES {
        let Some(dir) = data(name) else { return };
        let (place, mappings, masks) = (place(&dir, bodies, year), Mappings::default(), PayeeMasks::default());
        let reader = Reader { place: &place, mappings: &mappings, masks: &masks };
        let found = Sources::find(&place).ledgers.found;
        let files: Vec<SourceFile> = found.iter().flat_map(|file| reader.read(file, &mut drop)).collect();
        let table = masked_payee_table(&files);
        let rows: Vec<Row<'_>> = MASKED_PAYEE.read(&table).iter().filter(is_individual).collect();
        let (n_lines, pounds): (u64, f64) = files
            .iter()
            .map(|file| (file.counts.n_lines, file.counts.amount.pence() as f64 / 100.0))
            .fold((0, 0.0), |sum, file| (sum.0 + file.0, sum.1 + file.1));
        let masked: f64 = rows.iter().map(|row| row.money(masked_payee::AMOUNT).pence() as f64 / 100.0).sum();
        let n_masked: u64 = rows.iter().map(|row| row.count(masked_payee::N_LINES)).sum();
        let share = masked / pounds;
        println!("{name}: {} names, {n_masked} of {n_lines} lines, £{masked:.0} ({:.3}%)", rows.len(), share * 100.0);
        assert!(share < 0.005, "{name}: people are paid little of what a place spends");
        names.extend(rows.iter().map(|row| {
            let (payee, reason) = (row.text(masked_payee::PAYEE), row.text(masked_payee::REASON));
            let text = format!(
                "{payee} | {reason} | {} | {}",
                row.count(masked_payee::N_LINES),
                row.money(masked_payee::AMOUNT)
            );
            (shuffled(payee), text)
        }));
        largest
            .extend(rows.iter().map(|row| (row.money(masked_payee::AMOUNT), row.text(masked_payee::PAYEE).to_owned())));
    }
    largest.sort();
    largest.iter().rev().take(20).for_each(|(amount, payee)| println!("largest: {payee} {amount}"));
    names.sort();
    names.dedup_by(|a, b| a.0 == b.0);
    assert!(SAMPLE < names.len());
    names.iter().take(SAMPLE).enumerate().for_each(|(at, (_, text))| println!("{:3} {text}", at + 1));
}
