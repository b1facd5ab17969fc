//! FEBRL 1 to 4 and five agencies linked by ours and by Splink on the same comparisons.

use std::path::Path;

use serde_json::Value;

use super::{python, verdict};
use crate::Outcome;
use crate::shell::{cargo, command, fresh_dir, output, root, run, target_dir};

/// What issue 4 asks for: the number of agencies is right for so many people.
const PEOPLE_RIGHT_MIN: f64 = 0.99;

/// Data whose truth is known, and the model that both sides link them by.
struct Case {
    name: &'static str,
    files: &'static [&'static str],
    model: &'static str,
    /// What of an id is the person.
    truth: &'static str,
    /// For several files: they are linked to each other, and no person is in one of them twice.
    is_between: bool,
}

const FEBRL: &str = "crates/linkage/tests/all/febrl.toml";
const CASES: [Case; 5] = [
    Case { name: "FEBRL 1", files: &["febrl/dataset1.csv"], model: FEBRL, truth: "febrl", is_between: false },
    Case { name: "FEBRL 2", files: &["febrl/dataset2.csv"], model: FEBRL, truth: "febrl", is_between: false },
    Case { name: "FEBRL 3", files: &["febrl/dataset3.csv"], model: FEBRL, truth: "febrl", is_between: false },
    Case {
        name: "FEBRL 4",
        files: &["febrl/dataset4a.csv", "febrl/dataset4b.csv"],
        model: FEBRL,
        truth: "febrl",
        is_between: true,
    },
    Case {
        name: "Five agencies",
        files: &[
            "five-agencies/dataset-1.csv",
            "five-agencies/dataset-2.csv",
            "five-agencies/dataset-3.csv",
            "five-agencies/dataset-4.csv",
            "five-agencies/dataset-5.csv",
        ],
        model: "crates/linkage/tests/all/five_agencies.toml",
        truth: "id",
        is_between: true,
    },
];

/// Everything that `cargo xtask bench linkage-quality` shows: a table as `docs/methods/linkage.md` has it.
pub fn linkage_quality() -> Outcome {
    let data = root().parent().map(|beside| beside.join("shared/data/linkage")).filter(|dir| dir.is_dir());
    let data = data.ok_or("the benchmark needs the people in ../shared/data/linkage beside the checkout")?;
    run(cargo(&["build", "--release", "--locked"]))?;
    let target = target_dir()?;
    let program = target.join("release").join(format!("totalplace{}", std::env::consts::EXE_SUFFIX));
    let python = python(&target.join("bench-venv"))?;
    println!("| data | program | precision | recall | F1 | pairs missed | pairs wrong | people right |");
    println!("|---|---|--:|--:|--:|--:|--:|--:|");
    let mut last = Value::Null;
    for case in &CASES {
        last = case.ours(&program, &python, &data, &target.join("bench-linkage-quality"))?;
        print_line(case.name, "totalplace", &last);
        print_line("", "Splink 5", &case.splink(&python, &data, &target.join("bench-linkage-quality"))?);
    }
    let right = share(&last);
    println!("\nnumber of agencies: {}", verdict(PEOPLE_RIGHT_MIN <= right, "at least 99% of people"));
    Ok(())
}

impl Case {
    fn paths(&self, data: &Path) -> Vec<String> {
        self.files.iter().map(|file| text(&data.join(file))).collect()
    }

    /// The model with its link type, for both sides.
    fn write_model(&self, dir: &Path) -> Outcome<String> {
        let mut model = crate::shell::read(&root().join(self.model))?;
        if self.is_between && !model.contains("\nlink = ") {
            let sources: Vec<&str> =
                self.files.iter().filter_map(|file| Path::new(file).file_stem()?.to_str()).collect();
            let head = format!("version = 1\nlink = \"link_only\"\nno_duplicates_in = {sources:?}");
            model = model.replacen("version = 1", &head, 1);
        }
        let path = dir.join("case.toml");
        crate::shell::write(&path, &model)?;
        Ok(text(&path))
    }

    fn ours(&self, program: &Path, python: &Path, data: &Path, dir: &Path) -> Outcome<Value> {
        fresh_dir(dir)?;
        let mut words = vec!["link".to_owned()];
        words.extend(self.paths(data));
        words.extend(["--model".to_owned(), self.write_model(dir)?]);
        words.extend(["--out".to_owned(), text(&dir.join("linked"))]);
        words.extend(["--write-splink".to_owned(), text(&dir.join("settings.json"))]);
        output(command(&text(program), &words.iter().map(String::as_str).collect::<Vec<_>>()))?;
        said(python, &["ours", &text(&dir.join("linked/clusters.csv")), self.truth])
    }

    fn splink(&self, python: &Path, data: &Path, dir: &Path) -> Outcome<Value> {
        let (model, settings) = (text(&dir.join("case.toml")), text(&dir.join("settings.json")));
        let files = self.paths(data);
        let mut words = vec!["splink", &model, &settings, self.truth];
        words.extend(files.iter().map(String::as_str));
        said(python, &words)
    }
}

fn said(python: &Path, words: &[&str]) -> Outcome<Value> {
    let script = text(&root().join("benches/peers/linkage_quality.py"));
    let words: Vec<&str> = std::iter::once(script.as_str()).chain(words.iter().copied()).collect();
    let said = output(command(&text(python), &words))?;
    let last = said.lines().last().unwrap_or_default();
    serde_json::from_str(last).map_err(|error| format!("linkage_quality.py printed no JSON: {error}"))
}

fn share(said: &Value) -> f64 {
    let n = |key: &str| said[key].as_f64().unwrap_or(f64::NAN);
    n("n_people_right") / n("n_people")
}

fn print_line(name: &str, program: &str, said: &Value) {
    let number = |key: &str| format!("{:.4}", said[key].as_f64().unwrap_or(f64::NAN));
    println!(
        "| {name} | {program} | {} | {} | {} | {} | {} | {:.2}% |",
        number("precision"),
        number("recall"),
        number("f1"),
        said["n_missed"],
        said["n_wrong"],
        100.0 * share(said)
    );
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
