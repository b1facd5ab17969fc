//! The questions of a theme: do services meet needs, how much money is there, how could it go further, what is done twice.

use model::place::Theme;
use report::journeys::ThemeAnswer;

use crate::block::{Block, Cell, Column, Inline, Section, Table, words};
use crate::view::View;

/// None of a theme whose agencies nobody has named.
pub fn section(view: &View<'_>, theme: &Theme) -> Option<Section> {
    let answers = view.site.small.theme_answers.iter().find(|answers| answers.theme == theme.id)?;
    let said = words![format!(
        "What is known of the services of {}, which serve this theme. Every figure is on another page too, and nothing was computed \
         for the theme alone.",
        answers.agencies.iter().map(|agency| crate::phrases::plain(agency)).collect::<Vec<_>>().join(", ")
    )];
    let columns = vec![Column::words("Question"), Column::long("What is known"), Column::words("Evidence")];
    let table =
        Table::new("questions-table", "Four questions of the theme", columns).rows(answers.answers.iter().map(row));
    Some(Section::new("questions", "Four questions", vec![Block::Words(said), Block::Table(table)]))
}

fn row(answer: &ThemeAnswer) -> Vec<Cell> {
    let known = match answer.known.is_empty() {
        true => format!("Not known: {}.", answer.missing),
        false => answer.known.iter().map(|known| crate::phrases::capital(known)).collect::<Vec<_>>().join(". ") + ".",
    };
    vec![Cell::from(answer.question), Cell::from(known), Cell::from(Inline::link("Evidence", answer.page.clone()))]
}
