//! Services: the list, and a page for each.

use account::{Dimension, Filter};
use model::UNCLASSIFIED;

use crate::address::part_of;
use crate::answer::Answer;
use crate::block::{Block, ChartKind, Fact, Inline, Page, Section, words};
use crate::list::{Asked, Entry, List};
use crate::sections::money::rankings::{Breakdown, months, rankings};
use crate::site::Site;
use crate::view::View;

/// Ids of the services that lines were put into.
pub fn all(site: &Site) -> impl Iterator<Item = String> {
    site.account.by(&Filter::net_here(), Dimension::Service).into_iter().filter_map(|group| group.value)
}

/// The service whose page this is.
pub fn find(view: &View<'_>, part: &str) -> Option<String> {
    all(view.site).find(|id| part_of(id) == part)
}

pub fn answer(view: &View<'_>, rest: &[&str], query: &str) -> Option<Answer> {
    match rest {
        [] => Answer::of_list(query, |asked| list(view, asked)),
        [part] => Some(Answer::Page(page(view, &find(view, part)?))),
        _ => None,
    }
}

pub fn addresses(site: &Site) -> Vec<String> {
    all(site).map(|service| format!("services/{}", part_of(&service))).collect()
}

pub fn list(view: &View<'_>, asked: &Asked) -> Page {
    let lede = words![
        "What the money pays for, in one list for all bodies. Rules match each body's own headings to this list; each \
         line shows its rule."
    ];
    let mut page = Page::new("services", "Services", lede);
    let groups = view.site.account.by(&view.of_year(Filter::net_here()), Dimension::Service);
    let entries = groups.iter().filter_map(|group| {
        let value = group.value.as_deref()?;
        Some(Entry {
            name: group.label.clone(),
            to: format!("services/{}", part_of(value)),
            amount: Some(group.tally.amount),
            n_lines: group.tally.n_lines,
            filter: view.net_of(Dimension::Service, value),
            in_all: view.base(Dimension::Service, value),
        })
    });
    let list = List {
        address: "services",
        caption: "Services, and what was spent here on each".to_owned(),
        heading: "Service",
        amount_heading: "Spent here",
        whole: Some(view.tally(&view.of_year(Filter::net_here()))),
        payments: view.payments_in_words(),
        asked,
        medium: view.medium,
    };
    page.blocks = list.of_all(entries.collect());
    let by_function = rankings(view, &view.of_year(Filter::net_here()), &BY_FUNCTION);
    page.sections = vec![Section::new("cofog", "By function of government", by_function)];
    page
}

const BY_FUNCTION: [Breakdown; 2] = [
    Breakdown {
        chart: Some(ChartKind::Treemap),
        ..Breakdown::new("by-division", "By COFOG division", "Division", Dimension::CofogDivision, 12)
    },
    Breakdown::new(
        "by-intent",
        "By how early in the life of a problem the money is spent",
        "Intent",
        Dimension::Intent,
        6,
    ),
];

const AS_PRINTED: [Breakdown; 3] = [
    Breakdown::HEADINGS,
    Breakdown::new("by-subjective", "By kind of expense, as printed", "Kind of expense", Dimension::Subjective, 10),
    Breakdown::new("by-rule", "By the rule that decided the service", "Rule", Dimension::ServiceRule, 15),
];

pub fn page(view: &View<'_>, id: &str) -> Page {
    let filter = view.net_of(Dimension::Service, id);
    let name = view.label(Dimension::Service, id);
    let lede = match id {
        UNCLASSIFIED => words!["Lines that no rule assigns to a service. They are shown here until one does."],
        _ => words![format!("What all bodies spent here on {}.", lower_first(&name))],
    };
    let mut page = Page::new(format!("services/{}", part_of(id)), name.clone(), lede);
    let compare = if view.is_served() { format!("compare?a=service:{id}") } else { "compare".to_owned() };
    page.blocks = vec![
        Block::Actions(vec![view.rows_link("All its lines", &filter), Inline::link("Compare it", compare)]),
        Block::Facts(facts(view, id, &filter)),
    ];
    page.sections = vec![
        months(view, format!("{name}: spent here by month"), &filter),
        Section::new("bodies", "Who spends it", rankings(view, &filter, &[Breakdown::BODIES])),
        Section::new("payees", "Who is paid", rankings(view, &filter, &[Breakdown::PAYEES])),
        Section::new("headings", "What the bodies call it", rankings(view, &filter, &AS_PRINTED)),
    ];
    page
}

fn facts(view: &View<'_>, id: &str, filter: &Filter) -> Vec<Fact> {
    let mut facts =
        view.facts_of("Spent here, each pound counted once", filter, "of what was spent here on all services");
    // Lines that no rule places are of no service that anybody publishes.
    let in_all = view.in_all(Dimension::Service, id).filter(|_| id != UNCLASSIFIED);
    in_all.into_iter().for_each(|fact| facts.insert(0, fact));
    facts
}

/// In the middle of a sentence a name begins small, unless it is all capitals.
fn lower_first(name: &str) -> String {
    let is_plain = name.chars().nth(1).is_some_and(char::is_lowercase);
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if is_plain => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}
