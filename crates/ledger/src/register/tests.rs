mod printed;

use super::*;
use std::path::PathBuf;

use model::place::{Life, Options};
use model::{Body, FinancialYear, Reach};

fn place(bodies: Vec<Body>) -> Place {
    Place {
        name: "Marshford".to_owned(),
        area_codes: Vec::new(),
        region: None,
        population: None,
        year: FinancialYear(2011),
        earlier_years: Vec::new(),
        bodies,
        sources: Vec::new(),
        registers: Vec::new(),
        themes: Vec::new(),
        options: Options::default(),
        root: PathBuf::new(),
        sources_root: PathBuf::new(),
    }
}

fn own(id: &str, name: &str, kind: BodyKind, other_names: &[&str]) -> Body {
    Body {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        codes: Vec::new(),
        other_names: other_names.iter().map(|name| (*name).to_owned()).collect(),
        in_perimeter: true,
        reach: Reach::Local,
        serves: Vec::new(),
    }
}

fn listed(id: &str, name: &str, kind: BodyKind, other_names: &[&str]) -> RegisterBody {
    RegisterBody {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        other_names: other_names.iter().map(|name| (*name).to_owned()).collect(),
        life: Life::default(),
    }
}

/// The hard cases of the real register, and the cities whose names are hidden in their counties'.
fn england() -> Vec<RegisterBody> {
    use BodyKind::{Council, CountyCouncil, DistrictCouncil, Police};
    vec![
        listed("la:LDS", "Leeds City Council", Council, &["leeds", "leeds city"]),
        listed("la:YOR", "City of York Council", Council, &["york"]),
        listed("la:TRF", "Trafford Metropolitan Borough Council", Council, &["trafford"]),
        listed("la:CRY", "London Borough of Croydon", Council, &["croydon"]),
        listed("la:ISL", "London Borough of Islington", Council, &["islington"]),
        listed("la:ROT", "Rotherham Metropolitan Borough Council", Council, &["rotherham"]),
        listed("la:THR", "Thurrock Council", Council, &["thurrock"]),
        listed("la:CHL", "Chelmsford City Council", DistrictCouncil, &["chelmsford"]),
        listed("la:DER", "Derby City Council", Council, &["derby"]),
        listed("la:DBY", "Derbyshire County Council", CountyCouncil, &["derbyshire"]),
        listed("la:DUR", "Durham County Council", CountyCouncil, &["durham", "county durham"]),
        listed("la:DUC", "Durham City Council", DistrictCouncil, &["durham"]),
        listed("la:SOM", "Somerset County Council", CountyCouncil, &["somerset"]),
        listed("la:SMT", "Somerset Council", Council, &["somerset"]),
        listed("la:NUL", "Newcastle-under-Lyme Borough Council", DistrictCouncil, &[]),
        listed("la:NET", "Newcastle City Council", Council, &["newcastle upon tyne city council"]),
        listed("police:west-yorkshire", "West Yorkshire Police", Police, &[]),
        listed("gov:dft", "Department for Transport", BodyKind::Department, &[]),
        listed("gov:doh", "Department of Health", BodyKind::Department, &["DH"]),
        listed("gov:hmrc", "HM Revenue and Customs", BodyKind::Department, &["HMRC"]),
    ]
}

fn check(register: &Register, printed: &str, id: &str) {
    let found = register.find(printed);
    assert_eq!(found.as_ref().map(|body| body.id.as_ref()), Some(id), "{printed}: {found:?}");
}

fn check_nobody(register: &Register, printed: &str) {
    let found = register.find(printed);
    assert_eq!(found, None, "{printed}");
}

#[test]
fn councils_are_found_by_every_name_that_ledgers_print() {
    let register = Register::new(&place(Vec::new()), &england());
    for (printed, id) in [
        ("LEEDS CITY COUNCIL", "la:LDS"),
        ("Leeds CC", "la:LDS"),
        ("City of Leeds", "la:LDS"),
        ("YORK CITY COUNCIL", "la:YOR"),
        ("YORK COUNCIL CITY OF", "la:YOR"),
        ("TRAFFORD MB COUNCIL", "la:TRF"),
        ("TRAFFORD COUNCIL", "la:TRF"),
        ("LB CROYDON", "la:CRY"),
        ("LONDON BOROUGH OF CROYDON", "la:CRY"),
        ("CROYDON LONDON BOROUGH COUNCIL", "la:CRY"),
        ("ISLINGTON COUNCIL", "la:ISL"),
        ("ROTHERHAM METROPOLITAN BOROUGH COUNCIL", "la:ROT"),
        ("ROTHERHAM MBC", "la:ROT"),
        ("Rotherham Metropolitan Borough Coun", "la:ROT"),
        ("THURROCK BOROUGH COUNCIL", "la:THR"),
        ("CHELMSFORD BOROUGH COUNCIL", "la:CHL"),
        ("City Of Newcastle", "la:NET"),
        ("MESSRS LONDON BOROUGH OF ISLINGTON#DX 136147", "la:ISL"),
    ] {
        check(&register, printed, id);
    }
}

#[test]
fn a_name_that_may_mean_two_bodies_means_neither() {
    let register = Register::new(&place(Vec::new()), &england());
    check(&register, "DURHAM COUNTY COUNCIL", "la:DUR");
    check(&register, "DURHAM CITY COUNCIL", "la:DUC");
    check_nobody(&register, "DURHAM COUNCIL");
    check_nobody(&register, "DURHAM CC");
}

/// Wycombe went into Buckinghamshire in 2020, Cumbria into two councils in 2023, and Taunton into a council that went on
/// into Somerset.
#[test]
fn an_ended_body_and_its_only_successor_are_one_chain() {
    use BodyKind::{Council, CountyCouncil, DistrictCouncil};
    let ended = |body: RegisterBody, last: &str, replaced_by: &[&str]| {
        let replaced_by = replaced_by.iter().map(|id| (*id).to_owned()).collect();
        RegisterBody { life: Life { valid_to: Some(last.parse().unwrap()), replaced_by, ..Life::default() }, ..body }
    };
    let others = [
        ended(
            listed("la:WYO", "Wycombe District Council", DistrictCouncil, &[]),
            "2020-03-31",
            &["Buckinghamshire Council"],
        ),
        listed("la:BUC", "Buckinghamshire Council", Council, &[]),
        ended(listed("la:CMA", "Cumbria County Council", CountyCouncil, &[]), "2023-04-01", &["la:CBD", "la:WAF"]),
        ended(listed("la:TAU", "Taunton Deane Borough Council", DistrictCouncil, &[]), "2019-03-31", &["la:SWT"]),
        ended(listed("la:SWT", "Somerset West and Taunton Council", DistrictCouncil, &[]), "2023-04-01", &["la:SMT"]),
        listed("la:SMT", "Somerset Council", Council, &[]),
    ];
    let in_year =
        |year: i32, bodies: Vec<Body>| Register::new(&Place { year: FinancialYear(year), ..place(bodies) }, &others);
    for (year, wycombe, cumbria, taunton) in [
        (2018, "la:WYO", "la:CMA", "la:TAU"),
        (2020, "la:BUC", "la:CMA", "la:SWT"),
        (2024, "la:BUC", "la:CMA", "la:SMT"),
    ] {
        let register = in_year(year, Vec::new());
        check(&register, "WYCOMBE DISTRICT COUNCIL", wycombe);
        check(&register, "Cumbria County Council", cumbria);
        check(&register, "Taunton Deane Borough Council", taunton);
    }
    let own = own("bucks", "Buckinghamshire Council", Council, &[]);
    let register = in_year(2020, vec![own]);
    check(&register, "WYCOMBE DISTRICT COUNCIL", "bucks");
    assert!(register.find("WYCOMBE DISTRICT COUNCIL").unwrap().method.ends_with("; ended 2020-03-31 and replaced"));
}

#[test]
fn a_county_is_never_taken_for_its_city_nor_an_ended_council_for_its_successor() {
    let register = Register::new(&place(Vec::new()), &england());
    check(&register, "DERBYSHIRE COUNTY COUNCIL", "la:DBY");
    check(&register, "DERBY CITY COUNCIL", "la:DER");
    check_nobody(&register, "DERBY COUNTY COUNCIL");
    check_nobody(&register, "DERBYSHIRE CITY COUNCIL");
    check_nobody(&register, "LEEDS COUNTY COUNCIL");
    check(&register, "SOMERSET COUNTY COUNCIL", "la:SOM");
    check(&register, "Somerset Council", "la:SMT");
    check(&register, "NEWCASTLE UNDER LYME BOROUGH COUNCIL", "la:NUL");
}

#[test]
fn companies_clubs_and_charities_are_nobody() {
    let register = Register::new(&place(Vec::new()), &england());
    for printed in [
        "LEEDS",
        "Derby County",
        "Thurrock CC",
        "Leeds City Council Ltd",
        "DH Ltd",
        "City Of Leeds Swimming Club",
        "Leeds Racial Equality Council",
        "ISLINGTON COUNCIL FOR VOLUNTARY SERVICE",
        "LEEDS CITY COUNCIL PENSION FUND",
        "West Yorkshire Police Community Trust",
        "DEPARTMENT OF HEALTH (NI)",
        "NORTH MIDSHIRE POLICE",
        "",
        "(",
        "#",
    ] {
        check_nobody(&register, printed);
    }
}

#[test]
fn departments_are_found_with_their_acronyms() {
    let register = Register::new(&place(Vec::new()), &england());
    check(&register, "DEPARTMENT FOR TRANSPORT (DFT)", "gov:dft");
    check(&register, "Dept for Transport", "gov:dft");
    check(&register, "H M Revenue & Customs", "gov:hmrc");
    check(&register, "Her Majestys Revenue & Customs", "gov:hmrc");
    check(&register, "HM REVENUE AND CUSTOMS (HMRC)", "gov:hmrc");
    check(&register, "Hmrc", "gov:hmrc");
}

#[test]
fn health_bodies_and_parishes_are_known_by_their_names_alone() {
    let register = Register::new(&place(Vec::new()), &england());
    check(&register, "ASHTON, LEIGH & WIGAN PCT", "nhs:ashton-leigh-and-wigan-pct");
    check(&register, "Ashton Leigh and Wigan Primary Care Trust", "nhs:ashton-leigh-and-wigan-pct");
    check(&register, "NHS DARLINGTON CCG", "nhs:darlington-ccg");
    check(&register, "Alwoodley Parish Council", "parish:alwoodley");
    let pct = register.find("BARNSLEY PCT").unwrap();
    assert_eq!((pct.kind, pct.in_place), (BodyKind::NhsCommissioner, false));
}

#[test]
fn bodies_of_the_place_come_first_and_take_over_the_register_s_names() {
    let mut council = own("leeds", "Leeds City Council", BodyKind::Council, &["LCC"]);
    council.codes = vec![("la".to_owned(), "LDS".to_owned())];
    let bodies = vec![
        council,
        own("leeds-pct", "Leeds Primary Care Trust", BodyKind::NhsCommissioner, &["NHS Leeds"]),
        own("police", "West Yorkshire Police Authority", BodyKind::Police, &[]),
    ];
    let register = Register::new(&place(bodies), &england());
    for (printed, id) in [
        ("LCC", "leeds"),
        ("Leeds CC", "leeds"),
        ("LEEDS METROPOLITAN DISTRICT COUNCIL", "leeds"),
        ("Leeds Pct (5n1)", "leeds-pct"),
        ("Nhs Leeds", "leeds-pct"),
        ("WEST YORKSHIRE POLICE", "police"),
        ("West Yorkshire Police Authority", "police"),
    ] {
        check(&register, printed, id);
        assert!(register.find(printed).is_some_and(|body| body.in_place), "{printed}");
    }
}

#[test]
fn an_id_is_a_name_only_where_it_cannot_be_a_place() {
    let mut department = own("dwp", "Department for Work and Pensions", BodyKind::Department, &[]);
    department.reach = Reach::National;
    let bodies = vec![own("gateshead", "Gateshead Council", BodyKind::Council, &[]), department];
    let register = Register::new(&place(bodies), &[]);
    check(&register, "DWP", "dwp");
    check(&register, "GATESHEAD MBC", "gateshead");
    check_nobody(&register, "GATESHEAD");
}

/// A hospital trust, a combined authority and a company of the council, with what stands near them.
fn marshford() -> Vec<Body> {
    vec![
        own("ccg", "NHS Ashby CCG", BodyKind::NhsCommissioner, &[]),
        own("kings", "King's Ashby Hospital NHS Foundation Trust", BodyKind::NhsTrust, &[]),
        own("whit", "Whitmarsh Hospital NHS Trust", BodyKind::NhsTrust, &[]),
        own("bar", "Barrow, Marsh and Fen University Hospitals NHS Trust", BodyKind::NhsTrust, &[]),
        own("gmca", "Greater Manchester Combined Authority", BodyKind::CombinedAuthority, &[]),
        own("homes", "Ashby Homes Ltd", BodyKind::Other, &[]),
        own("council", "Ashby City Council", BodyKind::Council, &[]),
    ]
}

#[test]
fn a_body_is_found_however_its_name_is_spelt() {
    let register = Register::new(&place(marshford()), &england());
    for (printed, id) in [
        ("KING'S ASHBY HOSPITAL NHS FOUNDATION TRUST", "kings"),
        ("KING`S ASHBY HOSPITAL NHS FOUNDATION TRUST", "kings"),
        ("KING\u{2019}S ASHBY HOSPITAL NHS FOUNDATION TRUST", "kings"),
        ("KING\u{b4}S ASHBY HOSPITAL NHS FOUNDATION TRUST", "kings"),
        ("KING S ASHBY HOSPITAL NHS FOUNDATION TRUST", "kings"),
        ("KINGS ASHBY HOSPITAL NHSFT", "kings"),
        ("Kings Ashby Hospital N.H.S. Foundation Trust", "kings"),
        ("KINGS ASHBY HOSPITAL N H S F T", "kings"),
        ("FOUNDATION TRUST\nKING'S ASHBY HOSPITAL NHS", "kings"),
        ("NHS Foundation Trust, King's Ashby Hospital", "kings"),
        ("KING'S ASHBY HOSPITAL NHS FOUNDATION TRUST - RR8", "kings"),
        ("RR8 KING'S ASHBY HOSPITAL NHS FOUNDATION TRUST", "kings"),
        ("KINGS ASHBY HOSPITAL NHS FOUNDAT", "kings"),
        ("KINGS ASHBY HOSPITAL NHS FOUNDATION TR", "kings"),
        ("WHITMARSH HOSPITAL NHS TRUST (THE)", "whit"),
        ("Whitmarsh Hospital NHS Trust, The", "whit"),
        ("(The) Whitmarsh Hospital NHS Trust", "whit"),
        ("TRUST NHS WHITMARSH HOSPITAL", "whit"),
        ("Barrow, Marsh & Fen University Hospitals N.H.S. Trust", "bar"),
        ("GMCA", "gmca"),
        ("G.M.C.A.", "gmca"),
        ("GMCA (Greater Manchester Combined Authority)", "gmca"),
        ("Greater Manchester Combined Authori", "gmca"),
        ("GREATER MANCHESTER COMBINED", "gmca"),
        ("100234 - Greater Manchester Combined Authority", "gmca"),
        ("V00012 GREATER MANCHESTER COMBINED AUTHORITY BACS PAYMENT", "gmca"),
        ("Ashby Homes Ltd - Payments", "homes"),
        ("ASHBY HOMES LIMITED DIRECT DEBIT", "homes"),
        ("ASHBY HOMES LTD A/C", "homes"),
        ("100234 ASHBY CITY COUNCIL", "council"),
        ("COUNCIL ASHBY CITY", "council"),
        ("Ashby City Council (The)", "council"),
    ] {
        check(&register, printed, id);
    }
}

#[test]
fn firms_and_charities_beside_a_body_are_nobody() {
    let register = Register::new(&place(marshford()), &england());
    for printed in [
        "GMCA Ltd",
        "Greater Manchester Combined Services",
        "Greater Manchester Combined Author Ltd",
        "GREATER MANCHESTER CHAMBER",
        "Ashby City",
        "ASHBY CITY COUNCIL LTD - PAYMENTS",
        "Ashby Homes & Gardens Ltd",
        "ASHBY HOMES PLC",
        "King's Ashby Hospital Charity",
        "Kings Ashby Hospital Foundation Services",
        "Whitmarsh Hospital Radio",
        "THE TRUST HOSPITAL WHITMARSH",
        "365 HM REVENUE SERVICES",
        "3M ASHBY",
        "West Yorkshire Police Federation",
        "POLICE WEST YORKSHIRE SUPPLIES",
        "Greater Manchester Fire",
        "Department for Transport Consultancy",
        "PAYMENTS",
        "100234",
        "RR8 PAYMENTS",
        "S",
        "N H S",
        "THE THE",
    ] {
        check_nobody(&register, printed);
    }
}

/// The place's own list and the shipped one both know the force; a third knows it by its other name.
#[test]
fn a_body_that_several_lists_name_is_still_found() {
    use BodyKind::{Council, NhsTrust, ParishCouncil, Police};
    let rows = [
        listed("police:gmp", "Greater Manchester Police", Police, &["Greater Manchester Police Authority"]),
        listed("police:greater-manchester", "Greater Manchester Police", Police, &["GMP Authority"]),
        listed("police:greater-manchester", "Greater Manchester Police", Police, &[]),
        listed("force:1", "Avon and Somerset Police", Police, &[]),
        listed("police:as", "Avon and Somerset Constabulary", Police, &["Avon and Somerset Police", "Avon PCC"]),
        listed("nhs:R1", "Ashby NHS Trust", NhsTrust, &["Ashby Hospital"]),
        listed("register:9", "ASHBY NHS TRUST", NhsTrust, &["Ashby Hospital"]),
        listed("la:LDS", "Leeds City Council", Council, &[]),
        listed("gss:E08000035", "Leeds City Council", Council, &[]),
        listed("parish:1", "Weston Parish Council", ParishCouncil, &[]),
        listed("parish:2", "Weston Parish Council", ParishCouncil, &[]),
    ];
    let register = Register::new(&place(Vec::new()), &rows);
    for (printed, id) in [
        ("Greater Manchester Police", "police:gmp"),
        ("GREATER MANCHESTER POLICE AUTHORITY", "police:gmp"),
        ("GMP Authority", "police:gmp"),
        ("Avon & Somerset Constabulary", "force:1"),
        ("Avon & Somerset Police", "force:1"),
        ("Avon PCC", "force:1"),
        ("Ashby Hospital", "nhs:R1"),
        ("LEEDS CITY COUNCIL", "la:LDS"),
        ("Leeds CC", "la:LDS"),
    ] {
        check(&register, printed, id);
    }
    check_nobody(&register, "Weston Parish Council");
}

fn check_near(register: &Register, payees: &[&str], expected: &[(&str, &str, &str)]) {
    let near = near_names(register, payees.iter().copied());
    let found: Vec<(&str, &str, &str)> =
        near.iter().map(|near| (near.payee.as_str(), near.body_id.as_str(), near.difference.as_str())).collect();
    assert_eq!(found, expected);
}

const NEARLY: [&str; 10] = [
    "BARROW MARSH AND FEN HOSPITALS NHS TRUST",
    "KINGS ASHBY HOSPITAL",
    "Whitmarsh Hopsital NHS Trust",
    "Ashby City Council Schools",
    "Whitmarsh Hospital NHS Trust",
    "Ashby City",
    "Ashby City Council Pension Fund",
    "Whitmarsh Hospital Services Ltd",
    "Elders Council of Ashby City",
    "Ashbi City Council",
];

#[test]
fn near_names_are_proposed_and_not_matched() {
    let register = Register::new(&place(marshford()), &england());
    let expected = [
        (NEARLY[0], "bar", "`UNIVERSITY` left out"),
        (NEARLY[1], "kings", "`FOUNDATION NHS TRUST` left out"),
        (NEARLY[2], "whit", "`HOPSITAL` for `HOSPITAL`"),
        (NEARLY[3], "council", "`SCHOOLS` added"),
        (NEARLY[9], "council", "`ASHBI` for `ASHBY`"),
    ];
    check_near(&register, &NEARLY, &expected);
    expected.iter().filter(|(payee, ..)| *payee != NEARLY[0]).for_each(|(payee, ..)| {
        assert!(register.find(payee).is_none_or(|body| !body.in_place), "{payee}");
    });
}

/// Precepts are printed with longer names, and with what they are.
#[test]
fn precepts_of_fire_and_police_bodies_are_proposed() {
    let bodies = vec![
        own("fire", "Wendshire Fire Authority", BodyKind::Fire, &[]),
        own("police", "Wendshire Police", BodyKind::Police, &[]),
    ];
    let register = Register::new(&place(bodies), &[]);
    for (printed, id) in [
        ("Wendshire Combined Fire Authority (CFA)", "fire"),
        ("Wendshire Combined Fire Authority", "fire"),
        ("Wendshire Fire Service Precept", "fire"),
        ("WENDSHIRE FIRE & RESCUE SERVICE - LEVY", "fire"),
        ("Wendshire Police Precept Account", "police"),
    ] {
        let near = near_names(&register, [printed]);
        let found = register.find(printed).filter(|body| body.in_place).map(|body| body.id.into_owned());
        let ids: Vec<String> = near.into_iter().map(|near| near.body_id).chain(found).collect();
        assert_eq!(ids, [id], "{printed}");
    }
    for printed in ["Wendshire Police & Crime Panel", "Wendshire Police Federation", "Wendshire Fire Precept Ltd"] {
        assert!(near_names(&register, [printed]).is_empty(), "{printed}");
    }
}

#[test]
fn what_a_person_said_of_a_payee_goes_before_everything() {
    let answer = |payee: &str, body_id: Option<&str>| PayeeAnswer {
        payee: payee.to_owned(),
        body_id: body_id.map(str::to_owned),
    };
    let answers = [
        answer(NEARLY[0], Some("bar")),
        answer(NEARLY[3], None),
        answer("Whitmarsh Hospital NHS Trust", None),
        answer("Marsh Clinic", Some("whit")),
    ];
    let register = Register::new(&place(marshford()), &england()).with_answers(&answers);
    check(&register, "Barrow, Marsh & Fen Hospitals NHS Trust", "bar");
    check(&register, "MARSH CLINIC", "whit");
    check_nobody(&register, "WHITMARSH HOSPITAL NHS TRUST");
    assert_eq!(register.find("marsh clinic").unwrap().method, "a person decided");
    check_near(&register, &[NEARLY[0], NEARLY[3]], &[]);
}
