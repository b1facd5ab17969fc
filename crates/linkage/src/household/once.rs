//! Whether sources hold each person once as a rule.

use foldhash::fast::FixedState;
use std::hash::BuildHasher;

use crate::Error;
use crate::memory::MemoryLimit;
use crate::person_column::{PersonColumn, PersonColumns};
use crate::placeholders::Masks;
use crate::records::{NULL, Records};

/// Where no more of a source's records say what an earlier one says, the source holds a person once as a rule.
const REPEATS_FEW: f64 = 0.05;

/// Whether few records have the first name, surname and birth of another one of their source. It tells a list of people, in which two
/// records that are nearly alike may be twins, from a list of contacts, in which they are of one person.
///
/// Without these three columns nothing tells, and no list is taken for one of people.
///
/// # Errors
/// [`Error::Scratch`].
pub(crate) fn holds_once(
    records: &Records,
    columns: &PersonColumns,
    masks: &Masks,
    memory: Option<&MemoryLimit>,
) -> Result<bool, Error> {
    let wanted = [PersonColumn::GivenName, PersonColumn::FamilyName, PersonColumn::Born];
    let [Some(given), Some(family), Some(born)] = wanted.map(|one| columns.at(one)) else { return Ok(false) };
    let mut seen = Seen::new(records.n_records());
    let (mut n_whole, mut n_repeats) = (0_u64, 0_u64);
    let mut codes_of = [given, family, born].map(|at| (at, Vec::new()));
    records.for_each_chunk(memory, |first, columns| {
        for (at, codes) in &mut codes_of {
            codes.clear();
            codes.extend_from_slice(columns[*at]);
            masks.of_column(*at).iter().for_each(|mask| mask.apply(columns[mask.column], codes));
        }
        let [(_, given), (_, family), (_, born)] = &codes_of;
        for (at, ((given, family), born)) in given.iter().zip(family).zip(born).enumerate() {
            if [given, family, born].iter().all(|code| **code != NULL) {
                n_whole += 1;
                let source = records.source_of((first + at) as u32);
                n_repeats += u64::from(!seen.is_new(source, [*given, *family, *born]));
            }
        }
        Ok(())
    })?;
    Ok((n_repeats as f64) < REPEATS_FEW * n_whole.max(1) as f64)
}

/// What was seen, as bits: so few of different things meet in one that the share of repeats is hardly wrong.
struct Seen {
    bits: Vec<u64>,
    hasher: FixedState,
}

const BITS_OF_RECORD: usize = 128;
const BITS_MAX: usize = 1 << 27;

impl Seen {
    fn new(n_records: usize) -> Seen {
        let n_bits = (n_records * BITS_OF_RECORD).next_power_of_two().clamp(64, BITS_MAX);
        Seen { bits: vec![0; n_bits / 64], hasher: FixedState::default() }
    }

    fn is_new(&mut self, source: usize, codes: [u32; 3]) -> bool {
        let bit = self.hasher.hash_one((source, codes)) as usize & (64 * self.bits.len() - 1);
        let (word, bit) = (&mut self.bits[bit / 64], 1 << (bit % 64));
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::RecordsBuilder;

    fn check(n_people: u32, n_times: u32) -> bool {
        let mut builder = RecordsBuilder::new(&["given_name", "family_name", "born"]).expect("columns");
        for (source, person) in ["a", "b"].iter().flat_map(|source| (0..n_people).map(move |person| (source, person))) {
            builder.source(source);
            let (family, born) = (format!("family {}", person % 50), format!("{}-02-03", 1940 + person / 50));
            let n_times = if person < 10 { n_times } else { 1 };
            (0..n_times).for_each(|time| {
                builder.push(&format!("{person}.{time}"), &[Some("ann"), Some(&family), Some(&born)]).expect("a row");
            });
        }
        let records = builder.finish().expect("records");
        holds_once(&records, &PersonColumns::of(&records, &[]), &Masks::default(), None).expect("an answer")
    }

    #[test]
    fn a_list_of_contacts_holds_people_often() {
        assert!(check(200, 1), "the same person in two sources is none twice");
        assert!(!check(200, 3));
    }
}
