//! Registers and areas that lie beside the project, read in place and compared with what a separate script found.
#![allow(clippy::print_stdout)] // a test whose data are absent says so

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use intake::areas::{self, Areas};
use intake::buildings::{self, Buildings, District, Site, Whereabouts};
use intake::files::Found;
use model::ProblemKind;
use model::place::SourceKind;
use model::tables::{AreaLevel, LocatedBy};
use serde_json::Value;

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");

/// A file of the shared data; none, and a plain line, where it is absent.
fn found(name: &str, kind: SourceKind) -> Option<Found> {
    let path = PathBuf::from(SHARED).join(name);
    if !path.exists() {
        println!("skipped: {name} is not on this machine");
        return None;
    }
    Some(Found {
        body_id: None,
        shown_path: name.to_owned(),
        path,
        kind,
        agency: None,
        columns: Vec::new(),
        building: None,
    })
}

fn known(file: &str) -> Value {
    let text = std::fs::read_to_string(Path::new(SHARED).join(file)).expect("the answers are there");
    serde_json::from_str(&text).expect("they are JSON")
}

fn all_areas(names: &[&str]) -> Option<Areas> {
    let files: Option<Vec<Found>> = names.iter().map(|name| found(name, SourceKind::Areas)).collect();
    Some(areas::read(&files?, &[]))
}

fn trafford() -> Option<Whereabouts> {
    let postcodes = all_areas(&["estate/trafford/postcodes.csv.gz"])?.postcodes;
    assert_eq!(postcodes.len(), 11_264);
    let district = District { name: "Trafford".to_owned(), codes: vec!["E08000009".to_owned()] };
    let postcodes = postcodes.into_iter().map(|each| (each.postcode, each.at)).collect();
    Some(Whereabouts { districts: vec![district], outlines: Vec::new(), postcodes })
}

fn register(name: &str, whereabouts: &Whereabouts) -> Option<Buildings> {
    Some(buildings::read(&[found(name, SourceKind::Buildings)?], &[], whereabouts))
}

fn count(words: impl Iterator<Item = Option<String>>) -> BTreeMap<String, u64> {
    words.fold(BTreeMap::new(), |mut counts, word| {
        *counts.entry(word.unwrap_or_default()).or_default() += 1;
        counts
    })
}

fn counts(value: &Value) -> BTreeMap<String, u64> {
    value.as_object().unwrap().iter().map(|(word, n)| (word.clone(), n.as_u64().unwrap())).collect()
}

fn rows_of(read: &Buildings, kind: ProblemKind) -> Vec<u64> {
    read.problems.iter().filter(|problem| problem.kind == kind).filter_map(|problem| problem.row).collect()
}

fn sum(sites: &[Site], of: fn(&Site) -> Option<f64>) -> f64 {
    sites.iter().filter_map(of).sum()
}

#[test]
fn the_asset_register_of_trafford_is_as_known() {
    let Some(whereabouts) = trafford() else { return };
    let Some(read) = register("estate/trafford/land_and_building_assets.csv", &whereabouts) else { return };
    let answers = &known("estate/known_answers.json")["trafford_assets"];
    let sites = &read.sites;
    assert_eq!((sites.len() as u64, answers["rows"].as_u64()), (608, Some(608)));
    let codes: BTreeSet<&String> = sites.iter().filter_map(|site| site.register_id.as_ref()).collect();
    assert_eq!(codes.len(), 608);
    assert_eq!(sites.iter().filter(|site| site.uprn.is_some()).count(), 272);
    assert_eq!(read.problems.iter().filter(|problem| problem.kind == ProblemKind::UprnShared).count(), 24);
    assert_eq!(sites.iter().filter(|site| site.floor_area_m2.is_some()).count(), 163);
    assert!((sum(sites, |site| site.floor_area_m2) - 137_070.37).abs() < 0.005);
    assert_eq!(count(sites.iter().map(|site| site.holding.clone())), counts(&answers["holding_type"]));
    assert_eq!(count(sites.iter().map(|site| site.tenure.clone())), counts(&answers["tenure_type"]));
    assert_eq!(count(sites.iter().map(|site| site.tenure_detail.clone())), counts(&answers["tenure_detail"]));
    assert_eq!(count(sites.iter().map(|site| site.energy_rating.clone())), counts(&answers["energy_rating"]));
    let days = count(sites.iter().map(|site| site.as_of.map(|day| day.to_string())));
    assert_eq!(days, counts(&answers["effective_date"]));
    assert_eq!(rows_of(&read, ProblemKind::LabelSpelling).len(), 1, "Leasehold Out and Leasehold out");
}

#[test]
fn the_places_of_traffords_assets_are_doubted_where_they_should_be() {
    let Some(whereabouts) = trafford() else { return };
    let Some(read) = register("estate/trafford/land_and_building_assets.csv", &whereabouts) else { return };
    let answers = &known("estate/known_answers.json")["trafford_assets"];
    let by_row: BTreeMap<u64, &Site> = read.sites.iter().map(|site| (site.row, site)).collect();
    let codes = |rows: Vec<u64>| -> BTreeSet<String> {
        rows.iter().filter_map(|row| by_row[row].register_id.clone()).collect()
    };
    let swapped = codes(rows_of(&read, ProblemKind::CoordinatesSwapped));
    assert_eq!(swapped, BTreeSet::from(["TMBC0396/P0000036".to_owned()]));
    // The swapped one is 8,059 km from its postcode, and stands where that is.
    let far = &codes(rows_of(&read, ProblemKind::CoordinatesFarFromPostcode)) | &swapped;
    let far_known = answers["coordinate_more_than_1_km_from_its_postcode"].as_array().unwrap();
    let far_known: BTreeSet<String> = far_known.iter().map(|row| row[0].as_str().unwrap().to_owned()).collect();
    assert_eq!(far, far_known);
    let by = |by: LocatedBy| read.sites.iter().filter(|site| site.position.is_some_and(|(_, own)| own == by)).count();
    assert_eq!(by(LocatedBy::Coordinates), 373 - 1);
    assert_eq!(by(LocatedBy::Postcode), 22 + 1, "22 without coordinates, and the swapped one");
    let is_postcode = |kind| matches!(kind, ProblemKind::PostcodeMalformed | ProblemKind::PostcodeUnknown);
    let told = read.problems.iter().filter(|problem| is_postcode(problem.kind));
    let told: BTreeSet<&str> = told.filter_map(|problem| problem.text.split('`').nth(3)).collect();
    let listed = answers["postcode_not_in_postcodes_file"].as_array().unwrap();
    assert_eq!(told, listed.iter().map(|text| text.as_str().unwrap()).collect::<BTreeSet<&str>>());
}

#[test]
fn a_building_in_another_district_is_told_where_boundaries_are_known() {
    let Some(mut whereabouts) = trafford() else { return };
    let Some(areas) = all_areas(&["geography/lad.geojson"]) else { return };
    let outline = areas.areas.iter().find(|area| area.code == "E08000009").and_then(|area| area.outline.clone());
    let geometry: Value = serde_json::from_str(&outline.expect("Trafford has an outline")).unwrap();
    whereabouts.outlines = vec![intake::features::Shape::of(&geometry)];
    let Some(read) = register("estate/trafford/land_and_building_assets.csv", &whereabouts) else { return };
    let outside: Vec<&str> = (read.problems.iter())
        .filter(|problem| problem.kind == ProblemKind::CoordinatesOutside)
        .map(|problem| problem.text.as_str())
        .collect();
    assert!(outside.iter().any(|text| text.contains("The Fort")), "{outside:?}");
    assert!(outside.len() <= 3, "{outside:?}");
}

#[test]
fn the_nhs_returns_add_up_to_what_is_published() {
    let name = "estate/nhs-eric/HospitalEstatesAndFacilitiesStatistics_13944.XLS";
    let Some(read) = register(name, &Whereabouts::default()) else { return };
    let answers = &known("estate/known_answers.json")["eric_2016_17"];
    let (sites, number) = (&read.sites, |key: &str| answers[key].as_f64().unwrap());
    assert_eq!(sites.len(), 1213);
    let aggregates: Vec<&Site> = sites.iter().filter(|site| site.is_aggregate).collect();
    assert_eq!((aggregates.len(), aggregates.iter().filter(|site| site.position.is_some()).count()), (172, 0));
    assert_eq!(count(sites.iter().map(|site| site.kind.clone())), counts(&answers["by_site_type"]));
    for (measured, key) in [
        (sum(sites, |site| site.floor_area_m2), "sum Gross internal floor area (m²)"),
        (sum(sites, |site| site.occupied_m2), "sum Occupied floor area (m²)"),
        (sum(sites, |site| site.backlog.map(money::Money::pounds)), "backlog_total"),
    ] {
        assert!((measured - number(key)).abs() < 0.5, "{key}: {measured}");
    }
    for (measured, key) in
        [(sum(sites, |site| site.empty_m2), "empty_m2"), (sum(sites, |site| site.under_used_m2), "under_used_m2")]
    {
        assert!((measured - number(key)).abs() < 0.06, "{key}: {measured}");
    }
    for (key, answer) in answers.as_object().unwrap().iter().filter(|(key, _)| key.starts_with("sum ")) {
        let (figure, unit) = key["sum ".len()..].trim_end_matches(')').rsplit_once(" (").unwrap();
        let own = read.figures.iter().filter(|each| each.figure == figure && each.unit == unit);
        let total: f64 = own.map(|each| each.value).sum();
        assert!((total - answer.as_f64().unwrap()).abs() < 0.5, "{key}: {total}");
    }
}

#[test]
fn the_property_list_of_lancashire_is_as_known() {
    let Some(read) = register("estate/lancashire/property_assets.json.gz", &Whereabouts::default()) else { return };
    let answers = &known("estate/known_answers.json")["lancashire"];
    let sites = &read.sites;
    assert_eq!(sites.len(), 1219);
    assert_eq!(count(sites.iter().map(|site| site.kind.clone())), counts(&answers["by_category"]));
    let owners = count(sites.iter().map(|site| site.owner.clone()));
    assert_eq!(owners, counts(&answers["owner_entity"]));
    assert_eq!(sites.iter().filter(|site| site.position.is_some()).count(), 1169);
    assert_eq!(sites.iter().filter(|site| site.floor_area_m2.is_some()).count(), 854);
    assert!((sum(sites, |site| site.floor_area_m2) - 1_349_737.79).abs() < 0.005);
    assert_eq!(sites.iter().filter(|site| site.holding.as_deref() == Some("Land")).count(), 462);
}

#[test]
fn lists_of_greater_manchester_keep_every_row_and_tell_lost_digits() {
    let answers = |key: &str| known("estate/known_answers.json")["gm_counts"][key].clone();
    for (file, key) in [
        ("libraries.csv", "libraries"),
        ("jobcentreplus.csv", "jobcentreplus"),
        ("probation_offices.csv", "probation_offices"),
        ("dentists.csv", "dentists"),
        ("food_banks.csv", "food_banks"),
        ("pharmacies.csv", "pharmacies"),
    ] {
        let name = format!("estate/greater-manchester/{file}");
        let Some(read) = register(&name, &Whereabouts::default()) else { return };
        assert_eq!(read.sites.len() as u64, answers(key)["rows"].as_u64().unwrap(), "{key}");
        let by_code = count(read.sites.iter().map(|site| site.area_code.clone()));
        assert_eq!(by_code, counts(&answers(key)["by_code"]), "{key}");
        let short = read.problems.iter().filter(|problem| problem.kind == ProblemKind::AreaCodeShort);
        let expected: u64 = by_code.iter().filter(|(code, _)| code.len() == 8).map(|(_, n)| n).sum();
        assert_eq!(short.map(|problem| problem.n_rows).sum::<u64>(), expected, "{key}");
    }
}

#[test]
fn outlines_of_one_site_become_one_building() {
    let Some(whereabouts) = trafford() else { return };
    let Some(file) = found("estate/greater-manchester/fire_stations.geojson", SourceKind::Buildings) else { return };
    assert_eq!(buildings::read_file(&file, &Whereabouts::default()).sites.len(), 82);
    assert_eq!(buildings::read_file(&file, &whereabouts).sites.len(), 6);
    let read = buildings::read(&[file], &[], &whereabouts);
    assert_eq!(read.sites.len(), 3, "three sites of six outlines");
    let Some(hospitals) = found("estate/greater-manchester/hospitals.geojson.gz", SourceKind::Buildings) else {
        return;
    };
    let read = buildings::read(&[hospitals], &[], &Whereabouts::default());
    assert_eq!(read.sites.iter().map(|site| site.rows.len()).sum::<usize>(), 449);
    assert!(read.sites.len() < 449);
}

const PLACES: [&str; 5] = ["tyne-and-wear", "darlington", "west-yorkshire", "greater-manchester", "lancashire"];

#[test]
fn areas_people_and_lookups_are_as_known() {
    let msoas: Vec<String> = PLACES.iter().map(|place| format!("geography/msoa_2021_{place}.geojson")).collect();
    let mut names = vec!["geography/lad.geojson", "geography/lsoa_to_lad.csv.gz", "geography/population_lad.csv"];
    names.extend(msoas.iter().map(String::as_str));
    let Some(areas) = all_areas(&names) else { return };
    let answers = known("geography/known_answers.json");
    let people: BTreeMap<(&str, &str), f64> = (areas.figures.iter())
        .filter(|figure| figure.figure == "population")
        .map(|figure| ((figure.code.as_str(), figure.as_of.as_str()), figure.value))
        .collect();
    for (count, answer) in answers["population_totals"].as_object().unwrap() {
        let of: Vec<f64> =
            people.iter().filter(|((code, as_of), _)| as_of == count && is_district(code)).map(|(_, n)| *n).collect();
        assert_eq!(
            (of.len() as u64, of.iter().sum::<f64>() as u64),
            (answer[0].as_u64().unwrap(), answer[1].as_u64().unwrap()),
            "{count}"
        );
    }
    let england = |count: &str| -> f64 {
        people
            .iter()
            .filter(|((code, as_of), _)| *as_of == count && code.starts_with('E'))
            .filter(|((code, _), _)| is_district(code))
            .map(|(_, n)| n)
            .sum()
    };
    assert_eq!(england("mid-2020"), answers["england_mid_2020"].as_f64().unwrap());
    assert_eq!(england("mid-2019"), answers["england_mid_2019"].as_f64().unwrap());
    assert_eq!(england("census-2021"), answers["england_census_2021"].as_f64().unwrap());
    for (name, answer) in answers["districts"].as_object().unwrap() {
        let code = answer["lad_code"].as_str().unwrap();
        let area = areas.areas.iter().find(|area| area.code == code).unwrap();
        assert_eq!((area.name.as_deref(), area.level()), (Some(name.as_str()), AreaLevel::District));
        assert_eq!(area.km2.unwrap().0, answer["area_km2"].as_f64().unwrap());
        for (count, key) in [("census-2011", "population_census_2011"), ("mid-2020", "population_mid_2020")] {
            assert_eq!(people[&(code, count)], answer[key].as_f64().unwrap(), "{name} {count}");
        }
    }
    check_places(&areas, &people, &answers["places"]);
}

fn is_district(code: &str) -> bool {
    intake::areas::level(code) == Some(AreaLevel::District)
}

fn check_places(areas: &Areas, people: &BTreeMap<(&str, &str), f64>, answers: &Value) {
    for place in PLACES {
        let answer = &answers[place];
        let differences = answer["msoa_sum_minus_district_by_district"].as_object().unwrap();
        let is_here = |code: &str| {
            let district = areas.areas.iter().find(|area| area.code == code);
            district.and_then(|area| area.name.as_ref()).is_some_and(|name| differences.contains_key(name))
        };
        let districts: BTreeSet<&str> = areas
            .areas
            .iter()
            .filter(|area| area.outline.is_some() && area.level() == AreaLevel::District && is_here(&area.code))
            .map(|area| area.code.as_str())
            .collect();
        assert_eq!(districts.len() as u64, answer["districts"].as_u64().unwrap(), "{place}");
        let of = |level: AreaLevel, edition: &str| {
            let own = areas.areas.iter().filter(|area| area.level() == level);
            let own = own.filter(|area| area.district_code.as_deref().is_some_and(|code| districts.contains(code)));
            own.filter(|area| edition.is_empty() || area.editions.iter().any(|known| known == edition)).count() as u64
        };
        assert_eq!(of(AreaLevel::Msoa, ""), answer["msoas_2021"].as_u64().unwrap(), "{place}");
        assert_eq!(of(AreaLevel::Lsoa, "2021"), answer["lsoas_2021"].as_u64().unwrap(), "{place}");
        assert_eq!(of(AreaLevel::Lsoa, "2011"), answer["lsoas_2011"].as_u64().unwrap(), "{place}");
        let mid: f64 = districts.iter().map(|code| people[&(*code, "mid-2020")]).sum();
        assert_eq!(mid, answer["mid_2020_population"].as_f64().unwrap(), "{place}");
        for (name, more) in differences {
            let start = format!("{name} census-2021: people by msoa less");
            let told = areas.problems.iter().find(|problem| problem.text.starts_with(&start));
            let more = more.as_f64().unwrap();
            assert_eq!(told.is_some(), more != 0.0, "{name}");
            assert!(told.is_none_or(|problem| problem.text.ends_with(&format!("are {more:+}"))), "{name}: {told:?}");
        }
    }
}

#[test]
fn demand_of_trafford_is_as_known() {
    let names = [
        "estate/trafford/derived_demand_lsoa.csv",
        "estate/trafford/derived_demand_oa.csv",
        "geography/trafford_lsoa_2021.geojson",
    ];
    let Some(areas) = all_areas(&names) else { return };
    let answers = &known("estate/known_answers.json")["demand"];
    let total = |figure: &str, level: AreaLevel| -> f64 {
        let own = areas
            .figures
            .iter()
            .filter(|each| each.figure == figure && intake::areas::level(&each.code) == Some(level));
        own.map(|each| each.value).sum()
    };
    let n = |level: AreaLevel| areas.areas.iter().filter(|area| area.level() == level).count() as u64;
    assert_eq!((n(AreaLevel::Lsoa), n(AreaLevel::OutputArea)), (139, 738));
    for level in [AreaLevel::Lsoa, AreaLevel::OutputArea] {
        assert_eq!(total("population", level), answers["population_2024"].as_f64().unwrap());
    }
    assert_eq!(total("households", AreaLevel::Lsoa), answers["households_2021"].as_f64().unwrap());
    assert_eq!(
        total("households_without_car", AreaLevel::Lsoa),
        answers["households_without_car_2021"].as_f64().unwrap()
    );
    // Another file, of single years and sexes, says the same of everybody.
    let Some(single) = all_areas(&[
        "estate/trafford/population_mid_2024_lsoa.csv",
        "estate/trafford/census_2021_car_availability_lsoa.csv.gz",
    ]) else {
        return;
    };
    let of =
        |figure: &str| single.figures.iter().filter(|each| each.figure == figure).map(|each| each.value).sum::<f64>();
    assert_eq!(of("population"), 241_025.0);
    assert_eq!(of("households_without_car"), answers["households_without_car_2021"].as_f64().unwrap());
}
