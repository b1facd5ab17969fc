//! Any files of people, linked from the command line.

use std::process::Command;

use crate::run::Copy;

/// Runs `link` in a folder; exit status, what it printed and what it said.
pub fn link(folder: &Copy, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_totalplace"));
    let output = command.arg("link").args(arguments).current_dir(folder.path()).env("COLUMNS", "140").output();
    let output = output.expect("the command runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn read(folder: &Copy, path: &str) -> String {
    std::fs::read_to_string(folder.join(path)).expect("the file was written")
}

const FIRST: [&str; 12] =
    ["Siân", "Ayesha", "Tom", "Ngọc", "Olive", "Peter", "Una", "Victor", "Wendy", "Xavier", "Yusuf", "Zara"];
const LAST: [&str; 9] = ["Ash", "Barton", "Cole", "Denby", "Elwood", "Fawcett", "Grey", "Holt", "Ingham"];

/// A person of many, in the columns that an agency has.
fn person(number: usize) -> [String; 4] {
    let born = format!("19{:02}-{:02}-{:02}", 30 + number % 60, 1 + number % 12, 1 + number % 28);
    let postcode = format!("LS{} {}AB", 1 + number % 17, number % 10);
    [FIRST[number % 12].to_owned(), LAST[number % 9].to_owned(), born, postcode]
}

fn council(numbers: std::ops::Range<usize>) -> String {
    let rows: String = numbers.map(|n| format!("{n};{}\n", person(n).join(";"))).collect();
    format!("Record ID;Forename;Surname;Date of birth;Post code\n{rows}")
}

/// The same columns under other headings, each first name cut short, the person's number as the truth.
fn health(numbers: std::ops::Range<usize>) -> String {
    let row = |n: usize| {
        let [first, last, born, postcode] = person(n);
        format!("h{n},{last},{born},{postcode},{}\n", first.chars().take(3).collect::<String>())
    };
    format!("id,family name,dob,postcode,given name\n{}", numbers.map(row).collect::<String>())
}

#[test]
fn files_with_other_headings_are_linked_and_people_keep_their_numbers() {
    let folder = Copy::empty();
    folder.write("council.csv", &council(0..200));
    folder.write("health.csv", &health(100..260));
    let (status, printed, said) = link(&folder, &["council.csv", "health.csv"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(printed.contains("360 records of 2 files: 260 people"), "{printed}");
    let how = "`council.csv` read: record_id = Record ID; given_name = Forename; family_name = Surname; born = Date of birth; postcode = Post code";
    assert!(said.contains(how), "{said}");
    assert!(said.contains("  births read as yyyy-mm-dd: 200 of 200"), "{said}");
    let clusters = read(&folder, "linked/clusters.csv");
    let number = |key: &str| clusters.lines().find_map(|line| line.strip_prefix(key)).expect("the record").to_owned();
    assert_eq!(number("council,150,"), number("health,h150,"));
    assert!(read(&folder, "linked/pairs.csv").lines().skip(1).all(|pair| pair.starts_with("council,")));

    // More records and one fewer: people who were there keep their number, and the changes are listed.
    folder.write("health.csv", &health(101..280));
    let again = ["council.csv", "health.csv", "--model", "linked/model.toml", "--as-it-is", "--out", "again"];
    let (status, again, said) = link(&folder, &again);
    assert_eq!(status, Some(0), "{said}");
    assert!(again.contains("379 records of 2 files: 280 people"), "a model fits other headings too\n{again}");
    let (status, printed, said) = link(&folder, &["council.csv", "health.csv"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(
        printed.contains("since the last run: 259 people unchanged, 20 new, 1 with different records"),
        "{printed}"
    );
    assert_eq!(number("council,150,"), {
        let clusters = read(&folder, "linked/clusters.csv");
        clusters.lines().find_map(|line| line.strip_prefix("council,150,")).expect("the record").to_owned()
    });
    let changes = read(&folder, "linked/changes.csv");
    assert!(changes.contains(",changed,+0 -1,,") && changes.contains(",new,1,,"), "{changes}");
}

#[test]
fn a_limit_on_memory_changes_no_byte_and_leaves_no_file() {
    let folder = Copy::empty();
    // More rows than a mebibyte holds, in another order than that of their ids.
    let rows: String = (0..25_000).map(|at| at * 7_919 % 25_000).map(row_of_a_large_file).collect();
    folder.write("people.csv", &format!("id,first_name,surname,dob,postcode\n{rows}"));
    let written = |out: &str, limit: &[&str]| {
        let (status, printed, said) = link(&folder, &[&["people.csv", "--out", out][..], limit].concat());
        // These rows are drawn without any people behind them, which the estimate of what is wrong tells.
        assert!(matches!(status, Some(0 | 1)), "{said}");
        let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder.join(out))
            .expect("the folder")
            .map(|entry| entry.expect("an entry").path())
            .map(|path| {
                (path.file_name().expect("a name").to_string_lossy().into_owned(), std::fs::read(path).expect("a file"))
            })
            .collect();
        files.sort();
        (printed.replace(out, "OUT"), files)
    };
    let expected = written("whole", &[]);
    assert_eq!(expected.1.len(), 6);
    assert!(written("limited", &["--memory", "1MiB"]) == expected, "the limit changes what is written");
}

/// A person in one row or two, the second with a slip.
fn row_of_a_large_file(number: usize) -> String {
    let [first, last, born, postcode] = person(number / 2 * 31);
    let person = number / 2;
    let first = if number % 2 == 1 && person.is_multiple_of(5) { first.to_lowercase() + "x" } else { first };
    format!("{number},{first},{last}{person},{born},{postcode}\n")
}

#[test]
fn a_model_goes_to_splink_with_the_records_as_they_are_compared() {
    let folder = Copy::empty();
    folder.write("council.csv", &council(0..150));
    folder.write("health.csv", &health(50..200));
    let (status, _, said) = link(&folder, &["council.csv", "health.csv", "--write-splink", "settings.json"]);
    assert!(matches!(status, Some(0 | 1)), "{said}");
    assert!(said.contains("Splink must read `settings.records.csv` as text throughout"), "{said}");
    assert!(!said.contains("not in settings.json"), "Splink has something for every level\n{said}");
    let records = read(&folder, "settings.records.csv");
    assert!(records.starts_with("source_dataset,unique_id,"), "{records}");
    assert_eq!(records.lines().count(), 301);
    let (status, _, said) = link(&folder, &["council.csv", "--splink", "settings.json", "--out", "again"]);
    assert_eq!(status, Some(2), "what cannot be said here is refused whole\n{said}");
    assert!(said.contains("cannot express") && said.contains("comparison `given_name`: "), "{said}");
}

#[test]
fn people_keep_their_numbers_when_a_file_is_renamed_and_signatures_stay() {
    let folder = Copy::empty();
    folder.write("council_2024.csv", &council(0..200));
    folder.write("health.csv", &health(100..260));
    let (status, _, said) = link(&folder, &["council_2024.csv", "health.csv"]);
    assert!(matches!(status, Some(0 | 1)), "{said}");
    folder.write("council_2025.csv", &council(0..201));
    let (status, printed, said) = link(&folder, &["council_2025.csv", "health.csv"]);
    assert!(matches!(status, Some(0 | 1)), "{said}");
    assert!(said.contains("`council_2025.csv` is taken to be `council_2024` from the last run"), "{said}");
    assert!(printed.contains("0 merged, 0 split, 0 gone") && printed.contains(" 0 new, 1 with different"), "{printed}");
    // The new record of the council is of somebody whom health knows. Somebody signs it; the next run keeps the line.
    let changes = read(&folder, "linked/changes.csv");
    let signed = changes.replacen(",\n", ",A. Reader\n", 1);
    assert_ne!(changes, signed);
    folder.write("linked/changes.csv", &signed);
    let (status, printed, said) = link(&folder, &["council_2024=council_2024.csv", "health.csv"]);
    assert!(matches!(status, Some(0 | 1)), "{said}");
    assert!(printed.contains("0 merged, 0 split"), "{printed}");
    assert!(read(&folder, "linked/changes.csv").contains(",A. Reader\n"), "the signature is lost");
    // Two files that can be the same one.
    folder.write("other.csv", &council(0..200));
    let (status, _, said) = link(&folder, &["council_2025.csv", "other.csv"]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("could be `council_2024` from the last run") && said.contains("NAME=FILE"), "{said}");
}

/// A mistake, and what is said of it; what is in the files is not.
fn check_mistake(files: &[(&str, &str)], arguments: &[&str], expected: &[&str]) {
    let folder = Copy::empty();
    files.iter().for_each(|(name, text)| folder.write(name, text));
    let (status, printed, said) = link(&folder, arguments);
    assert_eq!(status, Some(2), "{printed}{said}");
    expected.iter().for_each(|expected| assert!(said.contains(expected), "no `{expected}` in\n{said}"));
    assert!(!said.contains("Marker") && !printed.contains("Marker"), "somebody is named in\n{said}{printed}");
}

#[test]
fn each_mistake_is_said_and_nobody_is_named() {
    let row = "Marker,Marker,1990-01-02,LS1 1AA";
    let all = "first_name,surname,dob,postcode";
    let alike = format!("{all}\n{}", format!("{row}\n").repeat(3_000));
    let people: String = (0..60).map(|n| format!("{},Marker{n}\n", n % 7)).collect();
    let model = "version = 1\nname = 'x'\nblocking = [['dbo']]\n[prior]\nprobability = 0.1\n[[comparison]]\nname = 'dob'\n\
                 levels = [{ is = 'same' }, { is = 'else' }]\n";
    check_mistake(&[], &["gone.csv"], &["cannot read `gone.csv`"]);
    check_mistake(&[("a.csv", "")], &["a.csv"], &["cannot read `a.csv`: the file is empty"]);
    check_mistake(&[("a.csv", "%PDF-1.7 Marker")], &["a.csv"], &["it is a PDF document"]);
    check_mistake(&[("a.csv", &format!("{row}\n{row}"))], &["a.csv"], &["instead of headings"]);
    check_mistake(&[("a.csv", "Marker,Markers\nx,y\n")], &["a.csv"], &["no model suits these 2 columns"]);
    check_mistake(&[("a.csv", &format!("{all}\n"))], &["a.csv"], &["there are no records to link"]);
    check_mistake(
        &[("a.csv", &format!("id,{all}\n1,,,,\n2, , , ,\n"))],
        &["a.csv"],
        &["no record has a value in any column"],
    );
    check_mistake(&[("a.csv", &alike)], &["a.csv"], &["the prior cannot be estimated: its rules find 4498500 pairs"]);
    let right = model.replace("dbo", "dob");
    check_mistake(
        &[("a.csv", &alike), ("m.toml", &right)],
        &["a.csv", "--model", "m.toml", "--pairs-max", "1000000"],
        &["`dob` (line 3) would compare 4498500 pairs", "biggest blocks hold 3000 records", "hint: "],
    );
    check_mistake(
        &[("a.csv", &format!("id,surname\n{people}"))],
        &["a.csv", "--model", "m.toml"],
        &["cannot read the model `m.toml`"],
    );
    check_mistake(
        &[("a.csv", &format!("id,dob\n{people}")), ("m.toml", model)],
        &["a.csv", "--model", "m.toml"],
        &["the source `a` has 53 records with the same id as another record", "--id row"],
    );
    check_mistake(
        &[("a.csv", &format!("id,dob\n{people}")), ("m.toml", model)],
        &["a.csv", "--id", "row", "--model", "m.toml"],
        &["line 3: the records have no column `dbo`; did you mean `dob`?"],
    );
    let threshold = format!("{model}[thresholds]\nlink = 1.5\n");
    check_mistake(
        &[("a.csv", &alike), ("m.toml", &threshold)],
        &["a.csv", "--model", "m.toml"],
        &["line 10: `link` is 1.5; expected a number from 0 to 1"],
    );
    check_mistake(&[("a.csv", &alike), ("s.json", "{}")], &["a.csv", "--splink", "s.json"], &["Splink settings"]);
    let (file, other) = (("a.csv", alike.as_str()), ("other/a.csv", alike.as_str()));
    check_mistake(&[file, other], &["a.csv", "other/a.csv"], &["two files are called `a`"]);
    check_mistake(&[file], &["a.csv", "--truth", "nobody"], &["no file has the column `nobody`"]);
}

#[test]
fn a_file_that_no_run_wrote_is_not_replaced() {
    for (name, text) in [
        ("clusters.csv", "colour\nred\n"),
        ("pairs.csv", "left,right\n1,2\n"),
        ("pairs.parquet", "PAR1"),
        ("changes.csv", "what changed\n"),
        ("numbers.json", "[1, 2]\n"),
        ("model.toml", "make = 'Ford'\n"),
    ] {
        let folder = Copy::empty();
        folder.write("people.csv", &council(0..50));
        folder.write(&format!("mine/{name}"), text);
        let (status, _, said) = link(&folder, &["people.csv", "--out", "mine"]);
        assert_eq!(status, Some(2), "{name}: {said}");
        assert!(said.contains(&format!("`mine/{name}` was not written by `totalplace link`")), "{said}");
        assert_eq!(read(&folder, &format!("mine/{name}")), text);
        assert_eq!(std::fs::read_dir(folder.join("mine")).expect("a folder is listed").count(), 1, "{name} is alone");
    }
}

#[test]
fn a_run_that_is_stopped_leaves_the_files_of_the_earlier_one() {
    let folder = Copy::empty();
    folder.write("people.csv", &council(0..2_000));
    let command = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_totalplace"));
        command.args(["link", "people.csv"]).current_dir(folder.path());
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        command
    };
    let written = || {
        let mut files = crate::run::files_of(&folder.join("linked"));
        files.retain(|(name, _)| !name.starts_with(".next"));
        files
    };
    let begun = std::time::Instant::now();
    assert!(command().status().expect("the command runs").code().is_some_and(|code| code < 2));
    let whole = begun.elapsed();
    // A second run says what changed, and from then on nothing does.
    assert!(command().status().expect("the command runs").code().is_some_and(|code| code < 2));
    let expected: Vec<(String, Vec<u8>)> = written().into_iter().filter(|(name, _)| name != "model.toml").collect();
    for moment in 0..20u32 {
        let mut child = command().spawn().expect("the command runs");
        std::thread::sleep(whole.mul_f64(f64::from(moment) / 20.0));
        let _ = child.kill();
        child.wait().expect("the command ends");
        let now: Vec<(String, Vec<u8>)> = written().into_iter().filter(|(name, _)| name != "model.toml").collect();
        assert!(now == expected, "every file is whole after {moment} twentieths");
    }
}

#[cfg(unix)]
#[test]
fn everything_that_is_written_about_people_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Copy::empty();
    folder.write("council.csv", &council(0..200));
    folder.write("health.csv", &health(100..260));
    let modes = || -> Vec<(String, u32)> {
        let mode = |entry: &std::fs::DirEntry| entry.metadata().expect("a file").permissions().mode() & 0o777;
        let entries = std::fs::read_dir(folder.join("linked")).expect("a folder").flatten();
        entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), mode(&entry))).collect()
    };
    for round in 0..2 {
        link(&folder, &["council.csv", "health.csv"]);
        assert!(modes().iter().any(|(name, _)| name == "model.toml"));
        assert!(modes().iter().all(|(_, mode)| *mode == 0o600), "run {round}: {:?}", modes());
    }
}
