//! Doing better: what a better design would cost, and who gains.

pub(crate) mod buildings;
pub(crate) mod done_twice;
pub(crate) mod landing;
pub(crate) mod proposal;
pub(crate) mod proposals;
