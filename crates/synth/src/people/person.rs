//! Somebody who lives in the place, and the numbers by which agencies know them.

use jiff::civil::Date;

use super::addresses::Home;
use super::fates::{Departure, Pregnancy, Provision};
use super::names::{Origin, Sex};
use crate::dice::fingerprint;

/// From this birthday on somebody is not a child.
pub(crate) const ADULT_AGE: i16 = 18;
/// With a plan of education, health and care.
pub(crate) const PLAN_AGE: i16 = 25;

/// Somebody who lives in the place.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// Counts over the whole place.
    pub id: u64,
    pub household: u64,
    pub sex: Sex,
    pub born: Date,
    pub given: String,
    pub middle: String,
    pub family: String,
    /// The name before marriage.
    pub former_family: Option<String>,
    pub known_as: Option<&'static str>,
    pub origin: Origin,
    pub role: Role,
    /// Homes with the day from which each is theirs; the first is where they lived when the year began.
    pub homes: Vec<(Date, Home)>,
    pub nhs_number: u64,
    /// A letter pair and six digits, for adults.
    pub nino: String,
    /// For children of school age.
    pub upn: String,
    /// How much goes wrong in their lives, 0 to 4, with that of their household.
    pub need: u8,
    pub provision: Provision,
    pub pregnancy: Option<Pregnancy>,
    /// The day on which they came to live with a family.
    pub joined: Option<Date>,
    pub departed: Option<Departure>,
    /// The day from which they claim without somebody who moved out.
    pub claims_since: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Parent,
    Child,
    /// A grown child or another grown-up in a household with children.
    Relative,
    /// In a household without children.
    Adult,
    /// In a care home or hostel: its address says nothing about families.
    Resident,
}

impl Person {
    /// The birthday on which they turn so old; of those born on 29 February, the 1 March of other years.
    pub fn birthday(&self, age: i16) -> Date {
        let year = self.born.year() + age;
        let day = Date::new(year, self.born.month(), self.born.day());
        day.unwrap_or_else(|_| Date::constant(year, 3, 1))
    }

    /// The birthday from which nobody is their carer any more.
    pub fn grows_up(&self) -> Date {
        self.birthday(if self.provision == Provision::Plan { PLAN_AGE } else { ADULT_AGE })
    }

    /// Where they live on a day.
    pub fn home_on(&self, day: Date) -> Home {
        let departed = self.departed.filter(|departure| departure.day <= day);
        departed.map_or_else(|| self.household_home_on(day), |departure| departure.home)
    }

    /// Where their household lives, whether or not they have moved out.
    pub fn household_home_on(&self, day: Date) -> Home {
        self.homes.iter().rev().find(|(from, _)| *from <= day).unwrap_or(&self.homes[0]).1
    }

    /// The home of the household's last tenancy of the council: half of those who move leave the council's homes.
    pub fn tenancy_home(&self, day: Date) -> Home {
        let is_transfer = fingerprint(&format!("transfer {}", self.household)).is_multiple_of(2);
        if is_transfer { self.household_home_on(day) } else { self.homes[0].1 }
    }

    pub fn age_on(&self, day: Date) -> i16 {
        let had_birthday = (day.month(), day.day()) >= (self.born.month(), self.born.day());
        day.year() - self.born.year() - i16::from(!had_birthday)
    }
}

/// Ten digits of which the last checks the others (method, section 3.2): one number for each person.
pub(super) fn nhs_number(id: u64) -> u64 {
    // Stepping by a prime walks through all eight-digit numbers of the range before one comes again; the ninth digit is
    // the first that leaves a check digit.
    let eight = 40_000_000 + id * 1_000_003 % 59_999_999;
    let check = |nine: u64| {
        let weighed: u64 = (0..9).map(|at| nine / 10u64.pow(8 - at) % 10 * u64::from(10 - at)).sum();
        (11 - weighed % 11) % 11
    };
    let nine = (0..10).map(|ninth| eight * 10 + ninth).find(|nine| check(*nine) != 10);
    let nine = nine.expect("of ten neighbours one has a check digit");
    nine * 10 + check(nine)
}

/// Two letters, six digits and a letter: one number for each person.
pub(super) fn nino(id: u64) -> String {
    const LETTERS: &[u8] = b"ABCEGHJKLMNPRSTWXYZ";
    let (number, pair) = (id * 7_919 % 1_000_000, id / 1_000_000);
    let letter = |at: u64| char::from(LETTERS[(at % 19) as usize]);
    let last = char::from(b"ABCD"[(id % 4) as usize]);
    format!("{}{}{number:06}{last}", letter(pair / 19 + 3), letter(pair))
}

/// The number of a pupil.
pub(super) fn upn(id: u64) -> String {
    format!("X{:012}", id * 37 % 1_000_000_000_000)
}
