//! Families on a day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::tables::{FamilyRole, TieKind};
use petgraph::unionfind::UnionFind;

use crate::household::Households;
use crate::period::Period;
use crate::person::{Person, PersonId, is_child};
use crate::tie::Tie;

/// A person in a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FamilyMember {
    pub person: PersonId,
    pub role: FamilyRole,
    /// The family to count the person in where there are several.
    pub is_main: bool,
    /// While the ties that make the membership last.
    pub period: Period,
}

/// One or more adults and the children whom they care for, or a pregnancy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// The lowest number among its adults.
    pub id: PersonId,
    /// Adults first, each by number.
    pub members: Vec<FamilyMember>,
}

/// All families of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Families {
    pub on: Date,
    /// By id.
    pub families: Vec<Family>,
    /// Children for whom nobody is known to care: they are in no family, and are counted here.
    pub n_children_without_adults: u64,
}

/// Families on a day (method, section 3.4).
///
/// Adults who are partners are one unit, and so are two who care for one child unless they are known to
/// live apart. A unit with a child in its care, or a pregnancy, is a family. So a child whose parents
/// live apart is in two families, and the parents' later partners do not become one family through the
/// child. The main one is where the child lives, else the one of more carers, else that of the lower id.
///
/// `pregnant` are people with a pregnancy on the day.
pub fn families_at(
    day: Date,
    people: &[Person],
    ties: &[Tie],
    households: &Households,
    pregnant: &BTreeSet<PersonId>,
) -> Families {
    let known: BTreeMap<PersonId, &Person> = people.iter().map(|person| (person.id, person)).collect();
    let care = care_of_children(day, &known, ties);
    let units = units(day, &care, ties, households, pregnant);
    let mut members = child_members(&care, &units, households);
    let expecting = pregnant.iter().filter_map(|person| units.get(person));
    let of_families: BTreeSet<PersonId> = members.iter().map(|(unit, _)| unit).chain(expecting).copied().collect();
    members.extend(adult_members(day, ties, &units).into_iter().filter(|(unit, _)| of_families.contains(unit)));
    let cared_for = |person: &&Person| care.contains_key(&person.id);
    let children = people.iter().filter(|person| is_child(person, day) == Some(true));
    let n_children_without_adults = children.filter(|person| !cared_for(person)).count() as u64;
    Families { on: day, families: by_family(members), n_children_without_adults }
}

/// Every child in every family of a carer.
fn child_members(
    care: &Care,
    units: &BTreeMap<PersonId, PersonId>,
    households: &Households,
) -> Vec<(PersonId, FamilyMember)> {
    let mut members = Vec::new();
    for (child, carers) in care {
        let of_unit = by_unit(carers, units);
        let main = main_unit(*child, &of_unit, households);
        for (unit, carers) in &of_unit {
            let periods = carers.iter().map(|(_, period)| *period);
            let period = periods.reduce(|one, other| one.wider(&other)).unwrap_or_default();
            let is_main = *unit == main;
            members.push((*unit, FamilyMember { person: *child, role: FamilyRole::Child, is_main, period }));
        }
    }
    members
}

/// Every adult in their unit.
fn adult_members(day: Date, ties: &[Tie], units: &BTreeMap<PersonId, PersonId>) -> Vec<(PersonId, FamilyMember)> {
    let periods = adult_periods(day, ties);
    let member = |(adult, unit): (&PersonId, &PersonId)| {
        let period = periods.get(adult).copied().unwrap_or_default();
        (*unit, FamilyMember { person: *adult, role: FamilyRole::Adult, is_main: true, period })
    };
    units.iter().map(member).collect()
}

fn by_family(members: Vec<(PersonId, FamilyMember)>) -> Vec<Family> {
    let mut families: BTreeMap<PersonId, Family> = BTreeMap::new();
    for (id, member) in members {
        families.entry(id).or_insert_with(|| Family { id, members: Vec::new() }).members.push(member);
    }
    let mut families: Vec<Family> = families.into_values().collect();
    families.iter_mut().for_each(|family| family.members.sort_by_key(|member| (member.role, member.person)));
    families
}

/// For each child the people who care for them on the day.
type Care = BTreeMap<PersonId, Vec<(PersonId, Period)>>;

fn care_of_children(day: Date, known: &BTreeMap<PersonId, &Person>, ties: &[Tie]) -> Care {
    let mut care: Care = BTreeMap::new();
    for tie in ties.iter().filter(|tie| tie.period.holds(day) && tie.from != tie.to) {
        let cares = matches!(tie.kind, TieKind::Parent | TieKind::Guardian);
        // Without a date of birth the tie itself says that somebody is cared for.
        let child = known.get(&tie.to).is_none_or(|person| is_child(person, day) != Some(false));
        if cares && child {
            care.entry(tie.to).or_default().push((tie.from, tie.period));
        }
    }
    for carers in care.values_mut() {
        carers.sort_by_key(|(carer, period)| (*carer, period.from, period.to));
        carers.dedup_by(|next, first| {
            let is_same = next.0 == first.0;
            first.1 = if is_same { first.1.wider(&next.1) } else { first.1 };
            is_same
        });
    }
    care
}

/// The unit of every adult who cares for a child, expects one, or is partner to one who does: the lowest
/// number among its adults.
fn units(
    day: Date,
    care: &Care,
    ties: &[Tie],
    households: &Households,
    pregnant: &BTreeSet<PersonId>,
) -> BTreeMap<PersonId, PersonId> {
    let partners = ties.iter().filter(|tie| tie.kind == TieKind::Partner && tie.period.holds(day));
    let mut couples: Vec<(PersonId, PersonId)> = partners.map(|tie| (tie.from, tie.to)).collect();
    let mut adults: BTreeSet<PersonId> = care.values().flatten().map(|(carer, _)| *carer).collect();
    adults.extend(pregnant);
    adults.extend(couples.iter().flat_map(|(one, other)| [*one, *other]));
    couples.extend(care.values().flat_map(|carers| carers_together(carers, households)));
    let adults: Vec<PersonId> = adults.into_iter().collect();
    let place = |person: PersonId| adults.binary_search(&person).expect("every carer and partner is an adult here");
    let mut joined: UnionFind<usize> = UnionFind::new(adults.len());
    for (one, other) in couples {
        joined.union(place(one), place(other));
    }
    let mut lowest: BTreeMap<usize, PersonId> = BTreeMap::new();
    let unit_of =
        adults.iter().enumerate().map(|(at, adult)| (*adult, *lowest.entry(joined.find(at)).or_insert(*adult)));
    unit_of.collect()
}

/// Two who care for one child, unless they are known to live apart.
fn carers_together(carers: &[(PersonId, Period)], households: &Households) -> Vec<(PersonId, PersonId)> {
    let pairs = carers
        .iter()
        .enumerate()
        .flat_map(|(at, (one, _))| carers[at + 1..].iter().map(move |(other, _)| (*one, *other)));
    pairs.filter(|(one, other)| households.live_together(*one, *other) != Some(false)).collect()
}

fn by_unit<'c>(
    carers: &'c [(PersonId, Period)],
    units: &BTreeMap<PersonId, PersonId>,
) -> BTreeMap<PersonId, Vec<&'c (PersonId, Period)>> {
    let mut of_unit: BTreeMap<PersonId, Vec<&(PersonId, Period)>> = BTreeMap::new();
    carers.iter().for_each(|carer| of_unit.entry(units[&carer.0]).or_default().push(carer));
    of_unit
}

fn main_unit(
    child: PersonId,
    of_unit: &BTreeMap<PersonId, Vec<&(PersonId, Period)>>,
    households: &Households,
) -> PersonId {
    let lives_with = |carers: &[&(PersonId, Period)]| {
        carers.iter().any(|(carer, _)| households.live_together(child, *carer) == Some(true))
    };
    let rank = |(unit, carers): &(&PersonId, &Vec<&(PersonId, Period)>)| {
        (!lives_with(carers), usize::MAX - carers.len(), **unit)
    };
    of_unit.iter().min_by_key(rank).map(|(unit, _)| *unit).expect("a child in care has a carer")
}

/// For each adult from the first to the last tie of the day that may make them one of a family.
fn adult_periods(day: Date, ties: &[Tie]) -> BTreeMap<PersonId, Period> {
    let mut periods: BTreeMap<PersonId, Period> = BTreeMap::new();
    for tie in ties.iter().filter(|tie| tie.period.holds(day)) {
        let other = Some(tie.to).filter(|_| tie.kind == TieKind::Partner);
        let is_family = matches!(tie.kind, TieKind::Parent | TieKind::Guardian | TieKind::Partner);
        for adult in [Some(tie.from), other].into_iter().flatten().filter(|_| is_family) {
            periods.entry(adult).and_modify(|period| *period = period.wider(&tie.period)).or_insert(tie.period);
        }
    }
    periods
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::household::Residence;
    use jiff::civil::date;

    const DAY: Date = date(2020, 6, 1);

    fn person(id: PersonId, born: i16) -> Person {
        Person { id, born: Some(date(born, 1, 1)), has_send: false }
    }

    fn tie(kind: TieKind, from: PersonId, to: PersonId) -> Tie {
        Tie { kind, from, to, period: Period::default() }
    }

    fn home(uprn: &str, people: &[PersonId]) -> Vec<Residence> {
        people
            .iter()
            .map(|person| Residence { person: *person, uprn: uprn.to_owned(), period: Period::default() })
            .collect()
    }

    /// Families as text: id, adults, children, with `*` where a child's main family is another.
    fn check(
        people: &[Person],
        ties: &[Tie],
        homes: &[Residence],
        pregnant: &[PersonId],
        expected: &[&str],
    ) -> Families {
        let households = Households::on(DAY, homes, ties, &BTreeSet::new());
        let found = families_at(DAY, people, ties, &households, &pregnant.iter().copied().collect());
        let of = |family: &Family, role: FamilyRole| {
            let members = family.members.iter().filter(|member| member.role == role);
            let shown = members.map(|member| format!("{}{}", member.person, if member.is_main { "" } else { "*" }));
            shown.collect::<Vec<_>>().join(" ")
        };
        let shown: Vec<String> = found
            .families
            .iter()
            .map(|family| {
                format!("{}: {} | {}", family.id, of(family, FamilyRole::Adult), of(family, FamilyRole::Child))
            })
            .collect();
        assert_eq!(shown, expected);
        let mut reversed = ties.to_vec();
        reversed.reverse();
        assert_eq!(families_at(DAY, people, &reversed, &households, &pregnant.iter().copied().collect()), found);
        found
    }

    #[test]
    fn partners_and_their_children_are_a_family() {
        use TieKind::{Guardian, Parent, Partner};
        let people =
            [person(1, 1980), person(2, 1981), person(3, 2010), person(4, 2015), person(5, 1995), person(6, 1950)];
        let ties = [
            tie(Partner, 1, 2),
            tie(Parent, 1, 3),
            tie(Guardian, 2, 4),
            tie(Parent, 1, 5), // grown up
            tie(Parent, 6, 1), // a grandmother who cares for nobody
        ];
        check(&people, &ties, &[], &[], &["1: 1 2 | 3 4"]);
    }

    #[test]
    fn a_child_of_parents_who_live_apart_is_in_two_families() {
        use TieKind::{Parent, Partner};
        let people: Vec<Person> =
            [(1, 1980), (2, 1981), (3, 1982), (10, 2010), (11, 2012)].map(|(id, born)| person(id, born)).into();
        // 1 and 2 have 10; 2 and 3 are partners and have 11.
        let ties = [tie(Parent, 1, 10), tie(Parent, 2, 10), tie(Partner, 2, 3), tie(Parent, 3, 11), tie(Parent, 2, 11)];
        let apart = [home("north", &[1]), home("south", &[2, 3, 10, 11])].concat();
        check(&people, &ties, &apart, &[], &["1: 1 | 10*", "2: 2 3 | 10 11"]);
        // Nothing known of where they live: parents of one child are taken to be together.
        check(&people, &ties, &[], &[], &["1: 1 2 3 | 10 11"]);
    }

    #[test]
    fn sharing_an_address_a_case_or_a_telephone_makes_no_family() {
        use TieKind::{EmergencyContact, Parent, SharedCase};
        let people = [person(1, 1980), person(2, 1981), person(3, 2010), person(4, 2012)];
        let ties = [tie(Parent, 1, 3), tie(Parent, 2, 4), tie(SharedCase, 1, 2), tie(EmergencyContact, 2, 3)];
        check(&people, &ties, &home("flat", &[1, 2, 3, 4]), &[], &["1: 1 | 3", "2: 2 | 4"]);
    }

    #[test]
    fn a_pregnancy_makes_a_family_and_a_mother_may_be_a_child_herself() {
        use TieKind::Parent;
        let people = [person(1, 1970), person(2, 2004), person(3, 2020), person(4, 1990), person(5, 2011)];
        let ties = [tie(Parent, 1, 2), tie(Parent, 2, 3)];
        let found = check(&people, &ties, &[], &[4], &["1: 1 | 2", "2: 2 | 3", "4: 4 | "]);
        assert_eq!(found.n_children_without_adults, 1, "nobody is known to care for 5");
    }

    #[test]
    fn ties_that_are_over_make_nothing() {
        let over = Tie { period: Period { from: None, to: Some(date(2020, 5, 31)) }, ..tie(TieKind::Parent, 1, 3) };
        let lasting = Tie {
            period: Period { from: Some(date(2020, 1, 1)), to: Some(date(2020, 12, 31)) },
            ..tie(TieKind::Guardian, 2, 3)
        };
        let people = [person(1, 1980), person(2, 1981), person(3, 2010)];
        let found = check(&people, &[over, lasting], &[], &[], &["2: 2 | 3"]);
        assert_eq!(found.families[0].members[1].period, lasting.period);
    }
}
