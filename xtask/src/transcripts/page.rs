//! A page as text between commands and what they printed.

/// A page taken apart; put together again it is the same text.
pub struct Page {
    pub parts: Vec<Part>,
}

pub enum Part {
    /// Lines that are no transcript.
    Text(Vec<String>),
    Command {
        /// Where to find it, from 1.
        line: usize,
        command: String,
        printed: Vec<String>,
    },
}

/// Any number of printed lines.
const REST: &str = "…";

impl Page {
    pub fn parse(text: &str) -> Result<Page, String> {
        let mut parts = vec![Part::Text(Vec::new())];
        let mut in_block = false;
        for (i, line) in text.lines().enumerate() {
            let is_fence = line.starts_with("```");
            match (in_block, line.strip_prefix("$ ")) {
                (true, _) if is_fence => {
                    in_block = false;
                    parts.push(Part::Text(vec![line.to_owned()]));
                }
                (true, Some(command)) => {
                    parts.push(Part::Command { line: i + 1, command: command.to_owned(), printed: Vec::new() });
                }
                (true, None) => match parts.last_mut() {
                    Some(Part::Command { printed, .. }) => printed.push(line.to_owned()),
                    _ => return Err(format!("line {}: a console block begins with a command, `$ ...`", i + 1)),
                },
                (false, _) => {
                    in_block = line.trim_end() == "```console";
                    match parts.last_mut() {
                        Some(Part::Text(lines)) => lines.push(line.to_owned()),
                        _ => parts.push(Part::Text(vec![line.to_owned()])),
                    }
                }
            }
        }
        if in_block { Err("a console block is never closed".to_owned()) } else { Ok(Page { parts }) }
    }

    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut push = |line: &str| {
            text.push_str(line);
            text.push('\n');
        };
        for part in &self.parts {
            match part {
                Part::Text(lines) => lines.iter().for_each(|line| push(line)),
                Part::Command { command, printed, .. } => {
                    push(&format!("$ {command}"));
                    printed.iter().for_each(|line| push(line));
                }
            }
        }
        text
    }
}

/// Whether a page says what is printed, apart from the seconds that it took.
pub fn agrees(said: &[String], printed: &[String]) -> bool {
    match said.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first.trim() == REST => (0..=printed.len()).any(|skip| agrees(rest, &printed[skip..])),
        Some((first, rest)) => {
            printed.first().is_some_and(|line| timeless(first) == timeless(line)) && agrees(rest, &printed[1..])
        }
    }
}

/// What was printed, cut where the page cuts it: as many lines before and after the `…`.
///
/// A page with several cuts, or with more lines than were printed, takes everything.
pub fn cut_as(said: &[String], printed: Vec<String>) -> Vec<String> {
    let cuts: Vec<usize> = (0..said.len()).filter(|i| said[*i].trim() == REST).collect();
    let [cut] = cuts.as_slice() else { return printed };
    let n_after = said.len() - cut - 1;
    if printed.len() <= cut + n_after {
        return printed;
    }
    let (before, after) = (&printed[..*cut], &printed[printed.len() - n_after..]);
    [before, &[REST.to_owned()], after].concat()
}

/// The first line that differs, in words.
pub fn difference(said: &[String], printed: &[String]) -> String {
    let n_same = said.iter().zip(printed).take_while(|(said, printed)| timeless(said) == timeless(printed)).count();
    let line = |lines: &[String]| lines.get(n_same).map_or("nothing".to_owned(), |line| format!("`{line}`"));
    format!("says {} where it prints {}", line(said), line(printed))
}

/// A line with every `0.12 s` made the same.
fn timeless(line: &str) -> String {
    let words: Vec<&str> = line.trim_end().split(' ').collect();
    let is_seconds = |i: usize| {
        let follows = words.get(i + 1).is_some_and(|next| next.trim_end_matches([',', ';', ')', '.']) == "s");
        follows && words[i].trim_start_matches('(').parse::<f64>().is_ok()
    };
    (0..words.len()).map(|i| if is_seconds(i) { "?" } else { words[i] }).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_page_taken_apart_and_put_together_is_the_same() {
        let text =
            "# A\n\n```console\n$ totalplace new x\nwrote x/place.toml\n$ echo $?\n0\n```\n\n```sh\n$ ./test\n```\n";
        let page = Page::parse(text).unwrap();
        assert_eq!(page.text(), text);
        let commands = page.parts.iter().filter(|part| matches!(part, Part::Command { .. })).count();
        assert_eq!(commands, 2, "a block of another language is not run");
    }

    #[test]
    fn a_block_must_begin_with_a_command_and_end() {
        assert!(Page::parse("```console\nhello\n```").is_err());
        assert!(Page::parse("```console\n$ totalplace").is_err());
    }

    #[test]
    fn seconds_may_differ_and_nothing_else_may() {
        assert!(agrees(&lines("   intake  0.12 s\ndone"), &lines("   intake  1.50 s\ndone")));
        assert!(!agrees(&lines("intake 12 lines"), &lines("intake 13 lines")));
        assert!(!agrees(&lines("one"), &lines("one\ntwo")));
        assert!(!agrees(&[], &lines("one")));
    }

    #[test]
    fn an_ellipsis_stands_for_any_number_of_lines() {
        assert!(agrees(&lines("one\n…\nfour"), &lines("one\ntwo\nthree\nfour")));
        assert!(agrees(&lines("one\n…"), &lines("one")));
        assert!(!agrees(&lines("one\n…\nfive"), &lines("one\ntwo\nfour")));
    }

    #[test]
    fn a_page_that_was_cut_stays_cut() {
        let printed = lines("1\n2\n3\n4\n5");
        assert_eq!(cut_as(&lines("a\n…\ne"), printed.clone()), lines("1\n…\n5"));
        assert_eq!(cut_as(&lines("a\n…"), printed.clone()), lines("1\n…"));
        assert_eq!(cut_as(&lines("a\ne"), printed.clone()), printed);
        assert_eq!(cut_as(&lines("a\nb\nc\n…\nd\ne"), printed.clone()), printed, "nothing is left to cut");
    }

    #[test]
    fn the_first_difference_is_named() {
        assert_eq!(difference(&lines("a\nb"), &lines("a\nc")), "says `b` where it prints `c`");
        assert_eq!(difference(&lines("a"), &lines("a\nc")), "says nothing where it prints `c`");
    }
}
