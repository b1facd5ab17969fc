//! E-mail addresses that stand for a person: `j.smith@example.org`.
//!
//! An address at a provider of free mail is a person's unless it names a desk or a trade; one at an organisation's own
//! host is a person's where it is made of a name.

use super::words::Words;

/// The fewest letters of what may be a family name in an address.
const FAMILY_LETTERS_MIN: usize = 3;
/// A word for a trade may be a part of a longer one: `acornnursery@`.
const TRADE_LETTERS_MIN: usize = 5;

/// A word that is an e-mail address, without the signs around it, in capitals.
pub(super) fn address_in(word: &str) -> Option<&str> {
    let address = word.trim_matches(|c: char| !c.is_alphanumeric());
    let address = address.strip_prefix("MAILTO:").unwrap_or(address);
    let (local, host) = address.split_once('@')?;
    let is_host =
        |host: &str| host.contains('.') && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    (!local.is_empty() && is_host(host)).then_some(address)
}

/// Whether an address, in capitals, is a person's.
pub(super) fn is_persons(address: &str, lists: &Words) -> bool {
    let Some((local, host)) = address.split_once('@') else { return false };
    let letters = |part: &str| part.trim_matches(|c: char| !c.is_alphabetic()).to_owned();
    let parts: Vec<String> = local.split(['.', '_', '-', '+']).map(letters).filter(|part| !part.is_empty()).collect();
    if parts.iter().any(|part| names_a_desk(part, lists)) {
        return false;
    }
    let is_free = lists.mail_hosts.contains(host.split('.').next().unwrap_or(host));
    is_free || is_name(&parts, lists)
}

fn names_a_desk(part: &str, lists: &Words) -> bool {
    let is_trade = |word: &String| TRADE_LETTERS_MIN <= word.len() && part.ends_with(word.as_str());
    lists.mail_desks.contains(part) || lists.firm.contains(part) || lists.firm.iter().any(is_trade)
}

/// `JOHN.SMITH`, `J.SMITH`, `SMITH.JOHN`, `JSMITH`, `JOHN`.
fn is_name(parts: &[String], lists: &Words) -> bool {
    match parts {
        [only] => {
            let behind_initial = only.get(1..).is_some_and(|family| lists.is_listed_family(family));
            let begins_given = (3..only.len()).any(|at| {
                only.get(..at)
                    .zip(only.get(at..))
                    .is_some_and(|(one, other)| lists.is_given(one) && lists.is_listed_family(other))
            });
            lists.is_given(only) || behind_initial || begins_given
        }
        [first, .., last] => {
            lists.is_given(first)
                || lists.is_given(last)
                || first.len() == 1 && FAMILY_LETTERS_MIN <= last.len()
                || last.len() == 1 && lists.is_family(first)
        }
        [] => false,
    }
}
