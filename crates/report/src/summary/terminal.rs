//! The summary on a terminal.

use super::Summary;
use super::warnings::warnings;
use crate::block::{Block, plural_noun};
use crate::render::{WIDTH_MIN, heading, render_blocks, render_facts};
use crate::text::for_terminal;

impl Summary {
    /// All of the account for a terminal of `width` columns, with colours if asked for.
    pub fn render(&self, width: usize, colour: bool) -> String {
        let width = width.max(WIDTH_MIN);
        let year = plural_noun(self.net_by_year.len(), "financial year");
        let title = format!("{}, {year} {}", for_terminal(&self.place), self.years_in_words());
        let mut text = format!("{}\n{}", heading(&title, colour), render_facts(&self.facts(), width));
        let blocks = self.blocks_but_doubts().into_iter().map(Block::unshortened).collect();
        text.push_str(&render_blocks(blocks, width, colour));
        text.push_str(&format!("\n{}", warnings(self.doubts.as_deref(), width, colour, usize::MAX)));
        text
    }
}
