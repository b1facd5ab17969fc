//! The register over the real list of local authorities, in `../shared/data/codes`.
#![allow(clippy::print_stdout)] // a test says where its data are not there

mod common;

use std::collections::BTreeMap;
use std::path::Path;

use common::{place_of, register_body};
use ledger::Register;
use model::BodyKind;
use model::place::RegisterBody;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/codes");

/// Every UK local authority since 2009, ended ones too; none where the data are not there.
fn authorities() -> Option<Vec<RegisterBody>> {
    let path = Path::new(DATA).join("uk_local_authorities.csv");
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    let mut reader = csv::Reader::from_path(path).expect("the list can be read");
    let rows = reader.deserialize().map(|row| row.expect("every row has all its columns"));
    Some(rows.map(|row: BTreeMap<String, String>| authority(&row)).collect())
}

fn authority(row: &BTreeMap<String, String>) -> RegisterBody {
    let kind = match row["local-authority-type"].as_str() {
        "CTY" => BodyKind::CountyCouncil,
        "NMD" => BodyKind::DistrictCouncil,
        "COMB" | "SRA" => BodyKind::CombinedAuthority,
        _ => BodyKind::Council,
    };
    let other_names: Vec<&str> =
        row["alt-names"].split(',').chain([row["nice-name"].as_str()]).map(str::trim).collect();
    register_body(&row["local-authority-code"], &row["official-name"], kind, &other_names)
}

#[test]
fn every_authority_is_found_by_its_own_name() {
    let Some(authorities) = authorities() else { return };
    let register = Register::new(&place_of(&[]), &authorities);
    for authority in &authorities {
        for printed in [authority.name.clone(), authority.name.to_uppercase()] {
            let found = register.find(&printed).map(|body| body.id.into_owned());
            assert_eq!(found.as_ref(), Some(&authority.id), "{printed}");
        }
    }
}

/// Names as printed in the ledgers of Leeds and the departments in 2011-12 and of Tyne and Wear in 2020-21.
#[test]
fn names_that_ledgers_print_are_found() {
    let Some(authorities) = authorities() else { return };
    let register = Register::new(&place_of(&[]), &authorities);
    for (printed, code) in [
        ("YORK CITY COUNCIL", "YOR"),
        ("YORK COUNCIL CITY OF", "YOR"),
        ("TRAFFORD MB COUNCIL", "TRF"),
        ("CROYDON LONDON BOROUGH COUNCIL", "CRY"),
        ("LB CROYDON", "CRY"),
        ("ISLINGTON COUNCIL", "ISL"),
        ("ROTHERHAM MBC", "ROT"),
        ("City Of Bradford Metropolitan District", "BRD"),
        ("Stockport Metropolitan Borough Coun", "SKP"),
        ("Isle Of Anglesey County Counci", "AGY"),
        ("KINGSTON UPON HULL CITY COUNCIL", "KHL"),
        ("DURHAM COUNTY COUNCIL MUSIC SERVICE", "DUR"),
        ("CITY OF WESTMINSTER (BUSINESS RATES)", "WSM"),
        ("NNDR - NORTH TYNESIDE COUNCIL", "NTY"),
        ("WILTSHIRE COUNTY COUNCIL#AE10410101", "WIL"),
        ("CHELMSFORD BOROUGH COUNCIL", "CHL"),
        ("DERBYSHIRE COUNTY COUNCIL", "DBY"),
        ("DERBY CITY COUNCIL", "DER"),
        ("SOMERSET COUNTY COUNCIL", "SOM"),
        ("NEWCASTLE UNDER LYME BOROUGH COUNCIL", "NEC"),
        ("City Of Newcastle", "NET"),
    ] {
        let found = register.find(printed).map(|body| body.id.into_owned());
        assert_eq!(found.as_deref(), Some(code), "{printed}");
    }
}

#[test]
fn names_of_others_are_not_taken_for_authorities() {
    let Some(authorities) = authorities() else { return };
    let register = Register::new(&place_of(&[]), &authorities);
    for printed in [
        "LEEDS",
        "HERTFORDSHIRE",
        "Leicester County Council",
        "STAFFORDSHIRE CITY COUNCIL#AE10410100",
        "YORKSHIRE COUNTY COUNCIL#AE10410091",
        "DURHAM CITY COUNCIL",
        "REDBRIDGE COUNCIL FOR VOLUNTARY SERVICE",
        "CITY OF LONDON ACADEMY ISLINGTON LTD",
        "CITY OF SUNDERLAND COLLEGE",
        "Yorkshire County Cricket Club",
        "Adt Leeds CC",
        "HAZELRIGG MEMORIAL CC",
        "BOROUGH IT LTD",
        "DISTRICT COUNCILS NETWORK",
        "Consumer Council for Water (CCW)",
        "GENERAL MEDICAL COUNCIL",
        "COUNCIL OF EUROPE",
    ] {
        assert_eq!(register.find(printed), None, "{printed}");
    }
}
