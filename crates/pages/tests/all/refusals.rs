//! Addresses that lead nowhere and queries that make no sense are answered in words.

use crate::small;

fn check_refused(path: &str, query: &str, status: u16, words: &str) {
    let page = small().page(path, query);
    assert_eq!(page.status, status, "{path}?{query}");
    assert!(page.body.contains(words), "{path}?{query} does not say {words}");
    assert!(page.body.contains("<h1"), "{path}");
}

#[test]
fn an_unknown_address_says_where_to_look() {
    check_refused("bodies/nowhere", "", 404, "All body pages");
    check_refused("payees/acorn-0000000000000000", "", 404, "All payee pages");
    check_refused("no/such/page", "", 404, "There is no page at this address");
    check_refused("..%2f..%2fetc%2fpasswd", "", 404, "There is no page at this address");
    check_refused("<script>alert(1)</script>", "", 404, "There is no page at this address");
    assert!(!small().page("<script>alert(1)</script>", "").body.contains("<script>alert"));
    check_refused("embed/bodies/nowhere", "", 404, "There is no page");
}

#[test]
fn a_filter_that_makes_no_sense_says_so() {
    check_refused("rows", "bdy=county", 400, "There is no filter `bdy`");
    check_refused("rows", "body=cuonty", 400, "did you mean");
    check_refused("rows", "month=13", 400, "a month such as 2020-07");
    check_refused("rows", "page=0", 400, "the number of a page, from 1");
    check_refused("payees", "sort=size", 400, "sorted by amount, name or lines");
    check_refused("compare", "a=town:x", 400, "cannot be compared");
    check_refused("compare", "a=body:nowhere&b=body:county", 400, "nowhere");
    check_refused("rows", "body=%FF", 400, "cannot be read");
}

#[test]
fn a_page_past_the_end_leads_back() {
    let page = small().page("rows", "body=county&page=9999");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("There are fewer pages than that"));
}
