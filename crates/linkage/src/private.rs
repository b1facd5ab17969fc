//! Values about people print as nothing, so that a log line cannot tell on anyone.

use std::fmt;

/// A value about a person: `Debug` and `Display` show that it is there and nothing of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Private<T>(T);

impl<T> Private<T> {
    pub fn new(value: T) -> Private<T> {
        Private(value)
    }

    /// The value itself, for a person who is entitled to see it: a reviewer's page, never a message.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("‹private›")
    }
}

impl<T> fmt::Display for Private<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("‹private›")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_value_prints_nothing_of_itself() {
        let name = Private::new("Siân Marker");
        assert_eq!(format!("{name} {name:?}"), "‹private› ‹private›");
        assert_eq!(*name.expose(), "Siân Marker");
    }
}
