//! About the data: sources, warnings, method, downloads.

pub(crate) mod accessibility;
pub(crate) mod data;
pub(crate) mod landing;
pub(crate) mod method;
pub(crate) mod warnings;
