//! Text of ledgers is text, pages are whole, and nothing on them is inline.

use std::collections::BTreeMap;

use crate::html::tags;
use crate::{asked, small, tables};

fn pages() -> Vec<(String, String)> {
    let pages = asked().into_iter().filter(|(path, _)| path != "feed.xml");
    pages.map(|(path, query)| (format!("{path}?{query}"), small().page(&path, &query).body)).collect()
}

#[test]
fn text_that_looks_like_markup_is_shown_as_text() {
    let pages = pages();
    for (address, html) in &pages {
        for markup in ["<script>", "<img", "<b>", "onerror=alert(1)>", "\u{7}", "\u{1}"] {
            assert!(!html.contains(markup), "{address} holds {markup:?}");
        }
        for tag in tags(html, "a") {
            let href = tag.attribute("href").unwrap();
            assert!(!href.trim_start().to_lowercase().starts_with("javascript:"), "{address}: {href}");
        }
    }
    let shown = |text: &str| pages.iter().any(|(_, html)| html.contains(text));
    for attack in
        ["&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;b&gt;Ltd&lt;/b&gt;", "../../../etc/passwd", "{{ 7 * 7 }}"]
    {
        assert!(shown(attack), "no page shows {attack}");
    }
    assert!(tables::ATTACKS.len() > 8);
}

#[test]
fn nothing_is_inline() {
    for (address, html) in pages() {
        for tag in tags(&html, "script") {
            assert!(tag.attribute("src").is_some(), "{address} has an inline script");
        }
        assert!(!html.contains("<style") && !html.contains(" style=\""), "{address} has an inline style");
        assert!(!html.contains("http://") || html.contains("HYPERLINK"), "{address} names another host");
    }
}

#[test]
fn pages_have_one_heading_a_language_and_a_title_of_their_own() {
    let mut titles: BTreeMap<String, String> = BTreeMap::new();
    for (address, html) in pages() {
        assert_eq!(tags(&html, "h1").len(), 1, "{address}");
        assert_eq!(tags(&html, "main").len(), 1, "{address}");
        assert_eq!(tags(&html, "html")[0].attribute("lang").as_deref(), Some("en-GB"), "{address}");
        let title = tags(&html, "title")[0].text.to_owned();
        let path = address.split('?').next().unwrap().to_owned();
        let other = titles.insert(title.clone(), path.clone());
        assert!(other.is_none_or(|other| other == path), "{address}: another page is called {title}");
    }
}

#[test]
fn tables_have_captions_and_headings_and_ids_are_unique() {
    for (address, html) in pages() {
        let tables = tags(&html, "table");
        assert_eq!(tags(&html, "caption").len(), tables.len(), "{address}");
        for header in tags(&html, "th") {
            assert!(header.attribute("scope").is_some(), "{address}");
        }
        let mut ids = BTreeMap::new();
        for (_, id) in html.match_indices(" id=\"").map(|(at, _)| html[at + 5..].split_at(0)) {
            let id = id.split('"').next().unwrap();
            *ids.entry(id.to_owned()).or_insert(0) += 1;
        }
        let twice: Vec<_> = ids.iter().filter(|(_, n)| **n > 1).collect();
        assert!(twice.is_empty(), "{address}: {twice:?}");
    }
}

#[test]
fn charts_stand_beside_a_table_with_the_same_figures() {
    let charted = pages().into_iter().filter(|(_, html)| html.contains(" data-chart=\""));
    let mut n = 0;
    for (address, html) in charted {
        n += 1;
        assert!(html.contains(" data-charts=\""), "{address} names no script for its chart");
        let of_lines = html.contains(" data-chart-value><a class=\"figure");
        let is_estimate = html.contains(" data-chart-value><span class=\"estimated");
        assert!(of_lines || is_estimate, "{address} has a chart without figures");
    }
    assert!(n > 10);
}
