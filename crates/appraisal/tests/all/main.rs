//! The crate as others use it.

mod asked;
mod factors;
mod payback;
mod reference_claims;
mod signs;
