//! Themes: subjects that cut across bodies and services. They overlap and are never added up.

use account::{Dimension, Filter};
use model::place::Theme;

use crate::address::part_of;
use crate::answer::Answer;
use crate::block::{Block, Inline, Page, Section, words};
use crate::list::{Asked, Entry, List};
use crate::sections::money::rankings::{Breakdown, months, rankings};
use crate::sections::money::sheet;
use crate::sections::money::{theme_costs, theme_questions};
use crate::site::Site;
use crate::view::View;

/// The theme whose page this is.
pub fn find(view: &View<'_>, part: &str) -> Option<Theme> {
    view.site.place.themes.iter().find(|theme| part_of(&theme.id) == part).cloned()
}

pub fn answer(view: &View<'_>, rest: &[&str], query: &str) -> Option<Answer> {
    match rest {
        [] => Answer::of_list(query, |asked| list(view, asked)),
        [part] => Some(Answer::Page(page(view, &find(view, part)?))),
        [part, "print"] => sheet::of_theme(view, part).map(Answer::Sheet),
        _ => None,
    }
}

pub fn addresses(site: &Site) -> Vec<String> {
    let parts = site.place.themes.iter().map(|theme| part_of(&theme.id));
    parts.flat_map(|part| [format!("themes/{part}"), format!("themes/{part}/print")]).collect()
}

pub fn list(view: &View<'_>, asked: &Asked) -> Page {
    let lede = words![
        "Subjects that cut across bodies and services. A line can belong to several themes, in full or in part, so \
         themes overlap and are never added up."
    ];
    let mut page = Page::new("themes", "Themes", lede);
    if view.site.place.themes.is_empty() {
        page.blocks = vec![Block::Words(words!["This place has no themes yet. Name some in place.toml."])];
        return page;
    }
    let entries = view.site.place.themes.iter().map(|theme| {
        let filter = view.net_of(Dimension::Theme, &theme.id);
        let tally = view.tally(&filter);
        Entry {
            name: theme.name.clone(),
            to: format!("themes/{}", part_of(&theme.id)),
            amount: Some(tally.amount),
            n_lines: tally.n_lines,
            filter,
            in_all: None,
        }
    });
    let list = List {
        address: "themes",
        caption: "Themes, and what was spent here on each".to_owned(),
        heading: "Theme",
        amount_heading: "Spent here",
        whole: None,
        payments: view.payments_in_words(),
        asked,
        medium: view.medium,
    };
    page.blocks = list.of_all(entries.collect());
    page.sections.extend(theme_costs::overview(view));
    page
}

pub fn page(view: &View<'_>, theme: &Theme) -> Page {
    let filter = view.net_of(Dimension::Theme, &theme.id);
    let lede = words![
        "Amounts here are the theme's part of each line. The same line can be part of another theme too. ",
        Inline::link("How themes are found", "method#themes"),
        "."
    ];
    let address = format!("themes/{}", part_of(&theme.id));
    let mut page = Page::new(address.clone(), theme.name.clone(), lede);
    let compare = if view.is_served() { format!("compare?a=theme:{}", theme.id) } else { "compare".to_owned() };
    page.blocks = vec![
        Block::Actions(vec![
            view.rows_link("All its lines", &filter),
            Inline::link("Compare it", compare),
            Inline::link("One page to print", format!("{address}/print")),
        ]),
        Block::Facts(view.facts_of("The theme's part of spending here", &filter, "of everything spent here")),
    ];
    page.sections =
        theme_questions::section(view, theme).into_iter().chain(theme_costs::section(view, theme)).collect();
    page.sections.extend([
        months(view, format!("{}: by month", theme.name), &filter),
        Section::new(
            "bodies",
            "Who spends it, and on what",
            rankings(view, &filter, &[Breakdown::BODIES, Breakdown::SERVICES]),
        ),
        Section::new("payees", "Who is paid", rankings(view, &filter, &[Breakdown::PAYEES, Breakdown::HEADINGS])),
    ]);
    page
}

/// The filter of a theme, for pages that show one beside others.
pub(super) fn filter(view: &View<'_>, theme: &Theme) -> Filter {
    view.net_of(Dimension::Theme, &theme.id)
}
