//! What is known of a person for families.

use jiff::civil::Date;

/// A person's lasting number, as linkage gives it.
pub type PersonId = u64;

/// What is known of a person for families.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub born: Option<Date>,
    /// A child until 25 instead of 18: special educational needs or disability.
    pub has_send: bool,
}

/// Whether a person is a child on a day. Somebody without a date of birth is a child where somebody
/// cares for them, which the caller sees from the ties.
pub fn is_child(person: &Person, day: Date) -> Option<bool> {
    let born = person.born?;
    let until = born.year() + if person.has_send { 25 } else { 18 };
    // Born on 29 February: the birthday of other years is 1 March.
    let birthday = Date::new(until, born.month(), born.day()).or_else(|_| Date::new(until, 3, 1)).ok()?;
    Some(born <= day && day < birthday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_child_grows_up_on_a_birthday() {
        let person = |born, has_send| Person { id: 1, born: Some(born), has_send };
        let child = |born, has_send, day| is_child(&person(born, has_send), day);
        assert_eq!(child(date(2004, 2, 29), false, date(2022, 2, 28)), Some(true));
        assert_eq!(child(date(2004, 2, 29), false, date(2022, 3, 1)), Some(false));
        assert_eq!(child(date(2004, 2, 29), true, date(2022, 3, 1)), Some(true));
        assert_eq!(child(date(2024, 1, 1), false, date(2023, 3, 1)), Some(false), "not born yet");
        assert_eq!(is_child(&Person { id: 1, born: None, has_send: false }, date(2022, 1, 1)), None);
    }
}
