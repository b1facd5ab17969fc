//! Money is whole pence and adds exactly.
//!
//! A ledger is never held in binary floating point: `0.1 + 0.2` is not `0.3` there, and an account
//! that is a penny out is an account that nobody trusts. Estimates (rates, prices of another year)
//! are `f64` and become money once, on the page.

mod amount;
mod apportion;
mod deflator;
mod pence;
mod price;

pub use amount::{Amount, AmountError, CurrencyMark};
pub use apportion::apportion;
pub use deflator::{Deflator, Deflators, YearOutsideDeflator};
pub use pence::Money;
pub use price::{implied_base, real_terms};
