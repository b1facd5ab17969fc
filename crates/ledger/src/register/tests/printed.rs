//! Names as published ledgers print them: those that must be found, and those that must not.
//!
//! Most are payees of the ledgers of Leeds 2011-12, Tyne and Wear 2020-21, Lancashire and the departments, or such a name cut
//! off at the width of another system's field.

use super::*;

/// Councils whose names are long, come in two styles, or contain one another.
fn councils() -> Vec<RegisterBody> {
    use BodyKind::{CombinedAuthority, Council, CountyCouncil, DistrictCouncil, Fire, NhsTrust, Police};
    vec![
        listed("la:LDS", "Leeds City Council", Council, &["Council of the City of Leeds", "Leeds CC"]),
        listed("la:BRD", "City of Bradford Metropolitan District Council", Council, &["City of Bradford MDC"]),
        listed("la:STY", "South Tyneside Metropolitan Borough Council", Council, &["South Tyneside Council"]),
        listed("la:KWL", "Knowsley Metropolitan Borough Council", Council, &[]),
        listed("la:ERY", "East Riding of Yorkshire Council", Council, &[]),
        listed("la:LAN", "Lancashire County Council", CountyCouncil, &["Lancashire CC", "lancashire"]),
        listed("la:LCE", "Leicester City Council", Council, &["Leicester CC", "leicester"]),
        listed("la:STS", "Staffordshire County Council", CountyCouncil, &["Staffordshire CC"]),
        listed("la:HYN", "Hyndburn Borough Council", DistrictCouncil, &["Hyndburn BC", "hyndburn"]),
        listed("la:FEN", "Fenland District Council", DistrictCouncil, &["Fenland DC"]),
        listed("la:DUR", "Durham County Council", Council, &["Durham CC"]),
        listed("la:CMD", "London Borough of Camden", Council, &["LB Camden"]),
        listed("la:KEC", "Royal Borough of Kensington and Chelsea", Council, &[]),
        listed("la:RCT", "Rhondda Cynon Taf County Borough Council", Council, &["Cyngor Rhondda Cynon Taf"]),
        listed("la:CRF", "City of Cardiff Council", Council, &["Cyngor Caerdydd", "Caerdydd"]),
        listed("la:GLA", "Greater London Authority", CombinedAuthority, &["greater london"]),
        listed("la:WYCA", "West Yorkshire Combined Authority", CombinedAuthority, &["West Yorkshire CA"]),
        listed("la:GMCA", "Greater Manchester Combined Authority", CombinedAuthority, &[]),
        listed("police:northumbria", "Northumbria Police", Police, &["Northumbria Police and Crime Commissioner"]),
        listed("police:cleveland", "Cleveland Police", Police, &[]),
        listed("fire:sy", "South Yorkshire Fire and Rescue Authority", Fire, &[]),
        listed("nhs:NEW", "Newcastle upon Tyne Hospitals NHS Foundation Trust", NhsTrust, &[]),
    ]
}

#[test]
fn a_council_is_found_by_what_payment_systems_make_of_its_name() {
    let register = Register::new(&place(Vec::new()), &councils());
    for (printed, id) in [
        ("Council of the City of Leeds", "la:LDS"),
        ("The Council of the City of Leeds", "la:LDS"),
        ("LEEDS CITY COUNCIL (THE)", "la:LDS"),
        ("Leeds City Council, The", "la:LDS"),
        ("00123 LEEDS CITY COUNCIL", "la:LDS"),
        ("Leeds City Council - Payments", "la:LDS"),
        ("LEEDS CITY COUNCIL LCC", "la:LDS"),
        ("LEEDS CITY COUCNIL", "la:LDS"),
        ("City of Bradford MDC", "la:BRD"),
        ("CITY OF BRADFORD MET DISTRICT COUNCIL", "la:BRD"),
        ("City of Bradford Metropolitan Dist", "la:BRD"),
        ("CITY OF BRADFORD METROPOLITAN", "la:BRD"),
        ("SOUTH TYNESIDE METROPOLITAN BO", "la:STY"),
        ("S TYNESIDE COUNCIL", "la:STY"),
        ("KNOWSLEY METROPOLITIAN BOROUGH COUNCIL", "la:KWL"),
        ("East Riding Of Yorkshire Counc", "la:ERY"),
        ("East Riding of Yorkshire Co", "la:ERY"),
        ("Lancs County Council", "la:LAN"),
        ("LANCASHIRE COUNTY CO", "la:LAN"),
        ("Hyndburn B.C.", "la:HYN"),
        ("HYNDBURN BC", "la:HYN"),
        ("Fenland DC", "la:FEN"),
        ("L B CAMDEN", "la:CMD"),
        ("CAMDEN LONDON BOROUGH OF", "la:CMD"),
        ("R B Kensington & Chelsea", "la:KEC"),
        ("RBKC", "la:KEC"),
        ("RHONDDA CYNON TAF CBC", "la:RCT"),
        ("Cyngor Caerdydd", "la:CRF"),
    ] {
        check(&register, printed, id);
    }
}

#[test]
fn other_bodies_are_found_short_cut_off_or_with_a_slip_in_the_words_for_their_kind() {
    let register = Register::new(&place(Vec::new()), &councils());
    for (printed, id) in [
        ("GLA", "la:GLA"),
        ("WYCA", "la:WYCA"),
        ("West Yorkshire CA", "la:WYCA"),
        ("WEST YORKSHIRE COMBINED AUTH", "la:WYCA"),
        ("Greater Manchester C", "-"),
        ("Greater Manchester Combin", "la:GMCA"),
        ("Greater Manchester Combined Au", "la:GMCA"),
        ("Greater Manchester Combined Autho", "la:GMCA"),
        ("Gtr Manchester Combined Authority", "la:GMCA"),
        ("CHIEF CONSTABLE NORTHUMBRIA POLICE", "police:northumbria"),
        ("NORTHUMBRIA POLICE & CRIME COMM", "police:northumbria"),
        ("POLICE & CRIME COMMISSIONER FOR CLEVELAND POLICE", "police:cleveland"),
        ("S Yorks Fire & Rescue Auth", "fire:sy"),
        ("Newcastle upon Tyne Hospitals NHSFT", "nhs:NEW"),
        ("The Newcastle Upon Tyne Hospitals NHS Foundation Trst", "nhs:NEW"),
        ("NEWCASTLE UPON TYNE HOSPS N.H.S. FDN TRUST", "nhs:NEW"),
        ("NEWCASTLE UPON TYNE HOSPITALS NHS FOUNDA", "nhs:NEW"),
    ] {
        match id {
            "-" => check_nobody(&register, printed),
            id => check(&register, printed, id),
        }
    }
}

#[test]
fn neighbours_namesakes_and_slips_in_the_name_of_a_place_are_nobody() {
    let register = Register::new(&place(Vec::new()), &councils());
    for printed in [
        "Friends of Leeds City Council Ltd",
        "Leeds City Council Pension Fund",
        "LEEDS CITY COUNCIL UNISON",
        "LEEDS CITY COLLEGE",
        "Leeds City Academy",
        "Leed City Council",
        "Leicester County Council",
        "STAFFORDSHIRE CITY COUNCIL",
        "Newcastle University Hospitals Supporters",
        "Newcastle upon Tyne Hospitals Charity",
        "Durham County Cricket Club",
        "DURHAM COUNTY CC LTD",
        "LANCASHIRE COUNTY CRICKET CLUB",
        "Lancashire County FA",
        "LANCASHIRE COUNTY COTTON CO",
        "Greater London",
        "Greater Manchester",
        "West Yorkshire",
        "Hyndburn",
        "Hyndburn BC Ltd",
        "Caerdydd",
        "Northumbria Policy",
        "Camden School for Girls",
        "East Riding of Yorkshire College",
        "East Riding of Yorkshire Coaches",
        "South Tyneside Homes",
        "LCC",
        "The Council",
        "City Council",
        "Council Tax",
    ] {
        check_nobody(&register, printed);
    }
    for printed in ["Chorley Town Council", "Camden Parish Council", "Durham Parish Council"] {
        let found = register.find(printed).expect("a parish council is known by its form");
        assert_eq!(found.kind, BodyKind::ParishCouncil, "{printed}");
    }
}

#[test]
fn initials_mean_a_council_only_where_one_of_the_place_has_them() {
    let county = || own("surrey", "Surrey County Council", BodyKind::CountyCouncil, &[]);
    let alone = Register::new(&place(vec![county()]), &councils());
    check(&alone, "SCC", "surrey");
    check(&alone, "S.C.C.", "surrey");
    check_nobody(&alone, "SCC PLC");
    check_nobody(&alone, "SCC SOLUTIONS");
    check_nobody(&alone, "LCC");
    let beside = own("southampton", "Southampton City Council", BodyKind::Council, &[]);
    check_nobody(&Register::new(&place(vec![county(), beside]), &[]), "SCC");
}

/// Colleges are public since 29 November 2022, so of the year 2022-23, and not before.
#[test]
fn a_body_is_known_from_the_year_in_which_it_became_public() {
    let since = Some("2022-11-29".parse().unwrap());
    let college = listed("ukprn:1", "Ashby College", BodyKind::College, &[]);
    let college = RegisterBody { life: Life { public_from: since, ..Life::default() }, ..college };
    let in_year = |year: i32| Place { year: FinancialYear(year), ..place(Vec::new()) };
    check_nobody(&Register::new(&in_year(2021), std::slice::from_ref(&college)), "ASHBY COLLEGE");
    check(&Register::new(&in_year(2022), std::slice::from_ref(&college)), "ASHBY COLLEGE", "ukprn:1");
}

/// Bodies of one place with the names that payment systems shorten most.
fn riverton() -> Vec<Body> {
    vec![
        own("council", "Riverton Borough Council", BodyKind::Council, &[]),
        own("county", "Fenshire County Council", BodyKind::CountyCouncil, &[]),
        own("ca", "Riverton Combined Authority", BodyKind::CombinedAuthority, &[]),
        own("fire", "Riverton Fire and Rescue Authority", BodyKind::Fire, &[]),
        own("police", "Fenshire Police and Crime Commissioner", BodyKind::Police, &[]),
        own("trust", "Riverton Hospital NHS Foundation Trust", BodyKind::NhsTrust, &[]),
        own("univ", "University Hospitals of Fenshire NHS Foundation Trust", BodyKind::NhsTrust, &[]),
        own("icb", "NHS Fenshire Integrated Care Board", BodyKind::NhsCommissioner, &[]),
        own("pct", "Riverton Primary Care Trust", BodyKind::NhsCommissioner, &[]),
        own("ccg", "NHS Riverton Clinical Commissioning Group", BodyKind::NhsCommissioner, &[]),
        own("park", "Fenshire National Park Authority", BodyKind::Other, &[]),
        own("amb", "Fen and Marsh Ambulance Service NHS Trust", BodyKind::NhsTrust, &[]),
    ]
}

#[test]
fn names_that_systems_shorten_mean_the_one_body_that_they_fit() {
    let register = Register::new(&place(riverton()), &[]);
    for (printed, id) in [
        ("Riverton F&RA", "fire"),
        ("RIVERTON F & R A", "fire"),
        ("Riverton F&R Auth", "fire"),
        ("Riverton FRA", "fire"),
        ("RIVERTON FRS", "fire"),
        ("Riverton Fire & Resc Auth", "fire"),
        ("Riverton Fire & Resc Serv", "fire"),
        ("Riverton Comb Authority", "ca"),
        ("Riverton Cmbd Auth", "ca"),
        ("RIVERTON COMBD AUTHY", "ca"),
        ("Riverton Hosp NHS", "trust"),
        ("Riverton Hosp NHS FT", "trust"),
        ("RIVERTON HOSP NHS FDN TST", "trust"),
        ("Univ Hosp Fenshire NHS FT", "univ"),
        ("Univ Hosps of Fenshire NHS", "univ"),
        ("UNI HOSP OF FENSHIRE NHS FOUNDATION TRUST", "univ"),
        ("University Hospitals Fenshire NHS Foundation Trust", "univ"),
        ("Riverton Boro Council", "council"),
        ("Riverton BC", "council"),
        ("Riverton MBC", "council"),
        ("Riverton DC", "council"),
        ("Riverton Boro Cncl", "council"),
        ("Fenshire Cnty Cncl", "county"),
        ("Fenshire Cty Council", "county"),
        ("Fenshire CC", "county"),
        ("Fenshire PCC", "police"),
        ("OPCC for Fenshire", "police"),
        ("Fenshire Pol & Crime Comm", "police"),
        ("Fenshire ICB", "icb"),
        ("Fenshire Int Care Brd", "icb"),
        ("Riverton PCT", "pct"),
        ("NHS Riverton CCG", "ccg"),
        ("Riverton Clin Commissioning Grp", "ccg"),
        ("Fenshire NPA", "park"),
        ("Fenshire Nat Pk Auth", "park"),
        ("Fen & Marsh Amb Serv NHS Trust", "amb"),
        ("Fen & Marsh Amb Svc NHS", "amb"),
    ] {
        check(&register, printed, id);
    }
}

#[test]
fn short_names_of_others_and_of_two_bodies_are_nobody() {
    let mut bodies = riverton();
    bodies.push(own("hosps", "Riverton Hospitals NHS Trust", BodyKind::NhsTrust, &[]));
    bodies.push(own("city", "Fenshire City Council", BodyKind::Council, &[]));
    let register = Register::new(&place(bodies), &[]);
    for printed in [
        "Riverton Hosp NHS",
        "Fenshire Cty Council",
        "Riverton CA",
        "Riverton FA",
        "Riverton FC",
        "Riverton Comb Ltd",
        "Riverton F&RA Ltd",
        "St Mary PCC",
        "Fenshire PCC Ltd",
        "Riverton Hosp Radio",
        "Riverton Combined Services",
        "Riverton DC Electrical",
        "Fire & Resc Supplies",
        "Marsh DC",
        "Marsh Comb Auth",
    ] {
        let found = register.find(printed);
        assert!(found.as_ref().is_none_or(|body| !body.in_place), "{printed}: {found:?}");
    }
}

#[test]
fn short_names_that_fit_no_body_whole_are_proposed() {
    let bodies = vec![
        own("ca", "Riverton and Fen Combined Authority", BodyKind::CombinedAuthority, &[]),
        own("fire", "Riverton and Marsh Fire and Rescue Authority", BodyKind::Fire, &[]),
        own("univ", "Riverton, Marsh and Fen University Hospitals NHS Trust", BodyKind::NhsTrust, &[]),
    ];
    let register = Register::new(&place(bodies), &[]);
    for (printed, id) in [
        ("Riverton Comb Auth", "ca"),
        ("Riverton Fire & Resc Auth", "fire"),
        ("Riverton Marsh & Fen Hosps NHS Tst", "univ"),
    ] {
        let near = near_names(&register, [printed]);
        let ids: Vec<&str> = near.iter().map(|near| near.body_id.as_str()).collect();
        assert_eq!(ids, [id], "{printed}");
        assert!(register.find(printed).is_none_or(|body| !body.in_place), "{printed}");
    }
}

#[test]
fn a_code_in_front_makes_no_body() {
    let register = Register::new(&place(Vec::new()), &councils());
    let id = |printed: &str| register.find(printed).map(|found| found.id.into_owned());
    let newcastle = Some("nhs:NEW".to_owned());
    for printed in [
        "000038NEWCASTLE UPON TYNE HOSPITALS NHS FOUNDATION TRUST",
        "001447 Newcastle upon Tyne Hospitals NHS Foundation Trust",
        "RTD NEWCASTLE UPON TYNE HOSPITALS NHS FT",
        "NEWCASTLE UPON TYNE HOSPITALS NHSFT RTD",
        "Newcastle upon Tyne Hospitals NHS F Trust",
        "NEWCASTLE UPON TYNE HOSPITALS NHS FOUNDATIONTRUST",
    ] {
        assert_eq!(id(printed), newcastle, "{printed}");
    }
    // No register lists it, and with its code it is no other body than without.
    let unlisted = id("Ashby Hospital NHS Trust");
    assert!(unlisted.is_some());
    for printed in ["000038ASHBY HOSPITAL NHS TRUST", "O1G ASHBY HOSPITAL NHS TRUST", "100234 Ashby Hospital NHS Trust"]
    {
        assert_eq!(id(printed), unlisted, "{printed}");
    }
    // Letters alone may be of the name, and a number of four digits, too.
    assert_ne!(id("RUH ASHBY HOSPITAL NHS TRUST"), unlisted);
    assert_eq!(id("2020NEWCASTLE LTD"), None);
}
