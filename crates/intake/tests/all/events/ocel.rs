//! Object-centric logs: the three forms say the same, and what is no OCEL 2.0 is refused.

use std::collections::BTreeMap;

use intake::events::ocel::{read_ocel, write_ocel_json};
use intake::events::{Options, read_log};
use model::event_log::Clock;
use model::ocel::Ocel;
use serde_json::{Value, json};

use super::{read_bytes, shared, words};

const FORMS: [&str; 3] = ["ocel/ocel20_example.jsonocel", "ocel/ocel20_example.xmlocel", "ocel/ocel20_example.sqlite"];

fn answers() -> Option<Value> {
    let text = std::fs::read_to_string(shared("known_answers.json")?).expect("the answers are read");
    Some(serde_json::from_str(&text).expect("the answers are JSON"))
}

fn edges(ocel: &Ocel) -> BTreeMap<String, BTreeMap<String, u64>> {
    let mut edges: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    for edge in ocel.directly_follows() {
        let name = format!("{} -> {}", ocel.event_types.name(edge.from), ocel.event_types.name(edge.to));
        edges.entry(ocel.object_types.name(edge.object_type).to_owned()).or_default().insert(name, edge.n_event_pairs);
    }
    edges
}

#[test]
fn the_three_forms_have_the_known_events_objects_relations_changes_and_edges() {
    let Some(answers) = answers() else { return };
    let known = &answers["ocel20_example.jsonocel"];
    for form in FORMS {
        let Some(path) = shared(form) else { return };
        let ocel = read_ocel(&path).unwrap_or_else(|error| panic!("{error}"));
        let found = json!({
            "events": ocel.events.len(),
            "objects": ocel.objects.len(),
            "relations": ocel.event_objects.len(),
            "o2o": ocel.object_objects.len(),
            "object_changes": ocel.n_object_changes(),
        });
        let file = form.trim_start_matches("ocel/");
        assert_eq!(found, answers[file]["pm4py"], "{form}");
        assert_eq!(json!(ocel.object_values.len()), known["object_attribute_values"], "{form}");
        assert_eq!(json!(ocel.event_types.len()), known["event_types"], "{form}");
        assert_eq!(json!(ocel.object_types.len()), known["object_types"], "{form}");
        assert_eq!(json!(edges(&ocel)), known["ocdfg_edges_by_object_type (event couples)"], "{form}");
        let mut qualifiers: BTreeMap<&str, u64> = BTreeMap::new();
        let of = |touch: &model::ocel::EventObject| ocel.qualifiers.name(touch.qualifier.expect("a qualifier"));
        ocel.event_objects.iter().for_each(|touch| *qualifiers.entry(of(touch)).or_default() += 1);
        assert_eq!(json!(qualifiers), known["qualifiers"], "{form}");
    }
}

/// Everything but the moments, which the form in JSON gives in UTC and the others an hour later on the clock of a wall.
fn without_moments(ocel: &Ocel) -> Vec<String> {
    let object = |at: usize| &ocel.objects[at].id;
    let mut said: Vec<String> = Vec::new();
    said.extend(ocel.events.iter().map(|event| format!("{} {}", event.id, ocel.event_types.name(event.event_type))));
    said.extend(
        ocel.objects.iter().map(|object| format!("{} {}", object.id, ocel.object_types.name(object.object_type))),
    );
    said.extend(ocel.event_values.iter().map(|value| {
        format!("{} {} {}", ocel.events[value.event].id, ocel.attributes.name(value.attribute), value.value)
    }));
    said.extend(ocel.object_values.iter().map(|value| {
        let name = ocel.attributes.name(value.attribute);
        format!("{} {name} {} {}", object(value.object), value.value, value.changed.is_some())
    }));
    said.extend(ocel.event_objects.iter().map(|touch| {
        format!(
            "{} {} {:?}",
            ocel.events[touch.event].id,
            object(touch.object),
            touch.qualifier.map(|q| ocel.qualifiers.name(q))
        )
    }));
    said.extend(ocel.object_objects.iter().map(|tie| {
        format!("{} {} {:?}", object(tie.from), object(tie.to), tie.qualifier.map(|q| ocel.qualifiers.name(q)))
    }));
    said.sort();
    said
}

#[test]
fn the_three_forms_say_the_same_of_every_event_and_object() {
    let mut said = Vec::new();
    for form in FORMS {
        let Some(path) = shared(form) else { return };
        let ocel = read_ocel(&path).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(ocel.clock, if form.ends_with("jsonocel") { Clock::Utc } else { Clock::Wall }, "{form}");
        said.push(without_moments(&ocel));
    }
    assert_eq!(said[0], said[1]);
    assert_eq!(said[0], said[2]);
}

#[test]
fn a_type_of_objects_makes_a_log_of_cases() {
    let Some(path) = shared(FORMS[0]) else { return };
    let said = read_log(&path, &Options::unsaid()).expect_err("which objects are the cases is open").to_string();
    assert!(said.contains("--object-type") && said.contains("`Purchase Order`"), "{said}");
    let options = |name: &str| Options { object_type: Some(name.to_owned()), ..Options::unsaid() };
    let read = read_log(&path, &options("Purchase Order")).expect("a log");
    assert_eq!(
        words(&read.log),
        [
            "PO1 | Create Purchase Order | 2022-01-10T08:15:00Z",
            "PO1 | Change PO Quantity | 2022-01-13T11:00:00Z",
            "PO1 | Insert Invoice | 2022-01-14T11:00:00Z",
            "PO1 | Insert Invoice | 2022-01-16T10:00:00Z",
            "PO2 | Create Purchase Order | 2022-02-02T16:00:00Z",
        ]
    );
    assert!(read_log(&path, &options("Order")).expect_err("no such type").to_string().contains("`Order`"));
}

#[test]
fn ocel_1_is_told_apart_and_refused_in_every_form() {
    for form in ["jsonocel", "xmlocel", "sqlite"] {
        let Some(path) = shared(&format!("ocel/ocel10_example.{form}")) else { return };
        for said in [
            read_log(&path, &Options::unsaid()).expect_err("OCEL 1.0").to_string(),
            read_ocel(&path).expect_err("OCEL 1.0").to_string(),
        ] {
            assert!(said.contains("OCEL 1.0") && said.contains("write_ocel2"), "{form}: {said}");
        }
    }
}

#[test]
fn what_is_written_as_ocel_is_read_again_as_it_was() {
    for form in FORMS {
        let Some(path) = shared(form) else { return };
        let ocel = read_ocel(&path).expect("an OCEL log");
        let file = tempfile::NamedTempFile::new().expect("a file");
        write_ocel_json(&ocel, std::fs::File::create(file.path()).expect("a file")).expect("it is written");
        let again = read_ocel(file.path()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(without_moments(&again), without_moments(&ocel), "{form}");
        assert_eq!((again.clock, &again.events, edges(&again)), (ocel.clock, &ocel.events, edges(&ocel)), "{form}");
        let changes = |ocel: &Ocel| ocel.object_values.iter().filter_map(|value| value.changed).collect::<Vec<_>>();
        assert_eq!(changes(&again), changes(&ocel), "{form}");
    }
}

fn refused_ocel(change: impl Fn(&mut Value)) -> String {
    let mut log = json!({
        "objectTypes": [{"name": "order", "attributes": []}],
        "eventTypes": [{"name": "ask", "attributes": []}],
        "objects": [{"id": "o1", "type": "order"}],
        "events": [
            {"id": "e1", "type": "ask", "time": "2022-01-10T08:15:00Z",
             "relationships": [{"objectId": "o1", "qualifier": "of"}]},
            {"id": "e2", "type": "ask", "time": "2022-01-11T08:15:00Z", "relationships": []},
        ],
    });
    change(&mut log);
    let options = Options { object_type: Some("order".to_owned()), ..Options::unsaid() };
    read_bytes(log.to_string().as_bytes(), &options).expect_err("it is refused").to_string()
}

#[test]
fn an_ocel_log_that_is_not_one_is_refused_by_what_is_wrong() {
    let check = |change: fn(&mut Value), said: &str| {
        let refused = refused_ocel(change);
        assert!(refused.contains("OCEL 2.0") && refused.contains(said), "{refused}");
    };
    check(|log| drop(log.as_object_mut().expect("an object").remove("objects")), "has no `objects`");
    check(|log| log["events"][0]["type"] = json!("tell"), "event 1 is of a type that is not declared");
    check(|log| log["events"][0]["relationships"][0]["objectId"] = json!("o2"), "an object that is not in the log");
    check(|log| log["events"][1]["id"] = json!("e1"), "events 1 and 2 have one id");
    check(|log| log["events"][1]["time"] = json!("11/01/2022"), "the time of event 2 is not an ISO 8601 moment");
    check(|log| log["events"][1]["time"] = json!("2022-01-11T08:15:00"), "1 of 2 times have an offset");
    check(|log| drop(log["events"][1].as_object_mut().expect("an object").remove("time")), "a key is missing");
    let not_ocel = read_bytes(b"{\"a\": 1}", &Options::unsaid()).expect_err("JSON of something else").to_string();
    assert!(not_ocel.contains("none of the keys of an OCEL log"), "{not_ocel}");
}
