//! Values that are the same in every account.

use model::{AccountPart, Attribution, Intent, TransferKind, Treatment};

use crate::Dimension;

pub(crate) const YES: &str = "yes";
pub(crate) const NO: &str = "no";
pub(crate) const NEGATIVE: &str = "negative";
pub(crate) const POSITIVE: &str = "positive";

/// The words of a dimension, where they do not depend on the account.
pub(crate) fn fixed_words(dimension: Dimension) -> Option<Vec<&'static str>> {
    let words = match dimension {
        Dimension::Part => AccountPart::ALL.iter().map(|part| part.word()).collect(),
        Dimension::Treatment => Treatment::ALL.iter().map(|treatment| treatment.word()).collect(),
        Dimension::TransferKind => TransferKind::ALL.iter().map(|kind| kind.word()).collect(),
        Dimension::Attribution => Attribution::ALL.iter().map(|attribution| attribution.word()).collect(),
        Dimension::Intent => Intent::ALL.iter().map(|intent| intent.word()).collect(),
        Dimension::Sign => vec![NEGATIVE, POSITIVE],
        Dimension::Eliminated | Dimension::Capital | Dimension::Redacted | Dimension::Nameless => vec![YES, NO],
        _ => return None,
    };
    Some(words)
}

/// Whether a line may have no value of a dimension.
pub(crate) fn may_be_absent(dimension: Dimension) -> bool {
    use Dimension::*;
    match dimension {
        Month | TransferKind | ServiceRule | Cofog | CofogDivision | Intent | Counterparty | Capital | Supplier
        | Payee | Department | Heading | Subjective | Theme => true,
        Body | File | Year | Part | Treatment | Eliminated | Attribution | Rule | Service | Sign | Redacted
        | Nameless => false,
    }
}
