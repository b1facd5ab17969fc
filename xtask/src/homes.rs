//! Made-up people in their homes, and what agencies write down of them, with the truth.
//!
//! Who lives together shares a surname, an address and often more: twins a birth date, a father and his son a whole
//! name. Neighbours bear one name, women marry, homes move, and clerks mistype. Nothing here reads the product's own
//! lists, and one seed makes the same people again.

mod names;
mod people;
mod records;
mod slips;

pub use people::{Person, address, nhs_number, people, postcode};
pub use records::{Record, record, records};

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::strangers::dice::Dice;

    fn made() -> Vec<Person> {
        people(6_000, &mut Dice::new(3))
    }

    fn n_pairs(people: &[Person], are: impl Fn(&Person, &Person) -> bool) -> usize {
        let mut at_home: BTreeMap<u64, Vec<&Person>> = BTreeMap::new();
        people.iter().for_each(|person| at_home.entry(person.home).or_default().push(person));
        let of = |home: &Vec<&Person>| {
            (0..home.len())
                .flat_map(|at| (0..at).map(move |with| (with, at)))
                .filter(|(a, b)| are(home[*a], home[*b]))
                .count()
        };
        at_home.values().map(of).sum()
    }

    #[test]
    fn homes_hold_twins_and_fathers_whose_sons_bear_their_names() {
        let people = made();
        let twins = n_pairs(&people, |a, b| a.born == b.born && a.given != b.given);
        let of_one_name = n_pairs(&people, |a, b| (&a.given, &a.family) == (&b.given, &b.family) && a.born != b.born);
        assert!(20 < twins && 20 < of_one_name, "{twins} pairs of twins, {of_one_name} of one name");
    }

    #[test]
    fn people_are_in_several_agencies_and_slips_are_few() {
        let people = made();
        let records = records(&people, &mut Dice::new(4));
        let by_id: BTreeMap<u32, &Person> = people.iter().map(|person| (person.id, person)).collect();
        let ids: BTreeSet<u32> = records.iter().map(|record| record.person).collect();
        assert_eq!(ids.len(), people.len(), "everybody is known to somebody");
        let share = |is: &dyn Fn(&Record, &Person) -> bool| {
            let n = records.iter().filter(|record| is(record, by_id[&record.person])).count();
            n as f64 / records.len() as f64
        };
        let agencies: f64 = records.len() as f64 / people.len() as f64;
        assert!((1.8..2.6).contains(&agencies), "{agencies} records of a person");
        let of_birth = share(&|record, person| record.born == Some(person.born));
        let of_family = share(&|record, person| record.family.as_ref() == Some(&person.family));
        assert!((0.90..0.97).contains(&of_birth) && (0.88..0.97).contains(&of_family), "{of_birth} {of_family}");
    }

    #[test]
    fn a_seed_makes_the_same_records_again() {
        let lines =
            || -> Vec<String> { records(&made(), &mut Dice::new(4)).iter().map(|r| format!("{r:?}")).collect() };
        assert_eq!(lines(), lines());
    }
}
