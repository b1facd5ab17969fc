//! Registers by hand: every oddity with the row where it stands.

use std::collections::BTreeMap;

use model::place::SourceKind;
use model::tables::LocatedBy;
use model::{Position, ProblemKind};
use money::Money;

use super::*;

fn whereabouts() -> Whereabouts {
    let district = District { name: "Trafford".to_owned(), codes: vec!["E08000009".to_owned()] };
    let postcodes = [("M33 4ND", -2.351, 53.414), ("M31 2DN", -2.425, 53.417)];
    let at = |(code, lon, lat): (&str, f64, f64)| (code.to_owned(), Position { lon, lat });
    Whereabouts { districts: vec![district], outlines: Vec::new(), postcodes: postcodes.map(at).into() }
}

fn found(name: &str, path: std::path::PathBuf) -> Found {
    Found {
        body_id: Some("council".to_owned()),
        shown_path: name.to_owned(),
        path,
        kind: SourceKind::Buildings,
        agency: None,
        columns: Vec::new(),
        building: None,
    }
}

fn read_text(name: &str, text: &str, change: impl Fn(&mut Found)) -> Buildings {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    let mut file = found(name, path);
    change(&mut file);
    read(&[file], &[], &whereabouts())
}

fn check(text: &str) -> Buildings {
    read_text("register.csv", text, |_| {})
}

/// Each problem's kind and row.
fn problems(read: &Buildings) -> Vec<(ProblemKind, Option<u64>)> {
    read.problems.iter().map(|problem| (problem.kind, problem.row)).collect()
}

#[test]
fn a_register_of_any_headings_gives_its_buildings() {
    let read = check(
        "Asset Code,Property Name,Post Code,GeoX,GeoY,Tenure Type,Building Size (m2),Annual Running Cost,Lease Break Date,Lease End\n\
         A1,Town Hall,M33 4ND,-2.351,53.414,Leasehold,\"1,250.5\",\"£120,000\",25/12/2028,31/03/2031\n",
    );
    assert_eq!(problems(&read), []);
    let site = &read.sites[0];
    assert_eq!((site.building_id.as_str(), site.name.as_str(), site.row), ("council: A1", "Town Hall", 2));
    assert_eq!((site.floor_area_m2, site.running_cost), (Some(1250.5), Some(Money::from_pence(12_000_000))));
    assert_eq!(site.lease_break, Some(jiff::civil::date(2028, 12, 25)));
    assert_eq!(site.position.map(|(_, by)| by), Some(LocatedBy::Coordinates));
}

#[test]
fn swapped_coordinates_give_way_to_the_postcode() {
    let read = check("id,name,postcode,lon,lat\n1,Youth Centre,M31 2DN,53.457,-2.365\n2,Other,,53.457,-2.365\n");
    use ProblemKind::{BuildingNotPlaced, CoordinatesSwapped};
    let found = problems(&read);
    assert_eq!(found.iter().filter(|(kind, _)| *kind == CoordinatesSwapped).count(), 2);
    assert!(found.contains(&(BuildingNotPlaced, Some(3))));
    let by: Vec<Option<LocatedBy>> = read.sites.iter().map(|site| site.position.map(|(_, by)| by)).collect();
    assert_eq!(by, [Some(LocatedBy::Postcode), None]);
}

#[test]
fn coordinates_far_from_their_postcode_stay_and_are_doubted() {
    let read = check("id,name,postcode,lon,lat\n1,Fields,M33 4ND,-2.40,53.45\n");
    assert_eq!(problems(&read), [(ProblemKind::CoordinatesFarFromPostcode, Some(2))]);
    assert!(read.problems[0].text.contains("5.2 km"), "{}", read.problems[0].text);
    assert_eq!(read.sites[0].position.unwrap().0, Position { lon: -2.40, lat: 53.45 });
}

#[test]
fn postcodes_are_whole_and_known_or_told() {
    let read = check(
        "id,name,postcode,lon,lat\n1,a,M32 OXZ,-2.3,53.4\n2,b,M33,-2.3,53.4\n3,c,M33,-2.3,53.4\n4,d,WN5 0LX,-2.3,53.4\n5,e,m334nd,-2.351,53.414\n6,f,n/a,-2.3,53.4\n",
    );
    let mut told: Vec<(ProblemKind, u64)> =
        read.problems.iter().map(|problem| (problem.kind, problem.n_rows)).collect();
    told.sort();
    use ProblemKind::{PostcodeMalformed, PostcodeUnknown};
    assert_eq!(told, [(PostcodeMalformed, 1), (PostcodeMalformed, 2), (PostcodeUnknown, 1)]);
    assert_eq!(read.sites[4].postcode.as_deref(), Some("M33 4ND"));
}

#[test]
fn a_uprn_is_no_key() {
    let read =
        check("Asset Code,UPRN,name,lon,lat\nA1,100,Hall,-2.3,53.4\nA2,100,Annexe,-2.3,53.4\nA3,,Depot,-2.3,53.4\n");
    assert_eq!(problems(&read), [(ProblemKind::UprnShared, Some(2))]);
    let ids: Vec<&str> = read.sites.iter().map(|site| site.building_id.as_str()).collect();
    assert_eq!(ids, ["council: A1", "council: A2", "council: A3"]);
}

#[test]
fn a_number_on_two_buildings_names_neither() {
    let read = check("Asset Code,name,lon,lat\nA1,Hall,-2.3,53.4\nA1,Annexe,-2.3,53.4\n");
    assert_eq!(problems(&read), [(ProblemKind::BuildingIdTwice, Some(2))]);
    assert_eq!(read.sites[1].building_id, "council: A1 (register, row 3)");
}

#[test]
fn two_spellings_of_a_word_are_told_and_both_stay() {
    let read = check(
        "id,name,lon,lat,TenureDetail\n1,a,-2.3,53.4,Leasehold Out\n2,b,-2.3,53.4,Leasehold Out\n3,c,-2.3,53.4,Leasehold out\n",
    );
    assert_eq!(problems(&read), [(ProblemKind::LabelSpelling, Some(4))]);
    assert_eq!(read.sites[2].tenure_detail.as_deref(), Some("Leasehold out"));
}

#[test]
fn rows_of_other_districts_are_left_out_and_a_lost_digit_is_settled_by_the_name() {
    let read = check(
        "name,area_name,area_code,lon,lat\na,Trafford,E0800009,-2.3,53.4\nb,Salford,E0800006,-2.3,53.4\nc,Trafford,E08000009,-2.3,53.4\nd,Wigan,E08000010,-2.3,53.4\n",
    );
    let names: Vec<&str> = read.sites.iter().map(|site| site.name.as_str()).collect();
    assert_eq!(names, ["a", "c"]);
    let told: BTreeMap<ProblemKind, u64> = read.problems.iter().fold(BTreeMap::new(), |mut sums, problem| {
        *sums.entry(problem.kind).or_default() += problem.n_rows;
        sums
    });
    assert_eq!(told, BTreeMap::from([(ProblemKind::AreaCodeShort, 2), (ProblemKind::OutsidePlace, 2)]));
}

#[test]
fn an_aggregate_row_is_kept_and_stands_nowhere() {
    let read = check(
        "Site Code,Site Name,Site Type,Post Code,Gross internal floor area (m²)\nAGGRE,AGGREGATE SITE,Aggregate Site,M33 4ND,21355\n",
    );
    assert_eq!(problems(&read), [(ProblemKind::AggregateSite, Some(2))]);
    let site = &read.sites[0];
    assert_eq!((site.is_aggregate, site.position, site.floor_area_m2), (true, None, Some(21355.0)));
}

#[test]
fn shares_of_floor_area_become_square_metres_and_risks_add_up() {
    let read = check(
        "Site Code,Site Name,Gross internal floor area (m²),Floor area - empty (%),Cost to eradicate high risk backlog (£),Cost to eradicate low risk backlog (£),Cost to eradicate Safety related Critical Infrastructure Risk (£),Energy costs (£)\n\
         R1,Hospital,2000,10,100,50,999,\"1,200\"\n",
    );
    let site = &read.sites[0];
    assert_eq!((site.empty_m2, site.backlog), (Some(200.0), Some(Money::from_pence(15_000))));
    let energy = read.figures.iter().find(|figure| figure.figure == "Energy costs").unwrap();
    assert_eq!((energy.value, energy.unit.as_str(), energy.building_id.as_str()), (1200.0, "£", "council: R1"));
}

#[test]
fn what_cannot_be_read_is_told_and_left_empty() {
    let read = check(
        "id,name,lon,lat,floor area,running cost,lease end,lease break\n1,a,-2.3,53.4,about 200,tbc,rolling,2030-01-01\n2,b,west,53.4,-5,100,2029-01-01,2031-01-01\n",
    );
    use ProblemKind::*;
    for expected in [
        (NumberUnreadable, Some(2)),
        (CostUnreadable, Some(2)),
        (DateUnreadable, Some(2)),
        (NumberUnreadable, Some(3)),
        (CoordinatesUnreadable, Some(3)),
        (LeaseContradicts, Some(3)),
    ] {
        assert!(problems(&read).contains(&expected), "{expected:?} in {:?}", problems(&read));
    }
    assert_eq!((read.sites[0].floor_area_m2, read.sites[0].running_cost, read.sites[0].lease_end), (None, None, None));
}

#[test]
fn grid_coordinates_and_references_become_degrees() {
    let read = check(
        "id,name,Easting,Northing,Grid reference\n1,a,651409.792,313177.448,\n2,b,,,TG 51409 13177\n3,c,9999999,1,\n4,d,,,ZZ99\n",
    );
    let expected = Position { lon: 1.716_073_973, lat: 52.658_007_833 };
    for site in &read.sites[..2] {
        let (at, by) = site.position.unwrap();
        assert!(at.km_to(&expected) < 0.006 && by == LocatedBy::Grid, "{at:?}");
    }
    assert!(problems(&read).contains(&(ProblemKind::CoordinatesUnreadable, Some(4))));
    assert!(problems(&read).contains(&(ProblemKind::CoordinatesUnreadable, Some(5))));
}

#[test]
fn coordinates_in_the_sea_or_abroad_are_not_used() {
    let read = check("id,name,lon,lat\n1,a,0,0\n2,b,12.5,41.9\n");
    assert_eq!(read.sites.iter().filter(|site| site.position.is_some()).count(), 0);
    let kinds: Vec<ProblemKind> = read.problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == ProblemKind::CoordinatesOutside).count(), 2);
}

fn feature(name: &str, west: f64) -> String {
    let (east, south, north) = (west + 0.0005, 53.4, 53.4003);
    format!(
        r#"{{"type":"Feature","properties":{{"DISTNAME":"{name}","CLASSIFICA":"Fire Station"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}}}"#
    )
}

#[test]
fn outlines_of_one_site_are_one_building() {
    // 0.0005 degrees of longitude are 33 m here; the third outline stands 660 m to the east.
    let features =
        [feature("Unknown", -2.4), feature("Unknown", -2.3990), feature("Unknown", -2.39), feature("Named", -2.4)];
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    let read = read_text("fire.geojson", &text, |_| {});
    let rows: Vec<&[u64]> = read.sites.iter().map(|site| site.rows.as_slice()).collect();
    assert_eq!(rows, [&[1, 2][..], &[3], &[4]]);
    let (at, by) = read.sites[0].position.unwrap();
    assert!((at.lon + 2.39925).abs() < 1e-6 && by == LocatedBy::Outline, "{at:?}");
    assert!(problems(&read).contains(&(ProblemKind::FeaturesMerged, Some(1))));
}

#[test]
fn a_person_says_which_column_is_what_and_what_the_buildings_are() {
    let read = read_text("sites.csv", "Ref,Called,Where\n7,Depot,M33 4ND\n", |found| {
        let named = [("id", "Ref"), ("name", "Called"), ("postcode", "Where")];
        found.columns = named.map(|(field, heading)| (field.to_owned(), heading.to_owned())).into();
        found.building = Some("depot".to_owned());
        found.agency = Some("highways".to_owned());
    });
    // Headings of which none is known are not found as such.
    assert_eq!(read.sites.len(), 0);
    assert_eq!(read.problems[0].kind, ProblemKind::FileUnreadable);
    let read = read_text("sites.csv", "Ref,Name,Where,Postcode\n7,Depot,M33 4ND,\n", |found| {
        found.columns = vec![("postcode".to_owned(), "Where".to_owned()), ("id".to_owned(), "Reff".to_owned())];
        found.building = Some("depot".to_owned());
        found.agency = Some("highways".to_owned());
    });
    let site = &read.sites[0];
    assert_eq!(
        (site.kind.as_deref(), site.agency.as_deref(), site.postcode.as_deref()),
        (Some("depot"), Some("highways"), Some("M33 4ND"))
    );
    assert_eq!(problems(&read), [(ProblemKind::HeadingsMissing, None)]);
}

#[test]
fn files_that_are_no_registers_are_told() {
    for (name, text) in [
        ("a.csv", ""),
        ("b.csv", "x,y\n1,2\n"),
        ("c.json", "{\"a\": 1}"),
        ("d.json", "{\"a\": "),
        ("e.geojson", r#"{"type":"FeatureCollection","features":[]}"#),
        ("f.csv", "\0\0\0"),
        ("g.xls", "PK\u{3}\u{4} and nothing else"),
    ] {
        let read = read_text(name, text, |_| {});
        assert!(read.sites.is_empty(), "{name}");
        let kinds: Vec<ProblemKind> = read.problems.iter().map(|problem| problem.kind).collect();
        assert_eq!(kinds, [ProblemKind::FileUnreadable], "{name}");
    }
}

#[test]
fn opening_hours_of_seven_columns_and_addresses_of_several_are_joined() {
    let read = check(
        "name,Street Number,Street Name,Post Town,lon,lat,opening_hours_monday,opening_hours_sunday\nShop,7,High Street,Sale,-2.3,53.4,9-5,CLOSED\n",
    );
    let site = &read.sites[0];
    assert_eq!(site.address.as_deref(), Some("7, High Street, Sale"));
    assert_eq!(site.opening_hours.as_deref(), Some("opening_hours_monday: 9-5; opening_hours_sunday: CLOSED"));
}

#[test]
fn a_file_about_people_is_not_read_as_buildings_or_areas_and_none_of_it_is_told() {
    let csv = "NHS number,Surname,Name,Date of birth,Postcode,Address\n9434765919,Marker,Marker,01/02/1980,M33 4ND,1 Marker Street\n";
    let json = r#"[{"nhs_number": "9434765919", "surname": "Marker", "name": "Marker", "date_of_birth": "1980-02-01", "postcode": "M33 4ND"}]"#;
    for (name, text) in [("people.csv", csv), ("people.json", json)] {
        let read = read_text(name, text, |_| {});
        assert!(read.sites.is_empty() && read.figures.is_empty());
        assert_eq!(problems(&read), [(ProblemKind::FileAboutPeople, None)]);
        assert!(!format!("{:?}", read.problems).contains("Marker"));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let areas = crate::areas::read(&[found(name, path)], &[]);
        assert_eq!(areas.problems.iter().map(|of| of.kind).collect::<Vec<_>>(), [ProblemKind::FileAboutPeople]);
        assert!(!format!("{areas:?}").contains("Marker"));
    }
}
