//! Demand that good work would not have caused, and contact by another channel.

use money::Money;
use statistics::Share;

/// Contacts classified by the customer's words.
///
/// Failure demand is caused by a failure to do something, or to do it right for the customer; value demand is why the
/// service exists (Seddon).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demand {
    pub n_value: u64,
    pub n_failure: u64,
    /// Contacts that nobody classified: they are in no share.
    pub n_unclassified: u64,
}

impl Demand {
    /// Failure demand as a share of classified demand, with its interval; none where nothing is classified.
    pub fn failure_share(&self) -> Option<Share> {
        Share::wilson(self.n_failure, self.n_failure + self.n_value)
    }
}

/// National Indicator 14 by its final definition: contact of low or no value to the customer as a share of contacts
/// that staff assessed, in a sample. None where none was assessed, or more avoidable than assessed.
pub fn avoidable_contact_final(n_avoidable: u64, n_assessed: u64) -> Option<Share> {
    (n_avoidable <= n_assessed).then(|| Share::wilson(n_avoidable, n_assessed)).flatten()
}

/// The indicator by its draft of 2007: contacts for each request that was resolved. It is a number of contacts and not
/// a share, so it is never compared with the final one. None where none was resolved.
pub fn avoidable_contact_draft_2007(n_contacts: u64, n_resolved: u64) -> Option<f64> {
    (0 < n_resolved).then(|| n_contacts as f64 / n_resolved as f64)
}

/// Contacts that move from one channel to another, as somebody counted or planned them.
///
/// The number that moves is given and never assumed: contacts do not vanish by half because there is a website (method,
/// section 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChannelShift {
    pub n_contacts: u64,
    pub n_moved: u64,
    pub unit_cost_from: Money,
    pub unit_cost_to: Money,
}

impl ChannelShift {
    /// What the contacts that move cost less on the new channel, to the penny. It is capacity released until a budget is
    /// cut. None where more move than there are.
    pub fn capacity_released(&self) -> Option<Money> {
        let each = (self.unit_cost_from - self.unit_cost_to).pence();
        let n_moved = i64::try_from(self.n_moved).ok().filter(|_| self.n_moved <= self.n_contacts)?;
        each.checked_mul(n_moved).map(Money::from_pence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Method, T18.
    #[test]
    fn both_definitions_of_avoidable_contact_are_those_of_t18() {
        assert_eq!(avoidable_contact_final(420, 2_100).map(|share| share.value), Some(0.2));
        assert_eq!(avoidable_contact_draft_2007(2_100, 1_500), Some(1.4));
        assert_eq!((avoidable_contact_final(0, 0), avoidable_contact_draft_2007(5, 0)), (None, None));
        assert_eq!(avoidable_contact_final(3, 2), None);
    }

    #[test]
    fn failure_demand_is_a_share_of_what_was_classified() {
        let demand = Demand { n_value: 60, n_failure: 40, n_unclassified: 900 };
        assert_eq!(demand.failure_share().map(|share| share.value), Some(0.4));
    }

    /// Method, T18: 90,000 fewer face to face at £9 each, on the web at 12p.
    #[test]
    fn a_shift_releases_what_the_contacts_that_move_cost_less() {
        let shift = ChannelShift {
            n_contacts: 180_000,
            n_moved: 90_000,
            unit_cost_from: Money::from_pence(9_00),
            unit_cost_to: Money::from_pence(12),
        };
        assert_eq!(shift.capacity_released(), Some(Money::from_pence(799_200_00)));
        assert_eq!(ChannelShift { n_moved: 180_001, ..shift }.capacity_released(), None);
        assert_eq!(ChannelShift { n_moved: 0, ..shift }.capacity_released(), Some(Money::ZERO));
    }
}
