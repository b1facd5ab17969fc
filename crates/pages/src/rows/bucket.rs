//! Entries of the index, dealt out to files by the digests of their keys, so that looking one up takes one small file.

use std::collections::BTreeMap;
use std::fmt::Write;

use account::Tally;

use super::answers::Answer;
use super::postings::Posting;

/// Bytes of a file of entries before it is packed, as a rule.
const BUCKET_BYTES: usize = 24_000;
const N_BUCKETS_MAX: usize = 4096;

/// What is known of a filter.
#[derive(Default)]
pub struct Entry<'a> {
    pub label: Option<String>,
    pub posting: Option<&'a Posting>,
    pub answer: Option<Answer>,
}

/// Entries as JSON, by the number of their file. The number of files is a power of two.
pub fn buckets(entries: &BTreeMap<String, Entry<'_>>) -> Vec<String> {
    let texts: Vec<(u32, String)> = entries.iter().map(|(key, entry)| (digest(key), text(key, entry))).collect();
    let n_bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    let n_buckets = (n_bytes / BUCKET_BYTES).next_power_of_two().clamp(1, N_BUCKETS_MAX);
    let mut buckets = vec![String::new(); n_buckets];
    for (digest, text) in &texts {
        let bucket = &mut buckets[*digest as usize & (n_buckets - 1)];
        bucket.push_str(if bucket.is_empty() { "{\n" } else { ",\n" });
        bucket.push_str(text);
    }
    buckets.iter().map(|bucket| if bucket.is_empty() { "{}\n".to_owned() } else { format!("{bucket}\n}}\n") }).collect()
}

fn text(key: &str, entry: &Entry<'_>) -> String {
    let of_posting = |posting: &&Posting| (posting.n_lines, posting.amount);
    let of_tally = |tally: Tally| (tally.n_lines, tally.amount);
    let sums = entry.posting.as_ref().map(of_posting);
    let (n_lines, amount) =
        sums.or_else(|| entry.answer.as_ref().map(|answer| of_tally(answer.tally))).unwrap_or_default();
    let mut text = format!("{}:{{\"n\":{n_lines},\"pence\":{}", json(key), amount.pence());
    let mut push = |name: &str, value: String| {
        // Writing into memory does not fail.
        let _ = write!(text, ",\"{name}\":{value}");
    };
    if let Some(label) = &entry.label {
        push("label", json(label));
    }
    if let Some(posting) = entry.posting {
        push("files", numbers(&runs(&posting.shards)));
    }
    if let Some(answer) = &entry.answer {
        let lists: Vec<String> = answer.first.iter().map(|places| numbers(places)).collect();
        push("first", format!("[{}]", lists.join(",")));
    }
    text.push('}');
    text
}

fn json(text: &str) -> String {
    serde_json::to_string(text).expect("a text is JSON")
}

fn numbers(numbers: &[u32]) -> String {
    format!("[{}]", numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(","))
}

/// Numbers in order as runs: how many are passed over since the last run, and how many follow one another.
pub fn runs(numbers: &[u32]) -> Vec<u32> {
    let mut runs: Vec<u32> = Vec::new();
    let mut next = 0;
    for number in numbers {
        match runs.last_mut() {
            Some(length) if *number == next => *length += 1,
            _ => runs.extend([number - next, 1]),
        }
        next = number + 1;
    }
    runs
}

/// FNV-1a in 32 bits, which a script computes exactly.
pub fn digest(key: &str) -> u32 {
    key.bytes().fold(0x811c_9dc5, |digest, byte| (digest ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_runs() {
        assert_eq!(runs(&[]), [0u32; 0]);
        assert_eq!(runs(&[0, 1, 2]), [0, 3]);
        assert_eq!(runs(&[2, 3, 7, 8, 9, 20]), [2, 2, 3, 3, 10, 1]);
    }

    #[test]
    fn digests_are_those_of_fnv() {
        // Test vectors of the authors of FNV: http://www.isthe.com/chongo/src/fnv/test_fnv.c
        assert_eq!(digest(""), 0x811c_9dc5);
        assert_eq!(digest("a"), 0xe40c_292c);
        assert_eq!(digest("foobar"), 0xbf9c_f968);
    }
}
