//! What clerks mistype.

use crate::strangers::day::Day;
use crate::strangers::dice::Dice;

/// One letter left out, added, exchanged with the next, or another one.
pub fn typo(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() < 3 {
        return text.to_owned();
    }
    let at = 1 + dice.below(letters.len() - 2);
    let other = char::from(b'a' + dice.below(26) as u8);
    match dice.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, other),
        2 => letters.swap(at, at + 1),
        _ => letters[at] = other,
    }
    letters.into_iter().collect()
}

/// Day and month exchanged, or a day, a month or a year beside.
pub fn misread(born: Day, dice: &mut Dice) -> Day {
    match dice.below(4) {
        0 if born.day <= 12 && born.day != born.month => Day::new(born.year, born.day, born.month),
        1 => Day { year: born.year - 1, ..born },
        2 => Day { month: born.month % 12 + 1, ..born },
        _ => Day { day: born.day % 28 + 1, ..born },
    }
}
