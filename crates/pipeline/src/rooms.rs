//! The code that each room runs, found by the build script.

/// The code behind the steps of one room.
pub(crate) struct Room {
    pub name: &'static str,
    /// Names everything below: the same code, the same digest.
    pub digest: &'static str,
    /// Crates of ours that its steps reach.
    #[cfg_attr(not(test), expect(dead_code, reason = "a test compares it with cargo's own list"))]
    pub crates: &'static [&'static str],
    /// Reference files that these carry inside.
    #[cfg_attr(not(test), expect(dead_code, reason = "a test compares it with the folder"))]
    pub reference: &'static [&'static str],
}

include!(concat!(env!("OUT_DIR"), "/rooms.rs"));

/// The code of a room.
///
/// # Panics
/// If no file in `steps/` has the name of the room.
pub(crate) fn room(name: &str) -> &'static Room {
    ROOMS.iter().find(|room| room.name == name).unwrap_or_else(|| panic!("no file steps/{name}.rs"))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use serde_json::Value;

    use super::*;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    /// Crates of the workspace with those that they depend on, by cargo's own word.
    fn graph() -> BTreeMap<String, BTreeSet<String>> {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let arguments = ["metadata", "--no-deps", "--format-version", "1", "--offline"];
        let output = Command::new(cargo).args(arguments).current_dir(root()).output().unwrap();
        let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
        let packages = metadata["packages"].as_array().unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let names: BTreeSet<String> = packages.iter().map(|package| text(&package["name"])).collect();
        let depends_on = |package: &Value| {
            let all = package["dependencies"].as_array().unwrap().iter();
            all.filter(|d| d["kind"].is_null()).map(|d| text(&d["name"])).filter(|name| names.contains(name)).collect()
        };
        packages.iter().map(|package| (text(&package["name"]), depends_on(package))).collect()
    }

    #[test]
    fn every_crate_that_a_room_reaches_is_in_its_digest() {
        let graph = graph();
        for room in ROOMS {
            let crates: BTreeSet<&str> = room.crates.iter().copied().collect();
            assert!(crates.contains("engine") && crates.contains("model"), "{}: {crates:?}", room.name);
            for name in room.crates {
                let needs = graph.get(*name).unwrap_or_else(|| panic!("cargo knows no crate {name} of {}", room.name));
                let missing: Vec<&String> = needs.iter().filter(|on| !crates.contains(on.as_str())).collect();
                assert!(missing.is_empty(), "{} runs {name}, which needs {missing:?}", room.name);
            }
        }
        let of_rooms: BTreeSet<&str> = ROOMS.iter().flat_map(|room| room.crates.iter().copied()).collect();
        let beside: Vec<&String> = graph["pipeline"].iter().filter(|name| !of_rooms.contains(name.as_str())).collect();
        // What only prints what was built is in no digest: pages are drawn after a build.
        assert_eq!(beside, ["account", "pages", "report"], "the pipeline depends on crates that no room names");
    }

    /// Proposals are left out: they are examples to copy, which no step reads.
    #[test]
    fn every_reference_file_is_in_a_digest() {
        let in_a_digest: BTreeSet<&str> = ROOMS.iter().flat_map(|room| room.reference.iter().copied()).collect();
        let mut waiting = vec![root().join("reference")];
        while let Some(folder) = waiting.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    waiting.extend((!path.ends_with("proposals")).then_some(path));
                } else if path.extension().is_some_and(|extension| extension != "md") {
                    let name = path.strip_prefix(root().join("reference")).unwrap().to_string_lossy().into_owned();
                    // The pilots' own figures are only printed beside those of the place.
                    let is_printed = name == "consolidation/pilot_prevention.csv";
                    assert!(
                        is_printed != in_a_digest.contains(name.as_str()),
                        "reference/{name} is in the digest of no step"
                    );
                }
            }
        }
    }

    #[test]
    fn every_step_belongs_to_a_room() {
        crate::steps::steps().for_each(|step| assert!(!room(step.room()).digest.is_empty()));
    }
}
