//! Which public body a printed payee is.
//!
//! Public bodies are matched before companies, because most of the value in a public ledger goes to
//! other public bodies (method, sections 2.2 and 2.4). A name that could mean two bodies means none:
//! a payment that stays unmatched is still counted, a false join moves money to the wrong body.

mod abbreviations;
mod acronyms;
mod candidate;
mod chain;
mod cut_off;
mod form;
mod index;
mod near;
mod one_body;
mod search;
mod spelling;
mod words;

pub use near::{NearName, near_names};

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use model::name::name_key;
use model::payee_answer::PayeeAnswer;
use model::place::RegisterBody;
use model::tables::BY_FORM_ALONE;
use model::{BodyKind, Place};

use candidate::Candidate;
use form::{Form, NamedForm};
use one_body::each_once;
use search::{Found, Search};

/// The bodies of a place and of its register files, ready to be found by any printed name.
#[derive(Clone, Debug)]
pub struct Register {
    search: Search,
    /// For each body, the one that stands for it in the place's year.
    standing: Vec<usize>,
    /// What people said about printed names, by key: the body, or `None` for no body here.
    answers: BTreeMap<String, Option<usize>>,
}

/// The public body that a printed name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterparty<'a> {
    /// Id of the place's body, or `scheme:code` of a body outside it.
    pub id: Cow<'a, str>,
    pub name: Cow<'a, str>,
    pub kind: BodyKind,
    /// Inside the perimeter of the place.
    pub in_place: bool,
    /// Which of its names matched, and how.
    pub method: String,
}

impl Register {
    /// Puts the place's own bodies first and then the bodies of register files.
    ///
    /// A register body that is one of the place's (the same code, or the one that the place's name
    /// for it finds) lends its names to it and does not count as a second body.
    ///
    /// Bodies that were not public in the place's year are left out.
    pub fn new(place: &Place, others: &[RegisterBody]) -> Register {
        let others: Vec<&RegisterBody> = others.iter().filter(|body| body.life.is_public_in(place.year)).collect();
        let (listed, body_of_row) = each_once(&others);
        let register = Search::over(listed);
        let ids: HashMap<&str, usize> = others.iter().map(|row| row.id.as_str()).zip(body_of_row).rev().collect();
        let twins = twins(place, &register, &ids);
        let mut bodies: Vec<Candidate> = place.bodies.iter().map(Candidate::of_place).collect();
        let mut position_of: Vec<usize> = Vec::with_capacity(twins.len());
        for (other, twin) in register.into_bodies().into_iter().zip(twins) {
            position_of.push(twin.unwrap_or(bodies.len()));
            match twin {
                Some(position) => bodies[position].lend_names(other),
                None => bodies.push(other),
            }
        }
        let search = Search::over(bodies);
        let standing = chain::standing(&search, |id| ids.get(id).map(|body| position_of[*body]), place.year);
        Register { search, standing, answers: BTreeMap::new() }
    }

    /// The same register with what people said about single payees, which comes before everything else.
    pub fn with_answers(mut self, answers: &[PayeeAnswer]) -> Register {
        let position = |id: &str| self.search.bodies().iter().position(|body| body.id == id);
        let answer = |answer: &PayeeAnswer| (name_key(&answer.payee).key, answer.body_id.as_deref().and_then(position));
        self.answers = answers.iter().map(answer).collect();
        self
    }

    /// What a person said about a printed name: the body, or `Some(None)` for no body here; `None` if nobody said anything.
    fn answer(&self, printed: &str) -> Option<Option<usize>> {
        if self.answers.is_empty() { None } else { self.answers.get(&name_key(printed).key).copied() }
    }

    /// The body that a printed name means; none where it means no public body, or might mean two.
    ///
    /// A name of a body that had ended by the place's year means the one that took its place.
    pub fn find(&self, printed: &str) -> Option<Counterparty<'_>> {
        if let Some(answer) = self.answer(printed) {
            return Some(self.listed(answer?, "a person decided".to_owned()));
        }
        match self.search.find(printed)? {
            Found::Listed { body: named, method } => {
                let ended = (self.standing[named] != named).then(|| self.search.body(named).life.valid_to).flatten();
                let method = ended.map_or(method.clone(), |last| format!("{method}; ended {last} and replaced"));
                Some(self.listed(self.standing[named], method))
            }
            Found::Unlisted(named) => unlisted(&named),
        }
    }

    fn listed(&self, body: usize, method: String) -> Counterparty<'_> {
        let body = self.search.body(body);
        Counterparty {
            id: Cow::Borrowed(&body.id),
            name: Cow::Borrowed(&body.name),
            kind: body.kind,
            in_place: body.in_place,
            method,
        }
    }
}

/// For each register body, the place's body that it is.
fn twins(place: &Place, register: &Search, ids: &HashMap<&str, usize>) -> Vec<Option<usize>> {
    let mut twins = vec![None; register.n_bodies()];
    for (position, body) in place.bodies.iter().enumerate() {
        let codes = body.codes.iter().map(|(scheme, code)| format!("{scheme}:{code}"));
        let by_code = std::iter::once(body.id.clone()).chain(codes).find_map(|id| ids.get(id.as_str()).copied());
        let by_name = || match register.find(&body.name) {
            Some(Found::Listed { body, .. }) => Some(body),
            _ => None,
        };
        if let Some(twin) = by_code.or_else(by_name) {
            // The first body of the place keeps it: two bodies of one place are never one.
            twins[twin].get_or_insert(position);
        }
    }
    twins
}

/// A body that is in no register, where its name alone proves what it is.
///
/// `<place> PCT` can only be a primary care trust, and the like holds for the other health bodies,
/// fire authorities and parish councils, of which no complete list exists for past years. Councils
/// and police forces are listed in full, so an unlisted one is a misprint and finds nothing.
fn unlisted(named: &NamedForm) -> Option<Counterparty<'static>> {
    let (scheme, ending, kind) = match named.form {
        Form::PrimaryCareTrust => ("nhs", "-pct", BodyKind::NhsCommissioner),
        Form::ClinicalCommissioningGroup => ("nhs", "-ccg", BodyKind::NhsCommissioner),
        Form::IntegratedCareBoard => ("nhs", "-icb", BodyKind::NhsCommissioner),
        Form::StrategicHealthAuthority => ("nhs", "-sha", BodyKind::NhsCommissioner),
        Form::HealthBoard => ("nhs", "-health-board", BodyKind::NhsCommissioner),
        Form::NhsTrust => ("nhs", "-trust", BodyKind::NhsTrust),
        Form::Fire => ("fire", "", BodyKind::Fire),
        Form::Parish => ("parish", "", BodyKind::ParishCouncil),
        Form::Police | Form::Council(_) => return None,
    };
    let slug = named.core.to_lowercase().replace(' ', "-");
    Some(Counterparty {
        id: Cow::Owned(format!("{scheme}:{slug}{ending}")),
        name: Cow::Owned(format!("{} ({})", named.core, named.form.word())),
        kind,
        in_place: false,
        method: format!("{BY_FORM_ALONE}: {} of {}", named.form.word(), named.core),
    })
}

#[cfg(test)]
mod tests;
