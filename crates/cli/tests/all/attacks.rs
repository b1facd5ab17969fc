//! A place whose ledgers are full of text that browsers and spreadsheets might run, from the files to the pages.

use std::process::Command;

use crate::run::Copy;

/// Cells of a published CSV file that are numbers and may begin with a minus sign.
const NUMBERS: [&str; 2] = ["amount", "counted"];

/// A fictional place with attacks in its ledgers, built with its pages.
fn attacked() -> Copy {
    let copy = Copy::empty();
    let made = Command::new(env!("CARGO_BIN_EXE_totalplace"))
        .arg("synth")
        .arg(copy.join("place"))
        .args(["--people", "300", "--lines", "2000", "--seed", "3", "--without-people", "--attacks"])
        .output()
        .expect("the command runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let built = Command::new(env!("CARGO_BIN_EXE_totalplace")).arg("build").arg(copy.join("place")).output();
    let built = built.expect("the command runs");
    assert!(matches!(built.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&built.stderr));
    copy
}

/// Start tags of a page, from `<a` to `>`; a page of ours has `>` in no attribute.
fn start_tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic())).map(|rest| {
        let end = rest.find('>').expect("a tag ends");
        &rest[..end]
    })
}

/// The tag without what is in quotes.
fn without_values(tag: &str) -> String {
    tag.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
}

/// What would run, load or leave the site if it stood in a page.
fn check_page(name: &str, html: &str) {
    for tag in start_tags(html) {
        let element = tag.split([' ', '\n', '/']).next().unwrap_or_default();
        assert!(!["img", "iframe", "object", "embed", "style", "b", "u"].contains(&element), "{name}: <{tag}>");
        assert!(element != "script" || tag.contains(" src=\""), "{name} has an inline script");
        let bare = without_values(tag).to_lowercase();
        assert!(
            !bare.split_whitespace().any(|word| word.starts_with("on") || word.starts_with("style=")),
            "{name}: <{tag}>"
        );
        for target in ["href=\"", "src=\"", "action=\""] {
            let value = tag.split(target).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
            assert!(!value.contains("//") && !value.to_lowercase().starts_with("javascript:"), "{name}: {value}");
        }
    }
}

/// No cell that a spreadsheet would take for a formula; gives how many an apostrophe keeps from that.
fn check_csv(name: &str, bytes: &[u8]) -> usize {
    let mut reader = csv::Reader::from_reader(bytes);
    let headings = reader.headers().expect("a file has headings").clone();
    let mut n_kept = 0;
    for record in reader.records() {
        let record = record.expect("a published row can be read");
        for (heading, cell) in headings.iter().zip(record.iter()) {
            let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(!is_formula || NUMBERS.contains(&heading), "{name}: {heading}: {cell}");
            n_kept += usize::from(cell.starts_with("'=") || cell.starts_with("'@") || cell.starts_with("'+"));
        }
    }
    n_kept
}

#[test]
fn text_of_ledgers_is_text_on_every_page_and_in_every_file() {
    let copy = attacked();
    let place = copy.join("place");
    crate::run::publish(&place);
    let out = crate::run::files_of(&place.join("public"));
    let (mut pages, mut n_pages, mut n_kept) = (String::new(), 0, 0);
    for (name, bytes) in &out {
        // Packed files are listed with what they hold.
        match name.trim_end_matches(".gz").rsplit_once('.').map(|(_, ending)| ending) {
            Some("html") => {
                let html = std::str::from_utf8(bytes).expect("a page is text");
                check_page(name, html);
                pages.push_str(html);
                n_pages += 1;
            }
            Some("csv") => n_kept += check_csv(name, bytes),
            _ => {}
        }
        assert!(!name.contains("..") && !name.contains("etc/passwd"), "{name} is named by an attack");
    }
    assert!(n_pages > 50, "only {n_pages} pages");
    // The attacks are there, as text: a test of a place without any would show nothing.
    assert!(n_kept > 0, "no file holds a formula");
    for attack in ["&lt;script", "onerror=", "passwd"] {
        assert!(pages.contains(attack), "no page shows {attack}");
    }
}
