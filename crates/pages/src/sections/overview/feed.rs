//! The feed of builds: it tells subscribers when figures change.

use jiff::civil::Date;

use crate::address::digest;
use crate::html::escape;
use crate::phrases::n_of;
use crate::site::Site;

/// An Atom feed (RFC 4287) of the build that is known. It tells no time of the build, because equal inputs
/// give equal bytes: what it calls updated is the last day of the lines, and what tells builds apart is
/// their digest.
pub fn atom(site: &Site) -> String {
    let updated = last_day(site);
    let place = escape(&site.place.name);
    let net = site.summary.total.net();
    let summary = format!(
        "{} spent here in {}, from {}. {}.",
        net.amount,
        n_of(net.n_lines, "line", "lines"),
        n_of(site.summary.sources.n_files, "file", "files"),
        escape(&site.run.program)
    );
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en-GB\">\n\
         \x20 <title>Public money in {place}: builds</title>\n\
         \x20 <id>{feed_id}</id>\n\
         \x20 <updated>{updated}T00:00:00Z</updated>\n\
         \x20 <author><name>Total Place</name></author>\n\
         \x20 <link rel=\"self\" href=\"feed.xml\"/>\n\
         \x20 <entry>\n\
         \x20   <title>{place}, {year}: {amount}</title>\n\
         \x20   <id>{entry_id}</id>\n\
         \x20   <updated>{updated}T00:00:00Z</updated>\n\
         \x20   <link href=\"./\"/>\n\
         \x20   <summary>{summary}</summary>\n\
         \x20 </entry>\n\
         </feed>\n",
        feed_id = id(&site.place.name, ""),
        entry_id = id(&site.place.name, &site.run.digest),
        year = site.place.years_in_words(),
        amount = net.amount.short(),
    )
}

/// A name that no other feed or entry has (RFC 9562, version 8: of our own making, from two digests).
fn id(place: &str, build: &str) -> String {
    let (high, low) = (digest(place), digest(&format!("{place}\n{build}")));
    format!(
        "urn:uuid:{:08x}-{:04x}-8{:03x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        low >> 48 & 0x3fff | 0x8000,
        low & 0xffff_ffff_ffff
    )
}

/// The last day of the place's year that a line is dated, or the year's last where none is: a date in
/// the far future is more likely a slip than news.
fn last_day(site: &Site) -> Date {
    let dates = site.account.files().iter().filter_map(|file| file.last_date);
    dates
        .filter(|date| site.place.years().any(|year| year.contains(*date)))
        .max()
        .unwrap_or_else(|| site.place.year.last_day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builds_of_one_place_have_ids_of_their_own() {
        let (feed, first, second) = (id("Tyneshire", ""), id("Tyneshire", "a"), id("Tyneshire", "b"));
        assert!(feed != first && first != second);
        assert_eq!(first.len(), "urn:uuid:".len() + 36);
        assert_eq!(first.as_bytes()["urn:uuid:".len() + 14], b'8');
    }
}
