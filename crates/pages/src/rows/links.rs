//! Which filters a page leads to.

use crate::address::file_name;

/// The queries of all links to rows on a page as it is written, which are the letters and digits of addresses.
pub fn linked(html: &str) -> impl Iterator<Item = String> {
    let page = format!("{}?", file_name("rows"));
    let starts: Vec<usize> = html.match_indices(&page).map(|(at, _)| at + page.len()).collect();
    starts.into_iter().map(|start| {
        let rest = &html[start..];
        let end = rest.find(['"', '\'', '<']).unwrap_or(rest.len());
        let query = rest[..end].replace("&amp;", "&").replace("&#38;", "&");
        query.split('#').next().unwrap_or_default().to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read_however_a_template_writes_the_ampersand() {
        let html = "<a href=\"../rows.html?part=net&amp;payee=A%20%26%20B\">x</a> <a href=\"rows.html?a=b&#38;c=d#e\">y</a> rows.html";
        assert_eq!(linked(html).collect::<Vec<_>>(), ["part=net&payee=A%20%26%20B", "a=b&c=d"]);
    }
}
