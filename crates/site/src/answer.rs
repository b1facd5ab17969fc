//! What a page's function makes of an address.

use crate::block::Page;

/// A page, and how it is framed.
pub(crate) enum Answer {
    Page(Page),
    /// For paper.
    Sheet(Page),
    /// For another site's page.
    Embed(Page),
    Feed(String),
    NotFound(Page),
    /// A query that makes no sense.
    Bad(Page),
}
