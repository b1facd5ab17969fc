//! What people said of payees that are nearly, or seem to be, a public body.

/// A person's word on one printed payee (`rules/bodies.csv`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayeeAnswer {
    pub payee: String,
    /// The body of the place that it is; none where it is none of them.
    pub body_id: Option<String>,
}
