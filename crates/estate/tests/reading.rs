//! `MODEL.toml`: what it can say, and mistakes with their line.

mod common;

use common::{patient, proved};
use estate::read::{Written, read};
use estate::roof::{RoofAnswer, share_roofs};
use estate::{Answer, Model, Question, locate};

const T14: &str = r#"
title = "Four points"
kind = "p-median"
p = 2
unit = "minutes"
point = [
    { id = "d1", people = 100 }, { id = "d2", people = 80 }, { id = "d3", people = 60 }, { id = "d4", people = 40 },
]

[[site]]
id = "S1"
distances = [5, 15, 25, 40]

[[site]]
id = "S2"
distances = { d1 = 20, d2 = 6, d3 = 10, d4 = 30 }

[[site]]
id = "S3"
distances = [30, 25, 8, 5]
"#;

fn files(name: &str) -> Result<String, String> {
    match name {
        "points.csv" => Ok("code,n,east,north\nA,10,-2.30,53.40\nB,20,-2.31,53.41\nC,5,-2.60,53.40\n".to_owned()),
        "sites.csv" => Ok("name,east,north\nHall,-2.30,53.41\nStation,-2.33,53.40\n".to_owned()),
        "times.csv" => Ok("from,to,min\nHall,A,4\nHall,B,7\nStation,A,9\nStation,B,3\nStation,C,20\n".to_owned()),
        "pmed.txt" => Ok("3 2 1\n1 2 5\n2 3 7\n".to_owned()),
        _ => Err("it is not there".to_owned()),
    }
}

fn location(text: &str) -> Model {
    match read(text, "model.toml", &files).expect("it has no mistakes") {
        Written::Location(model) => model,
        Written::Roof(_) => panic!("a location model was written"),
    }
}

fn mistakes(text: &str) -> Vec<String> {
    read(text, "model.toml", &files).unwrap_err().mistakes.iter().map(|mistake| mistake.in_one_line()).collect()
}

const LISTS: &str = r#"
kind = "mclp"
p = 1
limit = 5
[points]
file = "points.csv"
id = "code"
people = "n"
lon = "east"
lat = "north"
[sites]
file = "sites.csv"
id = "name"
lon = "east"
lat = "north"
"#;

#[test]
fn a_model_written_in_full_is_the_one_of_the_method() {
    let model = location(T14);
    assert_eq!((proved(&model).value, proved(&model).ids(&model)), (2380.0, vec!["S1", "S3"]));
}

#[test]
fn lists_come_from_files_beside_the_model() {
    let model = location(LISTS);
    assert_eq!(model.question, Question::MostCovered { n_sites: 1 });
    // C lies some 18 km to the west.
    assert_eq!(proved(&model).value, 30.0);
}

#[test]
fn times_of_a_router_are_taken_as_they_are() {
    let text = format!(
        "{}\n[distances]\nfile = \"times.csv\"\nsite = \"from\"\npoint = \"to\"\ndistance = \"min\"\n",
        LISTS.replace("\"mclp\"", "\"p-median\"").replace("limit = 5", "limit = 30")
    );
    // The station alone reaches C: 10 x 9 + 20 x 3 + 5 x 20.
    assert_eq!(proved(&location(&text)).value, 250.0);
}

#[test]
fn circuity_makes_straight_lines_longer() {
    let [plain, longer] = ["", "circuity = 1.3\n"].map(|circuity| {
        let model =
            location(&format!("{circuity}{}", LISTS.replace("\"mclp\"", "\"p-centre\"").replace("limit = 5", "")));
        proved(&model).value
    });
    assert!((longer / plain - 1.3).abs() < 1e-12);
}

#[test]
fn a_published_instance_is_a_model_and_its_question_can_be_changed() {
    let model = location("instance = \"pmed.txt\"\nformat = \"pmed\"\n");
    assert_eq!(proved(&model).value, 12.0);
    let model = location("instance = \"pmed.txt\"\nformat = \"pmed\"\nkind = \"p-centre\"\n");
    assert_eq!(proved(&model).value, 7.0);
}

#[test]
fn a_kind_that_is_mistyped_is_a_mistake_with_the_nearest_word() {
    let mistakes = mistakes(&T14.replace("p-median", "p-medain"));
    assert!(mistakes[0].starts_with("model.toml:3:8: `p-medain` is not a valid kind of model"), "{}", mistakes[0]);
    assert!(mistakes[0].ends_with("(did you mean `p-median`?)"), "{}", mistakes[0]);
}

#[test]
fn a_mistake_in_the_kind_hides_no_other() {
    let mistakes = mistakes(&LISTS.replace("mclp", "mcpl").replace("\"name\"", "\"names\""));
    assert_eq!(mistakes.len(), 2, "{mistakes:?}");
}

#[test]
fn a_column_that_is_not_in_the_file_is_a_mistake_where_it_is_named() {
    let mistakes = mistakes(&LISTS.replace("\"n\"", "\"nn\""));
    assert!(mistakes[0].starts_with("model.toml:8:10: there is no column `nn`"), "{}", mistakes[0]);
}

#[test]
fn a_point_without_a_distance_in_the_list_is_a_mistake() {
    let mistakes = mistakes(&T14.replace("[5, 15, 25, 40]", "[5, 15, 25]"));
    assert!(mistakes[0].contains("there are 3 distances for 4 points"), "{mistakes:?}");
}

#[test]
fn a_file_that_is_not_there_is_a_mistake_where_it_is_named() {
    let mistakes = mistakes(&LISTS.replace("sites.csv", "site.csv"));
    assert_eq!(
        mistakes[0],
        "model.toml:12:8: `site.csv` cannot be read: it is not there; expected a file beside the model"
    );
}

#[test]
fn several_mistakes_are_told_at_once() {
    let text = T14.replace("p = 2", "q = 2").replace("people = 80", "people = \"many\"");
    assert_eq!(mistakes(&text).len(), 3, "{:?}", mistakes(&text));
}

const ROOFS: &str = r#"
kind = "co-location"
year = "2026-27"
pounds_per_unit = 1
point = [{ id = "A", people = 10, lon = -2.3, lat = 53.4 }]

[[service]]
id = "library"
body = "council"
area = 100

[[service]]
id = "clinic"
body = "nhs"
area = 80
apart = "library"

[[building]]
id = "Hall"
body = "council"
area = 200
running = 50000
services = ["library"]
lon = -2.3
lat = 53.41

[[building]]
id = "Surgery"
body = "nhs"
area = 90
running = 40000
services = "clinic"
lon = -2.31
lat = 53.4
"#;

fn roofs(text: &str) -> RoofAnswer {
    match read(text, "model.toml", &files).expect("it has no mistakes") {
        Written::Roof(estate) => share_roofs(&estate, 1, &mut patient),
        Written::Location(_) => panic!("an estate was written"),
    }
}

#[test]
fn an_estate_is_written_by_service_and_building() {
    let RoofAnswer::Plans { plans, .. } = roofs(ROOFS) else { panic!("there is a plan") };
    assert_eq!(plans[0].open, [0, 1]);
    let RoofAnswer::Plans { plans, .. } = roofs(&ROOFS.replace("apart = \"library\"", "")) else { panic!("a plan") };
    assert_eq!(plans[0].open, [0]);
}

#[test]
fn a_service_that_is_mistyped_is_a_mistake_with_the_nearest_word() {
    let mistakes = mistakes(&ROOFS.replace("services = \"clinic\"", "services = \"clinics\""));
    assert!(
        mistakes[0].contains("there is no service `clinics`") && mistakes[0].contains("`clinic`"),
        "{}",
        mistakes[0]
    );
}

#[test]
fn a_search_that_is_broken_off_says_what_is_known() {
    let model = location(T14);
    match locate(&model, 1, &mut |_| std::ops::ControlFlow::Break(())) {
        Answer::Plans { plans, proof } => {
            assert!(proof.bound <= plans[0].value && (proof.is_proved || 0.0 < proof.gap))
        }
        Answer::Unknown { bound, .. } => assert!(bound <= 2380.0),
        Answer::Impossible(obstacles) => panic!("{obstacles:?}"),
    }
}
