//! What can go wrong with rules; batches that break the schema of the model are bugs and panic.

/// Why a treater cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A pattern of a rule is no regular expression, or too large a one.
    #[error("{at}: rule `{rule}` has a pattern that cannot be used: {reason}")]
    PatternUnusable { rule: String, at: String, reason: String },
    /// A rule says `transfer` but not of which kind.
    #[error("{at}: rule `{rule}` makes a transfer, so it must say of which kind")]
    TransferKindMissing { rule: String, at: String },
}
