//! What a page's function makes of an address.

use model::FinancialYear;

use crate::block::Page;
use crate::list::Asked;
use crate::refusal;

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

impl Answer {
    /// With an earlier year in the title, so that no two pages have one title.
    pub fn titled(self, year: Option<FinancialYear>) -> Answer {
        let titled = |page: Page| match year {
            Some(year) => Page { title: format!("{}, {year}", page.title), ..page },
            None => page,
        };
        match self {
            Answer::Page(page) => Answer::Page(titled(page)),
            Answer::Sheet(page) => Answer::Sheet(titled(page)),
            other => other,
        }
    }

    /// A list, as far as what is asked of it makes sense.
    pub fn of_list(query: &str, list: impl FnOnce(&Asked) -> Page) -> Option<Answer> {
        Some(match Asked::from_query(query) {
            Ok(asked) => Answer::Page(list(&asked)),
            Err(why) => Answer::Bad(refusal::bad_request(&why, "")),
        })
    }
}
