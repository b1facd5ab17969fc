//! Journeys on a page: what was released, and nothing else.

use std::collections::BTreeSet;

use model::tables::RELEASED_FIGURE;
use pages::Site;

use crate::html::{tags, unescaped};
use crate::{small, tables};

const TOTALS: &str = "
topic    | position | category                                                        | measure | n     | shown
journeys | 0        | people with contacts                                            | people  | 18330 | 18330
journeys | 1        | steps between two agencies, which no single agency sees         | steps   | 30670 | 30670
journeys | 2        | share of steps that no single agency sees                       | percent | 38    | 38
journeys | 3        | people with two appointments at once                            | people  |       | [c]
journeys | 4        | avoidable contact (NI 14, final definition), as a share of all  | percent | 6     | 6
";

fn site(of_topics: &str) -> Site {
    tables::site_of(&tables::place(), &tables::memory(4).with(&RELEASED_FIGURE, &format!("{TOTALS}{of_topics}")))
}

fn body(of_topics: &str) -> String {
    let page = site(of_topics).page("journeys", "");
    assert_eq!(page.status, 200);
    page.body
}

/// The text of the page, without tags and with one space between words.
fn text(html: &str) -> String {
    let pieces = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    let text = pieces.collect::<Vec<_>>().join(" ");
    unescaped(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a table, row by row.
fn rows(html: &str, table: &str) -> Vec<String> {
    let (_, from) = html.split_once(&format!("id=\"{table}\"")).unwrap_or_else(|| panic!("no table {table}"));
    let body = from.split_once("</table>").unwrap().0.split_once("<tbody").unwrap().1;
    body.split("<tr").skip(1).map(text_of_row).collect()
}

fn text_of_row(row: &str) -> String {
    text(row.split_once('>').unwrap().1)
}

#[test]
fn a_place_without_journeys_has_no_such_page() {
    assert_eq!(small().page("journeys", "").status, 404);
    let families = "topic | position | category | measure | n | shown\ntotals | 0 | people | people | 50 | 50";
    let site = tables::site_of(&tables::place(), &tables::memory(4).with(&RELEASED_FIGURE, families));
    assert_eq!(site.page("journeys", "").status, 404);
    assert!(!site.page("people", "").body.contains("href=\"journeys\""));
}

#[test]
fn the_page_on_people_leads_to_journeys_and_the_method_tells_how_they_are_counted() {
    let site = site("");
    assert!(site.page("people", "").body.contains("href=\"journeys\""));
    assert!(site.page("method", "").body.contains("id=\"journeys\""));
    assert!(site.addresses().contains(&"journeys".to_owned()));
}

#[test]
fn totals_say_what_was_released_and_what_is_withheld() {
    let text = text(&body(""));
    for said in [
        "People with contacts 18,330",
        "Steps between two agencies 30,670 which no single agency sees",
        "Share of steps that no single agency sees 38%",
        "People with two appointments at once [c]",
        "Avoidable contact (NI 14, final definition) 6% as a share of all",
    ] {
        assert!(text.contains(said), "`{said}` is not in {text}");
    }
}

const STEPS: &str = "
journey_steps | 0 | health: Visit → health: Visit                  | people | 900 | 900
journey_steps | 1 | health: Visit → mental_health: Initial meeting | people | 120 | 120
journey_steps | 2 | mental_health: Initial meeting → health: Visit | people | 60  | 60
journey_steps | 3 | police: Report → police: Report                | people | 40  | 40
journey_waits | 0 | mental_health, half wait no longer             | median_working_days | 28 | 28
";

#[test]
fn the_map_draws_released_steps_and_no_other() {
    let html = body(STEPS);
    let (drawings, table) = html.split_once("</figure>").expect("there is a map");
    assert_eq!(drawings.matches("<svg class=\"journey-map__drawing").count(), 2, "one for each width of window");
    assert_eq!(
        drawings.matches("class=\"journey-map__line ").count(),
        2 * 2,
        "a line for each step between two activities"
    );
    assert_eq!(drawings.matches("class=\"journey-map__lane\"").count(), 2 * 2);
    let drawn = text(drawings);
    for said in ["Mental health", "Initial meeting", "again for 900", "Half wait up to 28 working days"] {
        assert!(drawn.contains(said), "`{said}` is not in {drawn}");
    }
    assert!(!drawn.contains("Police"), "nobody is shown to come to the police, or to leave it");
    let steps = [
        "Visit (health) the same again 900",
        "Visit (health) Initial meeting (mental health) 120",
        "Initial meeting (mental health) Visit (health) 60",
    ];
    assert_eq!(rows(table, "steps-table"), steps);
    assert!(text(table).contains("1 more step is released and not drawn"), "what is released and not drawn is said");
}

#[test]
fn at_most_thirty_steps_are_drawn_and_the_table_shows_the_same() {
    let step =
        |n: usize| format!("journey_steps | {n} | health: A{n} → housing: B{n} | people | {0} | {0}\n", 1_000 - 5 * n);
    let html = body(&(0..40).map(step).collect::<String>());
    assert_eq!(html.matches("class=\"journey-map__line ").count(), 2 * 30);
    for (n, is_shown) in [(0, true), (29, true), (30, false), (39, false)] {
        assert_eq!(html.contains(&format!(">A{n}</text>")), is_shown, "on the map: {n}");
        assert_eq!(html.contains(&format!("A{n} (health)")), is_shown, "in the table: {n}");
    }
    assert!(text(&html).contains("10 more steps are released and not drawn"));
}

#[test]
fn the_order_of_equal_figures_tells_nothing() {
    // The table holds them by their exact counts: 12 and 10, which are both shown as 10.
    let repeats = "
journey_repeats | 0 | Early help: schools → health | people | 10 | 10
journey_repeats | 1 | Care needs: health, twice    | people | 10 | 10
journey_repeats | 2 | Early help: health → schools | people | 25 | 25
";
    let expected =
        ["Early help Health, then schools 25", "Care needs Health, twice 10", "Early help Schools, then health 10"];
    assert_eq!(rows(&body(repeats), "repeats-table"), expected);
}

#[test]
fn the_matrix_of_handoffs_withholds_what_was_not_released_and_adds_nothing_up() {
    let handoffs = "
journey_handoffs | 0 | health → mental_health  | people | 670 | 670
journey_handoffs | 1 | mental_health → health  | people | 675 | 675
journey_handoffs | 2 | health → police         | people | 530 | 530
";
    let html = body(handoffs);
    let expected = ["Health – 670 530", "Mental health 675 – [c]", "Police [c] [c] –"];
    assert_eq!(rows(&html, "handoffs-table"), expected);
    assert!(!html.contains("<tfoot"), "a total would give away what is withheld");
    assert!(!text(&html).contains("1,200"), "nor is one said");
    let headings: Vec<String> = tags(&html, "th")
        .iter()
        .filter(|tag| tag.attribute("scope").as_deref() == Some("col"))
        .map(|tag| tag.text.to_owned())
        .collect();
    assert_eq!(headings, ["From", "To health", "To mental health", "To police"]);
}

#[test]
fn waits_are_told_in_words_and_what_cannot_be_told_says_why() {
    let waits = "
journey_waits | 0 | housing, half wait no longer            | median_working_days | 8  | 8
journey_waits | 1 | housing, nine in ten wait no longer     | p90_working_days    | 1  | 1
journey_waits | 2 | schools, half wait no longer            | median_working_days | 0  | 0
journey_waits | 3 | schools, nine in ten wait no longer     | p90_working_days    |    | [c]
journey_waits | 4 | social_care, half wait no longer        | median_working_days | 47 | 47
";
    let expected = [
        "Housing up to 8 working days up to 1 working day",
        "Schools less than a working day [c]",
        "Social care up to 47 working days not reached",
    ];
    assert_eq!(rows(&body(waits), "waits-table"), expected);
}

#[test]
fn ways_starts_and_costs_are_told_as_released() {
    assert!(!body("").contains("ways-table"), "a section without figures is left out");
    let html = body(
        "
journey_ways   | 0 | health → housing → health | people | 205 | 205
journey_starts | 0 | leaving hospital          | people | 35  | 35
journey_costs  | 0 | a journey of which every cost is known, median | median_cost | 180 | 180
journey_costs  | 1 | share of the cost that the dearest twentieth of journeys has | percent | 39 | 39
",
    );
    assert_eq!(rows(&html, "ways-table"), ["Health → Housing → Health 205"]);
    assert_eq!(rows(&html, "starts-table"), ["Leaving hospital 35"]);
    let costs = [
        "Half of the journeys of which every cost is known cost no more than £180",
        "Share of all costs that the dearest 5% of these journeys have 39%",
    ];
    assert_eq!(rows(&html, "costs-table"), costs);
    assert!(text(&html).contains("Pay is in no ledger"));
}

#[test]
fn every_number_is_one_that_was_released() {
    let of_topics = "
journey_steps    | 0 | health: Visit → health: Visit                  | people | 905 | 905
journey_steps    | 1 | health: Visit → mental_health: Initial meeting | people | 125 | 125
journey_steps    | 2 | mental_health: Initial meeting → health: Visit | people | 65  | 65
journey_handoffs | 0 | health → mental_health                         | people | 670 | 670
journey_handoffs | 1 | mental_health → health                         | people | 675 | 675
journey_ways     | 0 | health → mental_health → health                | people | 205 | 205
journey_repeats  | 0 | Early help: mental_health, twice               | people | 35  | 35
";
    let html = body(of_topics);
    let on_map = tags(&html, "text").into_iter().filter(|tag| tag.has_class("journey-map__number"));
    let on_map: BTreeSet<String> = on_map.map(|tag| tag.text.to_owned()).collect();
    assert_eq!(on_map, BTreeSet::from(["125", "65"].map(str::to_owned)));
    let in_tables: Vec<String> = tags(&html, "td").iter().filter_map(|tag| tag.attribute("data-value")).collect();
    assert_eq!(in_tables, ["905", "125", "65", "670", "675", "35", "205"]);
}

#[test]
fn names_from_files_are_text_and_nothing_is_inline() {
    let html = body("journey_steps | 0 | <b>x</b>: <img src=x> → \"y\": 'z' | people | 20 | 20\n");
    for markup in ["<img", "<b>x", " style=", "<style", " onerror"] {
        assert!(!html.contains(markup), "{markup}");
    }
    assert!(html.contains("&lt;img src=x&gt;"));
}
