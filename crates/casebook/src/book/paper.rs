//! A book on paper: one page of HTML that any browser prints on A4, in large print if somebody asks for it.

use journey::people::Book;

use super::terminal::stands_out;
use super::{activity, agency, when};

/// How it is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Print {
    #[default]
    Usual,
    /// 18 points or more, as the Royal National Institute of Blind People asks.
    Large,
}

/// The page. It loads nothing from anywhere, and names nobody.
pub fn paper(book: &Book, title: &str, print: Print) -> String {
    let points = match print {
        Print::Usual => 12,
        Print::Large => 18,
    };
    let mut html = format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n{mark}\n<title>{title}</title>\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<style>\n@page {{ size: A4; margin: 18mm }}\nbody {{ font: {points}pt/1.4 Arial, \
         sans-serif; max-width: 180mm; margin: 1em auto; color: #000; background: #fff }}\nh1 {{ font-size: 1.5em }}\nh2 {{ \
         font-size: 1.2em; margin-top: 1.5em }}\ntable {{ border-collapse: collapse; width: 100% }}\nth, td {{ text-align: left; \
         vertical-align: top; padding: .35em .6em .35em 0; border-bottom: 1px solid #000 }}\nthead {{ display: \
         table-header-group }}\ntr {{ break-inside: avoid }}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n",
        title = escaped(title),
        mark = super::MARKS[1]
    );
    html.push_str("<table>\n<thead><tr><th scope=\"col\">When</th><th scope=\"col\">Who</th><th scope=\"col\">What</th></tr></thead>\n<tbody>\n");
    for (at, entry) in book.entries.iter().enumerate() {
        let again = if book.repeats.contains(&at) { " (asked before)" } else { "" };
        html.push_str(&format!(
            "<tr><td>{}</td><td>{}</td><td>{}{again}</td></tr>\n",
            escaped(&when(entry)),
            escaped(&agency(&entry.agency)),
            escaped(&activity(entry))
        ));
    }
    html.push_str("</tbody>\n</table>\n<h2>What stands out</h2>\n<ul>\n");
    for line in stands_out(book) {
        html.push_str(&format!("<li>{}</li>\n", escaped(&line)));
    }
    html.push_str("</ul>\n</body>\n</html>\n");
    html
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::testing::book;

    #[test]
    fn a_page_for_paper_loads_nothing_and_escapes_what_agencies_print() {
        let usual = paper(&book(), "Appointments", Print::Usual);
        assert!(
            usual.contains("<td>Monday 2 June 2025, 9:30am</td><td>Schools</td><td>Visit &lt;b&gt;</td>"),
            "{usual}"
        );
        assert!(!usual.contains("http") && !usual.contains("<script") && !usual.contains("R1"));
        let large = paper(&book(), "Appointments", Print::Large);
        assert!(usual.contains("font: 12pt") && large.contains("font: 18pt"));
    }
}
