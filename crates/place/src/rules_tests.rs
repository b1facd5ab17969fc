//! Rule files, right and wrong, and what a person is told about each.

use std::fs;
use std::path::Path;

use model::rule::{Rule, RuleField, Rules};
use model::{TransferKind, Treatment};
use tempfile::TempDir;

use crate::{Files, PlaceError, RULES, rules};

const PLACE: &str = "name = \"T\"\nyear = \"2020-21\"\n\
    [[body]]\nid = \"gateshead\"\nname = \"Gateshead Council\"\nkind = \"council\"\n\
    [[theme]]\nid = \"early-years\"\nname = \"Early years\"\n";

fn rules_of(dir: &Path) -> Result<Rules, PlaceError> {
    rules(&Files::read(dir, RULES)?)
}

/// A place with rule files of its own.
fn place_with(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("place.toml"), PLACE).unwrap();
    fs::create_dir(folder.path().join("rules")).unwrap();
    for (name, text) in files {
        fs::write(folder.path().join("rules").join(name), text).unwrap();
    }
    folder
}

fn messages(folder: &TempDir) -> Vec<String> {
    match rules_of(folder.path()) {
        Ok(_) => Vec::new(),
        Err(error) => error.mistakes().iter().map(|mistake| mistake.in_one_line()).collect(),
    }
}

/// The message each wrong rule file gives.
fn check(name: &str, text: &str, expected: &[&str]) {
    assert_eq!(messages(&place_with(&[(name, text)])), expected, "\n{text}");
}

fn ids<T>(rules: &[Rule<T>]) -> Vec<&str> {
    rules.iter().map(|rule| rule.id.as_str()).collect()
}

#[test]
fn the_shipped_rules_have_no_mistake() {
    let folder = place_with(&[]);
    assert_eq!(messages(&folder), Vec::<String>::new());
    let rules = rules_of(folder.path()).unwrap();
    assert!(!rules.treatment.is_empty() && !rules.service.is_empty());
    assert!(rules.treatment[0].at.starts_with("reference/rules/treatment.csv:"), "{}", rules.treatment[0].at);
}

#[test]
fn a_rule_of_the_place_comes_first_and_replaces_the_shipped_one() {
    let shipped = rules_of(place_with(&[]).path()).unwrap().treatment;
    let (replaced, switched_off) = (&shipped[1].id, &shipped[2].id);
    let own = format!(
        "id,payee,sign,treatment,transfer_kind,note\n\
         fire-precept,tyne and wear fire*,,transfer,precept,ours\n\
         \n# a remark\n\
         {replaced},\"x, y\",negative,excluded,,\n\
         {switched_off},,,off,,\n"
    );
    let found = rules_of(place_with(&[("treatment.csv", &own)]).path()).unwrap().treatment;
    let mut expected = vec!["fire-precept", replaced.as_str()];
    expected.extend(ids(&shipped).into_iter().filter(|id| id != replaced && id != switched_off));
    assert_eq!(ids(&found), expected);
    assert_eq!(found[0].then.treatment, Some(Treatment::Transfer));
    assert_eq!(found[0].then.transfer_kind, Some(TransferKind::Precept));
    assert_eq!(found[1].at, "rules/treatment.csv:5");
    let fields: Vec<(RuleField, &str)> = found[1].when.iter().map(|(field, p)| (*field, p.text.as_str())).collect();
    assert_eq!(fields, [(RuleField::Payee, "x, y"), (RuleField::Sign, "negative")]);
}

#[test]
fn a_service_rule_looks_at_one_service_and_gives_another() {
    let folder = place_with(&[
        ("services.csv", "id,name,cofog\nlighthouses,Lighthouses,04.5\n"),
        ("service.csv", "id,service,service,cofog\na,lamps,lighthouses,\nb,oil,lighthouses,01\n"),
    ]);
    let found = rules_of(folder.path()).unwrap().service;
    assert_eq!((found[0].when[0].0, found[0].when[0].1.text.as_str()), (RuleField::Service, "lamps"));
    assert_eq!((found[0].then.service.as_str(), found[0].then.cofog.as_deref()), ("lighthouses", Some("04.5")));
    assert_eq!(found[1].then.cofog.as_deref(), Some("01"));
}

#[test]
fn a_theme_rule_takes_the_whole_line_unless_it_says_otherwise() {
    let folder =
        place_with(&[("theme.csv", "id,service,theme,share\na,nursery,early-years,\nb,family,early-years,0.5\n")]);
    let found = rules_of(folder.path()).unwrap().theme;
    assert_eq!((found[0].then.share, found[1].then.share), (1.0, 0.5));
}

#[test]
fn a_rule_for_every_line_says_so() {
    let no_condition = "rules/treatment.csv:2:1: the rule `all` has no condition, so it would decide every line; \
                        expected a pattern in at least one condition column \
                        (if you mean every remaining line, write `*` in one of the condition columns)";
    check("treatment.csv", "id,payee,treatment\nall,,spend\n", &[no_condition]);
    for marked in ["all,*,spend", "all,,*spend"] {
        let folder = place_with(&[("treatment.csv", &format!("id,payee,treatment\n{marked}\n"))]);
        let found = rules_of(folder.path()).unwrap().treatment;
        assert_eq!((found[0].when.len(), found[0].then.treatment), (0, Some(Treatment::Spend)), "{marked}");
    }
}

#[test]
fn a_file_that_counts_as_usual_is_named() {
    let folder = place_with(&[("treatment.csv", "id,file,treatment\nboth,ashby/2023-10 copy.csv,count\n")]);
    let found = rules_of(folder.path()).unwrap().treatment;
    assert_eq!((found[0].then.treatment, found[0].names_files()), (None, true));
    let not_named = "`count` brings back the lines of a file, but no file is named; \
                     expected the file's path in the column `file`";
    let mistake = |line: usize, column: usize| format!("rules/treatment.csv:{line}:{column}: {not_named}");
    let (all, not_one) = (mistake(2, 12), mistake(3, 11));
    check(
        "treatment.csv",
        "id,payee,file,treatment\nall,acorn,*,count\nnot,,!a.csv,count\n",
        &[&all.replace(":12:", ":13:"), &not_one.replace(":11:", ":13:")],
    );
}

#[test]
fn unknown_words_in_rules_name_the_nearest_one() {
    check(
        "treatment.csv",
        "id,payeee,sign,treatment,transfer_kind\n\
         a,x,negativ,spnd,\n\
         b,,positive,transfer,precpt\n\
         c,,positive,transfer,\n\
         d,,positive,spend,grant\n",
        &[
            "rules/treatment.csv:1:4: `payeee` means nothing in rules/treatment.csv; expected a column of a rule file \
             (did you mean `payee`?)",
            "rules/treatment.csv:2:5: the pattern `negativ` matches no sign there is; expected a pattern for a sign \
             (did you mean `negative`?)",
            "rules/treatment.csv:2:13: `spnd` is not a valid treatment; expected one treatment of the list (did you mean `spend`?)",
            "rules/treatment.csv:3:22: `precpt` is not a valid transfer kind; expected one transfer kind of the list (did you mean `precept`?)",
            "rules/treatment.csv:4:22: `transfer_kind` is empty; \
             expected one of grant, precept, levy, section_75, recharge, purchase, pass_through",
            "rules/treatment.csv:5:19: a line that is `spend` has no transfer kind; \
             expected nothing here, or the treatment `transfer`",
        ],
    );
    check(
        "theme.csv",
        "id,body,theme,share\na,gatehead,early-yaers,1.5\n",
        &[
            "rules/theme.csv:2:3: the pattern `gatehead` matches no body there is; expected a pattern for a body \
             (did you mean `gateshead`?)",
            "rules/theme.csv:2:12: `early-yaers` is not a valid theme; expected the id of a [[theme]] of place.toml \
             (did you mean `early-years`?)",
            "rules/theme.csv:2:24: `share` is 1.5; expected a fraction of the line, above 0 and at most 1",
        ],
    );
    check(
        "intent.csv",
        "id,payee,intent\na,x,preventative\n",
        &[
            "rules/intent.csv:2:5: `preventative` is not a valid intent; expected one intent of the list (did you mean `preventive`?)",
        ],
    );
    check(
        "service.csv",
        "id,payee,service,cofog\na,x,educaton,9\n",
        &[
            "rules/service.csv:2:5: `educaton` is not a valid service; expected a service of the common list, or of \
             rules/services.csv (did you mean `education`?)",
            "rules/service.csv:2:14: `9` is not a valid COFOG division or group; expected 01 to 10, or a group such as 09.1 \
             (did you mean `09`?)",
        ],
    );
}

#[test]
fn rows_that_cannot_be_rules_are_mistakes() {
    check(
        "intent.csv",
        "id,payee,intent\na,x||y,early\na,y,early\n,z,early\nb,x,early,more\nno-such-rule,,off\n",
        &[
            "rules/intent.csv:2:3: the pattern `x||y` cannot be read: an alternative is empty; \
             expected words, `=whole cell`, `one | other`, `begin*`, `!not` or `/regular expression/`",
            "rules/intent.csv:3:1: the rule `a` already exists, on line 2; \
             expected an id that no other rule of the file has",
            "rules/intent.csv:4:1: `id` is empty; expected a name for the rule, to show beside what it decides",
            "rules/intent.csv:5:11: the row has 4 cells and the header has 3; \
             expected no more cells than the header has; put text that contains a comma in quotes",
            "rules/intent.csv:6:1: there is no shipped rule `no-such-rule`; \
             expected the id of a shipped rule to switch off",
        ],
    );
    check(
        "intent.csv",
        "name,payee,payee\na,x,y\n",
        &[
            "rules/intent.csv:1:1: `name` means nothing in rules/intent.csv; expected a column of a rule file \
             (there is `id`, `note`, `body`, `body_kind`, `payee`, `counterparty`, `counterparty_kind`, `department`, \
             `service`, `subjective`, `description`, `category`, `capital`, `sign`, `file`, `intent`)",
            "rules/intent.csv:1:1: `id` is missing from rules/intent.csv; expected a column `id`",
            "rules/intent.csv:1:1: `intent` is missing from rules/intent.csv; expected a column `intent`",
            "rules/intent.csv:1:12: the column `payee` already exists, on line 1; expected each column once",
        ],
    );
}

#[test]
fn a_rule_file_that_nothing_reads_is_a_mistake() {
    check(
        "treatments.csv",
        "id,payee,treatment\n",
        &["rules/treatments.csv:1:1: no rules are read from `treatments.csv`; expected the name of a rule file \
           (did you mean `treatment.csv`?)"],
    );
}

#[test]
fn mistakes_of_all_files_are_told_at_once() {
    let folder = place_with(&[
        ("treatment.csv", "id,payee,treatment\na,x,spnd\n"),
        ("intent.csv", "id,payee,intent\na,x,erly\n"),
    ]);
    let error = rules_of(folder.path()).unwrap_err();
    assert!(matches!(error, PlaceError::Mistakes { .. }));
    assert_eq!(error.to_string(), "2 mistakes in rules/treatment.csv, rules/intent.csv");
}
