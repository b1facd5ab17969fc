//! Who is paid: suppliers, and the names under which each body's ledger holds them.

mod registered;
mod spelling;

use std::collections::HashMap;

use rand::RngExt;
use rand_distr::{Distribution, LogNormal, Zipf};

use crate::bodies::{BODIES, Body};
use crate::dice::{Dice, dice, pick};
use crate::ledgers::LEDGERS;
use crate::print::windows_1252;
use crate::trades::TradeId;
pub(crate) use registered::ATTACKS;
pub(crate) use registered::Supplier;
pub(crate) use registered::register;
pub(crate) use spelling::{LegalForm, spelling};

/// Every supplier, and the vendor records of every body.
pub(crate) struct Suppliers {
    pub all: Vec<Supplier>,
    /// In the order of `BODIES`.
    books: Vec<VendorBook>,
}

/// The suppliers that one body's finance system knows.
#[derive(Default)]
pub(crate) struct VendorBook {
    /// By trade, the most used first.
    by_trade: Vec<Vec<Vendor>>,
    /// Names of suppliers that are attacks, with their codes.
    attacks: Vec<(u32, u32)>,
    /// By trade, how use falls off.
    use_by_trade: Vec<Option<Zipf<f64>>>,
    /// Every printed name with its supplier; a name's position is its id.
    pub names: Vec<(String, u32)>,
}

/// A supplier as one body knows it.
pub(crate) struct Vendor {
    /// Number of the first vendor record; further records count on from it.
    pub code: u32,
    /// What it is paid, as a multiple of what is usual.
    pub scale: f64,
    /// Its names in the book: most suppliers have one record, some two or three.
    first_name: u32,
    n_names: u32,
}

/// A supplier for a line, under one of its names.
pub(crate) struct Chosen {
    pub name_id: u32,
    pub code: u32,
    pub scale: f64,
}

/// One supplier for this many people, within bounds: names must fit into memory at any scale.
const PEOPLE_PER_SUPPLIER: u64 = 60;
const SUPPLIERS_MIN: u64 = 600;
const SUPPLIERS_MAX: u64 = 60_000;
/// The first suppliers of every trade, and one in this many after them, serve the whole country.
const NATIONAL_FIRST: u32 = 3;
const NATIONAL_ONE_IN: u32 = 12;
/// A body knows this share of the suppliers that are not.
const KNOWN_SHARE: f64 = 0.3;
/// Exponent of Zipf's law for the use of suppliers.
const USE_EXPONENT: f64 = 1.05;
/// Standard deviation of the logarithm of a supplier's size.
const SIZE_SIGMA: f64 = 0.6;

impl Suppliers {
    /// The suppliers of a place with this population.
    pub fn new(seed: u64, people: u64, attacks: bool) -> Suppliers {
        let n = (people / PEOPLE_PER_SUPPLIER).clamp(SUPPLIERS_MIN, SUPPLIERS_MAX);
        let all = register(seed, n as u32, attacks);
        // No name means two suppliers, ignoring capitals, so that the truth is one.
        let mut taken: HashMap<String, u32> =
            all.iter().map(|supplier| (supplier.name.registered().to_lowercase(), supplier.id)).collect();
        let mut book_of = |body: &Body| match body.sends_ledger {
            true => VendorBook::new(seed, body, &all, &mut taken),
            false => VendorBook::default(),
        };
        let books = BODIES.iter().map(&mut book_of).collect();
        Suppliers { all, books }
    }

    pub fn book(&self, body: usize) -> &VendorBook {
        &self.books[body]
    }
}

impl VendorBook {
    fn new(seed: u64, body: &Body, all: &[Supplier], taken: &mut HashMap<String, u32>) -> VendorBook {
        let mut dice = dice(seed, &format!("vendors of {}", body.id));
        let letters = Letters::of(body);
        let size = LogNormal::new(0.0, SIZE_SIGMA).expect("the deviation is finite");
        let shouts = dice.random_bool(0.5);
        let mut book =
            VendorBook { by_trade: TradeId::ALL.iter().map(|_| Vec::new()).collect(), ..VendorBook::default() };
        let mut code = dice.random_range(100_000..200_000);
        for supplier in all {
            let known = supplier.is_national || dice.random_bool(KNOWN_SHARE);
            if !known {
                continue;
            }
            let first_name = book.names.len() as u32;
            let n_records = match dice.random_range(0..100) {
                0..=69 => 1,
                70..=91 => 2,
                _ => 3,
            };
            for _ in 0..n_records {
                let name = free_name(supplier, shouts, letters, taken, &mut dice);
                if !book.names[first_name as usize..].iter().any(|(known, _)| *known == name) {
                    book.names.push((name, supplier.id));
                }
            }
            code += dice.random_range(3..40);
            let n_names = book.names.len() as u32 - first_name;
            if supplier.is_attack {
                book.attacks.push((first_name, code));
                continue;
            }
            let vendor = Vendor { code, scale: size.sample(&mut dice), first_name, n_names };
            book.by_trade[supplier.trade as usize].push(vendor);
        }
        let fall = |vendors: &Vec<Vendor>| Zipf::new(vendors.len() as f64, USE_EXPONENT).ok();
        book.use_by_trade = book.by_trade.iter().map(fall).collect();
        book
    }

    /// One of the payees that other programs might run, with its code.
    ///
    /// # Panics
    /// If the place has none.
    pub fn choose_attack(&self, dice: &mut Dice) -> (u32, u32) {
        pick(dice, &self.attacks)
    }

    /// A supplier of a trade: a few get most of the work.
    pub fn choose(&self, trade: TradeId, dice: &mut Dice) -> Chosen {
        let vendors = &self.by_trade[trade as usize];
        let fall = self.use_by_trade[trade as usize].expect("every body knows the first suppliers of every trade");
        let rank = fall.sample(dice) as usize;
        let vendor = &vendors[rank.clamp(1, vendors.len()) - 1];
        // The oldest vendor record is used most.
        let record = if vendor.n_names > 1 && dice.random_bool(0.3) { dice.random_range(1..vendor.n_names) } else { 0 };
        let name_id = vendor.first_name + record;
        Chosen { name_id, code: vendor.code + record, scale: vendor.scale }
    }
}

/// A spelling that is not another supplier's name.
fn free_name(
    supplier: &Supplier,
    shouts: bool,
    letters: Letters,
    taken: &mut HashMap<String, u32>,
    dice: &mut Dice,
) -> String {
    for _ in 0..8 {
        let spelt = if supplier.is_attack { supplier.name.stem.clone() } else { spelling(&supplier.name, dice) };
        let name = letters.only(if shouts && dice.random_bool(0.8) && !supplier.is_attack {
            spelt.to_uppercase()
        } else {
            spelt
        });
        let owner = *taken.entry(name.to_lowercase()).or_insert(supplier.id);
        if owner == supplier.id {
            return name;
        }
    }
    supplier.name.registered()
}

/// The letters that a body's files can print.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letters {
    All,
    Windows1252,
}

impl Letters {
    fn of(body: &Body) -> Letters {
        let is_windows_1252 = LEDGERS.iter().any(|ledger| ledger.body == body.id && ledger.layout.is_windows_1252());
        if is_windows_1252 { Letters::Windows1252 } else { Letters::All }
    }

    /// The text as the body's files hold it: other letters are question marks.
    fn only(self, text: String) -> String {
        match self {
            Letters::All => text,
            Letters::Windows1252 => {
                encoding_rs::WINDOWS_1252.decode_without_bom_handling(&windows_1252(&text)).0.into_owned()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn a_printed_name_is_one_suppliers_in_every_ledger() {
        let suppliers = Suppliers::new(7, 60_000, true);
        let mut owner: HashMap<String, u32> = HashMap::new();
        for (name, supplier) in suppliers.books.iter().flat_map(|book| &book.names) {
            assert_eq!(*owner.entry(name.to_lowercase()).or_insert(*supplier), *supplier, "{name}");
        }
        let mut names_of: HashMap<u32, usize> = HashMap::new();
        owner.values().for_each(|supplier| *names_of.entry(*supplier).or_default() += 1);
        let many = names_of.values().filter(|n| **n > 3).count();
        assert!(many > 50, "{many} suppliers under more than three names");
        assert!(owner.keys().any(|name| name.starts_with("=hyperlink")));
        assert_eq!(ATTACKS.len(), suppliers.all.iter().filter(|supplier| supplier.is_attack).count());
    }

    #[test]
    fn few_suppliers_get_most_of_the_work() {
        let suppliers = Suppliers::new(7, 200_000, false);
        let mut dice = dice(7, "use");
        let mut n_of: HashMap<u32, u32> = HashMap::new();
        (0..5_000).for_each(|_| {
            *n_of
                .entry(
                    suppliers.book(0).names[suppliers.book(0).choose(TradeId::Building, &mut dice).name_id as usize].1,
                )
                .or_default() += 1
        });
        let mut n: Vec<u32> = n_of.into_values().collect();
        n.sort_unstable_by(|a, b| b.cmp(a));
        assert!(n.iter().take(5).sum::<u32>() > 1_500, "{n:?}");
    }
}
