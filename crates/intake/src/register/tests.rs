#![allow(clippy::print_stdout)] // a test whose data are absent says so, and figures are shown with --nocapture

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use jiff::civil::Date;
use model::BodyKind;
use model::name::name_key;
use model::place::{RegisterBody, RegisterKind};

use super::{Error, Read, SHIPPED, read, read_bytes, shipped};

const CODES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/codes");

/// A published list; none, and a plain line, where the data are absent.
fn published(name: &str, kind: RegisterKind) -> Option<Read> {
    let path = PathBuf::from(CODES).join(name);
    if !path.exists() {
        println!("skipped: {name} is not on this machine");
        return None;
    }
    Some(read(&path, kind).unwrap())
}

/// The id of the only body with this name, in any of its forms.
fn find<'a>(bodies: &'a [RegisterBody], printed: &str) -> Option<&'a str> {
    let key = name_key(printed).key;
    let is_own =
        |body: &&RegisterBody| std::iter::once(&body.name).chain(&body.other_names).any(|n| name_key(n).key == key);
    let found: Vec<&RegisterBody> = bodies.iter().filter(is_own).collect();
    assert!(found.len() < 2, "{printed} means {} bodies", found.len());
    found.first().map(|body| body.id.as_str())
}

/// Each printed name finds the body of this id; `-` is none.
fn check_found(bodies: &[RegisterBody], printed_and_id: &[(&str, &str)]) {
    for (printed, id) in printed_and_id {
        assert_eq!(find(bodies, printed).unwrap_or("-"), *id, "{printed}");
    }
}

#[test]
fn a_plain_register_keeps_its_good_rows_and_tells_of_the_others() {
    let text = "\
name,kind,code,other_names
Marshford Drainage Board,levying_body,x:1,MDB| Marshford IDB |Marshford Drainage Board
,agency,2,
Fenby Trust,trust,3,

Fenby Council,council,4
Acorn Agency,agency,4,MDB
Acorn Office,agency,5,mdb
";
    let (bodies, doubts) = read_bytes(text.as_bytes(), "own.csv", RegisterKind::Plain).unwrap();
    check_found(
        &bodies,
        &[
            ("THE MARSHFORD I D B", "-"),
            ("Marshford IDB", "x:1"),
            ("MDB", "-"),
            ("FENBY COUNCIL", "register:4"),
            ("Acorn Office", "register:5"),
        ],
    );
    assert_eq!(
        doubts,
        [
            "own.csv, row 3: no name",
            "own.csv, row 4: `trust` is not a kind of body",
            "own.csv, row 7: code `register:4` already exists",
            "own.csv: `MDB` is another name for register:5 and of x:1; it is used for none of them",
        ]
    );
}

#[test]
fn a_file_without_the_headings_is_refused() {
    let error = read_bytes(b"a,b\n1,2\n", "own.csv", RegisterKind::Police).unwrap_err();
    assert_eq!(error.to_string(), "register `own.csv` has no row of headings with `Label` or `name`");
    assert!(matches!(read_bytes(b"PK\x03\x04", "x.xlsx", RegisterKind::Nhs), Err(Error::Unreadable { .. })));
}

#[test]
fn a_police_force_is_known_by_its_authority_and_its_commissioner() {
    let (bodies, _) =
        read_bytes(b"id,Label\navon-and-somerset,Avon & Somerset Constabulary\n", "forces.csv", RegisterKind::Police)
            .unwrap();
    let id = "police:avon-and-somerset";
    check_found(
        &bodies,
        &[
            ("AVON & SOMERSET POLICE AUTHORITY", id),
            ("POLICE AND CRIME COMMISSIONER FOR AVON AND SOMERSET", id),
            ("Avon and Somerset Police", id),
            ("Avon", "-"),
        ],
    );
}

#[test]
fn a_health_body_is_known_in_its_long_and_short_forms_and_as_what_it_does() {
    let text = "ccg19nm,ccg19cd\nNHS Leeds CCG,E38000225\nLeeds Teaching Hospitals NHS Trust,RR8\n,E1\n";
    let (bodies, doubts) = read_bytes(text.as_bytes(), "nhs.csv", RegisterKind::Nhs).unwrap();
    check_found(
        &bodies,
        &[
            ("LEEDS CLINICAL COMMISSIONING GROUP", "nhs:E38000225"),
            ("NHS LEEDS CCG", "nhs:E38000225"),
            ("LEEDS TEACHING HOSPITAL NHS TRUST", "nhs:RR8"),
            ("Leeds Teaching Hospitals NHS Foundation Trust", "nhs:RR8"),
        ],
    );
    assert_eq!(
        bodies.iter().map(|body| body.kind).collect::<Vec<_>>(),
        [BodyKind::NhsCommissioner, BodyKind::NhsTrust]
    );
    assert_eq!(doubts, ["nhs.csv, row 4: no name"]);
}

/// Forms from the published ledgers of other bodies, of one council of each kind.
#[test]
fn each_kind_of_council_is_known_in_its_own_forms() {
    let text = "\
official-name,local-authority-code,nice-name,alt-names,local-authority-type,old-register-and-code,nation,start-date,end-date,replaced-by
London Borough of Barnet,BNE,Barnet,,LBO,,England,,,
Royal Borough of Greenwich,GRE,Greenwich,,LBO,,England,,,
City of Bradford Metropolitan District Council,BRD,Bradford,,MD,,England,,,
Wigan Metropolitan Borough Council,WGN,Wigan,,MD,,England,,,
Cornwall Council,CON,Cornwall,,UA,,England,,,
Leeds City Council,LDS,Leeds,,MD,,England,,,
County Council for Fenshire,FEN,Fenshire,,CTY,,England,,,
Hyndburn Borough Council,HYN,Hyndburn,,NMD,,England,,,
Marshford Unitary,MAR,,,UA,,England,,,
";
    let (bodies, doubts) = read_bytes(text.as_bytes(), "councils.csv", RegisterKind::LocalAuthorities).unwrap();
    assert_eq!(doubts, [""; 0]);
    let eng = |code: &str| format!("local-authority-eng:{code}");
    for (printed, code) in [
        ("LB OF BARNET", "BNE"),
        ("BARNET LBC", "BNE"),
        ("L B of Barnet", "BNE"),
        ("RB GREENWICH", "GRE"),
        ("GREENWICH COUNCIL ROYAL BOROUGH OF", "GRE"),
        ("CITY OF BRADFORD MDC", "BRD"),
        ("BRADFORD COUNCIL CITY OF", "BRD"),
        ("BRADFORD CITY COUNCIL", "BRD"),
        ("METROPOLITAN BOROUGH OF WIGAN", "WGN"),
        ("WIGAN UNITARY AUTHORITY", "WGN"),
        ("CORNWALL COUNTY COUNCIL", "CON"),
        ("CORNWALL UA", "CON"),
        ("FENSHIRE COUNTY COUNCIL", "FEN"),
        ("FENSHIRE COUNCIL", "FEN"),
        ("HYNDBURN BC", "HYN"),
    ] {
        assert_eq!(find(&bodies, printed), Some(eng(code).as_str()), "{printed}");
    }
    // A form of another kind of council is no name of this one.
    for printed in [
        "RB BARNET",
        "L B OF GREENWICH",
        "BRADFORD UNITARY AUTHORITY",
        "CITY OF WIGAN MDC",
        "LEEDS COUNTY COUNCIL",
        "WIGAN COUNTY COUNCIL",
        "FENSHIRE UNITARY AUTHORITY",
        "FENSHIRE BOROUGH COUNCIL",
        "METROPOLITAN BOROUGH OF HYNDBURN",
        "BOROUGH COUNCIL",
        "UNITARY AUTHORITY",
    ] {
        assert_eq!(find(&bodies, printed), None, "{printed}");
    }
}

#[test]
fn councils_are_known_in_the_forms_that_ledgers_print() {
    let Some((bodies, doubts)) = published("uk_local_authorities.csv", RegisterKind::LocalAuthorities) else { return };
    let eng = |code: &str| format!("local-authority-eng:{code}");
    let expected = [
        ("LEEDS CITY COUNCIL", "LDS"),
        ("WIGAN MBC", "WGN"),
        ("METROPOLITAN BOROUGH OF WIRRAL", "WRL"),
        ("HERTFORDSHIRE", "HRT"),
        ("NORTH TYNESIDE", "NTY"),
        ("LONDON BOROUGH OF BARNET COUNCIL", "BNE"),
        ("THE LONDON BOROUGH OF HACKNEY", "HCK"),
        ("YORK CITY COUNCIL", "YOR"),
        ("KINGSTON UPON HULL COUNCIL", "KHL"),
        ("TRAFFORD MB COUNCIL", "TRF"),
        ("WAKEFIELD MDC", "WKF"),
        ("DURHAM COUNTY COUNCIL", "DUR"),
        ("Durham", "DUR"),
        ("Newcastle upon Tyne", "NET"),
        ("NORTH YORKSHIRE COUNTY COUNCIL", "NYK"),
    ];
    for (printed, code) in expected {
        assert_eq!(find(&bodies, printed), Some(eng(code).as_str()), "{printed}");
    }
    assert_eq!(find(&bodies, "City of"), None);
    assert_eq!(bodies.len(), 470);
    println!("local authorities: {} bodies, {} doubts", bodies.len(), doubts.len());
    for doubt in doubts {
        println!("  {doubt}");
    }
}

#[test]
fn the_published_lists_of_health_bodies_and_forces_are_read() {
    for (name, kind, n_bodies) in [
        ("trust_list.xls", RegisterKind::Nhs, 222),
        ("ccg_list.xls", RegisterKind::Nhs, 191),
        ("police_forces.csv", RegisterKind::Police, 44),
    ] {
        let Some((bodies, doubts)) = published(name, kind) else { continue };
        println!("{name}: {} bodies, {} doubts", bodies.len(), doubts.len());
        for doubt in &doubts {
            println!("  {doubt}");
        }
        let n_bad_rows = doubts.iter().filter(|doubt| doubt.contains(", row ")).count();
        assert_eq!(bodies.len() + n_bad_rows, n_bodies, "{name}");
    }
}

#[test]
fn the_shipped_registers_are_whole_and_no_name_in_them_means_two_bodies() {
    for (file, kind, text) in SHIPPED {
        let (bodies, doubts) = read_bytes(text.as_bytes(), file, kind).unwrap();
        // The list of councils has other names that several share, and says so.
        let is_bad = |doubt: &&String| kind == RegisterKind::Plain || doubt.contains(", row ");
        assert_eq!(doubts.iter().filter(is_bad).collect::<Vec<_>>(), Vec::<&String>::new());
        assert!(!bodies.is_empty(), "{file}");
    }
    let mut users: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for body in shipped() {
        for name in std::iter::once(&body.name).chain(&body.other_names) {
            users.entry(name_key(name).key).or_default().push(body.id.clone());
        }
    }
    users.retain(|_, ids| ids.len() > 1);
    assert!(users.is_empty(), "{users:#?}");
}

#[test]
fn no_shipped_name_means_a_body_of_the_published_lists_too() {
    let lists = [
        ("trust_list.xls", RegisterKind::Nhs),
        ("ccg_list.xls", RegisterKind::Nhs),
        ("police_forces.csv", RegisterKind::Police),
        ("uk_local_authorities.csv", RegisterKind::LocalAuthorities),
    ];
    let mut bodies = shipped();
    for (name, kind) in lists {
        let Some((published, _)) = published(name, kind) else { return };
        bodies.extend(published);
    }
    let mut users: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for body in bodies {
        for name in std::iter::once(&body.name).chain(&body.other_names) {
            users.entry(name_key(name).key).or_default().insert(body.id.clone());
        }
    }
    users.retain(|_, ids| ids.len() > 1);
    assert!(users.is_empty(), "{users:#?}");
}

#[test]
fn lists_say_when_a_body_ended_and_what_took_its_place() {
    let Some((councils, _)) = published("uk_local_authorities.csv", RegisterKind::LocalAuthorities) else { return };
    let Some((trusts, _)) = published("trust_list.xls", RegisterKind::Nhs) else { return };
    let find =
        |id: &str| councils.iter().find(|body| body.id == format!("local-authority-eng:{id}")).expect("a council");
    let wycombe = &find("WYO").life;
    assert_eq!(wycombe.valid_to, Some(Date::constant(2020, 3, 31)));
    assert_eq!(wycombe.replaced_by, ["local-authority-eng:BUC"]);
    assert_eq!(find("CMA").life.replaced_by, ["local-authority-eng:CBD", "local-authority-eng:WAF"]);
    assert_eq!(find("LDS").life.valid_to, None);
    let shipped = shipped();
    let known = councils.iter().chain(&trusts).flat_map(|body| [body.id.as_str(), body.name.as_str()]);
    let known: BTreeSet<&str> = known.collect();
    let successors = councils.iter().chain(&shipped).flat_map(|body| &body.life.replaced_by);
    let unknown: Vec<&String> = successors.filter(|successor| !known.contains(successor.as_str())).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn text_that_is_not_a_day_is_a_doubt() {
    let text =
        "code,name,kind,valid_to,replaced_by\n1,Fenby Trust,nhs_trust,2013-03-31,2|x:3\n4,Fenby Board,agency,soon,\n";
    let (bodies, doubts) = read_bytes(text.as_bytes(), "own.csv", RegisterKind::Plain).unwrap();
    assert_eq!(bodies.len(), 1);
    assert_eq!(bodies[0].life.replaced_by, ["2", "x:3"]);
    assert_eq!(doubts, ["own.csv, row 3: `soon` is not a date such as 2013-03-31"]);
}

#[test]
fn central_government_is_known_by_its_former_names() {
    check_found(
        &shipped(),
        &[
            ("INLAND REVENUE", "central-government:hmrc"),
            ("HM REVENUE AND CUSTOMS CUMBERNAULD", "central-government:hmrc"),
            ("DEPARTMENT FOR COMMUNITIES AND LOCAL GOVERNMENT (DCLG)", "central-government:mhclg"),
            ("NHS BUSINESS SERVICES AUTHORITY (NHSBSA)", "central-government:nhs-bsa"),
            ("LEEDS PCT", "nhs-pct:leeds"),
            ("West Yorkshire Police Authority", "police:west-yorkshire"),
            ("TYNE & WEAR FIRE & RESCUE SERVICE", "fire:tyne-and-wear"),
            ("NHS WEST YORKSHIRE ICB", "nhs-icb:west-yorkshire"),
            ("PWLB", "central-government:pwlb"),
            ("CAPITA BUSINESS SERVICES LTD", "-"),
        ],
    );
}

/// A place without a register of its own finds its councils, as it does with the whole published list.
#[test]
fn councils_of_the_four_nations_are_shipped_with_their_ends() {
    let shipped = shipped();
    let of_kind = |kinds: &[BodyKind]| shipped.iter().filter(|body| kinds.contains(&body.kind)).count();
    let councils = [BodyKind::Council, BodyKind::CountyCouncil, BodyKind::DistrictCouncil];
    assert_eq!(of_kind(&councils), 470 - 15 + 38);
    assert_eq!(of_kind(&[BodyKind::CombinedAuthority]), 15 + 1 + 2);
    let of_nation = |scheme: &str| {
        shipped.iter().filter(|body| body.id.starts_with(scheme) && body.life.valid_to.is_none()).count()
    };
    assert_eq!(
        ["local-authority-sct:", "principal-local-authority:", "local-authority-nir:"].map(of_nation),
        [32, 22, 11],
        "Scotland, Wales, Northern Ireland"
    );
    let find = |id: &str| shipped.iter().find(|body| body.id == id).expect("a council");
    assert_eq!(find("local-authority-eng:CMA").life.valid_to, Some(Date::constant(2023, 4, 1)));
    assert_eq!(find("former-council:easington").life.replaced_by, ["local-authority-eng:DUR"]);
    assert_eq!(find("joint-authority:sypte").life.replaced_by, ["local-authority-eng:SCR"]);
    let ids: BTreeSet<&str> = shipped.iter().map(|body| body.id.as_str()).collect();
    let trusts: BTreeSet<&str> = shipped.iter().map(|body| body.name.as_str()).collect();
    let unknown: Vec<&String> = (shipped.iter().flat_map(|body| &body.life.replaced_by))
        .filter(|successor| !ids.contains(successor.as_str()) && !trusts.contains(successor.as_str()))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn colleges_are_public_from_the_day_of_their_reclassification() {
    let shipped = shipped();
    let colleges: Vec<&RegisterBody> = shipped.iter().filter(|body| body.kind == BodyKind::College).collect();
    assert_eq!(colleges.len(), 230);
    assert!(colleges.iter().all(|college| college.life.public_from == Some(Date::constant(2022, 11, 29))));
    check_found(
        &shipped,
        &[
            ("LEEDS CITY COLLEGE", "ukprn:10024962"),
            ("Bridgwater and Taunton College", "ukprn:10000878"),
            ("LEEDS UNIVERSITY", "-"),
            ("UNIVERSITY OF LEEDS", "-"),
            ("Carmel College", "-"),
        ],
    );
}
