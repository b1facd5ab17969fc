//! What people decided about who is who, beside what the program finds.

/// Which record: the agency that holds it, and the agency's own number.
pub type RecordKey = (String, String);

/// A printed name that a decision speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedPayee {
    /// The body that prints it; whichever body where none is named.
    pub body_id: Option<String>,
    /// As printed.
    pub payee: String,
}

impl DecidedPayee {
    pub fn is(&self, body_id: &str, payee: &str) -> bool {
        self.payee == payee && self.body_id.as_deref().is_none_or(|body| body == body_id)
    }
}

/// What a person decided about two printed names (`decisions/suppliers.csv`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplierDecision {
    pub one: DecidedPayee,
    pub other: DecidedPayee,
    /// One supplier, or two.
    pub is_same: bool,
    /// Who decided.
    pub decided_by: String,
    /// File and line.
    pub at: String,
}

/// A person's answer about two printed names, as it is added to `decisions/suppliers.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplierAnswer {
    pub decided_on: String,
    pub decided_by: String,
    pub one: DecidedPayee,
    pub other: DecidedPayee,
    /// One supplier, or two.
    pub is_same: bool,
    /// Why.
    pub note: String,
}

/// Whose a record of an agency is from a signature on (`decisions/people.csv`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedRecord {
    /// Which signature it belongs to, counted from 1.
    pub signature: u64,
    pub agency: String,
    pub record_id: String,
    /// None where the record is no more.
    pub person_id: Option<u64>,
}

/// One reviewer's answer on two records (`decisions/person_pairs.csv`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairAnswer {
    pub decided_on: String,
    pub decided_by: String,
    /// Agency and number of one record, and of the other.
    pub one: RecordKey,
    pub other: RecordKey,
    /// same, different or unsure.
    pub verdict: String,
}
