//! Values that passed.

/// A value that has passed the disclosure rules and may leave the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released<T>(pub(crate) T); // private outside: the functions of this crate are the only way in

impl<T> Released<T> {
    pub fn get(&self) -> &T {
        &self.0
    }

    pub fn into_inner(self) -> T {
        self.0
    }
}
