//! Texts that many lines repeat, each kept once.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use model::Text;

/// A text of [`Names`]; 0 is the empty one.
pub(crate) type NameId = u32;

#[derive(Clone, Debug)]
pub(crate) struct Names {
    texts: Vec<String>,
    ids: HashMap<String, NameId, FixedState>,
}

impl Default for Names {
    fn default() -> Names {
        Names { texts: vec![String::new()], ids: HashMap::from_iter([(String::new(), 0)]) }
    }
}

impl Names {
    pub fn id(&mut self, text: &str) -> NameId {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let id = NameId::try_from(self.texts.len()).expect("fewer than four billion different texts");
        self.texts.push(text.to_owned());
        self.ids.insert(text.to_owned(), id);
        id
    }

    /// The ids of a column, of what a function makes of its texts; done once for each text of a dictionary.
    pub fn of_column(&mut self, column: Text<'_>, make: impl Fn(&str) -> String) -> Vec<NameId> {
        column.map_once(0..column.n_rows(), |text| text.map_or(0, |text| self.id(&make(text))))
    }

    pub fn find(&self, text: &str) -> Option<NameId> {
        self.ids.get(text).copied()
    }

    /// Every text, by its id.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(String::as_str)
    }

    pub fn text(&self, id: NameId) -> &str {
        &self.texts[id as usize]
    }
}
