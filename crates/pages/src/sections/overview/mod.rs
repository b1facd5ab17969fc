//! The first page, and what leads from it: search, the feed, charts for other sites.

pub(crate) mod embed;
pub(crate) mod feed;
pub(crate) mod search;
pub(crate) mod whole;
