//! Whether a printed name is that of a person: titles, and the shapes in which ledgers write names.

use model::home::fold;

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
const WORDS_MAX: usize = 4;
const WORDS_AFTER_TITLE_MAX: usize = 5;
const WORDS_OF_COUPLE_MAX: usize = 7;
/// The fewest letters for an unknown word after initials to be taken as a family name.
const UNKNOWN_FAMILY_LETTERS_MIN: usize = 4;

pub(super) fn likeness(printed: &str, words: &Words) -> Likeness {
    let upper = capitals(printed);
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

/// The words of a name, without its titles and what else stands beside it.
struct Name {
    words: Vec<String>,
    /// How many of them come before a comma.
    n_before_comma: Option<usize>,
    title: Option<String>,
    is_couple: bool,
    says_payment: bool,
}

impl Name {
    /// `None` if something in it cannot be part of a person's name.
    fn of(upper: &str, lists: &Words) -> Option<Name> {
        let (mut tokens, says_payment) = without_payments(tokens(upper), lists);
        while tokens.last().is_some_and(|last| last == "," || lists.suffixes.contains(last)) && 1 < tokens.len() {
            tokens.pop();
        }
        let is_title = |token: &String| lists.titles.contains(token);
        // Most payees are recognised as firms at once.
        if tokens.iter().any(|token| lists.firm.contains(token)) && !tokens.iter().any(is_title) {
            return None;
        }
        let places: Vec<usize> = (0..tokens.len()).filter(|at| is_title(&tokens[*at])).collect();
        let title = places.first().map(|at| tokens[*at].clone());
        let is_couple = join_couple(&mut tokens, is_title)?;
        let comma = tokens.iter().position(|token| token == ",");
        let has_place = |at: usize| at == 0 || at + 1 == tokens.len() || comma.is_some() || is_couple;
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
            title.is_some() && words.len() <= 3 && lists.is_listed_family(word) && words.last() == Some(word)
        };
        let is_firms = |word: &String| lists.firm.contains(word) && !is_last_name(word) || ends_in_form(word);
        let is_organisation = words.iter().any(is_firms) || is_known_firm(&tokens, &words, lists);
        let are_words = words.iter().all(|word| is_name(word)) && words.iter().any(|word| 1 < word.len());
        (are_words && !is_organisation).then_some(Name { words, n_before_comma, title, is_couple, says_payment })
    }

    fn likeness(&self, lists: &Words) -> Likeness {
        match &self.title {
            Some(title) => self.titled(title, lists),
            None if self.n_before_comma.is_some_and(|n| 0 < n && n < self.words.len()) => self.behind_comma(lists),
            None => self.plain(lists),
        }
    }

    /// `Mr Smith` is a person; `Dr Oetker` and `MS Amlin` need more evidence.
    fn titled(&self, title: &str, lists: &Words) -> Likeness {
        const ALSO_OF_FIRMS: [&str; 7] = ["DR", "DOCTOR", "PROF", "MASTER", "MS", "REV", "CLLR"];
        let n_max = if self.is_couple { WORDS_OF_COUPLE_MAX } else { WORDS_AFTER_TITLE_MAX };
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
        let words = &self.words;
        if !(2..=WORDS_MAX).contains(&words.len()) {
            return if words.len() == 1 && lists.is_listed_family(&words[0]) {
                Likeness::Barely
            } else {
                Likeness::None
            };
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

/// `John Smith`, `Smith John`, `John Unlisted`.
fn names_beside_each_other(words: &[String], lists: &Words) -> Likeness {
    let (first, last, n_words) = (&words[0], &words[words.len() - 1], words.len());
    let has_middle_initial = n_words == 3 && words[1].len() == 1;
    let is_sure_given = |word: &str| lists.is_given(word) && !lists.is_given_and_word(word);
    let is_forward = lists.is_given(first) && lists.is_family(last);
    let is_reversed = lists.is_listed_family(first) && is_sure_given(last) && 2 < last.len();
    let is_given_enough = is_sure_given(first) || lists.is_given(first) && has_middle_initial;
    let is_half = is_given_enough && n_words <= 3 && UNKNOWN_FAMILY_LETTERS_MIN <= last.len();
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

/// Takes out what joins two people; `None` if it joins something else, as in `Smith & Sons`.
fn join_couple(tokens: &mut Vec<String>, is_title: impl Fn(&String) -> bool) -> Option<bool> {
    let is_joint = |token: &String| matches!(token.as_str(), "&" | "AND");
    let mut is_couple = false;
    while let Some(at) = tokens.iter().position(is_joint) {
        let is_between_people = tokens[..at].iter().any(&is_title) && tokens.get(at + 1).is_some_and(&is_title);
        if !is_between_people {
            return None;
        }
        is_couple = true;
        tokens.remove(at);
    }
    Some(is_couple)
}

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
fn is_initials(word: &str, lists: &Words) -> bool {
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
