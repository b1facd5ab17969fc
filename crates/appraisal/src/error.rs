//! What can go wrong that is no mistake in a file.

use thiserror::Error;

#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    #[error("cannot read `{file}`: {why}")]
    ReferenceUnreadable { file: String, why: String },

    #[error(transparent)]
    YearOutsideDeflator(#[from] money::YearOutsideDeflator),

    #[error("there is no {what} `{id}`")]
    NotThere { what: &'static str, id: String },

    /// One saving claimed by two programmes or strands: adding it up would count it twice.
    #[error("the saving `{saving}` is counted already, under {first}; it cannot be counted again under {second}")]
    CountedTwice { saving: String, first: String, second: String },

    #[error("a gain-share by {rule} cannot be computed: {why}")]
    NotShareable { rule: &'static str, why: String },

    #[error(
        "{first} and {second} are discounted by different publications, so their present values cannot be compared"
    )]
    NotComparable { first: String, second: String },

    /// The programme of pots and services has no answer, such as duties that no pot may pay for.
    #[error("no allocation meets every limit: {why}")]
    NoAllocation { why: String },

    #[error("`{path}` is not something that {proposal} can vary")]
    NoParameter { path: String, proposal: String },

    #[error("no input of {proposal} has a range, so there is nothing to draw")]
    NothingUncertain { proposal: String },

    #[error("these correlations contradict each other: no inputs can be correlated in this way")]
    NotCorrelatable,
}
