//! From a printed name to a body: the exact name, then what the name says of itself.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use model::BodyKind;

use super::abbreviations::initials;
use super::candidate::Candidate;
use super::cut_off::{CUT_OFF_MIN, is_cut_off};
use super::form::{Form, NamedForm, named_form};
use super::index::{CouncilIndex, Meaning, NameIndex};
use super::spelling::Spelling;
use super::words::{sorted_words, telling_words};

#[derive(Clone, Debug)]
pub(super) struct Search {
    bodies: Vec<Candidate>,
    names: NameIndex<String>,
    other_names: NameIndex<String>,
    /// The words of every name in alphabetical order, sorted when a name is first looked up this way.
    words: OnceLock<NameIndex<String>>,
    /// The same without the small words and in their order.
    telling: OnceLock<NameIndex<String>>,
    councils: CouncilIndex,
    /// Councils of the place by their initials.
    initials: NameIndex<String>,
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
            names: NameIndex::of(&bodies, |body| [body.name_key.clone()]),
            other_names: NameIndex::of(&bodies, |body| body.other_name_keys.clone()),
            words: OnceLock::new(),
            telling: OnceLock::new(),
            councils: CouncilIndex::of(&bodies),
            initials: NameIndex::of(&bodies, initials_of),
            forms: NameIndex::of(&bodies, |body| special_forms(body).cloned().collect::<Vec<_>>()),
            bodies,
        }
    }

    pub fn into_bodies(self) -> Vec<Candidate> {
        self.bodies
    }

    pub fn bodies(&self) -> &[Candidate] {
        &self.bodies
    }

    pub fn n_bodies(&self) -> usize {
        self.bodies.len()
    }

    pub fn body(&self, position: usize) -> &Candidate {
        &self.bodies[position]
    }

    /// The body that a printed name means.
    ///
    /// A name is first taken as it stands. Only where that finds nobody are codes and words about the payment taken
    /// off it, short names and words read in full, its words put in another order, and its end completed.
    pub fn find(&self, printed: &str) -> Option<Found> {
        // Some systems print a site or account code after the name: `KENT COUNTY COUNCIL#AE10410098`.
        let name = printed.split('#').next().unwrap_or(printed);
        let spelling = Spelling::of(name);
        let found = match self.as_it_stands(name, &spelling) {
            Finding::Nobody => self.in_other_words(name, &spelling),
            // A listed body, if there is one, is a better answer than a form alone.
            Finding::OfForm(named) => match self.in_other_words(name, &spelling) {
                Finding::Listed { body, method } => Finding::Listed { body, method },
                // A code in front makes no body of its own.
                Finding::OfForm(without_code) => Finding::OfForm(without_code),
                _ => Finding::OfForm(named),
            },
            found => found,
        };
        match found {
            Finding::Listed { body, method } => Some(Found::Listed { body, method }),
            Finding::OfForm(named) => Some(Found::Unlisted(named)),
            Finding::Nobody | Finding::Several => None,
        }
    }

    fn as_it_stands(&self, name: &str, spelling: &Spelling) -> Finding {
        let found = self.by_name(spelling).or_else(|| self.by_bracketed_acronym(name));
        found.or_else(|| self.by_form(spelling))
    }

    fn in_other_words(&self, printed: &str, spelling: &Spelling) -> Finding {
        let stripped = spelling.stripped();
        let name = stripped.as_ref().unwrap_or(spelling);
        let by_name = |name: &Option<Spelling>| name.as_ref().map_or(Finding::Nobody, |name| self.by_name(name));
        let is_bare = name.legal_form.is_none();
        let if_bare = |find: &dyn Fn() -> Finding| if is_bare { find() } else { Finding::Nobody };
        by_name(&stripped)
            .or_else(|| self.without_nhs_code(spelling))
            .or_else(|| by_name(&name.in_full()))
            .or_else(|| if_bare(&|| self.by_initials(&name.key)))
            .or_else(|| if_bare(&|| self.by_words(&name.key)))
            .or_else(|| if_bare(&|| name.cut_key(printed).map_or(Finding::Nobody, |key| self.by_words(key))))
            .or_else(|| if stripped.is_some() { self.by_form(name) } else { Finding::Nobody })
            .or_else(|| if_bare(&|| self.in_long(name)))
    }

    fn without_nhs_code(&self, spelling: &Spelling) -> Finding {
        let listed = |name: Spelling| match self.by_name(&name).or_else(|| self.by_form(&name)) {
            Finding::Listed { body, method } => Finding::Listed { body, method },
            _ => self.by_words(&name.key),
        };
        spelling.without_nhs_code().map(listed).fold(Finding::Nobody, Finding::beside)
    }

    /// `SCC` in a place with one council of these initials. Elsewhere it could be anybody.
    fn by_initials(&self, key: &str) -> Finding {
        Finding::of(self.initials.find(&key.to_owned()), || format!("initials: {key}"))
    }

    /// `S Yorks Fire & Rescue Auth`: the one listed body whose name it is once short and misspelt words are read in full.
    fn in_long(&self, name: &Spelling) -> Finding {
        let mut found = self.by_telling_words(&name.key);
        for long in name.in_long() {
            let by_words = || self.by_words(&long.key).or_else(|| self.by_telling_words(&long.key));
            let reading = match self.by_name(&long).or_else(|| self.by_form(&long)) {
                Finding::Nobody | Finding::OfForm(_) => by_words(),
                named => named,
            };
            found = found.beside(reading);
        }
        found
    }

    /// `UNIVERSITY HOSPITALS ASHBY NHS TRUST` has all words of a name but its `of`.
    fn by_telling_words(&self, key: &str) -> Finding {
        let telling = |body: &Candidate| body.all_keys().filter_map(telling_words).collect::<Vec<_>>();
        let index = self.telling.get_or_init(|| NameIndex::of(&self.bodies, telling));
        let meaning = telling_words(key).map_or(Meaning::Nobody, |words| index.find(&words));
        Finding::of(meaning, || format!("name without small words: {key}"))
    }

    fn by_name(&self, spelling: &Spelling) -> Finding {
        let Spelling { key, legal_form } = spelling;
        let meaning = match self.names.find(key) {
            Meaning::Nobody => self.other_names.find(key),
            meaning => meaning,
        };
        match meaning {
            // `ENVIRONMENT AGENCY LTD` would be a company; a body that is one has the form in its name.
            Meaning::One(body) if legal_form.is_some() && *legal_form != self.bodies[body].legal_form => {
                Finding::Nobody
            }
            meaning => Finding::of(meaning, || format!("name: {key}")),
        }
    }

    /// `DEPARTMENT FOR TRANSPORT (DFT)` is the department; `DEPARTMENT OF HEALTH (NI)` is another one.
    fn by_bracketed_acronym(&self, name: &str) -> Finding {
        let parts = name.trim_end().strip_suffix(')').and_then(|name| name.rsplit_once('('));
        let Some((before, inside)) = parts.map(|(before, inside)| (before.trim(), inside.trim())) else {
            return Finding::Nobody;
        };
        // `GMCA (Greater Manchester Combined Authority)` says the same the other way round.
        let (long, short) = if before.len() < inside.len() { (inside, before) } else { (before, inside) };
        let spelling = Spelling { legal_form: None, ..Spelling::of(long) };
        if is_acronym_of(short, &spelling.key) { self.by_name(&spelling) } else { Finding::Nobody }
    }

    fn by_form(&self, spelling: &Spelling) -> Finding {
        if spelling.legal_form.is_some() {
            return Finding::Nobody;
        }
        // No body has more words in its name; a longer text is a description and costs only time.
        let mut words = [""; 16];
        let mut n_words = 0;
        for word in spelling.key.split(' ') {
            let Some(place) = words.get_mut(n_words) else { return Finding::Nobody };
            *place = word;
            n_words += 1;
        }
        let Some(named) = named_form(&words[..n_words]) else { return Finding::Nobody };
        let meaning = match named.form {
            Form::Council(styles) => self.councils.find(&named.core, styles),
            _ => self.forms.find(&named),
        };
        match meaning {
            Meaning::Nobody => Finding::OfForm(named),
            meaning => Finding::of(meaning, || format!("form: {} of {}", named.form.word(), named.core)),
        }
    }

    fn words(&self) -> &NameIndex<String> {
        let sorted = |body: &Candidate| body.all_keys().filter_map(sorted_words).collect::<Vec<_>>();
        self.words.get_or_init(|| NameIndex::of(&self.bodies, sorted))
    }

    /// `FOUNDATION TRUST KINGS HOSPITAL NHS` has all words of a name in another order; of `GREATER MANCHESTER COMBINED
    /// AUTHORI` the end is cut off. Where several bodies could be meant, neither way says anything.
    fn by_words(&self, key: &str) -> Finding {
        if let Some(Meaning::One(body)) = sorted_words(key).map(|words| self.words().find(&words)) {
            return Finding::Listed { body, method: format!("words in another order: {key}") };
        }
        if key.len() < CUT_OFF_MIN {
            return Finding::Nobody;
        }
        let longer = self.names.starting_with(key).chain(self.other_names.starting_with(key));
        let whole = longer.filter(|(name, _)| is_cut_off(key, name));
        let bodies: BTreeSet<usize> = whole.flat_map(|(_, bearers)| bearers.iter()).collect();
        match Meaning::of(bodies.into_iter()) {
            Meaning::One(body) => Finding::Listed { body, method: format!("cut off: {key}") },
            _ => Finding::Nobody,
        }
    }
}

/// What one way of reading a name came to.
enum Finding {
    Nobody,
    Listed {
        body: usize,
        method: String,
    },
    /// No listed body, but a name of a form that only public bodies bear.
    OfForm(NamedForm),
    Several,
}

impl Finding {
    fn of(meaning: Meaning, method: impl FnOnce() -> String) -> Finding {
        match meaning {
            Meaning::Nobody => Finding::Nobody,
            Meaning::One(body) => Finding::Listed { body, method: method() },
            Meaning::Several => Finding::Several,
        }
    }

    /// What two readings of one name come to: two bodies are none.
    fn beside(self, other: Finding) -> Finding {
        match (self, other) {
            (Finding::Nobody, one) | (one, Finding::Nobody) => one,
            (Finding::Listed { body, method }, Finding::Listed { body: other, .. }) if body == other => {
                Finding::Listed { body, method }
            }
            _ => Finding::Several,
        }
    }

    fn or_else(self, next: impl FnOnce() -> Finding) -> Finding {
        match self {
            Finding::Nobody => next(),
            found => found,
        }
    }
}

/// The initials of a council of the place: three letters or more.
fn initials_of(body: &Candidate) -> Vec<String> {
    let is_council = matches!(body.kind, BodyKind::Council | BodyKind::CountyCouncil | BodyKind::DistrictCouncil);
    if !is_council || !body.in_place {
        return Vec::new();
    }
    let words: Vec<&str> = body.name_key.split(' ').collect();
    initials(&words).filter(|initials| 3 <= initials.len()).collect()
}

fn special_forms(body: &Candidate) -> impl Iterator<Item = &NamedForm> {
    body.forms.iter().filter(|named| !matches!(named.form, Form::Council(_)))
}

/// Whether the letters of an acronym are in a name, in order and from its first letter on.
fn is_acronym_of(acronym: &str, key: &str) -> bool {
    let same = |a: u8, b: u8| a.eq_ignore_ascii_case(&b);
    let starts_alike = acronym.bytes().zip(key.bytes()).next().is_some_and(|(a, b)| same(a, b));
    let mut letters = key.bytes();
    let in_order = acronym.bytes().all(|wanted| letters.any(|letter| same(wanted, letter)));
    (3..=6).contains(&acronym.len()) && starts_alike && in_order
}
