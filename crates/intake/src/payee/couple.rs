//! Names of two people: `Mr & Mrs Smith`, `J & M Smith`, `John and Mary Smith`, `J Smith & A Jones`.

use super::person::{UNKNOWN_FAMILY_LETTERS_MIN, is_initials};
use super::words::Words;

/// What joins the words of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joined {
    /// Nothing.
    No,
    /// People, at least one of whom bears a title.
    Titled,
    /// People without titles.
    Named,
}

/// First names or initials that one person's name may begin with.
const FIRST_NAMES_MAX: usize = 3;

/// Takes out what joins two people; `None` if it joins something else, as in `Smith & Sons`.
pub(super) fn join(tokens: &mut Vec<String>, lists: &Words) -> Option<Joined> {
    let is_joint = |token: &String| matches!(token.as_str(), "&" | "AND");
    let is_title = |token: &String| lists.titles.contains(token);
    if !tokens.iter().any(is_joint) {
        return Some(Joined::No);
    }
    let has_title = tokens.iter().any(is_title);
    if has_title && tokens.len() > 2 && tokens.ends_with(&["FAMILY".to_owned()]) && is_joint(&tokens[tokens.len() - 2])
    {
        tokens.truncate(tokens.len() - 2);
    }
    let between_titles = |at: usize| tokens[..at].iter().any(is_title) && tokens.get(at + 1).is_some_and(is_title);
    let joints: Vec<usize> = (0..tokens.len()).filter(|at| is_joint(&tokens[*at])).collect();
    let are_people = joints.iter().all(|at| between_titles(*at))
        || matches!(joints.as_slice(), [only] if are_two(&tokens[..*only], &tokens[only + 1..], lists));
    tokens.retain(|token| !is_joint(token));
    are_people.then_some(if has_title { Joined::Titled } else { Joined::Named })
}

/// Whether two halves of a name are two people, who may share a family name.
fn are_two(one: &[String], other: &[String], lists: &Words) -> bool {
    let is_title = |token: &&String| lists.titles.contains(*token);
    let has_title = one.iter().chain(other).any(|token| is_title(&token));
    let names = |half: &[String]| -> Vec<String> {
        half.iter().filter(|token| !is_title(token) && *token != ",").cloned().collect()
    };
    let (one, other) = (names(one), names(other));
    let is_shared = are_first_names(&one, lists)
        && is_whole(&other, has_title, lists)
        && (has_title || is_sure(&one, &other, lists));
    let is_shared_first =
        is_family_first(&one, lists) && (are_first_names(&other, lists) || is_family_first(&other, lists));
    // `Mr & M Smith`
    let is_behind_title = has_title && one.is_empty() && is_whole(&other, true, lists);
    let are_both = is_whole(&one, has_title, lists) && is_whole(&other, has_title, lists);
    is_shared || is_shared_first || is_behind_title || are_both
}

fn is_first_name(word: &str, lists: &Words) -> bool {
    lists.is_given(word) || is_initials(word, lists)
}

fn are_first_names(words: &[String], lists: &Words) -> bool {
    (1..=FIRST_NAMES_MAX).contains(&words.len()) && words.iter().all(|word| is_first_name(word, lists))
}

/// `M Smith`, `Mary Smith`, `Mary Unlisted`: with a title, any family name will do; after initials alone, only a known one.
fn is_whole(words: &[String], has_title: bool, lists: &Words) -> bool {
    let Some((family, first)) = words.split_last() else { return false };
    let is_unknown_enough = has_title || first.iter().all(|word| is_sure_given(word, lists));
    are_first_names(first, lists)
        && (lists.is_family(family) || is_unknown_enough && UNKNOWN_FAMILY_LETTERS_MIN <= family.len())
}

/// `Lloyd & Frank Unlisted` might be partners; `John & Mary Unlisted` are not.
fn is_sure(one: &[String], other: &[String], lists: &Words) -> bool {
    other.last().is_some_and(|family| lists.is_family(family)) || one.iter().any(|word| is_sure_given(word, lists))
}

fn is_sure_given(word: &str, lists: &Words) -> bool {
    lists.is_given(word) && !lists.is_given_and_word(word)
}

/// `Smith J`, `Smith John`.
fn is_family_first(words: &[String], lists: &Words) -> bool {
    words.split_first().is_some_and(|(family, first)| lists.is_listed_family(family) && are_first_names(first, lists))
}
