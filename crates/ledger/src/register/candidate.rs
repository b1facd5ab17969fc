//! A body with the names that it may be found by.

use std::collections::BTreeSet;

use model::place::{Life, RegisterBody};
use model::{Body, BodyKind, Reach};

use super::form::{NamedForm, named_form};
use super::spelling::Spelling;

/// A body, its printed names already reduced to what is compared.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub id: String,
    pub name: String,
    pub kind: BodyKind,
    pub in_place: bool,
    /// When it existed and what took its place; nothing of a body of the place, which speaks for its year.
    pub life: Life,
    pub legal_form: Option<&'static str>,
    pub name_key: String,
    pub other_name_keys: BTreeSet<String>,
    /// What each of its names says of itself.
    pub forms: BTreeSet<NamedForm>,
}

impl Candidate {
    /// A body of the place, with every name that its people gave it.
    pub fn of_place(body: &Body) -> Candidate {
        let mut candidate = Candidate::new(&body.id, &body.name, body.kind);
        candidate.in_place = body.in_perimeter;
        body.other_names.iter().for_each(|name| candidate.add_name(name, true));
        // `dwp` is a name for the department; `gateshead` alone might be anybody there.
        let id_as_name = body.id.replace(['-', '_'], " ");
        candidate.add_name(&id_as_name, body.reach == Reach::National);
        candidate
    }

    /// A body of a register. Other names of a council or a combined authority that are only the name of its place
    /// (`leeds`, `greater london`) are left out: a ledger that prints them may mean anybody there.
    pub fn of_register(body: &RegisterBody) -> Candidate {
        let mut candidate = Candidate::new(&body.id, &body.name, body.kind);
        let is_of_an_area = matches!(
            body.kind,
            BodyKind::Council | BodyKind::CountyCouncil | BodyKind::DistrictCouncil | BodyKind::CombinedAuthority
        );
        body.other_names
            .iter()
            .for_each(|name| candidate.add_name_if(name, |key| !is_of_an_area || says_authority(key)));
        candidate.life = body.life.clone();
        candidate
    }

    /// Takes over the names of the register's entry for the same body.
    pub fn lend_names(&mut self, other: Candidate) {
        self.other_name_keys.insert(other.name_key);
        self.other_name_keys.extend(other.other_name_keys);
        self.forms.extend(other.forms);
    }

    /// Every name that it may be found by.
    pub fn all_keys(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name_key).chain(&self.other_name_keys).map(String::as_str)
    }

    fn new(id: &str, name: &str, kind: BodyKind) -> Candidate {
        let Spelling { key, legal_form } = Spelling::of(name);
        Candidate {
            id: id.to_owned(),
            name: name.to_owned(),
            kind,
            in_place: false,
            life: Life::default(),
            legal_form,
            forms: form_of(&key).into_iter().collect(),
            name_key: key,
            other_name_keys: BTreeSet::new(),
        }
    }

    /// Adds another name, where it says what sort of body it means or is sure to mean this one.
    fn add_name(&mut self, name: &str, is_sure: bool) {
        self.add_name_if(name, |_| is_sure);
    }

    fn add_name_if(&mut self, name: &str, is_sure: impl Fn(&str) -> bool) {
        let key = Spelling::of(name).key;
        let form = form_of(&key);
        if form.is_some() || is_sure(&key) {
            self.forms.extend(form);
            self.other_name_keys.insert(key);
        }
    }
}

/// Whether a name says that it is an authority's where [`named_form`] does not look: in Welsh, in short, or of several
/// councils. `# BC` and `# DC` are made of names that end in Borough and District Council alone.
fn says_authority(key: &str) -> bool {
    let mut words = key.split(' ');
    words.next().is_some_and(|first| first == "CYNGOR")
        || words.any(|word| matches!(word, "AUTHORITY" | "CORPORATION"))
        || [" BC", " DC", " B C", " D C", " CA", " CCA"].iter().any(|end| key.ends_with(end))
}

fn form_of(key: &str) -> Option<NamedForm> {
    named_form(&key.split(' ').collect::<Vec<_>>())
}
