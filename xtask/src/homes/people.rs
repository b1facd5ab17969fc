//! Who lives with whom.

use super::names;
use crate::strangers::day::Day;
use crate::strangers::dice::Dice;

#[derive(Clone, Debug)]
pub struct Person {
    pub id: u32,
    pub given: String,
    pub family: String,
    /// The surname before marriage.
    pub former: Option<String>,
    pub born: Day,
    pub is_female: bool,
    /// Home by number, and the one before where they moved.
    pub home: u64,
    pub home_before: Option<u64>,
}

/// The youngest are born in it, so that nobody is born after the year that a place counts.
const YEAR: i32 = 2024;
/// Homes of one street, which is one postcode.
const STREET: u64 = 14;
/// Of a thousand children, this many have a twin, and this many bear the first name of the parent of their sex.
const TWINS: usize = 30;
const NAMED_AFTER: usize = 40;
/// One home in this many has somebody with exactly the same name as somebody next door.
const NAMESAKES: usize = 200;

/// People home by home, at least this many.
pub fn people(n: usize, dice: &mut Dice) -> Vec<Person> {
    let mut made = Made { people: Vec::with_capacity(n + 8), home: 0, n_homes: (n as u64).max(STREET) };
    while made.people.len() < n {
        made.add_home(dice);
    }
    made.people
}

struct Made {
    people: Vec<Person>,
    home: u64,
    /// Numbers of homes that people may have moved from.
    n_homes: u64,
}

impl Made {
    fn add_home(&mut self, dice: &mut Dice) {
        let first = self.people.len();
        let family = names::family(dice);
        match dice.below(100) {
            0..25 => self.adult(&family, (19, 96), None, dice),
            25..48 => self.couple(&family, (22, 92), dice),
            48..96 => self.with_children(&family, dice),
            _ => (0..3 + dice.below(3)).for_each(|_| {
                let family = names::family(dice);
                self.adult(&family, (19, 40), None, dice);
            }),
        }
        self.maybe_namesake(first, dice);
        let before = (dice.below(100) < 18).then(|| dice.next() % self.n_homes);
        self.people[first..].iter_mut().for_each(|person| person.home_before = before);
        self.home += 1;
    }

    fn push(&mut self, (given, family): (String, &str), born: Day, is_female: bool) {
        let id = self.people.len() as u32;
        let (family, home) = (family.to_owned(), self.home);
        self.people.push(Person { id, given, family, former: None, born, is_female, home, home_before: None });
    }

    fn adult(&mut self, family: &str, (youngest, oldest): (usize, usize), is_female: Option<bool>, dice: &mut Dice) {
        let is_female = is_female.unwrap_or(dice.is_one_in(2));
        let age = youngest + dice.below(oldest - youngest);
        self.push((names::given(is_female, dice), family), day_of(YEAR - age as i32, dice), is_female);
        if is_female && dice.is_one_in(3) {
            let former = names::family(dice);
            self.people.last_mut().expect("somebody was added").former = Some(former);
        }
    }

    /// The second adult is about as old as the first.
    fn couple(&mut self, family: &str, ages: (usize, usize), dice: &mut Dice) {
        self.adult(family, ages, Some(false), dice);
        let age = (YEAR - self.people.last().expect("somebody was added").born.year) as usize;
        let own = if dice.below(100) < 15 { names::family(dice) } else { family.to_owned() };
        self.adult(&own, (age.saturating_sub(4).max(19), age + 4), Some(true), dice);
    }

    fn with_children(&mut self, family: &str, dice: &mut Dice) {
        let first = self.people.len();
        match dice.below(4) {
            0 => self.adult(family, (20, 50), Some(!dice.is_one_in(8)), dice),
            _ => self.couple(family, (22, 52), dice),
        }
        let parents = self.people[first..].to_vec();
        let youngest_parent = parents.iter().map(|parent| parent.born.year).max().expect("there is a parent");
        let oldest_child = (YEAR - youngest_parent - 18).clamp(1, 24) as usize;
        for _ in 0..[1, 1, 2, 2, 2, 3, 3, 4][dice.below(8)] {
            self.child(family, &parents, oldest_child, dice);
        }
        if dice.is_one_in(12) {
            self.adult(family, (66, 95), None, dice);
        }
    }

    fn child(&mut self, family: &str, parents: &[Person], oldest: usize, dice: &mut Dice) {
        let is_female = dice.is_one_in(2);
        let born = day_of(YEAR - dice.below(oldest + 1) as i32, dice);
        let after =
            parents.iter().find(|parent| parent.is_female == is_female).filter(|_| dice.below(1_000) < NAMED_AFTER);
        let given = after.map_or_else(|| names::given(is_female, dice), |parent| parent.given.clone());
        let has_twin = dice.below(1_000) < TWINS;
        self.push((given.clone(), family), born, is_female);
        if has_twin {
            let is_female = dice.is_one_in(2);
            let other = std::iter::repeat_with(|| names::given(is_female, dice)).find(|name| *name != given);
            self.push((other.expect("there are other names"), family), born, is_female);
        }
    }

    /// Somebody here is called as somebody next door is: cousins, or chance.
    fn maybe_namesake(&mut self, first: usize, dice: &mut Dice) {
        if first == 0 || !dice.is_one_in(NAMESAKES) {
            return;
        }
        let (given, family) = (self.people[first - 1].given.clone(), self.people[first - 1].family.clone());
        let is_female = self.people[first - 1].is_female;
        let here = &mut self.people[first];
        (here.given, here.family, here.is_female) = (given, family, is_female);
    }
}

fn day_of(year: i32, dice: &mut Dice) -> Day {
    Day::new(year, 1 + dice.below(12) as u8, 1 + dice.below(28) as u8)
}

/// Two numbers below `a` and `b` that depend only on a street.
fn of_street(street: u64) -> Dice {
    Dice::new(street.wrapping_mul(0x2545_F491_4F6C_DD1D))
}

/// `12 Albert Road`.
pub fn address(home: u64) -> String {
    const ROOTS: [&str; 24] = [
        "Church", "Station", "Mill", "Orchard", "Park", "Victoria", "Albert", "Manor", "Green", "Chapel", "School",
        "Meadow", "Oak", "Ash", "Elm", "Willow", "Bridge", "Abbey", "Castle", "Market", "Quarry", "Spring", "Nelson",
        "Jubilee",
    ];
    const KINDS: [&str; 8] = ["Road", "Street", "Close", "Avenue", "Lane", "Drive", "Way", "Gardens"];
    let mut street = of_street(home / STREET);
    let (root, kind, from) = (*street.pick(&ROOTS), *street.pick(&KINDS), 1 + street.below(60) as u64);
    format!("{} {root} {kind}", from + 2 * (home % STREET))
}

/// `LS14 2AB`: of its own for nearly every street.
pub fn postcode(home: u64) -> String {
    const AREAS: [&str; 15] = ["BD", "LS", "WF", "HX", "HD", "M", "SK", "OL", "NE", "SR", "CV", "CR", "LU", "LE", "B"];
    let mut street = of_street(home / STREET);
    street.next();
    let letter = |street: &mut Dice| char::from(b"ABDEFGHJLNPQRSTUWXYZ"[street.below(20)]);
    let (area, district, sector) = (*street.pick(&AREAS), 1 + street.below(29), 1 + street.below(9));
    let letters = [(); 2].map(|()| letter(&mut street));
    format!("{area}{district} {sector}{}{}", letters[0], letters[1])
}

/// Ten digits whose last makes the sum of the NHS's check right.
pub fn nhs_number(person: u32) -> String {
    let mut dice = Dice::new(0x4E48_5300 + u64::from(person));
    loop {
        let digits: Vec<u32> = (0..9).map(|at| if at == 0 { 4 } else { dice.below(10) as u32 }).collect();
        let sum: u32 = digits.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
        let check = (11 - sum % 11) % 11;
        if check < 10 {
            return digits.iter().chain([&check]).map(u32::to_string).collect();
        }
    }
}
