//! The pages of proposals.

use model::tables::PROPOSAL;

use crate::html::tags;
use crate::{small, tables};

fn page(path: &str) -> String {
    let response = small().page(path, "");
    assert_eq!(response.status, 200, "{path}");
    response.body
}

/// The address of a proposal by its name, as the list gives it.
fn address(name: &str) -> String {
    let list = page("proposals");
    let link = tags(&list, "a").into_iter().find(|tag| tag.text == name).expect("the list names it");
    link.attribute("href").expect("a link leads somewhere")
}

#[test]
fn the_worked_example_has_its_figures_to_the_printed_digit() {
    let page = page(&address("Early help for 200 families"));
    for figure in [
        "0.9661",
        "1.4032 without the correction for optimism",
        "0.7685",
        "0.3892",
        "1.0351",
        "1.3012",
        ">£734,130<",
        ">-£24,910<",
        ">£146,826<",
        ">£8,873<",
        ">£92,755<",
    ] {
        assert!(page.contains(figure), "{figure}");
    }
    assert!(page.contains("Public money is not paid back within these years."));
    assert!(page.contains("Placements of children looked after of council, cost centre CS-4100"));
}

#[test]
fn who_pays_who_gains_and_what_would_change_it_are_charts_from_tables() {
    let page = page(&address("Early help for 200 families"));
    let charts: Vec<String> = tags(&page, "table").iter().filter_map(|table| table.attribute("data-chart")).collect();
    assert_eq!(charts, ["bar", "line", "bar", "tornado"]);
    let tornado = tags(&page, "table").into_iter().find(|table| table.attribute("id").as_deref() == Some("swings"));
    let base = tornado.and_then(|table| table.attribute("data-whole-pence")).expect("where the bars begin");
    assert_eq!(base, "-2491001", "the answer as it stands");
}

#[test]
fn a_number_that_is_not_confirmed_says_so_on_every_page_that_uses_it() {
    let list = page("proposals");
    assert_eq!(list.matches("numbers not confirmed").count(), 4, "every one rests on the copied deflator");
    let page = page(&address("Early help for 200 families"));
    assert!(page.contains("3 numbers are not confirmed"));
    for number in ["GDP deflator", "Grades of evidence", "A year of life in full health"] {
        assert!(page.contains(number), "{number}");
    }
}

#[test]
fn a_claim_is_no_saving_and_what_has_no_figure_is_never_nothing() {
    let page = page(&address("Bedfordshire and Luton: critical life events"));
    assert!(page.contains("nothing here can be called a saving"));
    assert!(page.contains("claimed but not put into figures"));
    assert!(page.contains("claimed, not quantified"));
    assert!(!page.contains("£0"), "what is not stated is not nothing");
}

#[test]
fn a_file_that_could_not_be_read_stands_with_its_line_and_what_was_meant() {
    let list = page("proposals");
    assert!(list.contains("proposals/&lt;b&gt;broken&lt;/b&gt;.toml, line "), "the file, as text");
    assert!(list.contains("did you mean `engagement`?"));
}

#[test]
fn where_the_step_did_not_run_proposals_are_not_computed() {
    let memory = tables::memory(2).without(&[&PROPOSAL]);
    let site = tables::site_of(&tables::place(), &memory);
    assert!(site.page("proposals", "").body.contains("The step that appraises them did not run."));
}
