//! The Shapley value: what each player adds, averaged over every order in which they could come together.

/// Above this the coalitions are too many to state, and nobody could check them.
pub const N_PLAYERS_MAX: usize = 8;

/// The value of each of `n` players, where `worth` says what a set of them (one bit for each) gains together.
///
/// `φ_i = Σ_S |S|! (n - |S| - 1)! / n! × (v(S ∪ i) - v(S))` over the sets without `i`. The values add up to what all of
/// them gain together. Shapley, L. S. (1953), A value for n-person games.
pub fn shapley(n: usize, worth: impl Fn(u32) -> f64) -> Vec<f64> {
    assert!(n <= N_PLAYERS_MAX, "coalitions are stated for at most {N_PLAYERS_MAX} bodies");
    let worths: Vec<f64> = (0..1u32 << n).map(worth).collect();
    let factorial = |k: usize| (1..=k).map(|k| k as f64).product::<f64>();
    let value = |i: usize| {
        let without_i = (0..1u32 << n).filter(|members| members & (1 << i) == 0);
        let added = without_i.map(|members| {
            let size = members.count_ones() as usize;
            let weight = factorial(size) * factorial(n - size - 1) / factorial(n);
            weight * (worths[(members | 1 << i) as usize] - worths[members as usize])
        });
        added.sum()
    };
    (0..n).map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Method, T21: council, police and NHS.
    #[test]
    fn the_published_coalitions_give_the_published_shares() {
        let (council, police, nhs) = (0b001, 0b010, 0b100);
        let worth = |members: u32| match members {
            m if m == council | police => 20.0,
            m if m == council | nhs => 50.0,
            m if m == police | nhs => 10.0,
            m if m == council | police | nhs => 90.0,
            _ => 0.0,
        };
        let shares: Vec<String> = shapley(3, worth).iter().map(|share| format!("{share:.2}")).collect();
        assert_eq!(shares, ["38.33", "18.33", "33.33"]);
    }

    proptest! {
        #[test]
        fn values_add_up_to_what_all_gain(worths in prop::collection::vec(-100.0f64..100.0, 32)) {
            let worth = |members: u32| if members == 0 { 0.0 } else { worths[members as usize] };
            let sum: f64 = shapley(5, worth).iter().sum();
            prop_assert!((sum - worths[31]).abs() < 1e-9);
        }
    }
}
