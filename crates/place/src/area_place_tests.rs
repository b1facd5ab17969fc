//! The place of an area is written so that it can be read, and holds what the lists know of its year.

use std::fs;

use model::place::SourceKind;
use model::{Body, BodyKind, FinancialYear, Place, Reach};

use crate::area_choice::area;
use crate::area_place::area_text;
use crate::areas::{AREAS, COUNCILS, SERVING_BODIES};
use crate::place_file::parse;
use crate::{PlaceError, Start, new, read};

fn year(text: &str) -> FinancialYear {
    FinancialYear::parse(text).expect("a year")
}

/// The place as `new` writes it and as it is read back, with its text.
fn place(area: &str, year_text: &str) -> (Place, String) {
    let folder = tempfile::tempdir().unwrap();
    new(folder.path(), Start::Area { area, year: year(year_text) }).unwrap();
    let text = fs::read_to_string(folder.path().join("place.toml")).unwrap();
    (read(folder.path()).unwrap_or_else(|error| panic!("{:?}", error.mistakes())), text)
}

fn body<'a>(place: &'a Place, name: &str) -> &'a Body {
    let names = || place.bodies.iter().map(|body| body.name.as_str()).collect::<Vec<_>>();
    place.bodies.iter().find(|body| body.name == name).unwrap_or_else(|| panic!("{name}: {:?}", names()))
}

fn ecode(body: &Body) -> Option<&str> {
    body.codes.iter().find(|(scheme, _)| scheme == "ecode").map(|(_, code)| code.as_str())
}

/// Name, code in the returns and number of districts outside the place's own, body by body.
fn check_bodies(place: &Place, expected: &[(&str, Option<&str>, usize)]) {
    let local = place.bodies.iter().filter(|body| body.reach == Reach::Local);
    let found: Vec<(&str, Option<&str>, usize)> =
        local.map(|body| (body.name.as_str(), ecode(body), body.serves.len())).collect();
    assert_eq!(found, expected);
}

#[test]
fn leeds_of_2011_has_the_bodies_and_the_codes_of_that_year() {
    let (place, text) = place("E08000035", "2011-12");
    assert_eq!((place.name.as_str(), place.year), ("Leeds", FinancialYear(2011)));
    assert_eq!(place.area_codes, ["E08000035"]);
    assert_eq!(place.region.as_deref(), Some("Yorkshire and The Humber"));
    check_bodies(
        &place,
        &[
            ("Leeds City Council", Some("E4704"), 0),
            ("West Yorkshire Police", Some("E6047"), 5),
            ("West Yorkshire Fire and Rescue Authority", Some("E6147"), 5),
            ("West Yorkshire Integrated Transport Authority", Some("E6347"), 5),
            ("Leeds Primary Care Trust", None, 0),
        ],
    );
    let police = body(&place, "West Yorkshire Police");
    assert_eq!(police.serves, ["E08000032", "E08000033", "E08000034", "E08000035", "E08000036"]);
    assert_eq!(body(&place, "Department of Health").reach, Reach::National);
    assert!(!body(&place, "Department for Work and Pensions").in_perimeter);
    for fetch in [
        "Revenue outturn summary (RS) 2011-12",
        "COR4",
        "Country and Regional Analysis of November 2012",
        "Benefit expenditure",
        "mid-2011",
        "primary care trust(s) 2011-12",
    ] {
        assert!(text.replace("\n# ", " ").contains(fetch), "{fetch}\n{text}");
    }
    assert!(text.contains("Leeds Teaching Hospitals NHS Trust"), "{text}");
}

#[test]
fn leeds_of_2024_has_those_of_another() {
    let (place, text) = place("Leeds", "2024-25");
    check_bodies(
        &place,
        &[
            ("Leeds City Council", Some("E4704"), 0),
            ("West Yorkshire Police", Some("E7047"), 5),
            ("West Yorkshire Fire and Rescue Authority", Some("E6147"), 5),
            ("West Yorkshire Combined Authority", Some("E6353"), 5),
            ("NHS West Yorkshire Integrated Care Board", None, 6),
        ],
    );
    body(&place, "Department of Health and Social Care");
    body(&place, "Ministry of Housing, Communities and Local Government");
    assert!(!place.bodies.iter().any(|body| body.name.contains("Levelling Up")));
    assert!(text.contains("(RSX) 2024-25"), "{text}");
}

#[test]
fn a_district_of_a_county_has_both_councils() {
    let (place, _) = place("Hyndburn", "2021-22");
    check_bodies(
        &place,
        &[
            ("Hyndburn Borough Council", Some("E2336"), 0),
            ("Lancashire County Council", Some("E2321"), 12),
            ("Lancashire Constabulary", Some("E7023"), 14),
            ("Lancashire Fire and Rescue Authority", Some("E6123"), 14),
            ("NHS East Lancashire Clinical Commissioning Group", None, 5),
        ],
    );
}

#[test]
fn a_county_that_runs_its_fire_service_is_one_body_with_two_names() {
    let (place, text) = place("E10000030", "2015-16");
    let surrey = body(&place, "Surrey County Council");
    assert_eq!(surrey.other_names, ["Surrey Fire and Rescue Authority"]);
    assert!(surrey.serves.is_empty() && place.area_codes.len() == 11);
    assert!(!place.bodies.iter().any(|body| body.kind == BodyKind::Fire));
    // Surrey's groups of that year cut districts, and one reaches into Hampshire.
    let groups = place.bodies.iter().filter(|body| body.kind == BodyKind::NhsCommissioner);
    assert_eq!(groups.count(), 6);
    assert_eq!(body(&place, "NHS North East Hampshire and Farnham Clinical Commissioning Group").serves.len(), 3);
    assert!(text.contains("# Hart and Waverley are served in part."), "{text}");
}

#[test]
fn a_body_that_serves_the_place_alone_serves_nothing_more() {
    let (place, _) = place("Tyne and Wear", "2020-21");
    assert_eq!(place.area_codes, ["E08000021", "E08000022", "E08000023", "E08000024", "E08000037"]);
    assert!(body(&place, "Tyne and Wear Fire and Rescue Authority").serves.is_empty());
    assert_eq!(body(&place, "Northumbria Police").serves.len(), 6);
    assert_eq!(ecode(body(&place, "North of Tyne Combined Authority")), Some("E6358"));
    assert_eq!(ecode(body(&place, "North East Combined Authority")), Some("E6357"));
}

#[test]
fn london_s_police_and_fire_are_in_the_authority_s_return() {
    let (place, text) = place("Camden", "2020-21");
    let authority = body(&place, "Greater London Authority");
    assert_eq!((ecode(authority), authority.serves.len()), (Some("E5100"), 33));
    assert!(authority.other_names.iter().any(|name| name == "Metropolitan Police Service"), "{text}");
    assert_eq!(body(&place, "North London Waste Authority").serves.len(), 7);
    let (city, _) = self::place("City of London", "2020-21");
    assert!(body(&city, "City of London Corporation").other_names.contains(&"City of London Police".to_owned()));
}

#[test]
fn a_place_of_wales_has_welsh_bodies_and_publications() {
    let (place, text) = place("Cardiff", "2021-22");
    body(&place, "South Wales Police");
    body(&place, "Cardiff and Vale University Health Board");
    body(&place, "Welsh Government");
    assert!(!place.bodies.iter().any(|body| body.name == "Department for Education"));
    assert!(text.contains("StatsWales") && !text.contains("(RS)"), "{text}");
}

#[test]
fn every_area_of_every_year_becomes_a_place_that_can_be_read() {
    let authorities = SERVING_BODIES.iter().filter(|body| body.kind == BodyKind::CombinedAuthority);
    let codes: Vec<&str> = COUNCILS
        .iter()
        .map(|council| council.code.as_str())
        .chain(authorities.filter_map(|body| body.ons.as_deref()))
        .chain(AREAS.iter().map(|area| area.code.as_str()))
        .collect();
    for year in [2009, 2012, 2016, 2018, 2022, 2024, 2027].map(FinancialYear) {
        for code in &codes {
            let Ok(area) = area(code, year) else { continue };
            let text = area_text(&area);
            let read = parse(&text, "place.toml", std::path::Path::new(""));
            let place = read.unwrap_or_else(|error| panic!("{code} in {year}: {:?}\n{text}", error.mistakes));
            assert!(text.lines().all(|line| !line.starts_with('#') || line.chars().count() <= 130), "{text}");
            assert!(place.bodies.len() > 9, "{code} in {year}");
        }
    }
}

#[test]
fn what_is_offered_as_remarks_can_be_read_too() {
    for (area_code, year_text) in [("E08000035", "2011-12"), ("E10000017", "2024-25"), ("W06000015", "2021-22")] {
        let text = area_text(&area(area_code, year(year_text)).unwrap());
        // The template's own examples are another test's; those of the area begin with its first publication.
        let offered = |line: &str| {
            let bare = line.strip_prefix("# ").unwrap_or(line);
            let keys = ["[[source]]", "body = \"", "files = [", "kind = \"published\"", "kind = \"drivers\""];
            let is_offer = keys.iter().any(|key| bare.starts_with(key)) && !bare.contains("gateshead");
            if is_offer { bare.to_owned() } else { line.to_owned() }
        };
        let start = text.find("# Fetch:").expect("publications");
        let end = text.find("# ---- Registers").expect("the template goes on");
        let whole: Vec<String> = text[start..end].lines().map(offered).collect();
        let text = format!("{}{}\n{}", &text[..start], whole.join("\n"), &text[end..]);
        let place = parse(&text, "place.toml", std::path::Path::new(""))
            .unwrap_or_else(|error| panic!("{:?}\n{text}", error.mistakes));
        let of_kind = |kind| place.sources.iter().filter(|source| source.kind == kind).count();
        assert!(of_kind(SourceKind::Published) >= 5 && of_kind(SourceKind::Drivers) >= 2, "{text}");
        assert_eq!(of_kind(SourceKind::Ledger), place.bodies.len());
    }
}

#[test]
fn an_area_that_is_not_known_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("x");
    let error = |area, year| new(&dir, Start::Area { area, year: self::year(year) }).unwrap_err();
    assert!(matches!(error("Leads", "2011-12"), PlaceError::UnknownArea { .. }));
    assert!(matches!(error("Leeds", "2008-09"), PlaceError::YearNotKnown { .. }));
    assert!(!dir.exists());
}
