//! What agencies, activities and events are called outside: what must never be printed is called by one neutral word.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::people::never_printed::NeverPrinted;

/// Stands for every agency, and every activity, whose name says what is never printed.
pub const CONFIDENTIAL: &str = "a confidential service";
/// What happens there.
pub const CONFIDENTIAL_ACTIVITY: &str = "Contact";
/// Stands for a life event, or a type of assessment, whose name says what is never printed.
pub const CONFIDENTIAL_EVENT: &str = "something confidential";

/// Names as they may be told. Which of them hold a word of the list is remembered: there are few names and many contacts.
pub(super) struct Names<'n> {
    never: &'n NeverPrinted,
    known: RefCell<HashMap<String, bool>>,
}

impl<'n> Names<'n> {
    pub fn of(never: &'n NeverPrinted) -> Names<'n> {
        Names { never, known: RefCell::default() }
    }

    pub fn agency<'a>(&self, agency: &'a str) -> &'a str {
        if self.is_never_printed(agency) { CONFIDENTIAL } else { agency }
    }

    /// An activity with its agency: neither is named if one of them must not be.
    pub fn node(&self, agency: &str, activity: &str) -> String {
        match self.is_never_printed(agency) || self.is_never_printed(activity) {
            true => format!("{CONFIDENTIAL}: {CONFIDENTIAL_ACTIVITY}"),
            false => format!("{agency}: {activity}"),
        }
    }

    /// Whether a node stands for what is not named.
    pub fn is_confidential(&self, node: &str) -> bool {
        node.strip_prefix(CONFIDENTIAL).is_some_and(|rest| rest.starts_with(": "))
    }

    /// A life event, or a type of assessment.
    pub fn event<'a>(&self, event: &'a str) -> &'a str {
        if self.is_never_printed(event) { CONFIDENTIAL_EVENT } else { event }
    }

    pub fn is_never_printed(&self, text: &str) -> bool {
        if let Some(known) = self.known.borrow().get(text) {
            return *known;
        }
        let is = self.never.holds_text(text);
        self.known.borrow_mut().insert(text.to_owned(), is);
        is
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::never_printed;

    #[test]
    fn neither_an_agency_nor_an_activity_is_named_if_one_of_them_must_not_be() {
        let never = never_printed(None).unwrap();
        let names = Names::of(&never);
        for (agency, activity) in
            [("police", "Visit"), ("health", "Sexual health clinic"), ("social_care", "Adoption visit")]
        {
            assert_eq!(names.node(agency, activity), "a confidential service: Contact", "{agency}: {activity}");
        }
        assert_eq!(names.node("health", "GP appointment"), "health: GP appointment");
        assert_eq!((names.agency("police"), names.agency("health")), (CONFIDENTIAL, "health"));
        assert_eq!((names.event("leaving prison"), names.event("job lost")), (CONFIDENTIAL_EVENT, "job lost"));
    }
}
