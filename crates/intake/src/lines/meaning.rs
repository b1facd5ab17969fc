//! What lines mean, eight bytes each, so that the same payments are found in whatever print they come.
//!
//! From the top: 15 bits of the day, 33 of the amount, 8 of the payee and 8 of the reference. Day and pence are exact,
//! so that the pounds at stake are too; payee and reference only have to tell one line from the next. The numbers
//! depend on nothing but the line: they are the same in every run, release and machine.

use std::collections::BTreeMap;
use std::ops::Range;

use money::Money;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::encoding::Encoding;

/// 1 January 1980, in days since 1970: ledgers are not older.
const FIRST_DAY: i32 = 3652;
const DAYS_MAX: i32 = (1 << 15) - 2;
/// Pence up to this size are written as they are.
const PENCE_MAX: i64 = (1 << 31) - 1;
const LARGE: u64 = 1 << 32;

/// The lines of a table as they are compared with those of others.
#[derive(Clone, Debug, Default)]
pub struct Meanings {
    lines: Vec<u64>,
    /// Amounts that do not fit, by what stands for them.
    large: BTreeMap<u64, Money>,
}

/// What two lines are compared by beside their day and amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning(u64);

impl Meaning {
    /// Days since 1970-01-01.
    pub fn day(self) -> Option<i32> {
        let day = (self.0 >> 49) as i32;
        (day > 0).then(|| day - 1 + FIRST_DAY)
    }

    /// The same for lines of one day and one amount.
    pub fn day_and_amount(self) -> u64 {
        self.0 >> 16
    }

    /// The same for lines of one amount.
    pub fn amount(self) -> u64 {
        self.0 >> 16 & (2 * LARGE - 1)
    }

    pub fn payee(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// Zero where there is none.
    pub fn reference(self) -> u8 {
        self.0 as u8
    }
}

/// A line with its payee in front: 8 bits, then 33 of the amount, 15 of the day and 8 of the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByPayee(u64);

impl ByPayee {
    /// The first line in order that may have a payee and an amount in pence; `None` where pence are not written as they are.
    pub fn first(payee: u8, pence: i64) -> Option<ByPayee> {
        (pence.abs() <= PENCE_MAX).then(|| ByPayee(u64::from(payee) << 56 | ((pence + PENCE_MAX) as u64) << 23))
    }

    pub fn payee(self) -> u8 {
        (self.0 >> 56) as u8
    }

    /// The same for lines of one payee and one amount.
    pub fn payee_and_amount(self) -> u64 {
        self.0 >> 23
    }

    /// The same for lines of one amount.
    pub fn amount(self) -> u64 {
        self.0 >> 23 & (2 * LARGE - 1)
    }

    /// The amount where it is written as it is.
    pub fn pence(self) -> Option<i64> {
        (self.amount() < LARGE).then(|| self.amount() as i64 - PENCE_MAX)
    }

    /// Days since 1970-01-01.
    pub fn day(self) -> Option<i32> {
        let day = (self.0 >> 8 & 0x7fff) as i32;
        (day > 0).then(|| day - 1 + FIRST_DAY)
    }

    /// Zero where there is none.
    pub fn reference(self) -> u8 {
        self.0 as u8
    }
}

impl Meanings {
    pub fn push(&mut self, day: Option<i32>, amount: Money, payee: u8, reference: u8) {
        let day = day.map(|day| day - FIRST_DAY).filter(|day| (0..=DAYS_MAX).contains(day)).map_or(0, |day| day + 1);
        let pence = amount.pence();
        let code = match pence.abs() <= PENCE_MAX {
            true => (pence + PENCE_MAX) as u64,
            false => {
                let code = LARGE | mix(0, pence as u64) >> 32;
                self.large.insert(code, amount);
                code
            }
        };
        self.lines.push((day as u64) << 49 | code << 16 | u64::from(payee) << 8 | u64::from(reference));
    }

    /// Sorted by day, then amount, payee and reference.
    pub fn sort(&mut self) {
        self.lines.sort_unstable();
        self.lines.shrink_to_fit();
    }

    pub fn len(&self) -> usize {
        self.lines.len()
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub fn get(&self, index: usize) -> Meaning {
        Meaning(self.lines[index])
    }

    /// The end of the run of lines with the day and amount of the line at `from`.
    pub fn end_of_day_and_amount(&self, from: usize) -> usize {
        let key = self.get(from).day_and_amount();
        (from..self.len()).find(|i| self.get(*i).day_and_amount() != key).unwrap_or(self.len())
    }

    /// Whether some line has the day and amount of this one. The lines must be sorted.
    pub fn has_day_and_amount(&self, line: Meaning) -> bool {
        let at = self.lines.partition_point(|other| Meaning(*other).day_and_amount() < line.day_and_amount());
        at < self.len() && self.get(at).day_and_amount() == line.day_and_amount()
    }

    /// How many lines equal the line before them, once sorted.
    pub fn n_repeated(&self) -> usize {
        self.lines.windows(2).filter(|pair| pair[0] == pair[1]).count()
    }

    /// Whether lines have as many different values of a kind.
    pub fn has_different<T: PartialEq>(&self, lines: Range<usize>, of: fn(Meaning) -> T, n_min: usize) -> bool {
        let mut found = Vec::with_capacity(n_min);
        lines.map(|line| of(self.get(line))).any(|value| {
            if !found.contains(&value) {
                found.push(value);
            }
            n_min <= found.len()
        })
    }

    pub fn amount(&self, line: Meaning) -> Money {
        match self.large.get(&line.amount()) {
            Some(amount) => *amount,
            None => Money::from_pence(line.amount() as i64 - PENCE_MAX),
        }
    }

    /// Lines that stand in both alike, with a payee and a reference, as often as they do, and their pounds. Both must be sorted.
    pub fn shared_with(&self, other: &Meanings) -> (u64, Money) {
        let (mut i, mut j, mut n, mut amount) = (0, 0, 0, Money::ZERO);
        while i < self.len() && j < other.len() {
            let (one, two) = (self.lines[i], other.lines[j]);
            let line = self.get(i);
            if one == two && line.payee() != 0 && line.reference() != 0 {
                n += 1;
                amount += self.amount(line);
            }
            (i, j) = (if one <= two { i + 1 } else { i }, if two <= one { j + 1 } else { j });
        }
        (n, amount)
    }

    /// Lines that agree in day, payee and reference with one of the others, whatever the amounts, and their pounds; nothing
    /// where these say the same of several lines of one table.
    pub fn shared_but_amounts(&self, other: &Meanings) -> (u64, Money) {
        let key = |line: &u64| (line >> 49) << 16 | line & 0xffff;
        let keys = |of: &Meanings| {
            let has_all = |line: &&u64| Meaning(**line).payee() != 0 && Meaning(**line).reference() != 0;
            let mut keys: Vec<u64> = of.lines.iter().filter(has_all).map(key).collect();
            keys.sort_unstable();
            let n = keys.len();
            keys.dedup();
            (n <= keys.len() + keys.len() / 10).then_some(keys)
        };
        let Some((_, theirs)) = keys(self).zip(keys(other)) else { return (0, Money::ZERO) };
        let shared = self.lines.iter().filter(|line| {
            let line = Meaning(**line);
            line.payee() != 0 && line.reference() != 0 && theirs.binary_search(&key(&line.0)).is_ok()
        });
        shared.fold((0, Money::ZERO), |(n, sum), line| (n + 1, sum + self.amount(Meaning(*line))))
    }

    /// The lines sorted by payee, then amount, day and reference.
    pub fn by_payee(&self) -> Vec<ByPayee> {
        let turned = |line: &u64| {
            ByPayee((line >> 8 & 0xff) << 56 | (line >> 16 & (2 * LARGE - 1)) << 23 | line >> 49 << 8 | line & 0xff)
        };
        let mut lines: Vec<ByPayee> = self.lines.iter().map(turned).collect();
        lines.sort_unstable();
        lines
    }

    /// The amount of a line that was turned.
    pub fn amount_by_payee(&self, line: ByPayee) -> Money {
        self.amount(Meaning(line.amount() << 16))
    }

    /// The same lines as if none had a date.
    pub fn undated(&self) -> Meanings {
        let mut undated = Meanings {
            lines: self.lines.iter().map(|line| line & ((1 << 49) - 1)).collect(),
            large: self.large.clone(),
        };
        undated.sort();
        undated
    }
}

/// A payee's name without case, punctuation and what stands for a legal form.
pub fn payee_code(cell: &[u8], encoding: Encoding) -> u8 {
    code_of(cell, encoding, |hash, word| if NO_MEANING.contains(&word) { hash } else { mix(hash, word) })
}

/// A reference without case, punctuation and leading zeros.
pub fn reference_code(cell: &[u8], encoding: Encoding) -> u8 {
    let start = cell.iter().take_while(|byte| matches!(byte, b'0' | b'\'' | b' ')).count();
    code_of(&cell[start..], encoding, mix)
}

/// Words that one print of a name has and another leaves out.
const NO_MEANING: [u64; 6] = [
    word_hash(b"LTD"),
    word_hash(b"LIMITED"),
    word_hash(b"PLC"),
    word_hash(b"LLP"),
    word_hash(b"THE"),
    word_hash(b"AND"),
];

/// 1 to 255, or zero for nothing.
fn code_of(cell: &[u8], encoding: Encoding, add: impl Fn(u64, u64) -> u64) -> u8 {
    let hash = if cell.is_ascii() {
        hash_words(cell.iter().map(|byte| char::from(*byte)), add)
    } else {
        hash_words(encoding.decode(cell).nfkd().filter(|c| !is_combining_mark(*c)), add)
    };
    if hash == 0 { 0 } else { (mix(hash, 1) % 255) as u8 + 1 }
}

fn hash_words(chars: impl Iterator<Item = char>, add: impl Fn(u64, u64) -> u64) -> u64 {
    let (mut hash, mut word) = (0, 0);
    for c in chars {
        match c {
            c if c.is_ascii_alphanumeric() => word = letter(word, c.to_ascii_uppercase() as u64),
            '\'' | '\u{2019}' => {}
            c if !c.is_ascii() && c.is_alphanumeric() => word = letter(word, c as u64),
            _ if word != 0 => hash = add(hash, std::mem::take(&mut word)),
            _ => {}
        }
    }
    if word == 0 { hash } else { add(hash, word) }
}

const fn word_hash(word: &[u8]) -> u64 {
    let (mut hash, mut i) = (0, 0);
    while i < word.len() {
        hash = letter(hash, word[i] as u64);
        i += 1;
    }
    hash
}

/// FNV-1a, which never changes.
const fn letter(hash: u64, letter: u64) -> u64 {
    let hash = if hash == 0 { 0xcbf2_9ce4_8422_2325 } else { hash };
    (hash ^ letter).wrapping_mul(0x0000_0100_0000_01b3)
}

/// The finishing steps of MurmurHash3.
const fn mix(hash: u64, value: u64) -> u64 {
    let mut mixed = hash.rotate_left(5) ^ value;
    mixed = (mixed ^ mixed >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed = (mixed ^ mixed >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    mixed ^ mixed >> 33
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(payees: &[&str]) {
        let codes: Vec<u8> = payees.iter().map(|payee| payee_code(payee.as_bytes(), Encoding::Utf8)).collect();
        assert!(codes.windows(2).all(|pair| pair[0] == pair[1]), "{payees:?} {codes:?}");
    }

    #[test]
    fn a_name_is_the_same_in_another_print() {
        check(&["Acorn Ltd", "ACORN LIMITED", " The Acorn Ltd. ", "acorn"]);
        check(&["Marks & Spencer Plc", "MARKS AND SPENCER"]);
        check(&["St John's", "ST JOHN’S", "St. Johns"]);
        check(&["Café Nero", "CAFE NERO"]);
    }

    #[test]
    fn numbers_do_not_change_from_release_to_release() {
        assert_eq!(payee_code(b"Acorn Ltd", Encoding::Utf8), 158);
        assert_eq!(payee_code(b"", Encoding::Utf8), 0);
    }

    #[test]
    fn amounts_are_exact_whatever_their_size() {
        let mut meanings = Meanings::default();
        let pence = [0, -1, 2_147_483_647, -2_147_483_648, 99_999_999_999_999, -12_345_678_901];
        pence.iter().for_each(|pence| meanings.push(Some(20_000), Money::from_pence(*pence), 1, 2));
        for (i, pence) in pence.into_iter().enumerate() {
            let line = meanings.get(i);
            assert_eq!((line.day(), meanings.amount(line)), (Some(20_000), Money::from_pence(pence)));
            assert_eq!((line.payee(), line.reference()), (1, 2));
        }
    }

    fn lines(lines: &[(Option<i32>, i64, u8, u8)]) -> Meanings {
        let mut meanings = Meanings::default();
        let push = |(day, pence, payee, reference): &(Option<i32>, i64, u8, u8)| {
            meanings.push(*day, Money::from_pence(*pence), *payee, *reference);
        };
        lines.iter().for_each(push);
        meanings.sort();
        meanings
    }

    /// Days from 1 January 1980 on are kept; older ones, and those beyond what fits, are as good as none.
    #[test]
    fn a_day_is_exact_where_ledgers_have_one() {
        let day = |day: i32| lines(&[(Some(day), 5, 255, 255)]).get(0).day();
        assert_eq!([3_652, 20_270, 3_652 + 32_766].map(day), [Some(3_652), Some(20_270), Some(36_418)]);
        assert_eq!([3_651, -1, 3_652 + 32_767].map(day), [None; 3]);
        assert_eq!(lines(&[(None, 5, 1, 1)]).get(0).day(), None);
        assert_eq!(lines(&[(Some(20_270), 5, 1, 1)]).undated().get(0).day(), None);
    }

    #[test]
    fn lines_turned_by_payee_say_the_same() {
        let meanings =
            lines(&[(Some(20_270), 700, 9, 4), (Some(20_271), -99_999_999_999_999, 2, 0), (None, -500, 2, 255)]);
        let turned: Vec<_> = meanings.by_payee().into_iter().collect();
        let said: Vec<_> =
            turned.iter().map(|line| (line.payee(), line.pence(), line.day(), line.reference())).collect();
        let expected = [(2, Some(-500), None, 255), (2, None, Some(20_271), 0), (9, Some(700), Some(20_270), 4)];
        assert_eq!(said, expected);
        assert_eq!(meanings.amount_by_payee(turned[1]), Money::from_pence(-99_999_999_999_999));
        let first = ByPayee::first(9, 700).expect("pence that fit");
        assert!(
            turned[1] < first && first <= turned[2] && ByPayee::first(9, 701).is_some_and(|first| turned[2] < first)
        );
        assert_eq!(ByPayee::first(9, 2_147_483_648), None);
    }

    #[test]
    fn runs_of_a_day_and_amount_are_found_and_counted() {
        let meanings = lines(&[
            (Some(20_270), 500, 1, 1),
            (Some(20_270), 500, 2, 1),
            (Some(20_270), 500, 2, 1),
            (Some(20_271), 500, 1, 1),
        ]);
        assert_eq!([0, 1, 3].map(|from| meanings.end_of_day_and_amount(from)), [3, 3, 4]);
        assert_eq!(meanings.n_repeated(), 1);
        let has = |day, pence| meanings.has_day_and_amount(lines(&[(Some(day), pence, 9, 9)]).get(0));
        assert_eq!(
            [has(20_270, 500), has(20_271, 500), has(20_270, 501), has(20_272, 500)],
            [true, true, false, false]
        );
        assert!(meanings.has_different(0..4, Meaning::payee, 2) && !meanings.has_different(0..4, Meaning::payee, 3));
        assert!(!meanings.has_different(1..3, Meaning::payee, 2));
    }

    #[test]
    fn a_reference_is_the_same_with_zeros_in_front() {
        let code = |text: &str| reference_code(text.as_bytes(), Encoding::Utf8);
        assert_eq!(code("0001236"), code("1236"));
        assert_ne!(code("1236"), code("1237"));
    }
}
