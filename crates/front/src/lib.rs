//! Style sheets, scripts and charts of the pages, built from npm packages.
//!
//! `build.rs` bundles them; nothing is fetched when a page is read.

/// One file that pages ask for.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// What pages call it: `site.css`.
    pub name: &'static str,
    /// Where to find it under the site, with the digest of its content in its name: it never changes.
    pub path: &'static str,
    pub content_type: &'static str,
    pub bytes: &'static [u8],
    /// The same bytes, compressed.
    pub gzip: &'static [u8],
}

/// Every file, by name.
pub const ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Where a file stands under the site.
///
/// # Panics
/// If there is no file of this name.
pub fn address(name: &str) -> &'static str {
    let asset = ASSETS.iter().find(|asset| asset.name == name);
    asset.unwrap_or_else(|| panic!("`{name}` is no file of the front end")).path
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A first view, without charts, in compressed bytes (issue "The place on a page", speed and size).
    const FIRST_VIEW_MAX: usize = 300_000;

    #[test]
    fn names_hold_a_digest_and_are_unique() {
        for name in ["site.css", "site.js", "charts.js", "rows.js", "icon.svg", "notices.txt"] {
            let (stem, extension) = name.rsplit_once('.').unwrap();
            let address = address(name);
            let digest = address.strip_prefix(&format!("assets/{stem}-")).and_then(|rest| rest.split('.').next());
            assert!(digest.is_some_and(|d| d.len() == 12 && d.bytes().all(|b| b.is_ascii_hexdigit())), "{address}");
            assert!(address.ends_with(extension));
        }
        assert_eq!(ASSETS.len(), 6);
    }

    #[test]
    fn a_first_view_is_light_and_charts_come_after_it() {
        let compressed = |name: &str| ASSETS.iter().find(|asset| asset.name == name).unwrap().gzip.len();
        let first_view: usize = ["site.css", "site.js", "icon.svg"].map(compressed).iter().sum();
        assert!(first_view < FIRST_VIEW_MAX / 4, "{first_view} bytes");
        assert!(!include_str!("../scripts/site.js").contains("from 'echarts"), "charts stand in their own bundle");
    }

    #[test]
    fn what_others_wrote_is_handed_on_with_its_licence() {
        let asset = ASSETS.iter().find(|asset| asset.name == "notices.txt").unwrap();
        let text = std::str::from_utf8(asset.bytes).unwrap();
        for (package, of_its_licence) in [
            ("\necharts 6", "Apache License"),
            ("\necharts 6", "Apache Software Foundation"),
            ("\necharts 6", "Mike Bostock"),
            ("\nzrender ", "BSD 3-Clause License"),
            ("\ngovuk-frontend ", "Crown Copyright"),
            ("\ntslib ", "Microsoft Corporation"),
        ] {
            let (_, rest) = text.split_once(package).unwrap_or_else(|| panic!("no notice of {package}"));
            // Under a line come the texts, up to the line over the next package.
            let own = rest.split(&format!("\n{}\n", "=".repeat(80))).nth(1).unwrap();
            assert!(own.contains(of_its_licence), "{package}: {of_its_licence}");
        }
    }

    #[test]
    fn no_licensed_typeface_crown_or_foreign_address_is_inside() {
        for asset in ASSETS.iter().filter(|asset| asset.name != "notices.txt") {
            let text = String::from_utf8_lossy(asset.bytes);
            for forbidden in ["GDS Transport", "govuk-header__logotype", "@font-face", "url(http", "@import"] {
                assert!(!text.contains(forbidden), "{} holds {forbidden}", asset.name);
            }
        }
    }
}
