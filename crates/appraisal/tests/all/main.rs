//! The crate as others use it.

mod payback;
mod reference_claims;
mod signs;
