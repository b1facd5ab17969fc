use model::Position;

use super::*;

fn check(text: &str) -> Sheet {
    let mut sheets = sheets(text.as_bytes().to_vec(), &|key| ["name", "postcode", "id"].contains(&key)).unwrap();
    assert_eq!(sheets.len(), 1, "{text}");
    sheets.remove(0)
}

fn square(west: f64, south: f64, side: f64) -> String {
    let (east, north) = (west + side, south + side);
    format!("[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]")
}

fn polygon(rings: &str) -> Shape {
    Shape::of(&serde_json::from_str(&format!(r#"{{"type":"Polygon","coordinates":[{rings}]}}"#)).unwrap())
}

#[test]
fn headings_stand_below_titles_and_groups() {
    let sheet = check("A register,,\n,Where,\nName,Post Code,Size (m2)\nHall,M1 1AA,12\n\nDepot,,\n");
    assert_eq!(sheet.headings[1].key, "postcode");
    let unit = &sheet.headings[2];
    assert_eq!((unit.key.as_str(), unit.unit.as_deref(), unit.name()), ("size", Some("m2"), "Size"));
    assert_eq!(sheet.features.iter().map(|feature| feature.row).collect::<Vec<_>>(), [4, 6]);
}

#[test]
fn groups_reach_to_the_next_group() {
    let sheet = check(",,Areas,,Energy,\nName,Postcode,Gross,Net,Cost,Use\nHall,M1 1AA,1,2,3,4\n");
    let groups: Vec<Option<&str>> = sheet.headings.iter().map(|heading| heading.group.as_deref()).collect();
    assert_eq!(groups, [None, None, Some("Areas"), Some("Areas"), Some("Energy"), Some("Energy")]);
}

#[test]
fn objects_become_rows_under_all_their_keys() {
    let sheet = check(r#"{"meta":{"n":2},"assets":[{"id":"a","open":true},{"id":"b","tags":["x","y"],"name":null}]}"#);
    let keys: Vec<&str> = sheet.headings.iter().map(|heading| heading.key.as_str()).collect();
    assert_eq!(keys, ["id", "open", "tags", "name"]);
    assert_eq!([sheet.features[0].text(1), sheet.features[1].text(2), sheet.features[0].text(3)], ["true", "x; y", ""]);
}

#[test]
fn features_keep_their_geometry_as_it_is() {
    let text = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"name":"a"},"geometry":{"type":"Point","coordinates":[-2.5,53.5]}},
        {"type":"Feature","properties":null,"geometry":null},
        {"type":"Feature","properties":{"name":"c"},"geometry":{"type":"LineString","coordinates":[[0,0],[1,1]]}},
        {"type":"Feature","properties":{"name":"d"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}}]}"#;
    let sheet = check(text);
    let shapes: Vec<Option<&Shape>> = sheet.features.iter().map(|feature| feature.shape.as_ref()).collect();
    let point = Shape::Points(vec![Position { lon: -2.5, lat: 53.5 }]);
    assert_eq!(shapes, [Some(&point), None, Some(&Shape::Lines), Some(&Shape::Unreadable)]);
    assert_eq!(sheet.features[0].geometry.as_deref(), Some(r#"{"type":"Point","coordinates":[-2.5,53.5]}"#));
}

#[test]
fn metres_of_the_grid_become_degrees() {
    let shape = Shape::of(&serde_json::json!({"type": "Point", "coordinates": [651_409.792, 313_177.448]}));
    let at = shape.middle().unwrap();
    assert!(at.km_to(&Position { lon: 1.716_073_973, lat: 52.658_007_833 }) < 0.005);
}

#[test]
fn a_hole_is_outside_and_counts_for_nothing() {
    let shape = polygon(&format!("{},{}", square(0.0, 0.0, 0.03), square(0.01, 0.01, 0.01)));
    let inside = |lon: f64, lat: f64| shape.contains(Position { lon, lat });
    assert!(inside(0.005, 0.005) && !inside(0.015, 0.015) && !inside(0.04, 0.01));
    // A degree is 111.195 km: 0.03² less 0.01² of it.
    let expected = (0.0009 - 0.0001) * 111.195_08 * 111.195_08;
    assert!((shape.area_km2().unwrap() - expected).abs() < 1e-3);
    let middle = shape.middle().unwrap();
    assert!((middle.lon - 0.015).abs() < 1e-9 && (middle.lat - 0.015).abs() < 1e-9);
}

#[test]
fn the_way_to_an_outline_ends_at_its_nearest_edge() {
    let shape = polygon(&square(0.0, 0.0, 0.01));
    let km = shape.km_to(Position { lon: 0.005, lat: 0.02 }).unwrap();
    assert!((km - 1.111_95).abs() < 1e-3, "{km}");
}

#[test]
fn what_is_no_list_is_refused_in_words() {
    let refused = |text: &str| sheets(text.as_bytes().to_vec(), &|_| true).unwrap_err();
    assert_eq!(refused("  \n"), "it is empty");
    assert_eq!(refused("{\"a\": 1}"), "it holds no list of objects");
    assert!(refused("{\"a\": ").starts_with("it is not JSON"));
    assert_eq!(refused("{\"type\":\"FeatureCollection\",\"features\":3}"), "its `features` are not a list");
}
