//! Payees as printed: the list, and a page for each.

use account::{Dimension, Filter};
use model::payee::PRIVATE_INDIVIDUAL;

use crate::address::part_of_name;
use crate::answer::Answer;
use crate::block::{Block, Fact, Inline, Page, Section, words};
use crate::list::net_of;
use crate::list::{Asked, Entry, List, PAGE_NAMES};
use crate::payees::Payee;
use crate::phrases::n_of;
use crate::published::N_PAYEE_FILES;
use crate::sections::money::rankings::{Breakdown, months, rankings};
use crate::site::Site;
use crate::view::{View, figure_of};

pub fn answer(view: &View<'_>, rest: &[&str], query: &str) -> Option<Answer> {
    match rest {
        [] => Answer::of_list(query, |asked| list(view, asked)),
        [part] => Some(Answer::Page(page(view, &view.site.payees.at(part)?.name))),
        _ => None,
    }
}

pub fn addresses(site: &Site) -> Vec<String> {
    let payees = site.payees.largest(N_PAYEE_FILES).iter();
    payees.map(|payee| format!("payees/{}", part_of_name(&payee.name))).collect()
}

pub fn list(view: &View<'_>, asked: &Asked) -> Page {
    let payees = &view.site.payees;
    let lede = words![
        "Names exactly as the bodies printed them, so one organisation can appear under several. A name may be a \
         person's if a body published it; we added nothing to it."
    ];
    let mut page = Page::new("payees", "Payees", lede);
    page.blocks = vec![without_name(view)];
    let n_files = N_PAYEE_FILES.min(payees.len());
    let list = List {
        address: "payees",
        caption: match view.is_served() {
            true => "Payees, and what was spent here with each".to_owned(),
            false => format!("The {} with most spent here", n_of(n_files, "payee", "payees")),
        },
        heading: "Payee as printed",
        amount_heading: "Spent here",
        whole: Some(view.tally(&Filter::net_here())),
        payments: view.payments_in_words(),
        asked,
        medium: view.medium,
    };
    let (found, n_found) = match view.is_served() {
        true => payees.page(&asked.words(), asked.key, asked.is_usual_order, asked.offset(), PAGE_NAMES),
        false => (payees.largest(N_PAYEE_FILES).iter().collect(), n_files),
    };
    page.blocks.extend(list.of_page(found.into_iter().map(entry).collect(), n_found));
    if !view.is_served() && N_PAYEE_FILES < payees.len() {
        page.blocks.push(more_where_served(payees.len()));
    }
    page
}

fn without_name(view: &View<'_>) -> Block {
    let nameless = Filter::net_here().only(Dimension::Nameless, Some("yes"));
    let tally = view.tally(&nameless);
    Block::Words(words![
        "Withheld or not printed: ",
        figure_of(&tally, &nameless),
        format!(" in {}. ", n_of(tally.n_lines, "line", "lines")),
        Inline::link("What a withheld name means", "method#withheld"),
        "."
    ])
}

fn entry(payee: &Payee) -> Entry {
    Entry {
        name: payee.name.to_string(),
        to: format!("payees/{}", part_of_name(&payee.name)),
        amount: Some(payee.amount),
        n_lines: payee.n_lines,
        filter: net_of(Dimension::Payee, &payee.name),
        in_all: None,
    }
}

fn more_where_served(n_payees: usize) -> Block {
    let all = n_of(n_payees, "payee", "payees");
    Block::Words(words![
        format!("There are {all} in all. This published copy has a page for each of the {N_PAYEE_FILES} largest; "),
        Inline::code("totalplace serve"),
        " has a page for each and searches them all."
    ])
}

pub fn page(view: &View<'_>, name: &str) -> Page {
    let here = net_of(Dimension::Payee, name);
    let all = Filter::default().only(Dimension::Payee, Some(name));
    let shown = if name.trim().is_empty() { "(blank)" } else { name };
    let lede = match name == PRIVATE_INDIVIDUAL {
        true => words![
            "Private people named in the ledgers, counted together. ",
            Inline::link("Whose names are masked", "method#individuals"),
            "."
        ],
        false => words!["A payee, as printed in the ledgers of the bodies that paid it."],
    };
    let address = format!("payees/{}", part_of_name(name));
    let mut page = Page::new(address, shown, lede);
    // Names that differ only in case would give two pages one title.
    page.title = format!("{shown} (payee {:04x})", crate::address::digest(name) & 0xffff);
    let tally = view.tally(&here);
    let facts = facts_of(view, &here, &all, tally.n_lines);
    page.blocks = vec![Block::Actions(vec![view.rows_link("All lines that name it", &all)]), Block::Facts(facts)];
    // What is paid for other things only has no spending to rank.
    let filter = if tally.n_lines > 0 { &here } else { &all };
    let for_what = rankings(view, filter, &[Breakdown::BODIES, Breakdown::SERVICES, Breakdown::HEADINGS]);
    page.sections =
        vec![months(view, "By month".to_owned(), filter), Section::new("bodies", "Who pays, and what for", for_what)];
    page
}

fn facts_of(view: &View<'_>, here: &Filter, all: &Filter, n_lines_here: usize) -> Vec<Fact> {
    let mut facts = view.facts_of("Spent here", here, "of everything spent here");
    // A named payee is not withheld.
    facts.pop();
    let everything = view.figure(all);
    if everything.n_lines != n_lines_here {
        let n = n_of(everything.n_lines, "line", "lines");
        let note = words![format!("{n}, including financing, transfers taken out and other areas")];
        facts.push(Fact::new("All lines that name it", everything.short(), note));
    }
    facts
}
