//! Whether a printed name is that of a person: titles, and the shapes in which ledgers write names.

use model::home::fold;

use super::address::{address_in, is_persons};
use super::beside::{is_in_other_letters, is_irish, names_beside};
use super::couple::{Joined, join};
use super::words::Words;

/// How far a printed name looks like a person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// `Mrs A Known`, `SMITH J MR`.
    Titled,
    /// `SMITH J`, `J Smith`, `Smith, John`, `John Smith`: initials or a first name beside a family name.
    Named,
    /// `A Known - Fostering Allowance`: the name itself says that a person is paid.
    PaidAsOne,
    /// One half of it is a first or a family name.
    Perhaps,
    /// Two or three words, none of which says what an organisation does.
    Barely,
    /// An organisation, a firm that bears a name, or no name at all.
    None,
}

/// The most words that a person's name may have, without titles.
const WORDS_MAX: usize = 5;
/// As many words are a name even where only the first and the last are known ones.
const WORDS_HALF_KNOWN_MAX: usize = 4;
const WORDS_AFTER_TITLE_MAX: usize = 5;
const WORDS_OF_COUPLE_MAX: usize = 7;
/// The fewest letters for an unknown word after initials to be taken as a family name.
pub(super) const UNKNOWN_FAMILY_LETTERS_MIN: usize = 4;

pub(super) fn likeness(printed: &str, words: &Words) -> Likeness {
    if is_in_other_letters(printed) {
        return Likeness::Named;
    }
    let alone = likeness_of_name(printed, words);
    if matches!(alone, Likeness::Titled | Likeness::Named | Likeness::PaidAsOne) {
        return alone;
    }
    let upper = capitals(printed);
    if names_beside(&upper, words) || is_irish(&upper, words) { Likeness::Named } else { alone }
}

/// What a name says by itself, without the words beside it.
pub(super) fn likeness_of_name(printed: &str, words: &Words) -> Likeness {
    let upper = capitals(printed);
    if upper.contains('@')
        && let Some(address) = upper.split_whitespace().find_map(address_in)
    {
        return beside_address(&upper, address, words);
    }
    if trades(&upper) {
        return Likeness::None;
    }
    let Some(name) = Name::of(&upper, words) else { return Likeness::None };
    let likeness = name.likeness(words);
    match (likeness, name.says_payment) {
        (Likeness::Named | Likeness::Perhaps | Likeness::Barely, true) => Likeness::PaidAsOne,
        (Likeness::None, true) if name.is_one_family_name(words) => Likeness::PaidAsOne,
        _ => likeness,
    }
}

/// Whether a text that need not be a name is one, with a title that cannot mean anything else there: `Rev Contributions`
/// are revenue, and schools bear the names of knights.
pub(super) fn is_titled_name(text: &str, lists: &Words) -> bool {
    const SURE: [&str; 8] = ["MADAM", "MESDAMES", "MISS", "MISTER", "MR", "MRS", "MSTR", "MX"];
    const SURE_BEFORE_FAMILY: [&str; 3] = ["CLLR", "DOCTOR", "DR"];
    let upper = capitals(text);
    if trades(&upper) {
        return false;
    }
    let Some(name) = Name::of(&upper, lists).filter(|name| name.likeness(lists) == Likeness::Titled) else {
        return false;
    };
    let Some((title, (first, last))) = name.title.as_deref().zip(name.words.first().zip(name.words.last())) else {
        return false;
    };
    let is_named = (lists.is_given(first) || is_initials(first, lists)) && lists.is_listed_family(last);
    let is_one_family = name.words.len() == 1 && lists.is_listed_family(last);
    let is_given = name.words.len() == 2 && lists.is_given(first) && !lists.is_given_and_word(first);
    match title {
        _ if SURE.contains(&title) => true,
        _ if SURE_BEFORE_FAMILY.contains(&title) => is_named || is_one_family || is_given,
        _ => is_named && 1 < name.words.len(),
    }
}

/// `Smith (j.smith@example.org)` is a person; a firm is still a firm, whatever name is on its mail.
fn beside_address(upper: &str, address: &str, words: &Words) -> Likeness {
    let rest = upper.replace(address, " ");
    match is_persons(address, words) && !says_organisation(&rest, words) {
        true => Likeness::Named,
        false if rest.contains('@') => Likeness::None,
        false => likeness_of_name(&rest, words),
    }
}

/// Whether a name says that it is an organisation's: a word that organisations have, a legal form, a mark of trade.
pub(super) fn says_organisation(printed: &str, lists: &Words) -> bool {
    let upper = capitals(printed);
    let tokens = tokens(&upper);
    trades(&upper)
        || tokens.iter().any(|token| lists.firm.contains(token) && token != "AND" || ends_in_form(token))
        || is_known_firm(&tokens, &tokens, lists)
}

fn capitals(printed: &str) -> String {
    let plain = printed.replace(['\u{2019}', '\u{2018}', '`'], "'");
    if plain.is_ascii() { plain.to_ascii_uppercase() } else { fold(&plain).to_ascii_uppercase() }
}

/// Marks of a firm named after a person, and of web addresses.
fn trades(upper: &str) -> bool {
    const MARKS: [&str; 12] =
        ["T/A", "T/AS", "TRADING AS", "T.A.", "C/O", "@", "WWW.", ".CO.", ".COM", ".ORG", ".NET", "'S "];
    MARKS.iter().any(|mark| upper.contains(mark)) || upper.ends_with("'S")
}

/// The words of a name, without its titles and what else is beside it.
struct Name {
    words: Vec<String>,
    /// How many of them come before a comma.
    n_before_comma: Option<usize>,
    title: Option<String>,
    joined: Joined,
    says_payment: bool,
}

impl Name {
    /// `None` if something in it cannot be part of a person's name.
    fn of(upper: &str, lists: &Words) -> Option<Name> {
        let (mut tokens, says_payment) = without_payments(tokens(upper), lists);
        while tokens.last().is_some_and(|last| last == "," || lists.suffixes.contains(last)) && 1 < tokens.len() {
            tokens.pop();
        }
        let rank = take_rank(&mut tokens, lists);
        let is_title = |token: &String| lists.titles.contains(token);
        // `HALL P MR 00123`: the body's own number.
        while 2 < tokens.len() && tokens.last().is_some_and(|last| is_number(last)) && tokens.iter().any(is_title) {
            tokens.pop();
        }
        // Most payees are recognised as firms at once.
        let is_firms = |token: &String| lists.firm.contains(token) && token != "AND";
        if rank.is_none() && tokens.iter().any(is_firms) && !tokens.iter().any(is_title) {
            return None;
        }
        let joined = join(&mut tokens, lists)?;
        let places: Vec<usize> = (0..tokens.len()).filter(|at| is_title(&tokens[*at])).collect();
        let title = rank.or_else(|| places.first().map(|at| tokens[*at].clone()));
        let comma = tokens.iter().position(|token| token == ",");
        let has_place = |at: usize| at == 0 || at + 1 == tokens.len() || comma.is_some() || joined == Joined::Titled;
        if places.first().is_some_and(|at| !has_place(*at)) {
            return None;
        }
        let is_reference = |token: &String| token.bytes().any(|b| b.is_ascii_digit());
        if title.is_none() && tokens.iter().any(|token| is_reference(token) && !is_number(token)) {
            return None;
        }
        let is_word = |token: &&String| *token != "," && !is_title(token) && !is_reference(token);
        let words: Vec<String> = tokens.iter().filter(is_word).cloned().collect();
        let n_before_comma = comma.map(|at| tokens[..at].iter().filter(is_word).count());
        // After a title, Hall and Mills are family names.
        let is_last_name = |word: &String| {
            let is_before_initials = words.first() == Some(word)
                && 1 < words.len()
                && words[1..].iter().all(|word| is_initials(word, lists));
            title.is_some()
                && words.len() <= 3
                && lists.is_listed_family(word)
                && (words.last() == Some(word) || is_before_initials)
        };
        let is_firms = |word: &String| lists.firm.contains(word) && !is_last_name(word) || ends_in_form(word);
        let is_organisation = words.iter().any(is_firms) || is_known_firm(&tokens, &words, lists);
        let are_words = words.iter().all(|word| is_name(word)) && words.iter().any(|word| 1 < word.len());
        (are_words && !is_organisation).then_some(Name { words, n_before_comma, title, joined, says_payment })
    }

    fn likeness(&self, lists: &Words) -> Likeness {
        match &self.title {
            Some(title) => self.titled(title, lists),
            None if self.joined == Joined::Named => Likeness::Named,
            None if self.n_before_comma.is_some_and(|n| 0 < n && n < self.words.len()) => self.behind_comma(lists),
            None => self.plain(lists),
        }
    }

    /// `Mr Smith` is a person; `Dr Oetker` and `MS Amlin` need more evidence.
    fn titled(&self, title: &str, lists: &Words) -> Likeness {
        const ALSO_OF_FIRMS: [&str; 7] = ["DR", "DOCTOR", "PROF", "MASTER", "MS", "REV", "CLLR"];
        let n_max = if self.joined == Joined::Titled { WORDS_OF_COUPLE_MAX } else { WORDS_AFTER_TITLE_MAX };
        if n_max < self.words.len() {
            return Likeness::None;
        }
        let first = &self.words[0];
        let is_one_unknown = self.words.len() == 1 && !lists.is_family(first);
        match ALSO_OF_FIRMS.contains(&title) {
            true if is_one_unknown => Likeness::Perhaps,
            true if title == "MASTER" && !lists.is_given(first) && !is_initials(first, lists) => Likeness::Perhaps,
            _ => Likeness::Titled,
        }
    }

    /// `Smith, John` and `Smith, J`.
    fn behind_comma(&self, lists: &Words) -> Likeness {
        let (family, given) = self.words.split_at(self.n_before_comma.unwrap_or_default());
        if 2 < family.len() || 3 < given.len() {
            return Likeness::None;
        }
        let are_initials = given.iter().all(|word| is_initials(word, lists));
        let is_known = family.iter().any(|word| lists.is_family(word));
        match (are_initials && is_known) || lists.is_given(&given[0]) {
            true => Likeness::Named,
            false => Likeness::Perhaps,
        }
    }

    fn plain(&self, lists: &Words) -> Likeness {
        let words = &without_particles(&self.words);
        if !(2..=WORDS_MAX).contains(&words.len()) {
            let is_family = words.len() == 1 && lists.is_listed_family(&words[0]);
            return if is_family { Likeness::Barely } else { Likeness::None };
        }
        let (first, last) = (&words[0], &words[words.len() - 1]);
        let long: Vec<&String> = words.iter().filter(|word| !is_initials(word, lists)).collect();
        match long.as_slice() {
            [] => Likeness::None,
            [only] if *only == first || *only == last => self.beside_initials(only, lists),
            _ => names_beside_each_other(words, lists),
        }
    }

    /// `J A Smith` and `Smith JA`.
    fn beside_initials(&self, family: &str, lists: &Words) -> Likeness {
        let others = || self.words.iter().filter(|word| *word != family);
        let are_single = others().all(|word| word.len() == 1) && others().count() <= 2;
        let is_first = self.words[0] == family;
        if lists.is_family(family) && !lists.is_given_and_word(family) {
            return Likeness::Named;
        }
        match !is_first && are_single && UNKNOWN_FAMILY_LETTERS_MIN <= family.len() {
            true => Likeness::Named,
            false => Likeness::Perhaps,
        }
    }

    fn is_one_family_name(&self, lists: &Words) -> bool {
        self.words.len() == 1 && lists.is_listed_family(&self.words[0])
    }
}

/// The words without those that join a family name: `John van der Berg`, `Maria de la Cruz`.
fn without_particles(words: &[String]) -> Vec<String> {
    const PARTICLES: [&str; 18] = [
        "AB", "ABU", "AL", "AP", "BIN", "DA", "DE", "DEL", "DEN", "DER", "DI", "DU", "EL", "LA", "LE", "VAN", "VON",
        "Y",
    ];
    let is_particle = |at: usize| 0 < at && at + 1 < words.len() && PARTICLES.contains(&words[at].as_str());
    (0..words.len()).filter(|at| !is_particle(*at)).map(|at| words[at].clone()).collect()
}

/// `John Smith`, `Smith John`, `John Unlisted`.
fn names_beside_each_other(words: &[String], lists: &Words) -> Likeness {
    let (first, last, n_words) = (&words[0], &words[words.len() - 1], words.len());
    let has_middle_initial = n_words == 3 && words[1].len() == 1;
    let is_sure_given = |word: &str| lists.is_given(word) && !lists.is_given_and_word(word);
    let is_forward = lists.is_given(first) && lists.is_family(last);
    let is_reversed = lists.is_listed_family(first) && is_sure_given(last) && 2 < last.len();
    // `John Michael Peter Unlisted`
    let are_given = words[..n_words - 1].iter().all(|word| lists.is_given(word) || word.len() == 1);
    if WORDS_HALF_KNOWN_MAX < n_words && !(are_given && lists.is_family(last)) {
        return Likeness::None;
    }
    let is_given_enough = is_sure_given(first) || lists.is_given(first) && has_middle_initial;
    let is_half = is_given_enough && (n_words <= 3 || are_given) && UNKNOWN_FAMILY_LETTERS_MIN <= last.len();
    if is_forward || is_reversed || is_half {
        Likeness::Named
    } else if lists.is_given(first) || lists.is_family(last) || lists.is_given(last) {
        Likeness::Perhaps
    } else if n_words <= 3 {
        Likeness::Barely
    } else {
        Likeness::None
    }
}

/// Words, commas and ampersands; what follows a `#` is the body's own number.
fn tokens(upper: &str) -> Vec<String> {
    let told = upper.split('#').next().unwrap_or_default();
    let mut tokens: Vec<String> = Vec::new();
    let mut word = String::new();
    let end = |word: &mut String| std::mem::take(word).trim_matches('-').to_owned();
    for c in told.chars() {
        match c {
            '\'' => {}
            c if c.is_alphanumeric() || c == '-' => word.push(c),
            c => {
                tokens.push(end(&mut word));
                match c {
                    ',' => tokens.push(",".to_owned()),
                    '&' | '+' => tokens.push("&".to_owned()),
                    _ => {}
                }
            }
        }
    }
    tokens.push(end(&mut word));
    tokens.retain(|token| !token.is_empty());
    tokens
}

/// The tokens without the words by which a ledger says what was paid, and whether there were any.
fn without_payments(tokens: Vec<String>, lists: &Words) -> (Vec<String>, bool) {
    if !tokens.iter().any(|token| lists.payments.contains_key(token)) {
        return (tokens, false);
    }
    let n_all = tokens.len();
    let mut kept: Vec<String> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let phrases = lists.payments.get(&tokens[at]).into_iter().flatten();
        let fits = |phrase: &&Vec<String>| tokens[at..].starts_with(phrase);
        match phrases.into_iter().find(fits) {
            Some(phrase) => at += phrase.len(),
            None => {
                kept.push(tokens[at].clone());
                at += 1;
            }
        }
    }
    let says_payment = kept.len() < n_all;
    (kept, says_payment)
}

/// The ranks in front of a name, taken off; of `Major Works` there are none, since nothing says that Works is a name.
fn take_rank(tokens: &mut Vec<String>, lists: &Words) -> Option<String> {
    const AFTER_THE: [&str; 4] = ["RT", "RIGHT", "HON", "HONOURABLE"];
    let n_the =
        usize::from(matches!(tokens.as_slice(), [the, next, ..] if the == "THE" && AFTER_THE.contains(&next.as_str())));
    let n_ranks = tokens[n_the..].iter().take_while(|token| lists.ranks.contains(*token)).count();
    let (ranks, name) = tokens.split_at(n_the + n_ranks);
    let rank = ranks.last().filter(|_| 0 < n_ranks)?.clone();
    let is_persons = OF_PEOPLE_ALONE.contains(&rank.as_str());
    let is_name = match name {
        [only] if is_persons => UNKNOWN_FAMILY_LETTERS_MIN < only.len(),
        [only] => !OF_FIRMS_TOO.contains(&rank.as_str()) && lists.is_listed_family(only),
        [first, rest @ ..] => {
            let is_first = lists.titles.contains(first) || lists.is_given(first) || is_initials(first, lists);
            let is_last = is_persons && name.last().is_some_and(|last| lists.is_listed_family(last));
            (is_first || is_last) && rest.iter().any(|word| 1 < word.len() && word != "AND")
        }
        [] => false,
    };
    is_name.then(|| {
        tokens.drain(..n_the + n_ranks);
        rank
    })
}

/// Ranks that hardly any firm bears, so that a single unknown word behind them is a family name.
const OF_PEOPLE_ALONE: [&str; 7] = ["BARONESS", "COUNTESS", "IMAM", "LADY", "PASTOR", "RABBI", "VISCOUNTESS"];

/// Ranks that are names and words of firms so often that a family name behind them is not enough.
const OF_FIRMS_TOO: [&str; 9] = ["BARON", "CANON", "CONSTABLE", "HON", "LT", "MAJOR", "NURSE", "PRIVATE", "RIGHT"];

fn is_known_firm(tokens: &[String], words: &[String], lists: &Words) -> bool {
    let begins = |words: &[String]| (2..=words.len().min(4)).any(|n| lists.known_firms.contains(&words[..n]));
    begins(tokens) || begins(words)
}

fn is_name(word: &str) -> bool {
    word.bytes().next().is_some_and(|b| b.is_ascii_uppercase())
        && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'-')
}

fn is_number(token: &str) -> bool {
    token.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

/// One letter, or two that are neither a name nor a word: `J`, `JD`.
pub(super) fn is_initials(word: &str, lists: &Words) -> bool {
    const WORDS: [&str; 20] = [
        "AM", "AN", "AS", "BE", "DO", "EX", "GO", "HE", "IF", "IS", "IT", "ME", "NO", "OR", "RE", "SO", "UP", "US",
        "WE", "OK",
    ];
    let is_name = || lists.is_listed_family(word) || lists.is_given(word);
    word.len() == 1 || word.len() == 2 && !WORDS.contains(&word) && !is_name()
}

/// `SPRINGSLTD`: a legal form that lost its space.
fn ends_in_form(word: &str) -> bool {
    ["LTD", "LIMITED", "PLC", "LLP"].iter().any(|form| form.len() < word.len() && word.ends_with(form))
        || is_limited_misspelt(word)
}

/// `LMIITED`, `LIMTED`: the letters of `LIMITED` in another order, or one of them lost. No name of a person is spelt so.
fn is_limited_misspelt(word: &str) -> bool {
    let sorted = |text: &str| {
        let mut letters = text.as_bytes().to_vec();
        letters.sort_unstable();
        letters
    };
    let whole = "LIMITED";
    let lost_one = |at: usize| sorted(&[&whole[..at], &whole[at + 1..]].concat());
    word.starts_with('L')
        && word.ends_with('D')
        && match word.len() {
            7 => sorted(word) == sorted(whole),
            6 => (1..6).any(|at| lost_one(at) == sorted(word)),
            _ => false,
        }
}
