//! Suppliers that may be one: questions to a person, with the pounds of both.
//!
//! What is certain is joined; what is only near is asked. Names meet where they share a word that few have, or where they
//! are the same except for one word, so no name is laid beside every other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::tables::NearReason;
use money::Money;
use rapidfuzz::distance::osa;

use crate::join::{Joined, bearers_of_numbers};
use crate::node::Node;
use crate::words::{Sort, Words};

/// Two suppliers that may be one. The first is the one that more is paid to.
#[derive(Clone, Debug, PartialEq)]
pub struct NearSuppliers {
    pub one: NearName,
    pub other: NearName,
    pub reason: NearReason,
    /// What is the same and what differs, in words.
    pub evidence: String,
    /// How far the names agree, from 0 to 1: no probability.
    pub score: f64,
}

/// A supplier with the name by which it is near another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearName {
    pub supplier_id: String,
    pub body_id: String,
    pub payee: String,
    /// What is paid to the supplier under all its names.
    pub amount: Money,
}

/// A word of more names than this tells none from another.
const NAMES_OF_WORD_MAX: usize = 40;
/// A group of names that are the same except for one word is asked about up to this size; in larger ones the word is what
/// tells them apart, as in a chain of shops.
const ALIKE_MAX: usize = 12;
/// Names that agree less are not asked about.
const SCORE_MIN: f64 = 0.55;
/// The number of questions about one supplier: those about the nearest names.
const QUESTIONS_MAX: usize = 3;

/// Pairs of suppliers that a person should look at, the most pounds that an answer moves first.
pub(crate) fn near_suppliers(
    nodes: &[Node<'_>],
    joined: &mut Joined<'_, '_>,
    ids: &[String],
    words: &Words,
) -> Vec<NearSuppliers> {
    let names = names(nodes, joined);
    let weights = Weights::of(&names, words);
    let own_numbers = own_numbers(nodes);
    let mut best: BTreeMap<(&str, &str), Near> = BTreeMap::new();
    for pair in pairs(nodes, &names, &weights, &own_numbers) {
        let (a, b) = (names[pair.0].node, names[pair.1].node);
        let Some(near) = near(nodes, joined, (&names[pair.0], &names[pair.1]), &weights, &own_numbers, words) else {
            continue;
        };
        let (x, y) = if ids[a] < ids[b] { (&ids[a], &ids[b]) } else { (&ids[b], &ids[a]) };
        let of_pair = best.entry((x, y)).or_insert_with(|| near.clone());
        // Of names that are as near, those under which most is paid.
        let rank = |near: &Near| (near.score, nodes[near.one].amount + nodes[near.other].amount);
        if rank(of_pair) < rank(&near) {
            *of_pair = near;
        }
    }
    in_order(nodes, ids, best.into_values().collect())
}

/// One way to write a supplier's name: nodes with the same words are one.
struct SpeltName<'n> {
    node: usize,
    root: usize,
    tokens: &'n [String],
    form: Option<&'static str>,
}

#[derive(Clone, Debug)]
struct Near {
    one: usize,
    other: usize,
    reason: NearReason,
    evidence: String,
    score: f64,
}

/// The names that may be asked about: those of organisations. Of people, and of entries without a name, nothing is asked.
fn names<'n>(nodes: &'n [Node<'_>], joined: &mut Joined<'_, '_>) -> Vec<SpeltName<'n>> {
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        let is_organisation = node.sort() == Sort::Named && !node.name.is_person;
        let (key, tokens, form) = node.name.compared();
        let root = joined.root(at);
        // A name that is anybody's is another one in each body.
        let body = node.is_common().then_some(node.body_id);
        if is_organisation && seen.insert((root, key, form, body)) {
            names.push(SpeltName { node: at, root, tokens, form });
        }
    }
    names
}

/// How much each word tells: little where many names have it, or where it says what and not who.
struct Weights<'n> {
    of_word: HashMap<&'n str, f64>,
    n_names: HashMap<&'n str, usize>,
}

impl<'n> Weights<'n> {
    fn of(names: &[SpeltName<'n>], words: &Words) -> Weights<'n> {
        let mut n_names: HashMap<&str, usize> = HashMap::new();
        for name in names {
            let tokens: BTreeSet<&str> = name.tokens.iter().map(String::as_str).collect();
            tokens.into_iter().for_each(|token| *n_names.entry(token).or_default() += 1);
        }
        // As if the names were those of a place of some size: in a handful of names every word would be rare.
        let n_all = (names.len() as f64).max(1000.0);
        let weight = |(word, n): (&&'n str, &usize)| {
            let tells_little = words.is_general(&[(*word).to_owned()]) || words.is_ending(word) || KINDS.contains(word);
            let rarity = (n_all / *n as f64).ln() / n_all.ln();
            (*word, if tells_little { 0.2 * rarity.max(0.5) } else { rarity.max(0.1) })
        };
        Weights { of_word: n_names.iter().map(weight).collect(), n_names }
    }

    fn word(&self, word: &str) -> f64 {
        self.of_word.get(word).copied().unwrap_or(1.0)
    }

    /// Whether the word finds others: few names have it, and it says who.
    fn is_telling(&self, word: &str) -> bool {
        self.word(word) > 0.25 && self.n_names.get(word).is_none_or(|n| *n <= NAMES_OF_WORD_MAX)
    }
}

/// Words that say what sort of organisation it is, beside the words that are anybody's.
const KINDS: [&str; 22] = [
    "NHS",
    "HOSPITAL",
    "HOSPITALS",
    "UNIVERSITY",
    "TEACHING",
    "COUNCIL",
    "BOROUGH",
    "CITY",
    "COUNTY",
    "DISTRICT",
    "LTD",
    "LIMITED",
    "HOSPICE",
    "CHARITY",
    "SOCIETY",
    "PARTNERSHIP",
    "AND",
    "SUPPORT",
    "LONDON",
    "HEALTHCARE",
    "HOUSING",
    "SONS",
];

/// Names of which each has words of its own are asked about only if little of their weight lies on these.
const LIKE_WORDS_MIN: f64 = 0.8;
const POINTS: [&str; 10] =
    ["NORTH", "SOUTH", "EAST", "WEST", "NORTHERN", "SOUTHERN", "EASTERN", "WESTERN", "CENTRAL", "N"];
/// Sorts of organisation: two that say that they are of different sorts are two.
const SORTS: [&str; 17] = [
    "COUNCIL",
    "UNIVERSITY",
    "HOSPITAL",
    "HOSPICE",
    "SCHOOL",
    "COLLEGE",
    "SURGERY",
    "PRACTICE",
    "CENTRE",
    "PHARMACY",
    "TRUST",
    "CHARITY",
    "CLUB",
    "CHURCH",
    "POLICE",
    "NHS",
    "HOUSING",
];

/// Names that meet, each pair once.
fn pairs(
    nodes: &[Node<'_>],
    names: &[SpeltName<'_>],
    weights: &Weights<'_>,
    own_numbers: &OwnNumbers<'_>,
) -> BTreeSet<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    let mut meet = |group: &[usize]| {
        for (i, one) in group.iter().enumerate() {
            pairs.extend(
                group[i + 1..]
                    .iter()
                    .filter(|two| names[*one].root != names[**two].root)
                    .map(|two| (*one.min(two), *one.max(two))),
            );
        }
    };
    let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut but_for_one: BTreeMap<(String, usize), Vec<usize>> = BTreeMap::new();
    let mut by_letters: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        let tokens: BTreeSet<&str> = name.tokens.iter().map(String::as_str).collect();
        for token in tokens.into_iter().filter(|token| weights.is_telling(token)) {
            by_word.entry(token).or_default().push(at);
        }
        for place in (0..name.tokens.len()).filter(|_| 1 < name.tokens.len()) {
            let mut rest: Vec<&str> = name.tokens.iter().map(String::as_str).collect();
            rest[place] = "";
            but_for_one.entry((rest.join(" "), place)).or_default().push(at);
        }
        by_letters.entry(sorted(name.tokens)).or_default().push(at);
    }
    by_word.values().for_each(|group| meet(group));
    but_for_one.values().filter(|group| group.len() <= ALIKE_MAX).for_each(|group| meet(group));
    by_letters.values().filter(|group| group.len() <= NAMES_OF_WORD_MAX).for_each(|group| meet(group));
    let of_node: HashMap<usize, usize> = names.iter().enumerate().map(|(at, name)| (name.node, at)).collect();
    let named =
        |group: &[usize]| -> Vec<usize> { group.iter().filter_map(|node| of_node.get(node)).copied().collect() };
    bearers_of_numbers(nodes).values().for_each(|group| meet(&named(&group[..group.len().min(NAMES_OF_WORD_MAX)])));
    own_numbers.values().for_each(|group| meet(&named(group)));
    pairs
}

/// A number of a body under more names than this stands for a sort of payment.
const NAMES_OF_OWN_NUMBER_MAX: usize = 3;

/// For each number of a body's own that it has for a few names, these names.
type OwnNumbers<'n> = BTreeMap<(&'n str, &'n str), Vec<usize>>;

fn own_numbers<'n>(nodes: &'n [Node<'_>]) -> OwnNumbers<'n> {
    let mut bearers: OwnNumbers<'n> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        let says = |code: &&&str| 3 <= code.len() && code.bytes().any(|b| matches!(b, b'1'..=b'9'));
        node.codes.iter().filter(says).for_each(|code| bearers.entry((node.body_id, code)).or_default().push(at));
    }
    bearers.retain(|_, names| (2..=NAMES_OF_OWN_NUMBER_MAX).contains(&names.len()));
    bearers
}

fn sorted(tokens: &[String]) -> String {
    let mut sorted: Vec<&str> = tokens.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.join(" ")
}

/// Why two names may mean one supplier; none where something says that they do not, or nothing says that they do.
fn near(
    nodes: &[Node<'_>],
    joined: &mut Joined<'_, '_>,
    (one, other): (&SpeltName<'_>, &SpeltName<'_>),
    weights: &Weights<'_>,
    own_numbers: &OwnNumbers<'_>,
    words: &Words,
) -> Option<Near> {
    let (a, b) = (one.node, other.node);
    let (node, beside) = (&nodes[a], &nodes[b]);
    let is_listed = |node: &Node<'_>| node.public_body.is_some_and(|body| body.is_listed);
    if (is_listed(node) && is_listed(beside)) || joined.have_other_numbers(a, b) || joined.are_held_apart(a, b) {
        return None;
    }
    let found = |reason, score, evidence: String| Some(Near { one: a, other: b, reason, evidence, score });
    let shared =
        |ones: &[&str], others: &[&str]| ones.iter().find(|text| others.contains(text)).map(|text| (*text).to_owned());
    if let Some(number) = shared(&node.identifiers, &beside.identifiers).filter(|id| !id.starts_with("GB-VAT-")) {
        return found(NearReason::SameNumber, 0.9, format!("both have the number {number}"));
    }
    let match_ = Match::of(one.tokens, other.tokens, weights);
    let postcode = shared(&node.postcodes, &beside.postcodes);
    let is_for_few = |number: &String| own_numbers.contains_key(&(node.body_id, number.as_str()));
    let own_number =
        (node.body_id == beside.body_id).then(|| shared(&node.codes, &beside.codes)).flatten().filter(is_for_few);
    let more = match (&own_number, &postcode) {
        (Some(number), _) => format!("; {} has one number for both, {number}", node.body_id),
        (None, Some(postcode)) => format!("; both at {postcode}"),
        (None, None) => String::new(),
    };
    let lift = if own_number.is_some() || postcode.is_some() { 0.15 } else { 0.0 };
    if match_.are_other_numbers || (both_have_forms(one, other) && match_.differ_by_endings(words)) {
        return None;
    }
    // Two companies with two legal forms are two, unless their names are the same.
    let are_two_forms = one.form.zip(other.form).is_some_and(|(one, other)| one != other);
    let alone = || [match_.only_one.as_slice(), &match_.only_other].concat().join(" ");
    let by_number = || own_number.is_some().then(|| (NearReason::OwnNumber, 0.0, format!("differ in {}", alone())));
    let (reason, score, evidence) = match_.reason(one, other, node, beside).or_else(by_number)?;
    if are_two_forms && reason != NearReason::LegalForm {
        return None;
    }
    let score: f64 = f64::min(score + lift, 0.99);
    let reason = if own_number.is_some() && score < 0.75 { NearReason::OwnNumber } else { reason };
    let score = if own_number.is_some() { score.max(0.7) } else { score };
    if score < SCORE_MIN { None } else { found(reason, score, format!("{evidence}{more}")) }
}

fn both_have_forms(one: &SpeltName<'_>, other: &SpeltName<'_>) -> bool {
    one.form.is_some() && other.form.is_some()
}

/// The words of two names laid side by side.
struct Match<'t> {
    /// Pairs of words that differ and may be one word: short and long, or with a slip.
    short: Vec<(&'t str, &'t str)>,
    slips: Vec<(&'t str, &'t str)>,
    /// Words of one name alone, in their order.
    only_one: Vec<&'t str>,
    only_other: Vec<&'t str>,
    are_other_numbers: bool,
    is_same_order: bool,
    /// Share of the weight of all words that both have.
    agreement: f64,
    /// Weight of what both have.
    weight: f64,
}

impl<'t> Match<'t> {
    fn of(ones: &'t [String], others: &'t [String], weights: &Weights<'_>) -> Match<'t> {
        let mut left: Vec<Option<&str>> = others.iter().map(|token| Some(token.as_str())).collect();
        let mut only_one: Vec<&str> = Vec::new();
        let mut both = 0.0;
        let mut places: Vec<usize> = Vec::new();
        for token in ones {
            match left.iter().position(|other| *other == Some(token.as_str())) {
                Some(place) => {
                    left[place] = None;
                    places.push(place);
                    both += weights.word(token);
                }
                None => only_one.push(token),
            }
        }
        let (mut short, mut slips) = (Vec::new(), Vec::new());
        only_one.retain(|token| {
            let pair = left.iter().position(|other| other.is_some_and(|other| likeness(token, other).is_some()));
            let Some(place) = pair else { return true };
            let other = left[place].take().expect("a word stands there");
            both += weights.word(token).min(weights.word(other)).max(0.3);
            places.push(place);
            match likeness(token, other) {
                Some(Likeness::Short) => short.push((*token, other)),
                _ => slips.push((*token, other)),
            }
            false
        });
        let only_other: Vec<&str> = left.into_iter().flatten().collect();
        let alone: f64 = only_one.iter().chain(&only_other).map(|token| weights.word(token)).sum();
        let numbers = |tokens: &'t [String]| -> BTreeSet<&str> {
            tokens.iter().map(String::as_str).filter(|token| token.bytes().any(|b| b.is_ascii_digit())).collect()
        };
        Match {
            short,
            slips,
            only_one,
            only_other,
            are_other_numbers: numbers(ones) != numbers(others),
            is_same_order: places.is_sorted(),
            agreement: if both + alone > 0.0 { both / (both + alone) } else { 0.0 },
            weight: both,
        }
    }

    /// Whether all that differs are words by which sister companies differ.
    fn differ_by_endings(&self, words: &Words) -> bool {
        let mut alone = self.only_one.iter().chain(&self.only_other).peekable();
        self.short.is_empty()
            && self.slips.is_empty()
            && alone.peek().is_some()
            && alone.all(|token| words.is_ending(token))
    }

    fn reason(
        &self,
        one: &SpeltName<'_>,
        other: &SpeltName<'_>,
        node: &Node<'_>,
        beside: &Node<'_>,
    ) -> Option<(NearReason, f64, String)> {
        let quoted =
            |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| format!("{a} and {b}")).collect::<Vec<_>>().join(", ");
        let is_all = self.only_one.is_empty() && self.only_other.is_empty();
        if is_all && self.short.is_empty() && self.slips.is_empty() {
            return Some(self.same_words(one, other, node, beside));
        }
        if is_all {
            let n = self.short.len() + self.slips.len();
            let score = if self.slips.is_empty() { 0.85 } else { 0.8 } - 0.1 * (n as f64 - 1.0);
            let reason = if self.slips.is_empty() { NearReason::Abbreviation } else { NearReason::Slip };
            let pairs = [self.slips.as_slice(), &self.short].concat();
            // What is left besides must say who it is.
            let score = if self.agreement * self.weight < 0.5 && self.weight < 0.7 { score - 0.2 } else { score };
            return Some((reason, score, quoted(&pairs)));
        }
        let alone: Vec<&str> = self.only_one.iter().chain(&self.only_other).copied().collect();
        if (self.only_one.is_empty() || self.only_other.is_empty()) && 0.6 <= self.weight {
            // East Cowes is another place than Cowes.
            let far = if alone.iter().any(|token| POINTS.contains(token)) { 0.2 } else { 0.0 };
            let score = 0.45 + 0.45 * self.agreement - far;
            return Some((NearReason::LongerName, score, format!("one has {} besides", alone.join(" "))));
        }
        // Two that name different places, or say that they are of different sorts, are two.
        let says = |tokens: &[&str], list: &[&str]| tokens.iter().any(|token| list.contains(token));
        let are_two =
            [&POINTS[..], &SORTS].iter().any(|list| says(&self.only_one, list) && says(&self.only_other, list));
        let is_near = !are_two && 0.6 <= self.weight && LIKE_WORDS_MIN <= self.agreement;
        is_near.then(|| (NearReason::LikeWords, 0.9 * self.agreement, format!("differ in {}", alone.join(" "))))
    }

    /// The same words: what kept the two from being joined.
    fn same_words(
        &self,
        one: &SpeltName<'_>,
        other: &SpeltName<'_>,
        node: &Node<'_>,
        beside: &Node<'_>,
    ) -> (NearReason, f64, String) {
        let is_numbered =
            [node, beside].iter().any(|node| node.name.reduced.as_ref().is_some_and(|name| name.is_bare_of_number));
        match (one.form, other.form) {
            _ if is_numbered => {
                (NearReason::LongerName, 0.6, "the same name except for numbers in front or behind".to_owned())
            }
            (Some(form), Some(of_other)) if form != of_other => {
                (NearReason::LegalForm, 0.6, format!("{form} and {of_other}"))
            }
            _ if !self.is_same_order => (NearReason::WordOrder, 0.85, "the same words in another order".to_owned()),
            _ if node.public_body.is_some() || beside.public_body.is_some() => {
                (NearReason::PublicBody, 0.85, "one of the two is in the register of public bodies".to_owned())
            }
            _ if node.is_common() || beside.is_common() => {
                (NearReason::CommonName, 0.6, "the same name, but one that many could have".to_owned())
            }
            _ => (NearReason::LegalForm, 0.7, "the same name; companies with several legal forms have it".to_owned()),
        }
    }
}

enum Likeness {
    Short,
    Slip,
}

/// Whether two words that differ may be one.
fn likeness(one: &str, other: &str) -> Option<Likeness> {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let is_word = |token: &str| token.bytes().all(|b| b.is_ascii_alphabetic());
    if !is_word(short) || !is_word(long) || short.as_bytes().first() != long.as_bytes().first() {
        // A first letter that slipped is told by all the others.
        let is_slip =
            is_word(short) && is_word(long) && 7 <= short.len() && osa::distance(short.bytes(), long.bytes()) == 1;
        return is_slip.then_some(Likeness::Slip);
    }
    let distance = osa::distance(short.bytes(), long.bytes());
    let is_plural = long.strip_suffix('S') == Some(short) && 3 <= short.len();
    let is_slip = is_plural || (distance == 1 && 4 <= short.len()) || (distance == 2 && 7 <= short.len());
    if is_slip {
        return Some(Likeness::Slip);
    }
    let is_start = 3 <= short.len() && long.starts_with(short) && short.len() + 2 <= long.len();
    let is_squeezed = 3 <= short.len() && short.len() + 2 <= long.len() && is_in_order(short, long);
    (is_start || is_squeezed).then_some(Likeness::Short)
}

/// Whether a word is another without vowels and letters here and there: `MGMT`, `PTNRSHP`. The consonants tell.
fn is_in_order(short: &str, long: &str) -> bool {
    let is_vowel = |b: u8| matches!(b, b'A' | b'E' | b'I' | b'O' | b'U');
    let n_vowels = short.bytes().skip(1).filter(|b| is_vowel(*b)).count();
    let mut letters = long.bytes();
    n_vowels == 0 && short.bytes().all(|wanted| letters.any(|letter| letter == wanted))
}

/// The nearest few of each supplier, the most pounds that an answer moves first.
fn in_order(nodes: &[Node<'_>], ids: &[String], mut all: Vec<Near>) -> Vec<NearSuppliers> {
    let mut amounts: HashMap<&str, Money> = HashMap::new();
    nodes.iter().zip(ids).for_each(|(node, id)| *amounts.entry(id.as_str()).or_insert(Money::ZERO) += node.amount);
    let amount = |at: usize| amounts[ids[at].as_str()];
    for near in &mut all {
        let (one, other) = (near.one, near.other);
        if (amount(one), &ids[other]) < (amount(other), &ids[one]) {
            (near.one, near.other) = (other, one);
        }
    }
    all.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then_with(|| (&ids[a.one], &ids[a.other]).cmp(&(&ids[b.one], &ids[b.other])))
    });
    let mut n_asked: HashMap<&str, usize> = HashMap::new();
    all.retain(|near| {
        let n = n_asked.entry(&ids[near.other]).or_default();
        *n += 1;
        *n <= QUESTIONS_MAX
    });
    let name = |at: usize| NearName {
        supplier_id: ids[at].clone(),
        body_id: nodes[at].body_id.to_owned(),
        payee: nodes[at].payee.to_owned(),
        amount: amount(at),
    };
    let near = |near: Near| NearSuppliers {
        one: name(near.one),
        other: name(near.other),
        reason: near.reason,
        evidence: near.evidence,
        score: near.score,
    };
    let mut found: Vec<NearSuppliers> = all.into_iter().map(near).collect();
    found.sort_by(|a, b| {
        let by = |near: &NearSuppliers| (near.one.supplier_id.clone(), near.other.supplier_id.clone());
        b.other
            .amount
            .cmp(&a.other.amount)
            .then_with(|| b.one.amount.cmp(&a.one.amount))
            .then_with(|| by(a).cmp(&by(b)))
    });
    found
}
