//! From a printed name to a body: the exact name, then what the name says of itself.

use model::name::{NameKey, name_key};

use super::candidate::{Candidate, canonical};
use super::form::{Form, NamedForm, named_form};
use super::index::{CouncilIndex, Meaning, NameIndex};

#[derive(Clone, Debug)]
pub(super) struct Search {
    bodies: Vec<Candidate>,
    names: NameIndex<String>,
    other_names: NameIndex<String>,
    councils: CouncilIndex,
    /// Police, fire, health and parish bodies.
    forms: NameIndex<NamedForm>,
}

/// What a printed name is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Listed {
        body: usize,
        /// Which of its names matched, and how.
        method: String,
    },
    /// No listed body, but a name of a form that only public bodies bear.
    Unlisted(NamedForm),
}

impl Search {
    pub fn over(bodies: Vec<Candidate>) -> Search {
        Search {
            names: NameIndex::of(&bodies, |body| [&body.name_key]),
            other_names: NameIndex::of(&bodies, |body| &body.other_name_keys),
            councils: CouncilIndex::of(&bodies),
            forms: NameIndex::of(&bodies, special_forms),
            bodies,
        }
    }

    pub fn into_bodies(self) -> Vec<Candidate> {
        self.bodies
    }

    pub fn n_bodies(&self) -> usize {
        self.bodies.len()
    }

    pub fn body(&self, position: usize) -> &Candidate {
        &self.bodies[position]
    }

    pub fn find(&self, printed: &str) -> Option<Found> {
        // Some systems print a site or account code after the name: `KENT COUNTY COUNCIL#AE10410098`.
        let name = printed.split('#').next().unwrap_or(printed);
        let NameKey { key, legal_form, .. } = name_key(name);
        let key = canonical(key);
        match self.by_name(&key, legal_form) {
            Meaning::One(body) => return Some(Found::Listed { body, method: format!("name: {key}") }),
            Meaning::Several => return None,
            Meaning::Nobody => {}
        }
        self.by_bracketed_acronym(name).or_else(|| if legal_form.is_none() { self.by_form(&key) } else { None })
    }

    fn by_name(&self, key: &String, legal_form: Option<&str>) -> Meaning {
        let meaning = match self.names.find(key) {
            Meaning::Nobody => self.other_names.find(key),
            meaning => meaning,
        };
        match meaning {
            // `ENVIRONMENT AGENCY LTD` would be a company; a body that is one has the form in its name.
            Meaning::One(body) if legal_form.is_some() && legal_form != self.bodies[body].legal_form => Meaning::Nobody,
            meaning => meaning,
        }
    }

    /// `DEPARTMENT FOR TRANSPORT (DFT)` is the department; `DEPARTMENT OF HEALTH (NI)` is another one.
    fn by_bracketed_acronym(&self, name: &str) -> Option<Found> {
        let (before, acronym) = name.trim_end().strip_suffix(')')?.rsplit_once('(')?;
        let key = canonical(name_key(before).key);
        if !is_acronym_of(acronym.trim(), &key) {
            return None;
        }
        match self.by_name(&key, None) {
            Meaning::One(body) => Some(Found::Listed { body, method: format!("name: {key}") }),
            _ => None,
        }
    }

    fn by_form(&self, key: &str) -> Option<Found> {
        // No body has more words in its name; a longer text is a description and costs only time.
        let mut words = [""; 16];
        let mut n_words = 0;
        for word in key.split(' ') {
            *words.get_mut(n_words)? = word;
            n_words += 1;
        }
        let named = named_form(&words[..n_words])?;
        let meaning = match named.form {
            Form::Council(styles) => self.councils.find(&named.core, styles),
            _ => self.forms.find(&named),
        };
        match meaning {
            Meaning::One(body) => {
                Some(Found::Listed { body, method: format!("form: {} of {}", named.form.word(), named.core) })
            }
            Meaning::Several => None,
            Meaning::Nobody => Some(Found::Unlisted(named)),
        }
    }
}

fn special_forms(body: &Candidate) -> impl Iterator<Item = &NamedForm> {
    body.forms.iter().filter(|named| !matches!(named.form, Form::Council(_)))
}

/// Whether the letters of an acronym stand in a name, in order and from its first letter on.
fn is_acronym_of(acronym: &str, key: &str) -> bool {
    let same = |a: u8, b: u8| a.eq_ignore_ascii_case(&b);
    let starts_alike = acronym.bytes().zip(key.bytes()).next().is_some_and(|(a, b)| same(a, b));
    let mut letters = key.bytes();
    let in_order = acronym.bytes().all(|wanted| letters.any(|letter| same(wanted, letter)));
    (3..=6).contains(&acronym.len()) && starts_alike && in_order
}
