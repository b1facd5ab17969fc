//! About the data: sources, doubts, method, downloads.

pub(crate) mod accessibility;
pub(crate) mod data;
pub(crate) mod doubts;
pub(crate) mod landing;
pub(crate) mod method;
