use model::place::SourceKind;
use model::{Position, ProblemKind};

use super::*;

fn check(files: &[(&str, &str)]) -> Areas {
    let folder = tempfile::tempdir().unwrap();
    let found = |(name, text): &(&str, &str)| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        Found {
            body_id: None,
            shown_path: (*name).to_owned(),
            path,
            kind: SourceKind::Areas,
            agency: None,
            columns: Vec::new(),
            building: None,
        }
    };
    read(&files.iter().map(found).collect::<Vec<_>>(), &[])
}

fn figures(areas: &Areas) -> Vec<(&str, &str, &str, f64)> {
    areas.figures.iter().map(|each| (each.code.as_str(), each.figure, each.as_of.as_str(), each.value)).collect()
}

const LOOKUP: &str = "lsoa_code,lsoa_name,census,msoa21cd,lad_code,lad_name\n\
    E01004766,Bolton 005A,2011,,E08000001,Bolton\nE01004766,Bolton 005A,2021,E02000988,E08000001,Bolton\n";

#[test]
fn the_finest_code_is_the_areas_own_and_the_others_say_what_it_lies_in() {
    let areas = check(&[("lookup.csv", LOOKUP)]);
    let area = &areas.areas[0];
    assert_eq!(
        (area.code.as_str(), area.name.as_deref(), area.level().word()),
        ("E01004766", Some("Bolton 005A"), "lsoa")
    );
    assert_eq!((area.msoa_code.as_deref(), area.district_code.as_deref()), (Some("E02000988"), Some("E08000001")));
    assert_eq!((area.district_name.as_deref(), area.editions.join(" ")), (Some("Bolton"), "2011 2021".to_owned()));
    assert_eq!(areas.problems, []);
}

#[test]
fn figures_keep_the_day_they_are_of() {
    let areas = check(&[
        (
            "a.csv",
            "lad_code,lad_name,date,population\nE08000001,Bolton,mid-2019,287550\nE08000001,Bolton,mid-2020,288248\n",
        ),
        (
            "b.csv",
            "area_code,period,sex,all_ages\nE08000001,2024-06-30,Persons,300000\nE08000001,2024-06-30,Females,150000\n",
        ),
    ]);
    let expected = [
        ("E08000001", "population", "2024-06-30", 300_000.0),
        ("E08000001", "population", "mid-2019", 287_550.0),
        ("E08000001", "population", "mid-2020", 288_248.0),
    ];
    assert_eq!(figures(&areas), expected);
    assert_eq!(Areas::population(areas.figures.iter()), Some((300_000, "2024-06-30")));
}

#[test]
fn households_by_cars_are_added_up() {
    let areas = check(&[(
        "cars.csv",
        "area_code,area_name,period,availability_category,value\nE01006109,T,2021-03-21,No cars or vans in household,277\n\
         E01006109,T,2021-03-21,1 car or van in household,207\nE01006109,T,2021-03-21,2 cars or vans in household,44\n",
    )]);
    let expected = [
        ("E01006109", "households", "2021-03-21", 528.0),
        ("E01006109", "households_without_car", "2021-03-21", 277.0),
    ];
    assert_eq!(figures(&areas), expected);
}

#[test]
fn a_list_of_postcodes_is_no_list_of_areas() {
    let areas = check(&[(
        "p.csv",
        "postcode,lsoa_code,la_code,lon,lat\nm15 4ab,E01034001,E08000009,-2.26,53.46\nM15,E01034001,E08000009,-2.26,53.46\n",
    )]);
    assert_eq!(areas.areas, []);
    assert_eq!(
        (areas.postcodes[0].postcode.as_str(), areas.postcodes[0].at),
        ("M15 4AB", Position { lon: -2.26, lat: 53.46 })
    );
    assert_eq!(areas.postcodes[0].lsoa_code.as_deref(), Some("E01034001"));
    assert_eq!(
        areas.problems.iter().map(|p| (p.kind, p.row)).collect::<Vec<_>>(),
        [(ProblemKind::PostcodeMalformed, Some(3))]
    );
}

#[test]
fn contradictions_are_told_and_the_first_is_used() {
    let areas = check(&[
        ("a.csv", "lsoa_code,lsoa_name,lad_code,population_2024\nE01006074,T,E08000009,1634\n"),
        ("b.csv", "lsoa_code,lsoa_name,lad_code,population_2024\nE01006074,T,E08000001,1700\n"),
    ]);
    assert_eq!(areas.areas[0].district_code.as_deref(), Some("E08000009"));
    assert_eq!(figures(&areas)[0].3, 1634.0);
    assert_eq!(areas.problems.iter().filter(|p| p.kind == ProblemKind::AreasContradict).count(), 2);
}

#[test]
fn codes_that_are_none_are_told_with_their_row() {
    let areas = check(&[("a.csv", "area_code,area_name,population\nE0800009,T,5\nTrafford,T,5\nE08000009,T,many\n")]);
    let kinds: Vec<(ProblemKind, Option<u64>)> = areas.problems.iter().map(|p| (p.kind, p.row)).collect();
    for expected in [
        (ProblemKind::AreaCodeShort, Some(2)),
        (ProblemKind::AreaCodeUnreadable, Some(3)),
        (ProblemKind::NumberUnreadable, Some(4)),
    ] {
        assert!(kinds.contains(&expected), "{kinds:?}");
    }
    assert_eq!((areas.areas.len(), areas.figures.len()), (1, 0));
}

#[test]
fn an_outline_gives_centre_and_size_where_none_is_printed() {
    let square = "[[[0,0],[0.1,0],[0.1,0.1],[0,0.1],[0,0]]]";
    let feature = |code: &str, more: &str, geometry: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"area_code":"{code}","area_name":"x"{more}}},"geometry":{geometry}}}"#
        )
    };
    let polygon = format!(r#"{{"type":"Polygon","coordinates":{square}}}"#);
    let line = r#"{"type":"LineString","coordinates":[[0,0],[1,1]]}"#;
    let features = [
        feature("E01000001", "", &polygon),
        feature("E01000002", r#","area_km2":7.5"#, &polygon),
        feature("E05000001", r#","area":2910079.926,"area_units":"Square metres","lon":"-2.3","lat":"53.4""#, line),
    ];
    let areas =
        check(&[("a.geojson", &format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",")))]);
    let km2: Vec<f64> = areas.areas.iter().map(|area| area.km2.unwrap().0).collect();
    // A tenth of a degree each way at the equator: 11.1195 km squared.
    assert!((km2[0] - 123.643_6).abs() < 1e-3 && km2[1] == 7.5 && (km2[2] - 2.910_079_926).abs() < 1e-12, "{km2:?}");
    let centre = areas.areas[0].centre.unwrap().0;
    assert!((centre.lon - 0.05).abs() < 1e-9 && (centre.lat - 0.05).abs() < 1e-9);
    assert_eq!(areas.areas[2].centre.unwrap().0, Position { lon: -2.3, lat: 53.4 });
    assert_eq!(areas.problems.iter().map(|p| p.kind).collect::<Vec<_>>(), [ProblemKind::OutlineUnusable]);
}

#[test]
fn small_areas_that_do_not_add_up_to_their_district_are_told() {
    let areas = check(&[(
        "a.csv",
        "msoa21cd,msoa21nm,lad_code,lad_name,population_census_2021\nE02000984,B1,E08000001,Bolton,100\nE02000985,B2,E08000001,Bolton,50\n,,E08000001,Bolton,153\n",
    )]);
    let texts: Vec<&str> = areas.problems.iter().map(|problem| problem.text.as_str()).collect();
    assert_eq!(texts, ["Bolton census-2021: people by msoa less people of the district are -3"]);
}
