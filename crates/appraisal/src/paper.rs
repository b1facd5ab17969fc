//! What a file in `proposals/` is: a proposal, ring-fenced pots, an offer or a roll-out.

use toml::de::DeTable;

/// The papers that a place keeps in `proposals/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    Proposal,
    /// Ring-fenced pots: [`crate::funding`].
    Funding,
    /// A single offer: [`crate::offer`].
    Offer,
    /// A saving spread over places and years: [`crate::rollout`].
    RollOut,
}

/// Keys that no other paper has.
const KEYS: [(&str, Paper); 9] = [
    ("benefit", Paper::Proposal),
    ("cost", Paper::Proposal),
    ("claim", Paper::Proposal),
    ("pot", Paper::Funding),
    ("service", Paper::Funding),
    ("freedom", Paper::Offer),
    ("criterion", Paper::Offer),
    ("ramp", Paper::RollOut),
    ("area", Paper::RollOut),
];

/// What a text is by the keys it has. A text that has none of them, or is broken, is a proposal, whose reader says what
/// is wrong with it.
pub fn paper(text: &str) -> Paper {
    let (document, _) = DeTable::parse_recoverable(text);
    let found = KEYS.iter().find(|(key, _)| document.get_ref().get(*key).is_some());
    found.map_or(Paper::Proposal, |(_, paper)| *paper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_is_known_by_its_keys() {
        assert_eq!(paper(include_str!("../../../reference/proposals/early-help.toml")), Paper::Proposal);
        assert_eq!(paper(include_str!("../../../reference/proposals/two-percent-roll-out.toml")), Paper::RollOut);
        assert_eq!(paper(include_str!("../../../reference/proposals/ring-fences.toml")), Paper::Funding);
        assert_eq!(paper(include_str!("../../../reference/proposals/single-offer.toml")), Paper::Offer);
        assert_eq!(paper("name = \"Early help\"\ncost"), Paper::Proposal, "its reader says what is wrong");
    }
}
