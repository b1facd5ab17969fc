//! Any text: an amount that is read back as itself, or a refusal; a bracket is never positive.
#![no_main]

use libfuzzer_sys::fuzz_target;
use money::{Amount, Money};

fuzz_target!(|text: &str| {
    let Ok(amount) = Amount::parse(text) else { return };
    for printed in [amount.money.plain(), amount.money.to_string()] {
        let again = Amount::parse(&printed).expect("what money prints can be read");
        assert_eq!(again.money, amount.money, "{text:?} printed as {printed}");
        assert!(!again.sub_penny);
    }
    assert!(amount.dust.abs() <= 500_000, "rounding takes at most half a penny away: {text:?}");
    assert!(amount.dust == 0 || amount.sub_penny, "{text:?}");
    assert!(!text.trim().starts_with('(') || amount.money <= Money::ZERO, "{text:?} lost its sign");
    assert!(!text.contains('-') || text.contains(['e', 'E']) || amount.money <= Money::ZERO, "{text:?} lost its sign");
    assert!(
        text.trim() == "-" || text.chars().any(char::is_numeric) || amount.money == Money::ZERO,
        "{text:?} is not a number"
    );
});
