//! Place files, right and wrong, and what a person is told about each.

use std::path::{Path, PathBuf};

use model::place::{RegisterKind, SourceKind};
use model::{BodyKind, FinancialYear, Reach};

use crate::place_file::parse;
use crate::{PlaceError, read};

/// Each wrong file with what is told about it: the message in one line, and the words underlined.
fn check(files: &[(&str, &[(&str, &str)])]) {
    for (text, expected) in files {
        let found = match parse(text, "place.toml", Path::new("p")) {
            Ok(place) => panic!("no mistake was found in\n{text}\n{place:?}"),
            Err(error) => error.mistakes.iter().map(|m| (m.in_one_line(), m.underlined().to_owned())).collect(),
        };
        let found: Vec<(String, String)> = found;
        let found: Vec<(&str, &str)> = found.iter().map(|(message, part)| (message.as_str(), part.as_str())).collect();
        assert_eq!(found, *expected, "\n{text}");
    }
}

const GOOD: &str = r#"
name = "Tyne and Wear"
year = "2020-21"
area_codes = ["E11000007"]
region = "North East"
population = 1_200_000

[[body]]
id = "gateshead"
name = "Gateshead Council"
kind = "council"
other_names = ["Gateshead MBC", "Gateshead Metropolitan Borough Council"]
codes = { ons = "E08000037", ecode = "E4501" }

[[body]]
id = "dfe"
name = "Department for Education"
kind = "department"
reach = "national"

[sources]
root = "../data"

[[source]]
body = "gateshead"
files = ["gateshead/*.csv", "../more/*.csv"]

[[source]]
kind = "revenue_outturn_summary"
files = "ros.xls"

[[register]]
kind = "local_authorities"
files = "../codes/uk_local_authorities.csv"

[[theme]]
id = "early-years"
name = "Early years"

[options]
confidence_min = 1
today = 2021-06-30
"#;

#[test]
fn a_place_is_read_as_it_is_written() {
    let place = parse(GOOD, "place.toml", Path::new("p")).unwrap();
    assert_eq!((place.name.as_str(), place.year), ("Tyne and Wear", FinancialYear(2020)));
    assert_eq!((place.population, place.region.as_deref()), (Some(1_200_000), Some("North East")));
    assert_eq!((place.root, place.sources_root), (PathBuf::from("p"), PathBuf::from("p/../data")));
    let gateshead = &place.bodies[0];
    assert_eq!((gateshead.kind, gateshead.reach, gateshead.in_perimeter), (BodyKind::Council, Reach::Local, true));
    // Gateshead was E08000020 until its boundary moved in 2013: both are its codes, whichever is written.
    let codes: Vec<(&str, &str)> = gateshead.codes.iter().map(|(scheme, code)| (&**scheme, &**code)).collect();
    assert_eq!(codes, [("ons", "E08000037"), ("ecode", "E4501"), ("ons", "E08000020")]);
    assert_eq!(gateshead.other_names.len(), 2);
    assert_eq!((place.bodies[1].reach, place.bodies[1].in_perimeter), (Reach::National, false));
    assert_eq!((place.sources[0].kind, place.sources[0].files.len()), (SourceKind::Ledger, 2));
    assert_eq!((place.sources[1].body_id.as_deref(), place.sources[1].files[0].as_str()), (None, "ros.xls"));
    assert_eq!(place.registers[0].kind, RegisterKind::LocalAuthorities);
    assert_eq!((place.themes[0].id.as_str(), place.options.confidence_min), ("early-years", 1.0));
    assert_eq!(place.options.today.map(|day| day.to_string()).as_deref(), Some("2021-06-30"));
}

#[test]
fn unknown_and_missing_keys_name_the_nearest_one() {
    check(&[
        (
            "name = \"T\"\nyear = \"2020-21\"\npopulaton = 5\n",
            &[(
                "place.toml:3:1: `populaton` means nothing in the place file; expected a key of the place file \
                 (did you mean `population`?)",
                "populaton",
            )],
        ),
        (
            "name = \"T\"\nyear = \"2020-21\"\n[[bodies]]\nid = \"x\"\n",
            &[(
                "place.toml:3:3: `bodies` means nothing in the place file; expected a key of the place file \
                 (did you mean `body`?)",
                "bodies",
            )],
        ),
        (
            "name = \"T\"\nyear = \"2020-21\"\n[[body]]\nid = \"a\"\nname = \"A\"\nkind = \"fire\"\nother_name = \"B\"\n",
            &[(
                "place.toml:7:1: `other_name` means nothing in [[body]]; expected a key of [[body]] \
                 (did you mean `other_names`?)",
                "other_name",
            )],
        ),
        (
            "year = \"2020-21\"\n[[body]]\nname = \"A\"\n",
            &[
                ("place.toml:1:1: `name` is missing from the place file; expected `name = \"Tyne and Wear\"`", ""),
                ("place.toml:2:1: `id` is missing from [[body]]; expected `id = \"gateshead\"`", "[[body]]"),
                ("place.toml:2:1: `kind` is missing from [[body]]; expected `kind = \"council\"`", "[[body]]"),
            ],
        ),
    ]);
}

#[test]
fn wrong_types_say_what_was_found_and_what_was_expected() {
    check(&[
        (
            "name = 5\nyear = 2020\n",
            &[
                ("place.toml:1:8: `name` is a whole number (5); expected text such as \"Tyne and Wear\"", "5"),
                ("place.toml:2:8: `year` is a whole number (2020); expected text such as \"2020-21\"", "2020"),
            ],
        ),
        (
            "name = \"T\"\nyear = \"2020-21\"\narea_codes = [\"E1\", 2]\n",
            &[(
                "place.toml:3:21: `area_codes` is a whole number (2); \
                 expected text, or a list of texts such as [\"E11000007\"]",
                "2",
            )],
        ),
        (
            "name = \"T\"\nyear = \"2020-21\"\n[body]\nid = \"x\"\n",
            &[("place.toml:3:1: `body` is a table; expected tables, each written [[body]]", "[body]")],
        ),
        (
            "name = \"T\"\nyear = \"2020-21\"\nsources = \"data\"\noptions = []\ntheme = [1]\n",
            &[
                ("place.toml:3:11: `sources` is text (\"data\"); expected a table, written [sources]", "\"data\""),
                ("place.toml:4:11: `options` is a list; expected a table, written [options]", "[]"),
                ("place.toml:5:10: `theme` is a whole number (1); expected tables, each written [[theme]]", "1"),
            ],
        ),
        (
            "name = \"T\"\nyear = \"2020-21\"\n[[body]]\nid = \"a\"\nname = \"A\"\nkind = \"fire\"\n\
             in_perimeter = \"yes\"\ncodes = { ons = 37 }\n",
            &[
                ("place.toml:7:16: `in_perimeter` is text (\"yes\"); expected true or false", "\"yes\""),
                (
                    "place.toml:8:17: `ons` is a whole number (37); \
                     expected codes as text, such as { ons = \"E08000037\", ecode = \"E4501\" }",
                    "37",
                ),
            ],
        ),
    ]);
}

#[test]
fn unknown_words_name_the_nearest_one() {
    check(&[
        (
            "name = \"T\"\nyear = \"2020-21\"\n[[body]]\nid = \"a\"\nname = \"A\"\nkind = \"counsil\"\nreach = \"nationl\"\n",
            &[
                (
                    "place.toml:6:8: `counsil` is not a valid body kind; expected a body kind (did you mean `council`?)",
                    "\"counsil\"",
                ),
                (
                    "place.toml:7:9: `nationl` is not a valid reach; expected a reach (did you mean `national`?)",
                    "\"nationl\"",
                ),
            ],
        ),
        (
            "name = \"T\"\nyear = \"2020-21\"\n[[source]]\nkind = \"outurn\"\nfiles = \"a.csv\"\n\
             [[register]]\nkind = \"police_forces\"\nfiles = \"x.csv\"\n",
            &[
                (
                    "place.toml:4:8: `outurn` is not a valid source kind; expected a source kind (did you mean `outturn`?)",
                    "\"outurn\"",
                ),
                (
                    "place.toml:7:8: `police_forces` is not a valid register kind; expected a register kind \
                     (did you mean `police`?)",
                    "\"police_forces\"",
                ),
            ],
        ),
        (
            "name = \"T\"\nyear = \"2020-21\"\n[[body]]\nid = \"a\"\nname = \"A\"\nkind = \"fire\"\nreach = \"zebra\"\n",
            &[(
                "place.toml:7:9: `zebra` is not a valid reach; expected a reach (there is `local`, `national`)",
                "\"zebra\"",
            )],
        ),
    ]);
}

#[test]
fn a_place_counts_one_year_or_several() {
    let years = |line: &str| {
        let place = parse(&format!("name = \"T\"\n{line}\n"), "place.toml", Path::new("p")).expect(line);
        (place.years_in_words(), place.year.0)
    };
    assert_eq!(years("year = \"2023/24\""), ("2023-24".to_owned(), 2023));
    assert_eq!(years("year = \"2023-2024\""), ("2023-24".to_owned(), 2023));
    assert_eq!(years("year = \"FY23/24\""), ("2023-24".to_owned(), 2023));
    assert_eq!(years("years = \"2023-24\""), ("2023-24".to_owned(), 2023));
    assert_eq!(years("years = [\"2023-24\", \"2022-23\"]"), ("2022-23 and 2023-24".to_owned(), 2023));
    assert_eq!(years("years = [\"2021\", \"2023-24\", \"2022-23\"]").0, "2021-22, 2022-23 and 2023-24");
}

#[test]
fn years_that_cannot_be_told_are_asked_for() {
    check(&[
        (
            "name = \"T\"\nyear = \"FY24\"\n",
            &[(
                "place.toml:2:8: `FY24` is not a valid financial year; expected two consecutive years, such as \
                 \"2020-21\" (`2023-24` if it ends in 2024, `2024-25` if it begins then)",
                "\"FY24\"",
            )],
        ),
        (
            "name = \"T\"\nyear = \"2020-21\"\nyears = [\"2021-22\"]\n",
            &[("place.toml:3:9: `year` and `years` are both given; expected one of the two", "[\"2021-22\"]")],
        ),
        (
            "name = \"T\"\nyears = [\"2021-22\", \"2021/22\"]\n",
            &[("place.toml:2:21: 2021-22 is given twice; expected each year once", "\"2021/22\"")],
        ),
        (
            "name = \"T\"\nyears = []\n",
            &[("place.toml:2:9: `years` is empty; expected a year such as \"2020-21\"", "[]")],
        ),
    ]);
}

#[test]
fn years_and_names_that_cannot_be_are_mistakes() {
    check(&[
        (
            "name = \" \"\nyear = \"2020-22\"\npopulation = 0\n",
            &[
                ("place.toml:1:8: `name` is empty; expected text such as \"Tyne and Wear\"", "\" \""),
                (
                    "place.toml:2:8: `2020-22` is not a valid financial year; \
                     expected two consecutive years, such as \"2020-21\"",
                    "\"2020-22\"",
                ),
                ("place.toml:3:14: `population` is 0; expected a whole number from 1 to 100000000", "0"),
            ],
        ),
        (
            "name = \"Ŵ\"; year = \"2020-21\"\n[[theme]]\nid = \"Early years\"\nname = \"é\"\n",
            &[
                (
                    "place.toml:1:11: this is not TOML: unexpected key or value, expected newline, `#`; \
                     expected `key = value`, with text in double quotes",
                    "",
                ),
                (
                    "place.toml:3:6: `Early years` cannot be an id; expected small letters, digits, `-` and `_` \
                     (perhaps `early-years`)",
                    "\"Early years\"",
                ),
            ],
        ),
    ]);
}

#[test]
fn one_id_and_one_name_belong_to_one_body() {
    check(&[
        (
            "name = \"T\"\nyear = \"2020-21\"\n\
             [[body]]\nid = \"gateshead\"\nname = \"Gateshead Council\"\nkind = \"council\"\n\
             [[body]]\nid = \"gateshead\"\nname = \"The Gateshead council\"\nkind = \"police\"\n",
            &[
                (
                    "place.toml:8:6: the body `gateshead` already exists, on line 4; expected each body once",
                    "\"gateshead\"",
                ),
                (
                    "place.toml:9:8: the name `The Gateshead council` already exists, on line 5; \
                     expected a name that only one body goes by",
                    "\"The Gateshead council\"",
                ),
            ],
        ),
        (
            "name = \"T\"\nyear = \"2020-21\"\n[[theme]]\nid = \"a\"\nname = \"A\"\n[[theme]]\nid = \"a\"\nname = \"B\"\n",
            &[("place.toml:7:6: the theme `a` already exists, on line 4; expected each theme once", "\"a\"")],
        ),
    ]);
}

const GATESHEAD: &str =
    "name = \"T\"\nyear = \"2020-21\"\n[[body]]\nid = \"gateshead\"\nname = \"Newcastle Quays\"\nkind = \"council\"\n";

/// A source of a place that has one body; it begins on line 7.
fn check_source(source: &str, expected: &[(&str, &str)]) {
    check(&[(&format!("{GATESHEAD}[[source]]\n{source}"), expected)]);
}

#[test]
fn a_source_names_a_body_that_is_there() {
    let id_of_body = "expected the id of a [[body]]";
    check_source(
        "body = \"gatehead\"\nfiles = \"a.csv\"\n",
        &[(
            &format!("place.toml:8:8: there is no body `gatehead`; {id_of_body} (did you mean `gateshead`?)"),
            "\"gatehead\"",
        )],
    );
    check_source(
        "body = \"Newcastle Quay\"\nfiles = \"a.csv\"\n",
        &[(
            &format!(
                "place.toml:8:8: there is no body `Newcastle Quay`; {id_of_body} \
                 (did you mean `gateshead` (Newcastle Quays)?)"
            ),
            "\"Newcastle Quay\"",
        )],
    );
    check_source(
        "files = [\"a.csv\"]\n",
        &[(
            "place.toml:7:1: `body` is missing from [[source]]; expected the id of the body whose ledger it is",
            "[[source]]",
        )],
    );
}

#[test]
fn patterns_are_there_and_readable_and_stand_once() {
    check_source(
        "body = \"gateshead\"\nfiles = []\n",
        &[("place.toml:9:9: `files` is empty; expected a pattern such as \"gateshead/*.csv\"", "[]")],
    );
    check_source(
        "body = \"gateshead\"\nfiles = [\"\", \"b.csv\"]\n",
        &[(
            "place.toml:9:10: `files` is empty; expected text, or a list of texts such as [\"gateshead/*.csv\"]",
            "\"\"",
        )],
    );
    check_source(
        "body = \"gateshead\"\n",
        &[(
            "place.toml:7:1: `files` is missing from [[source]]; expected `files = [\"gateshead/*.csv\"]`",
            "[[source]]",
        )],
    );
    check_source(
        "body = \"gateshead\"\nfiles = [\"a.csv\", \"a.csv\", \"b[.csv\"]\n",
        &[
            ("place.toml:9:19: the pattern `a.csv` already exists, on line 9; expected each pattern once", "\"a.csv\""),
            (
                "place.toml:9:28: the pattern `b[.csv` cannot be read: unclosed character class; missing ']'; \
                 expected a pattern such as \"gateshead/*.csv\" or \"**/*.xlsx\"",
                "\"b[.csv\"",
            ),
        ],
    );
}

#[test]
fn a_pattern_leaves_the_folder_only_where_the_root_does() {
    let hint = "expected a path inside the sources' folder \
                (if the files are elsewhere, say so: `[sources]` `root = \"../their/folder\"`)";
    check_source(
        "body = \"gateshead\"\nfiles = [\"../x/*.csv\", \"/data/*.csv\"]\n",
        &[
            (&format!("place.toml:9:10: `../x/*.csv` leaves the sources' folder; {hint}"), "\"../x/*.csv\""),
            (&format!("place.toml:9:24: `/data/*.csv` leaves the sources' folder; {hint}"), "\"/data/*.csv\""),
        ],
    );
    for root in ["../elsewhere", "/srv/data"] {
        let text = format!(
            "{GATESHEAD}[[source]]\nbody = \"gateshead\"\nfiles = [\"../x/*.csv\"]\n[sources]\nroot = \"{root}\"\n"
        );
        assert!(parse(&text, "place.toml", Path::new("p")).is_ok(), "{root}");
    }
    check(&[(
        "name = \"T\"\nyear = \"2020-21\"\n[sources]\nroot = \"~/data\"\n",
        &[(
            "place.toml:4:8: `~/data` would have to be expanded, and paths are never expanded; \
             expected a path as it is, absolute or relative to place.toml",
            "\"~/data\"",
        )],
    )]);
}

#[test]
fn options_keep_within_their_bounds() {
    check(&[(
        "name = \"T\"\nyear = \"2020-21\"\n[options]\nconfidence_min = 1.5\nyear_grace_days = 900\n\
         today = \"30/06/2021\"\ntransfer_tolerance_pounds = 1.5\nredacted_share = 1\n",
        &[
            ("place.toml:4:18: `confidence_min` is 1.5; expected a number from 0 to 1", "1.5"),
            ("place.toml:5:19: `year_grace_days` is 900; expected a whole number from 0 to 366", "900"),
            ("place.toml:6:9: `today` is 30/06/2021; expected a date such as 2021-06-30", "\"30/06/2021\""),
            (
                "place.toml:7:29: `transfer_tolerance_pounds` is a number (1.5); \
                 expected a whole number from 0 to 1000000000",
                "1.5",
            ),
            (
                "place.toml:8:1: `redacted_share` means nothing in [options]; expected a key of [options] \
                 (did you mean `redacted_share_max`?)",
                "redacted_share",
            ),
        ],
    )]);
}

/// What a broken line hides is not called missing.
#[test]
fn broken_toml_is_reported_beside_the_other_mistakes() {
    let expected = "expected `key = value`, with text in double quotes";
    check(&[
        (
            "name = Tyne and Wear\nyear = \"2020-22\"\n[[body]\nid = \"a\"\n",
            &[
                (
                    &format!(
                        "place.toml:1:8: this is not TOML: string values must be quoted, expected literal string; {expected}"
                    ),
                    "Tyne and Wear",
                ),
                (
                    "place.toml:2:8: `2020-22` is not a valid financial year; \
                     expected two consecutive years, such as \"2020-21\"",
                    "\"2020-22\"",
                ),
                (&format!("place.toml:3:8: this is not TOML: unclosed array table, expected `]`; {expected}"), ""),
            ],
        ),
        (
            "name = \"T\"\nname = \"U\"\nyear = \"2020-21\"\n",
            &[(&format!("place.toml:2:1: this is not TOML: duplicate key; {expected}"), "name")],
        ),
    ]);
}

#[test]
fn text_that_is_not_utf8_is_pointed_at() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("place.toml"), b"name = \"T\"\nregion = \"Caf\xe9\"\n").unwrap();
    let error = read(folder.path()).unwrap_err();
    assert_eq!(
        error.mistakes()[0].in_one_line(),
        "place.toml:2:14: the file is not UTF-8 text; expected UTF-8; save the file again as UTF-8"
    );
}

/// What the terminal shows: the line, the underlining and the hint.
#[test]
fn mistakes_are_underlined_where_they_stand() {
    let error = parse("name = \"T\"\nyear = \"2020-21\"\npopulaton = 5\n", "place.toml", Path::new("p")).unwrap_err();
    let mut shown = String::new();
    let theme = miette::GraphicalTheme::unicode_nocolor();
    miette::GraphicalReportHandler::new_themed(theme).render_report(&mut shown, &error).unwrap();
    for part in ["1 mistake in place.toml", "place.toml:3:1", "populaton = 5", "────", "did you mean `population`?"]
    {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
}

#[test]
fn files_in_the_registers_folder_are_read_without_being_named() {
    let folder = tempfile::tempdir().unwrap();
    let registers = folder.path().join("rules/registers");
    std::fs::create_dir_all(&registers).unwrap();
    std::fs::write(folder.path().join("place.toml"), "name = \"T\"\nyear = \"2020-21\"\n").unwrap();
    std::fs::write(registers.join("b[1].csv"), "code,name,kind,other_names\n").unwrap();
    std::fs::write(registers.join("a.csv"), "\u{feff}local-authority-code,official-name\r\n").unwrap();
    std::fs::write(registers.join("README.md"), "words").unwrap();
    let found = read(folder.path()).unwrap().registers;
    let found: Vec<(RegisterKind, &str)> = found.iter().map(|file| (file.kind, file.files.as_str())).collect();
    assert_eq!(
        found,
        [
            (RegisterKind::LocalAuthorities, "rules/registers/a.csv"),
            (RegisterKind::Plain, "rules/registers/b[[]1[]].csv"),
        ]
    );
}

#[test]
fn a_missing_folder_and_a_missing_file_say_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let help = |error: PlaceError| miette::Diagnostic::help(&error).map(|help| help.to_string());
    let dir = folder.path().join("nowhere");
    let error = read(&dir).unwrap_err();
    assert_eq!(error.to_string(), format!("there is no folder `{}`", dir.display()));
    assert_eq!(help(error), Some(format!("make a place with `totalplace new {}`", dir.display())));
    let error = read(folder.path()).unwrap_err();
    assert_eq!(error.to_string(), format!("`{}` is not a place: it has no place.toml", folder.path().display()));
    assert_eq!(help(error), Some(format!("make it one with `totalplace new {}`", folder.path().display())));
}
