//! Where pages stand, and how one leads to another.
//!
//! The same page is read from a server and from a folder of files, so an address is kept without either's
//! habits (`bodies/leeds`) and printed relative to the page it stands on: the site works under any
//! address, from a sub-folder, and from a disk.

use std::fmt::Write;

use model::FinancialYear;

/// Where pages are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// From `totalplace serve`, which answers queries.
    Served,
    /// As files, on any web host or none.
    Files,
}

/// Whether there is a page for each year at an address.
type IsOfYear = fn(&str) -> bool;

/// The page that a link stands on.
#[derive(Clone, Copy, Debug)]
pub struct Here {
    pub medium: Medium,
    /// Folders between the site's first page and this one.
    depth: usize,
    /// The earlier year whose page this is, and which pages stand in it: links to these stay in the year.
    year: Option<(FinancialYear, IsOfYear)>,
}

impl Here {
    pub fn new(medium: Medium, address: &str) -> Here {
        Here { medium, depth: address.matches('/').count(), year: None }
    }

    /// The same page as a page of an earlier year: `is_of_year` tells pages that stand in each year by their address.
    pub fn in_year(self, year: Option<FinancialYear>, is_of_year: IsOfYear) -> Here {
        Here { year: year.map(|year| (year, is_of_year)), ..self }
    }

    pub fn is_served(&self) -> bool {
        self.medium == Medium::Served
    }

    /// A link to a page, whose address may carry a query.
    pub fn page(&self, address: &str) -> String {
        let (path, query) = match address.split_once('?') {
            Some((path, query)) => (path, format!("?{query}")),
            None => (address, String::new()),
        };
        let (path, fragment) = match path.split_once('#') {
            Some((path, fragment)) => (path, format!("#{fragment}")),
            None => (path, String::new()),
        };
        let up = "../".repeat(self.depth);
        let in_year = self.year.filter(|(_, is_of_year)| is_of_year(path)).map(|(year, _)| in_year(year, path));
        let path = in_year.as_deref().unwrap_or(path);
        let path = match self.medium {
            Medium::Served if path.is_empty() && up.is_empty() => "./".to_owned(),
            Medium::Served => path.to_owned(),
            Medium::Files => file_name(path),
        };
        format!("{up}{path}{query}{fragment}")
    }

    /// A link to the rows that a filter selects.
    pub fn rows(&self, query: &str) -> String {
        self.page(&rows(query))
    }

    /// A link to a file that is not a page: a style sheet, a download.
    pub fn file(&self, path: &str) -> String {
        format!("{}{path}", "../".repeat(self.depth))
    }
}

/// The address of a page of an earlier year: `2019-20/bodies`, and `2019-20` for its first page.
pub fn in_year(year: FinancialYear, address: &str) -> String {
    if address.is_empty() { year.to_string() } else { format!("{year}/{address}") }
}

/// The file that holds a page on the published site.
pub fn file_name(address: &str) -> String {
    match address {
        "" => "index.html".to_owned(),
        "feed.xml" => address.to_owned(),
        address => format!("{address}.html"),
    }
}

/// The address of the rows that a filter selects.
pub fn rows(query: &str) -> String {
    if query.is_empty() { "rows".to_owned() } else { format!("rows?{query}") }
}

/// An id as part of an address: itself where that is plain, else readable and unique.
pub fn part_of(id: &str) -> String {
    let is_plain = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if is_plain { id.to_owned() } else { part_of_name(id) }
}

/// A printed name as part of an address: its first words, and a digest because names that look alike differ.
pub fn part_of_name(name: &str) -> String {
    const WORDS_LENGTH_MAX: usize = 40;
    let mut words = String::new();
    for letter in name.chars() {
        match letter.to_ascii_lowercase() {
            letter if letter.is_ascii_alphanumeric() => words.push(letter),
            _ if !words.is_empty() && !words.ends_with('-') => words.push('-'),
            _ => {}
        }
        if WORDS_LENGTH_MAX <= words.len() {
            break;
        }
    }
    let words = words.trim_end_matches('-');
    let digest = digest(name);
    if words.is_empty() { format!("{digest:016x}") } else { format!("{words}-{digest:016x}") }
}

/// The digest at the end of [`part_of_name`]; none where there is none.
pub fn digest_of(part: &str) -> Option<u64> {
    let digits = part.len().checked_sub(16).and_then(|start| part.get(start..))?;
    u64::from_str_radix(digits, 16).ok()
}

/// FNV-1a over the bytes: the same on every machine and in every version, which addresses must be.
pub fn digest(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |digest, byte| (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Percent-encodes all but letters, digits and `-._~` (RFC 3986, section 2.3).
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("a string takes any text");
        }
    }
    encoded
}

/// The pairs of a query as forms send it; bytes that are no text are replaced.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(k, v)| (decode(k), decode(v))).collect()
}

/// Undoes the encoding of forms.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        match (bytes[at], hex.and_then(|digits| u8::from_str_radix(digits, 16).ok())) {
            (b'%', Some(byte)) => {
                decoded.push(byte);
                at += 2;
            }
            (b'+', _) => decoded.push(b' '),
            (byte, _) => decoded.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_links(medium: Medium, from: &str, links: &[(&str, &str)]) {
        let here = Here::new(medium, from);
        for (to, expected) in links {
            assert_eq!(here.page(to), *expected, "from `{from}` to `{to}`");
        }
    }

    #[test]
    fn links_are_relative_to_the_page_they_stand_on() {
        check_links(Medium::Served, "", &[("", "./"), ("bodies", "bodies"), ("rows?part=net", "rows?part=net")]);
        check_links(Medium::Served, "bodies/leeds/print", &[("", "../../"), ("bodies/leeds", "../../bodies/leeds")]);
        check_links(Medium::Files, "", &[("", "index.html"), ("rows?part=net", "rows.html?part=net")]);
        check_links(Medium::Files, "bodies/leeds", &[("", "../index.html"), ("method#net", "../method.html#net")]);
    }

    #[test]
    fn links_of_a_page_of_an_earlier_year_stay_in_it_as_far_as_pages_do() {
        let is_of_year: IsOfYear = |address| ["", "bodies"].contains(&address.split('/').next().unwrap());
        let here = |medium, address| Here::new(medium, address).in_year(Some(FinancialYear(2019)), is_of_year);
        let body = here(Medium::Files, "2019-20/bodies/leeds");
        assert_eq!(body.page("bodies"), "../../2019-20/bodies.html");
        assert_eq!(body.page(""), "../../2019-20.html");
        assert_eq!(body.page("method#net"), "../../method.html#net");
        assert_eq!(body.rows("part=net"), "../../rows.html?part=net");
        assert_eq!(here(Medium::Served, "2019-20").page("bodies/leeds"), "2019-20/bodies/leeds");
    }

    #[test]
    fn names_become_addresses_that_lead_back() {
        let part = part_of_name("Acorn & Sons (Leeds) Ltd.");
        assert!(part.starts_with("acorn-sons-leeds-ltd-"), "{part}");
        assert_eq!(digest_of(&part), Some(digest("Acorn & Sons (Leeds) Ltd.")));
        assert_ne!(part, part_of_name("ACORN & SONS (LEEDS) LTD."));
        assert_eq!(digest_of("short"), None);
        assert_eq!(digest_of("ééééééééé"), None);
    }

    #[test]
    fn a_path_or_a_script_as_a_name_is_harmless_in_an_address() {
        for name in ["../../etc/passwd", "<script>", "", "?q=1#x", "é\u{202e}", "%2e%2e"] {
            let part = part_of(name);
            assert!(part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{part}");
        }
        assert_eq!(part_of("childrens_social_care"), "childrens_social_care");
    }

    #[test]
    fn queries_are_read_as_forms_send_them() {
        assert_eq!(pairs("q=a+b%26c&x"), [("q".to_owned(), "a b&c".to_owned()), ("x".to_owned(), String::new())]);
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode(&encode("£ & é/?")), "£ & é/?");
    }
}
