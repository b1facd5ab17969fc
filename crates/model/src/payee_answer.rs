//! What people said about payees that are nearly, or seem to be, public bodies.

/// A person's answer about one printed payee (`rules/bodies.csv`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayeeAnswer {
    pub payee: String,
    /// The body of the place that it is; `None` if it is not one of them.
    pub body_id: Option<String>,
}
