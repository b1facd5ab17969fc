//! Which page an address means, and the page as it is sent.

use account::{RowsRequest, RowsView};
use model::FinancialYear;

use crate::address::{Here, Medium};
use crate::answer::Answer;
use crate::block::Page;
use crate::html::{self, Frame, YearLink};
use crate::phrases::{year_in_words, years_in_words};
use crate::refusal;
use crate::registry;
use crate::sections::money::rows;
use crate::site::Site;
use crate::view::View;

/// What is sent for an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    pub content_type: &'static str,
    pub title: String,
    pub body: String,
}

impl Site {
    /// The page at an address, as a server sends it: `page("bodies/leeds", "")`. Every address has an answer:
    /// what is not there and what cannot be read say so, and what to do.
    pub fn page(&self, path: &str, query: &str) -> Response {
        self.print(Medium::Served, path, registry::answer(self, Medium::Served, path, query))
    }

    /// The page of rows, for a server that can read the long texts of lines.
    pub fn rows(&self, rows: &RowsView) -> Response {
        let view = View::of_all(self, Medium::Served);
        self.print(Medium::Served, "rows", Answer::Page(rows::page(&view, rows)))
    }

    /// The rows that a query asks for, without their long texts; the page that says why where it makes no sense.
    pub fn rows_request(&self, query: &str) -> Result<RowsRequest, Box<Response>> {
        let view = View::of_all(self, Medium::Served);
        let request = rows::request(&view, query);
        request.map_err(|page| Box::new(self.print(Medium::Served, "rows", Answer::Bad(*page))))
    }

    /// For what a server itself cannot find.
    pub fn not_found(&self, path: &str) -> Response {
        self.print(Medium::Served, path, Answer::NotFound(refusal::not_found(self, path)))
    }

    /// For what a server itself refuses, with a sentence that says why and what to do.
    pub fn bad_request(&self, why: &str) -> Response {
        self.print(Medium::Served, "", Answer::Bad(refusal::bad_request(why, "")))
    }

    /// Every page that is published as a file, in order.
    pub fn addresses(&self) -> Vec<String> {
        registry::addresses(self)
    }

    pub(crate) fn page_for_files(&self, path: &str) -> Response {
        self.print(Medium::Files, path, registry::answer(self, Medium::Files, path, ""))
    }

    fn print(&self, medium: Medium, path: &str, answer: Answer) -> Response {
        let (year, in_year) = registry::year_and_rest(self, path);
        let here = Here::new(medium, path).in_year(year, registry::is_of_year);
        let frame =
            self.frame(year.or_else(|| registry::is_of_year(in_year).then_some(self.place.year)), in_year, here);
        let answer = answer.titled(year);
        let html = |status, page: &Page, body| Response {
            status,
            content_type: "text/html; charset=utf-8",
            title: page.title.clone(),
            body,
        };
        match answer {
            Answer::Page(page) => html(200, &page, html::page(here, &frame, registry::way(&page.address), &page)),
            Answer::Sheet(page) => html(200, &page, html::sheet(here, &frame, &page)),
            Answer::Embed(page) => html(200, &page, html::embed(here, &frame, &page)),
            Answer::NotFound(page) => html(404, &page, html::page(here, &frame, registry::way(&page.address), &page)),
            Answer::Bad(page) => html(400, &page, html::page(here, &frame, registry::way(&page.address), &page)),
            Answer::Feed(body) => Response {
                status: 200,
                content_type: "application/atom+xml; charset=utf-8",
                title: "Feed of builds".to_owned(),
                body,
            },
        }
    }

    /// `year` is the year of a page that there is for each year, and `address` stands in it.
    fn frame(&self, year: Option<FinancialYear>, address: &str, here: Here) -> Frame<'_> {
        let year = year.filter(|_| !self.place.earlier_years.is_empty());
        Frame {
            place: &self.place.name,
            year: year.map_or_else(|| years_in_words(&self.place), year_in_words),
            years: year.map(|shown| self.year_links(shown, address, here)).unwrap_or_default(),
            program: &self.run.program,
            n_files: self.summary.sources.n_files,
            n_bodies: self.summary.bodies.len(),
            sections: registry::sections(self),
        }
    }

    /// The same page in each year, the latest first.
    fn year_links(&self, shown: FinancialYear, address: &str, here: Here) -> Vec<YearLink> {
        let mut years: Vec<FinancialYear> = self.place.years().collect();
        years.sort_by_key(|year| std::cmp::Reverse(year.0));
        let link = |year: FinancialYear| {
            let earlier = (year != self.place.year).then_some(year);
            let to = here.in_year(earlier, registry::is_of_year).page(address);
            YearLink { text: year_in_words(year), to, is_shown: year == shown }
        };
        years.into_iter().map(link).collect()
    }
}
