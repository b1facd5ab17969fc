//! `docs/reference/tables.md` says what `crates/model/src/tables/` declares.

use std::path::Path;

#[test]
fn the_reference_page_is_the_declaration() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/tables.md");
    let declared = report::reference::markdown();
    if std::env::var_os("UPDATE_PAGES").is_some() {
        std::fs::create_dir_all(path.parent().expect("the page lies in a folder")).expect("the folder can be made");
        std::fs::write(&path, &declared).expect("the page can be written");
    }
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    let difference = page.lines().zip(declared.lines()).find(|(written, wanted)| written != wanted);
    assert!(
        page == declared,
        "docs/reference/tables.md is not what the tables are now; run `cargo xtask reference`. First difference: {difference:?}"
    );
}
