//! Payees that are nearly a body of the place: a word left out, one too many, one misspelt.
//!
//! A name that is only near is never matched: a false join takes money out of the count. It is shown to a person with
//! the pounds that would become transfers, because the same money is counted twice where it is one.

use std::collections::{BTreeMap, BTreeSet};

use super::search::Found;
use super::spelling::Spelling;
use super::words::is_public;
use super::{Candidate, Register};

/// A payee that may be a body of the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearName {
    pub payee: String,
    pub body_id: String,
    pub body_name: String,
    /// In words, what differs.
    pub difference: String,
}

/// The payees that are near one body of the place and match no listed body, in the order given. Payees that a person has
/// answered for are left out.
pub fn near_names<'a>(register: &Register, payees: impl IntoIterator<Item = &'a str>) -> Vec<NearName> {
    let names = Names::of(register.search.bodies().iter().filter(|body| body.in_place));
    let is_unknown = |payee: &str| {
        register.answer(payee).is_none() && !matches!(register.search.find(payee), Some(Found::Listed { .. }))
    };
    let near = |payee: &str| {
        let (body, difference) = names.near_in_long(&Spelling::of(payee)).filter(|_| is_unknown(payee))?;
        let (body_id, body_name) = (body.id.clone(), body.name.clone());
        Some(NearName { payee: payee.to_owned(), body_id, body_name, difference })
    };
    payees.into_iter().filter_map(near).collect()
}

/// Every name of some bodies, found by its words.
struct Names<'a> {
    names: Vec<(&'a Candidate, Vec<&'a str>)>,
    by_word: BTreeMap<&'a str, Vec<usize>>,
    /// By the first letters and by the last letters of a word, for one that is misspelt.
    by_start: BTreeMap<&'a str, Vec<usize>>,
    by_end: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Names<'a> {
    fn of(bodies: impl Iterator<Item = &'a Candidate>) -> Names<'a> {
        let names: Vec<(&Candidate, Vec<&str>)> =
            bodies.flat_map(|body| body.all_keys().map(move |key| (body, words(key)))).collect();
        let [mut by_word, mut by_start, mut by_end] = [const { BTreeMap::<&str, Vec<usize>>::new() }; 3];
        for (at, (_, words)) in names.iter().enumerate() {
            for word in words.iter().filter(|word| !is_kind(word)) {
                by_word.entry(word).or_default().push(at);
                if let Some((start, end)) = start_and_end(word) {
                    by_start.entry(start).or_default().push(at);
                    by_end.entry(end).or_default().push(at);
                }
            }
        }
        Names { names, by_word, by_start, by_end }
    }

    /// Names that share a word with a printed one, or may hold the right form of a misspelt one.
    fn alike(&self, word: &str) -> impl Iterator<Item = usize> {
        let (start, end) = start_and_end(word).filter(|_| !is_kind(word)).unzip();
        let misspelt = [start.and_then(|start| self.by_start.get(start)), end.and_then(|end| self.by_end.get(end))];
        self.by_word.get(word).into_iter().chain(misspelt.into_iter().flatten()).flatten().copied()
    }

    /// The same, or the one body that it is near once its short words are read in full: `Ashby Univ Hosp` may be Ashby and Fen
    /// University Hospitals.
    fn near_in_long(&self, printed: &Spelling) -> Option<(&'a Candidate, String)> {
        self.near(printed).or_else(|| {
            let near: Vec<_> = printed.in_long().filter_map(|long| self.near(&long)).collect();
            let (first, _) = near.first()?;
            near.iter().all(|(body, _)| body.id == first.id).then(|| near[0].clone())
        })
    }

    /// The one body that a name is near, and how; none where it is near several.
    fn near(&self, printed: &Spelling) -> Option<(&'a Candidate, String)> {
        if printed.legal_form.is_some() {
            return None;
        }
        let whole = words(&printed.key);
        let printed = words_of_payee(&printed.key);
        let at: BTreeSet<usize> = printed.iter().flat_map(|word| self.alike(word)).collect();
        let near: Vec<(&Candidate, String)> = at
            .into_iter()
            .filter_map(|at| {
                let (body, name) = &self.names[at];
                // `Ashby Police Precept Account`
                let beside = || format!("`{}` added", without(&whole, &printed).join(" "));
                let is_whole =
                    printed == *name && printed.len() < whole.len() && printed.iter().any(|word| is_public(word));
                Some((*body, if is_whole { beside() } else { difference(&printed, name)? }))
            })
            .collect();
        let (first, _) = near.first()?;
        near.iter().all(|(body, _)| body.id == first.id).then(|| near[0].clone())
    }
}

/// The first three and the last three letters of a word that is long enough to be misspelt.
fn start_and_end(word: &str) -> Option<(&str, &str)> {
    if word.len() < 4 { None } else { word.get(..3).zip(word.get(word.len() - 3..)) }
}

/// The words that tell, in alphabetical order.
fn words(key: &str) -> Vec<&str> {
    let mut words: Vec<&str> =
        key.split(' ').filter(|word| !matches!(*word, "AND" | "OF" | "THE" | "FOR" | "")).collect();
    words.sort_unstable();
    words
}

/// The same of a payee, without what ledgers print beside the name of a body: what was paid, and the name in initials.
fn words_of_payee(key: &str) -> Vec<&str> {
    const BESIDE: [&str; 10] =
        ["PRECEPT", "PRECEPTS", "PRECEPTING", "LEVY", "LEVIES", "ACCOUNT", "ACC", "PAYMENT", "PAYMENTS", "INSTALMENT"];
    let in_order: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
    let initials: String = in_order.iter().filter_map(|word| word.chars().next()).collect();
    let is_short = |word: &str| (3..=6).contains(&word.len()) && initials.contains(word);
    let is_told_elsewhere = |word: &&str| BESIDE.contains(word) || is_short(word);
    let told = words(key);
    let rest: Vec<&str> = told.iter().filter(|word| !is_told_elsewhere(word)).copied().collect();
    if rest.len() < 2 { told } else { rest }
}

/// What parts two names that are near, in words; none where they are not.
fn difference(printed: &[&str], name: &[&str]) -> Option<String> {
    let (missing, added) = (without(name, printed), without(printed, name));
    let n_shared = printed.len() - added.len();
    // `Leeds City` is a football club as soon as it is the council.
    let tells = 3 <= n_shared || (2 <= n_shared && printed.iter().any(|word| is_public(word)));
    match (missing.as_slice(), added.as_slice()) {
        _ if !tells => None,
        // `Ashby Fire Service` and `Ashby Combined Fire Authority` are one.
        (missing, added)
            if !added.is_empty()
                && missing.iter().chain(added).all(|word| FORMS.contains(word))
                && printed.iter().any(|word| matches!(*word, "FIRE" | "POLICE") && name.contains(word)) =>
        {
            let added = added.join(" ");
            Some(match missing {
                [] => format!("`{added}` added"),
                missing => format!("`{added}` for `{}`", missing.join(" ")),
            })
        }
        ([], [extra]) if !NEIGHBOURS.contains(extra) => Some(format!("`{extra}` added")),
        ([left_out], []) => Some(format!("`{left_out}` left out")),
        (left_out, []) if !left_out.is_empty() && left_out.iter().all(|word| is_kind(word)) => {
            Some(format!("`{}` left out", left_out.join(" ")))
        }
        ([right], [misspelt]) if is_misspelling(misspelt, right) => Some(format!("`{misspelt}` for `{right}`")),
        _ => None,
    }
}

/// Words of one sorted list that another lacks.
fn without<'a>(words: &[&'a str], others: &[&str]) -> Vec<&'a str> {
    let mut others = others.to_vec();
    let mut is_lacking = |word: &&&str| match others.iter().position(|other| other == *word) {
        Some(at) => {
            others.remove(at);
            false
        }
        None => true,
    };
    words.iter().filter(|word| is_lacking(word)).copied().collect()
}

/// Words that say what kind of body it is, and nothing of which one.
fn is_kind(word: &str) -> bool {
    is_public(word)
        || matches!(word, "BOARD" | "CARE" | "CITY" | "COUNTY" | "DISTRICT" | "FOUNDATION" | "GROUP" | "TRUST")
}

/// Words for the form of a fire or police body, of which prints of one name have others.
const FORMS: [&str; 8] = ["AUTHORITY", "BRIGADE", "COMBINED", "CONSTABULARY", "FORCE", "RESCUE", "SERVICE", "SERVICES"];

/// Organisations beside a body that bear its name and are not it.
const NEIGHBOURS: [&str; 34] = [
    "ACADEMY",
    "ASSOCIATION",
    "CHARITY",
    "CHARITIES",
    "CLUB",
    "CHOIR",
    "CHURCHES",
    "COLLEGE",
    "COMMUNITY",
    "DISABLED",
    "ELDERS",
    "EQUALITY",
    "FAITHS",
    "FEDERATION",
    "FORUM",
    "FRIENDS",
    "FUND",
    "HOTEL",
    "MOSQUES",
    "MUSEUM",
    "PENSION",
    "PENSIONS",
    "RACIAL",
    "RADIO",
    "SCHOOL",
    "SOCIAL",
    "SPORTS",
    "SUPPORTERS",
    "TENANTS",
    "UNION",
    "UNISON",
    "VOLUNTARY",
    "VOLUNTEERS",
    "YOUTH",
];

/// One letter more, less, another or two changed places; a word of four letters or more.
pub(super) fn is_misspelling(printed: &str, right: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (printed.chars().collect(), right.chars().collect());
    let n_alike = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[n_alike..], &b[n_alike..]);
    let is_swap = 2 <= a.len() && 2 <= b.len() && a[0] == b[1] && a[1] == b[0] && a[2..] == b[2..];
    let is_other = !a.is_empty() && !b.is_empty() && a[1..] == b[1..];
    let is_longer = !a.is_empty() && a[1..] == *b;
    let is_shorter = !b.is_empty() && *a == b[1..];
    4 <= right.len() && (is_swap || is_other || is_longer || is_shorter)
}
