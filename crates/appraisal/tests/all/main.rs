//! The crate as others use it.

mod reference_claims;
