//! The crate as others use it.

mod asked;
mod payback;
mod reference_claims;
mod signs;
