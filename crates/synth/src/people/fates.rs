//! What leaves dates in agencies' files: who moved out, who expects a child, who once lived or claimed together, and who has
//! a plan of education, health and care.
//!
//! All of it is drawn from a stream of its own, so that households are the same as without.

use std::collections::BTreeSet;

use jiff::Span;
use jiff::civil::Date;
use model::FinancialYear;
use rand::RngExt;

use super::addresses::Home;
use super::families::Member;
use super::households::Chunk;
use super::names::Sex;
use super::person::{Person, Role};
use crate::dice::{Dice, dice};

/// Provision for special educational needs, as the school census has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Provision {
    #[default]
    None,
    Support,
    Plan,
}

/// Somebody who moved out of a family in the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Departure {
    /// The first day without them.
    pub day: Date,
    /// Where they live since.
    pub home: Home,
    /// Position of the parent who stayed.
    pub other: usize,
}

/// A pregnancy within the year or at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pregnancy {
    pub expected: Date,
    /// Born, or ended otherwise.
    pub ended: Option<Date>,
    pub is_end_written: bool,
}

/// Something that two people had together and that is over; a file still holds the record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Former {
    /// Positions in the chunk: whose record it is, and who lives or claims without them now.
    pub person: usize,
    pub other: usize,
    pub what: FormerKind,
    pub from: Date,
    pub to: Date,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormerKind {
    /// One tenancy of both, which the other goes on with.
    SharedTenancy(Home),
    /// A tenancy of a home before the others came.
    EarlierTenancy(Home),
    /// A claim as a couple.
    Claim,
}

impl FormerKind {
    pub fn word(self) -> &'static str {
        match self {
            FormerKind::SharedTenancy(_) => "shared_tenancy",
            FormerKind::EarlierTenancy(_) => "earlier_tenancy",
            FormerKind::Claim => "claim",
        }
    }
}

/// How often; printed into the truth.
pub(crate) const PREGNANT: f64 = 0.035;
pub(crate) const PREGNANCY_LOST: f64 = 0.006;
pub(crate) const BIRTH_NOT_WRITTEN: f64 = 0.1;
pub(crate) const HAS_PLAN: f64 = 0.048;
pub(crate) const HAS_SUPPORT: f64 = 0.135;
pub(crate) const EARLIER_TENANT: f64 = 0.15;
pub(crate) const FORMER_COUPLE: f64 = 0.6;

/// A pregnancy is counted for forty weeks.
const PREGNANCY_DAYS: i64 = 280;

/// Adds the fates of a chunk; families have their members, and nobody has grown up yet.
pub(super) fn add(chunk: &mut Chunk, seed: u64, number: u64, year: FinancialYear, last_home: Home) {
    let mut fates =
        Fates { dice: dice(seed, &format!("fates {number}")), year, last_home, chunk, planted: BTreeSet::new() };
    fates.provisions();
    fates.departures();
    fates.pregnancies();
    fates.former_couples();
    fates.earlier_tenants();
}

struct Fates<'c> {
    dice: Dice,
    year: FinancialYear,
    /// The home that is given next to somebody who moves out.
    last_home: Home,
    chunk: &'c mut Chunk,
    /// Who has a former tenancy or claim already: nobody has two.
    planted: BTreeSet<(usize, bool)>,
}

impl Fates<'_> {
    fn provisions(&mut self) {
        for person in self.chunk.people.iter_mut().filter(|person| person.role == Role::Child) {
            let drawn: f64 = self.dice.random();
            let is_of_age = (4..=17).contains(&person.age_on(self.year.first_day()));
            person.provision = match drawn {
                _ if !is_of_age => Provision::None,
                drawn if drawn < HAS_PLAN => Provision::Plan,
                drawn if drawn < HAS_PLAN + HAS_SUPPORT => Provision::Support,
                _ => Provision::None,
            };
        }
    }

    /// Partners who leave a family in the year move out, and a tenancy and a claim of both end; partners who come begin.
    fn departures(&mut self) {
        let members: Vec<(Member, usize)> = self
            .chunk
            .families
            .iter()
            .flat_map(|family| family.members.iter().map(|member| (*member, family.members[0].person)))
            .filter(|(member, _)| self.chunk.people[member.person].role == Role::Parent)
            .collect();
        for (member, other) in members {
            let person = &mut self.chunk.people[member.person];
            person.joined = Some(member.from).filter(|from| *from > self.year.first_day());
            let Some(day) = member.to else { continue };
            let from = tenancy_start(person, self.year);
            person.departed = Some(Departure { day, home: self.last_home, other });
            self.last_home = Home(self.last_home.0 - 1);
            if !self.dice.random_bool(FORMER_COUPLE) {
                continue;
            }
            self.chunk.people[other].claims_since = Some(day);
            for (person, other) in [(member.person, other), (other, member.person)] {
                self.plant(Former { person, other, what: FormerKind::Claim, from, to: day });
            }
        }
    }

    /// Who expects a child at the end of the year, and whose pregnancy ended in it.
    fn pregnancies(&mut self) {
        let (first, last) = (self.year.first_day(), self.year.last_day());
        for at in 0..self.chunk.people.len() {
            let (drawn, days) = (self.dice.random::<f64>(), self.dice.random_range(1..PREGNANCY_DAYS));
            let person = &self.chunk.people[at];
            let could = person.sex == Sex::Female
                && matches!(person.role, Role::Parent | Role::Adult)
                && (18..=42).contains(&person.age_on(last));
            let born = if could { self.youngest_of(at).filter(|born| first <= *born) } else { None };
            let expected = last.saturating_add(Span::new().days(days));
            let pregnancy = match (could, born) {
                (true, Some(born)) => {
                    let expected = born.saturating_add(Span::new().days(days % 21 - 10));
                    Some(Pregnancy { expected, ended: Some(born), is_end_written: BIRTH_NOT_WRITTEN < drawn })
                }
                (true, None) if drawn < PREGNANT => Some(Pregnancy { expected, ended: None, is_end_written: false }),
                (true, None) if drawn < PREGNANT + PREGNANCY_LOST => {
                    let lost = expected.saturating_sub(Span::new().days(PREGNANCY_DAYS - 70)).min(last);
                    Some(Pregnancy { expected, ended: Some(lost), is_end_written: true })
                }
                _ => None,
            };
            self.chunk.people[at].pregnancy = pregnancy;
            if self.chunk.people[at].expects(last) {
                self.expecting_family(at, expected.saturating_sub(Span::new().days(PREGNANCY_DAYS)));
            }
        }
    }

    /// When the youngest child of her household was born.
    fn youngest_of(&self, at: usize) -> Option<Date> {
        let household = self.chunk.people[at].household;
        let here = self.chunk.people.iter().filter(|other| other.household == household && other.role == Role::Child);
        here.map(|child| child.born).max().filter(|_| self.chunk.people[at].role == Role::Parent)
    }

    /// An expectant mother without a family has one, with whom she lives as a couple.
    fn expecting_family(&mut self, at: usize, began: Date) {
        let is_in_one = self.chunk.families.iter().flat_map(|family| &family.members).any(|member| member.person == at);
        if is_in_one {
            return;
        }
        let household = self.chunk.people[at].household;
        let here: Vec<usize> =
            (0..self.chunk.people.len()).filter(|other| self.chunk.people[*other].household == household).collect();
        let adults: Vec<usize> = if here.len() == 2 { here } else { vec![at] };
        let from = began.max(self.year.first_day());
        let members = adults.into_iter().map(|person| Member { person, from, to: None, is_main: true }).collect();
        self.chunk.add_family(members);
    }

    /// Parents of two families of one child, who once lived and claimed together.
    fn former_couples(&mut self) {
        let main_parent = |chunk: &Chunk, child: usize| {
            let of = chunk.families.iter().find(|family| family.members.iter().any(|m| m.person == child && m.is_main));
            of.map(|family| family.members[0].person)
        };
        let couples: Vec<(usize, usize)> = self
            .chunk
            .families
            .iter()
            .filter_map(|family| {
                let child = family.members.iter().find(|member| !member.is_main)?;
                Some((family.members[0].person, main_parent(self.chunk, child.person)?))
            })
            .collect();
        for (former, other) in couples {
            let (start, first) = (tenancy_start(&self.chunk.people[other], self.year), self.year.first_day());
            // They parted when all their children were born.
            let together = self.youngest_of(other).map_or(start, |born| born.max(start));
            let days = together.until(first).map_or(1, |span| i64::from(span.get_days())).max(2);
            let to = together.saturating_add(Span::new().days(self.dice.random_range(1..days)));
            let home = self.chunk.people[other].homes[0].1;
            let happened: [bool; 2] = [self.dice.random_bool(FORMER_COUPLE), self.dice.random_bool(FORMER_COUPLE)];
            let is_of_age = self.chunk.people[former].birthday(18) < start && to < first;
            let ended = |what| Former { person: former, other, what, from: start, to };
            if happened[0] && is_of_age && self.chunk.council_homes.contains(&home.0) {
                self.plant(ended(FormerKind::SharedTenancy(home)));
            }
            if happened[1] && is_of_age {
                [former, other].iter().for_each(|person| self.chunk.people[*person].claims_since = Some(to));
                self.plant(ended(FormerKind::Claim));
            }
        }
    }

    /// Grown-ups from elsewhere who were tenants of a council's home before the family that lives there.
    fn earlier_tenants(&mut self) {
        let parents: Vec<usize> = self.chunk.families.iter().map(|family| family.members[0].person).collect();
        for other in parents {
            let happened = self.dice.random_bool(EARLIER_TENANT);
            let person = self.dice.random_range(0..self.chunk.people.len());
            let years = self.dice.random_range(1..8);
            let (former, now) = (&self.chunk.people[person], &self.chunk.people[other]);
            let to = tenancy_start(now, self.year).saturating_sub(Span::new().days(14));
            let from = to.saturating_sub(Span::new().years(years));
            let home = now.homes[0].1;
            let could = former.household != now.household
                && matches!(former.role, Role::Adult | Role::Parent)
                && former.birthday(18) < from
                && self.chunk.council_homes.contains(&home.0)
                && !self.share_a_family(person, other);
            if happened && could {
                self.plant(Former { person, other, what: FormerKind::EarlierTenancy(home), from, to });
            }
        }
    }

    fn share_a_family(&self, one: usize, other: usize) -> bool {
        let has = |members: &[Member], person| members.iter().any(|member| member.person == person);
        self.chunk.families.iter().any(|family| has(&family.members, one) && has(&family.members, other))
    }

    fn plant(&mut self, former: Former) {
        if self.planted.insert((former.person, former.what == FormerKind::Claim)) {
            self.chunk.formers.push(former);
        }
    }
}

/// When the household's tenancy began: some weeks to fifteen years before the year, by the number of the household.
pub(super) fn tenancy_start(person: &Person, year: FinancialYear) -> Date {
    let hash = crate::dice::fingerprint(&format!("tenancy {}", person.household));
    year.first_day().saturating_sub(Span::new().days(60 + (hash % 5_400) as i64))
}

impl Person {
    /// Whether she expects a child on a day, as she knows herself.
    pub fn expects(&self, day: Date) -> bool {
        self.pregnancy
            .is_some_and(|pregnancy| day < pregnancy.expected && pregnancy.ended.is_none_or(|ended| day < ended))
    }
}
