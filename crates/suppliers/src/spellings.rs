//! Which spellings are one name: from the same key down to one slip of the typist.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::BodyKind;
use model::tables::JoinMethod;
use rapidfuzz::distance::osa;

use crate::join::Joined;
use crate::node::Node;

/// Joins names by spelling, the surest way first.
pub(crate) fn join_all(nodes: &[Node<'_>], joined: &mut Joined<'_, '_>) {
    same_keys(nodes, joined);
    other_spaces(nodes, joined);
    reduced_names(nodes, joined);
    trust_words(nodes, joined);
    trading_names(nodes, joined);
    broken_forms(nodes, joined);
    cut_off(nodes, joined);
    slips(nodes, joined);
}

/// Whether two names may be joined if one says what and not who: only where both are at one postcode, or one body prints
/// both and nothing says that they are in two places.
fn may_meet(nodes: &[Node<'_>], one: usize, other: usize) -> bool {
    let (one, other) = (&nodes[one], &nodes[other]);
    if !one.is_common() && !other.is_common() {
        return true;
    }
    let shares = || one.postcodes.iter().any(|postcode| other.postcodes.contains(postcode));
    match one.postcodes.is_empty() || other.postcodes.is_empty() {
        true => one.body_id == other.body_id,
        false => shares(),
    }
}

/// Nodes that have a name, grouped by a key made of it.
fn by<'n, K: Ord>(nodes: &'n [Node<'_>], of: impl Fn(&'n Node<'_>) -> Option<K>) -> BTreeMap<K, Vec<usize>> {
    let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate().filter(|(_, node)| node.is_named()) {
        if let Some(key) = of(node) {
            groups.entry(key).or_default().push(at);
        }
    }
    groups
}

/// Joins every two of a group that may meet.
fn join_group(nodes: &[Node<'_>], joined: &mut Joined<'_, '_>, group: &[usize], method: JoinMethod) {
    // Common names meet within their body or at their postcode, so each needs a neighbour there; others all meet the first.
    let mut first: HashMap<(Option<&str>, Option<&str>), usize> = HashMap::new();
    for at in group {
        let node = &nodes[*at];
        let places: Vec<(Option<&str>, Option<&str>)> = match node.is_common() {
            true => std::iter::once((Some(node.body_id), None))
                .chain(node.postcodes.iter().map(|postcode| (None, Some(*postcode))))
                .collect(),
            false => vec![(None, None)],
        };
        for place in places {
            let first = *first.entry(place).or_insert(*at);
            if may_meet(nodes, first, *at) {
                joined.join(first, *at, method);
            }
        }
    }
    for (one, other) in group.iter().flat_map(|one| group.iter().map(move |other| (*one, *other))) {
        if one < other && nodes[one].is_common() != nodes[other].is_common() && may_meet(nodes, one, other) {
            joined.join(one, other, method);
        }
    }
}

/// Names that are the same without what a system or a clerk added, and with their words in one spelling.
fn reduced_names(nodes: &[Node<'_>], joined: &mut Joined<'_, '_>) {
    for group in by(nodes, |node| Some(node.name.compared().0)).values() {
        let form = |at: usize| nodes[at].name.compared().2;
        let forms: BTreeSet<&str> = group.iter().filter_map(|at| form(*at)).collect();
        for at in group.iter().copied() {
            let Some(reduced) = &nodes[at].name.reduced else { continue };
            // With two legal forms there are two companies, and nothing says whose the formless names are.
            let is_same_form = |other: usize| form(at) == form(other) || forms.len() == 1;
            let is_whole = |other: usize| nodes[other].name.reduced.as_ref().is_none_or(|name| !name.is_bare_of_number);
            let others = group.iter().copied().filter(|other| {
                *other != at
                    && is_same_form(*other)
                    && (!reduced.is_bare_of_number || is_whole(*other))
                    && may_meet(nodes, at, *other)
            });
            // The surest neighbour first: one that is printed so.
            let other = others.min_by_key(|other| (nodes[*other].name.reduced.is_some(), *other));
            if let Some(other) = other {
                joined.join(other, at, reduced.method);
            }
        }
    }
}

/// NHS trusts one of which no register lists, and whose names differ only by words that trusts add and leave out:
/// `SALFORD ROYAL HOSPITALS NHS TRUST`, `SALFORD ROYAL NHS FOUNDATION TRUST`. Where two listed trusts are as near, neither is.
fn trust_words(nodes: &[Node<'_>], joined: &mut Joined<'_, '_>) {
    let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        let body = node.public_body.filter(|body| body.kind == BodyKind::NhsTrust);
        if let Some(core) = body.and_then(|_| trust_core(node.name.compared().1)) {
            alike.entry(core).or_default().push(at);
        }
    }
    for group in alike.values() {
        let id = |at: &usize| nodes[*at].public_body.map(|body| body.id.as_str());
        let listed: BTreeSet<Option<&str>> =
            group.iter().filter(|at| !nodes[**at].is_unlisted_body()).map(id).collect();
        if listed.len() <= 1 {
            let first = *group.iter().find(|at| !nodes[**at].is_unlisted_body()).unwrap_or(&group[0]);
            group
                .iter()
                .filter(|at| nodes[**at].is_unlisted_body())
                .for_each(|at| _ = joined.join(first, *at, JoinMethod::TrustWords));
        }
    }
}

/// What of a trust's name says which it is; none where that is one word, which may say no more than where it is.
fn trust_core(tokens: &[String]) -> Option<String> {
    const WORDS: [&str; 13] = [
        "NHS",
        "FOUNDATION",
        "TRUST",
        "HOSPITAL",
        "HOSPITALS",
        "UNIVERSITY",
        "TEACHING",
        "UNIV",
        "HOSP",
        "THE",
        "OF",
        "AND",
        "FT",
    ];
    let core: Vec<&str> = tokens.iter().map(String::as_str).filter(|token| !WORDS.contains(token)).collect();
    (1 < core.len()).then(|| core.join(" "))
}

/// The same key. With one legal form among them, names without any are of it too; with several, only
/// where the body itself prints just one of these.
fn same_keys(nodes: &[Node<'_>], joined: &mut Joined<'_, '_>) {
    for group in by(nodes, |node| Some(node.name.key.as_str())).values() {
        let forms: BTreeSet<&str> = group.iter().filter_map(|at| nodes[*at].name.form).collect();
        for form in &forms {
            let of_form: Vec<usize> = group.iter().copied().filter(|at| nodes[*at].name.form == Some(form)).collect();
            join_group(nodes, joined, &of_form, JoinMethod::SameName);
        }
        let formless: Vec<usize> = group.iter().copied().filter(|at| nodes[*at].name.form.is_none()).collect();
        join_group(nodes, joined, &formless, JoinMethod::SameName);
        for at in formless {
            let of_body = |other: &usize| nodes[*other].body_id == nodes[at].body_id;
            let candidates = group.iter().copied().filter(|other| {
                nodes[*other].name.form.is_some() && (of_body(other) || forms.len() == 1) && may_meet(nodes, at, *other)
            });
            let candidates: Vec<usize> = candidates.collect();
            let forms_there: BTreeSet<Option<&str>> = candidates.iter().map(|other| nodes[*other].name.form).collect();
            if forms_there.len() == 1 {
                joined.join(candidates[0], at, JoinMethod::FormLeftOut);
            }
        }
    }
}

/// The same letters with other spaces: `A & J KEITH` and `A&J Keith`, `NEWCASTLEUPONTYNE` and `NEWCASTLE UPON TYNE`.
fn other_spaces(nodes: &[Node<'_>], joined: &mut Joined<'_, '_>) {
    for group in by(nodes, |node| (!node.name.is_school()).then_some(node.name.compact.as_str()))
        .into_iter()
        .filter(|(key, _)| COMPACT_MIN <= key.len())
    {
        let group = group.1;
        let keys: BTreeSet<&str> = group.iter().map(|at| nodes[*at].name.key.as_str()).collect();
        if 1 < keys.len() {
            let forms: BTreeSet<&str> = group.iter().filter_map(|at| nodes[*at].name.form).collect();
            // With two legal forms there are two companies, and nothing says whose the formless names are.
            let group = group.iter().copied().filter(|at| forms.len() < 2 || nodes[*at].name.form.is_some());
            for form in forms.iter().map(|form| Some(*form)).chain([None]) {
                let of_form: Vec<usize> =
                    group.clone().filter(|at| nodes[*at].name.form == form || forms.len() < 2).collect();
                join_group(nodes, joined, &of_form, JoinMethod::Spacing);
            }
        }
    }
}

/// Fewer letters than this are too few to be sure without their spaces.
const COMPACT_MIN: usize = 7;

/// `J O'NEILL T/A NEILL'S TAXIS` and `NEILL'S TAXIS`, where only one trades under the name.
fn trading_names(nodes: &[Node<'_>], joined: &mut Joined<'_, '_>) {
    let by_key = by(nodes, |node| Some(node.name.key.as_str()));
    for (trading, holders) in by(nodes, |node| node.name.trading.as_deref()) {
        let keys: BTreeSet<&str> = holders.iter().map(|at| nodes[*at].name.key.as_str()).collect();
        let Some(named) = by_key.get(trading).filter(|_| keys.len() == 1) else { continue };
        for at in named {
            let holder = holders
                .iter()
                .find(|holder| may_meet(nodes, **holder, *at) && !joined.are_two_companies(**holder, *at));
            if let Some(holder) = holder {
                joined.join(*holder, *at, JoinMethod::TradingName);
            }
        }
    }
}

/// The last word of a name is what is left of a legal form: `ACORN LIMI`, `ACORN LD`; where another name is
/// the same with the form whole.
fn broken_forms(nodes: &[Node<'_>], joined: &mut Joined<'_, '_>) {
    let whole = by(nodes, |node| node.name.form.map(|form| (node.name.key.as_str(), form)));
    for (at, node) in nodes.iter().enumerate().filter(|(_, node)| node.is_named() && node.name.form.is_none()) {
        let Some((last, stem)) = node.name.tokens.split_last().filter(|(_, stem)| !stem.is_empty()) else { continue };
        let stem = stem.join(" ");
        let found: Vec<(usize, JoinMethod)> = BROKEN_FORMS
            .iter()
            .filter_map(|(form, words, means)| {
                let method = if is_beginning(last, form) { JoinMethod::CutOff } else { JoinMethod::Slip };
                let is_broken = words.contains(&last.as_str()) || method == JoinMethod::CutOff;
                let others = whole.get(&(stem.as_str(), *means)).filter(|_| is_broken)?;
                others.iter().find(|other| may_meet(nodes, at, **other)).map(|other| (*other, method))
            })
            .collect();
        if let [(other, method)] = found[..] {
            joined.join(other, at, method);
        }
    }
}

/// A legal form as written out, what slips make of its short form, and the form itself. `LP` and `LLC` are
/// forms of their own.
const BROKEN_FORMS: [(&str, &[&str], &str); 2] = [
    ("LIMITED", &["LD", "LT", "TD", "LTTD", "LLTD", "LTDD", "LDT", "TLD"], "LIMITED"),
    ("PLC", &["PC", "PL", "PPLC", "PLLC", "PLCC", "PCL", "LPC"], "PLC"),
];

/// Three letters of the form, or more, and not all.
fn is_beginning(word: &str, form: &str) -> bool {
    3 <= word.len() && word.len() < form.len() && form.starts_with(word)
}

/// A name that a system cut off at the end of its field, where one name alone goes on from there.
///
/// A cut inside a word tells by itself, where it is as long as such a field; one between words only where the
/// body's names show that its system cuts there.
fn cut_off(nodes: &[Node<'_>], joined: &mut Joined<'_, '_>) {
    let widths = widths(nodes);
    let mut whole: Vec<(&str, usize)> = Vec::new();
    for (at, node) in nodes.iter().enumerate().filter(|(_, node)| node.is_named()) {
        whole.push((&node.name.plain, at));
    }
    whole.sort_unstable();
    for (at, node) in nodes.iter().enumerate().filter(|(_, node)| node.is_named()) {
        let n_letters = node.payee.chars().count();
        let is_full = |widths: &[usize]| widths.iter().any(|width| n_letters == *width || n_letters + 1 == *width);
        let plain = node.name.plain.as_str();
        if !is_full(&USUAL_WIDTHS) || plain.len() < CUT_MIN {
            continue;
        }
        let cuts_there = widths.get(node.body_id).is_some_and(|widths| is_full(widths));
        let start = whole.partition_point(|(other, _)| *other < plain);
        let longer = whole[start..]
            .iter()
            .take_while(|(other, _)| other.starts_with(plain))
            .filter(|(other, _)| plain.len() < other.len())
            .filter(|(other, _)| cuts_there || !other[plain.len()..].starts_with(' '));
        let longer: Vec<usize> = longer.map(|(_, at)| *at).collect();
        let mut roots: Vec<usize> = longer.iter().map(|other| joined.root(*other)).collect();
        roots.sort_unstable();
        roots.dedup();
        if let ([_], Some(other)) = (&roots[..], longer.iter().find(|other| may_meet(nodes, at, **other))) {
            joined.join(*other, at, JoinMethod::CutOff);
        }
    }
}

/// Fewer letters than this are no whole field of a finance system.
const CUT_MIN: usize = 25;
/// Systems keep names in fields of these lengths.
const USUAL_WIDTHS: [usize; 4] = [30, 35, 40, 50];

/// For each body the lengths at which its system may cut: its longest, where that is usual, or one at
/// which far more names end than beside it.
fn widths<'a>(nodes: &[Node<'a>]) -> HashMap<&'a str, Vec<usize>> {
    let mut n_of: HashMap<&str, BTreeMap<usize, usize>> = HashMap::new();
    for node in nodes {
        *n_of.entry(node.body_id).or_default().entry(node.payee.chars().count()).or_default() += 1;
    }
    let widths = n_of.into_iter().map(|(body, n_of)| {
        let longest = n_of.keys().next_back().copied().unwrap_or(0);
        let n = |length: usize| n_of.get(&length).copied().unwrap_or(0);
        let is_peak = |width: usize| 3 <= n(width) && 2 * n(width + 1).max(n(width + 2)).max(1) <= n(width);
        let is_cut = |width: &usize| longest == *width || is_peak(*width);
        (body, USUAL_WIDTHS.into_iter().filter(is_cut).collect())
    });
    widths.collect()
}

/// One slip in one long word, all other words the same, where nothing else is as near.
///
/// A word that is in several names is a word of its own and not a slip: `THOMSON` and `THOMPSON` stay
/// apart where both are in use.
fn slips(nodes: &[Node<'_>], joined: &mut Joined<'_, '_>) {
    let keys =
        by(nodes, |node| (2 <= node.name.tokens.len() && !node.name.is_school()).then_some(node.name.key.as_str()));
    let firsts: Vec<usize> = keys.values().map(|group| group[0]).collect();
    let n_keys_with = n_keys_with(nodes, &firsts);
    let mut found: Vec<(usize, usize)> = Vec::new();
    for alike in alike_but_for_one_word(nodes, &firsts).values() {
        for (at, (token, one)) in alike.iter().enumerate() {
            for (other_token, other) in &alike[at + 1..] {
                let (n, n_other) = (n_keys_with[token], n_keys_with[other_token]);
                let is_rare = n.min(n_other) == 1 || n.min(n_other) * MUCH_RARER <= n.max(n_other);
                if is_rare && is_slip(token, other_token) {
                    found.push((*one, *other));
                }
            }
        }
    }
    join_slips(nodes, joined, &keys, found);
}

/// In how many keys each word is.
fn n_keys_with<'n>(nodes: &[Node<'n>], firsts: &[usize]) -> HashMap<&'n str, usize> {
    let mut n_keys_with: HashMap<&str, usize> = HashMap::new();
    for at in firsts {
        let tokens: BTreeSet<&str> = nodes[*at].name.tokens.iter().map(String::as_str).collect();
        tokens.into_iter().for_each(|token| *n_keys_with.entry(token).or_default() += 1);
    }
    n_keys_with
}

/// A name without one of its words, the place of that word and its first letter.
type WithoutOneWord = (String, usize, u8);

/// Names that agree except for one long word, each with that word: they meet where it is left out.
fn alike_but_for_one_word<'n>(nodes: &[Node<'n>], firsts: &[usize]) -> BTreeMap<WithoutOneWord, Vec<(&'n str, usize)>> {
    let mut alike: BTreeMap<WithoutOneWord, Vec<(&str, usize)>> = BTreeMap::new();
    for first in firsts {
        let name = nodes[*first].name;
        let n_letters: usize = name.tokens.iter().map(String::len).sum();
        for (place, token) in name.tokens.iter().enumerate() {
            if is_long(token, n_letters) && !name.rests_on(place) {
                let mut rest: Vec<&str> = name.tokens.iter().map(String::as_str).collect();
                rest[place] = "";
                alike.entry((rest.join(" "), place, token.as_bytes()[0])).or_default().push((token, *first));
            }
        }
    }
    alike
}

fn is_long(token: &str, n_letters_of_name: usize) -> bool {
    let is_rest_long = REST_MIN <= n_letters_of_name - token.len();
    SLIP_MIN < token.len() || is_rest_long && SHORT_SLIP_MIN < token.len()
}

/// Shorter words differ by a letter too easily, unless the rest of the name is long.
const SLIP_MIN: usize = 4;
const SHORT_SLIP_MIN: usize = 2;
const REST_MIN: usize = 12;
/// A slip may come up twice where a word is in many names; of two words in use neither is much rarer.
const MUCH_RARER: usize = 10;

/// Two letters swapped, one left out, doubled or put in; one exchanged only in a very long word.
fn is_slip(one: &str, other: &str) -> bool {
    let is_word = |token: &str| token.bytes().all(|b| b.is_ascii_alphabetic());
    if !is_word(one) || !is_word(other) || osa::distance(one.bytes(), other.bytes()) != 1 {
        return false;
    }
    let is_plural = one.strip_suffix('S') == Some(other) || other.strip_suffix('S') == Some(one);
    let (mut a, mut b) = (one.as_bytes().to_vec(), other.as_bytes().to_vec());
    let is_exchanged = a.len() == b.len() && {
        a.sort_unstable();
        b.sort_unstable();
        a != b
    };
    !is_plural && (!is_exchanged || EXCHANGE_MIN <= one.len())
}

const EXCHANGE_MIN: usize = 9;

/// Joins a name to the one that it slipped from, unless there are two of these.
fn join_slips(
    nodes: &[Node<'_>],
    joined: &mut Joined<'_, '_>,
    keys: &BTreeMap<&str, Vec<usize>>,
    found: Vec<(usize, usize)>,
) {
    let mut near: HashMap<usize, BTreeSet<usize>> = HashMap::new();
    for (one, other) in &found {
        let (a, b) = (joined.root(*one), joined.root(*other));
        near.entry(a).or_default().insert(b);
        near.entry(b).or_default().insert(a);
    }
    for (one, other) in found {
        let (a, b) = (joined.root(one), joined.root(other));
        let is_only = |root: usize| near.get(&root).is_none_or(|near| near.len() <= 1);
        if !is_only(a) && !is_only(b) {
            continue;
        }
        let (ones, others) = (&keys[nodes[one].name.key.as_str()], &keys[nodes[other].name.key.as_str()]);
        let pairs = ones.iter().flat_map(|one| others.iter().map(move |other| (*one, *other)));
        if let Some((one, other)) = pairs.into_iter().find(|(one, other)| may_meet(nodes, *one, *other)) {
            joined.join(one, other, JoinMethod::Slip);
        }
    }
}
