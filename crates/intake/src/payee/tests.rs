//! Names as real ledgers print them, and names of people that were made up.

use super::person::{Likeness, likeness};
use super::words::Words;
use super::{PayeeKind, Payees};
use crate::encoding::Encoding;
use model::payee::{PayeeMask, PayeeMasks};
use model::tables::MaskReason;

/// Forms in which ledgers print people. The names are made up.
const PEOPLE: [&str; 146] = [
    "MRS A KNOWN",
    "Mrs Ann Known",
    "MR KNOWN",
    "Mr. J. Smith",
    "MISS CHELSEA BROOKE WARD",
    "Ms Stephanie Hall",
    "Mx Alex Known",
    "DR STEPHANIE HILL",
    "Dr M.S. Alexander",
    "Dr Patel",
    "Sir J Known",
    "Dame Ann Known",
    "Family of J Smith",
    "The Exors of Mrs J Smith",
    "Parents of John Smith",
    "REV JOHN KNOWN",
    "Prof Jane Known",
    "Master J Known",
    "Mstr Known",
    "BANKS ROBERT MR",
    "KNOWN A MRS",
    "Known, Mrs A",
    "Known, Ann (Mrs)",
    "MR TIM WILKINSON (389325)",
    "MR GERALD KNOWN#200901037-C5",
    "MR & MRS KNOWN",
    "Mr and Mrs J Smith",
    "Mr A Known & Miss B Other",
    "MISS KNOWN AND MR OTHER",
    "MRS A KNOWN FOSTERING ALLOWANCES",
    "Mrs Known - Foster Carer",
    "MRS KNOWN, SPECIAL GUARDIANSHIP",
    "SMITH J",
    "SMITH JA",
    "SMITH J A",
    "SMITH J.A.",
    "Smith, J",
    "Smith, John",
    "SMITH, JOHN A",
    "J SMITH",
    "J. Smith",
    "J.A. Smith",
    "J A SMITH",
    "JA SMITH",
    "A Mohammed",
    "R N Knowles",
    "M Prazanova",
    "V PATEL",
    "S S Matharu",
    "D P O'Callaghan",
    "F O’Boyle",
    "John Smith",
    "JOHN SMITH",
    "Smith John",
    "John A Smith",
    "JOHN PAUL SMITH",
    "Sarah R P Howells",
    "Melissa Barker-Simpson",
    "Anne-Marie Known",
    "Siobhan Macmahon",
    "Natalia Korobowicz",
    "Stefan Brochwicz-Lewinski",
    "Anna Zakrzewska-Krawczyk",
    "Mohammed Hussain",
    "Fatima Begum",
    "Harpreet Kaur",
    "Oluwaseun Adebiyi",
    "Kwame Mensah",
    "Nguyen Thi Mai",
    "Wei Chen",
    "Piotr Nowak",
    "Ioana Popescu",
    "Aled Jones",
    "Rhiannon ap Gwilym",
    "Dilys Llewellyn",
    "Zoë Brontë-Smith",
    "Seán Ó Briain",
    "Lisa Hulme",
    "Christopher Yeates",
    "Pamela M Shelton",
    "DAWN E CLISSETT",
    "Jane Louth",
    "Rosemary Exall",
    "Grace Robinson",
    "May Thompson",
    "Victoria Jones",
    "JOHN BEGGS QC",
    "Mr Timothy Known KC",
    "Mrs Known MBE",
    "J Smith Esq",
    "J SMITH - FOSTERING ALLOWANCE",
    "Ann Known (Adoption Allowance)",
    "Direct Payment - A Known",
    "SMITH - KINSHIP CARER",
    "Estate of John Smith",
    "Executors of Mrs A Known",
    "John Smith deceased",
    "Cllr Ann Known",
    "MISS H M FERNANDES",
    "DR AMANDEEP SINGH RANU",
    "MR ABDUL-JABBAR GHAURI",
    "Lady Ann Known",
    "LADY J SMITH",
    "Lady Smith",
    "Lady Thornbury",
    "Lady Unlisted Smith",
    "Baroness Thornbury",
    "Rabbi Unlisted",
    "Lady J M Known",
    "The Rt Hon Lord Smith",
    "Rt Hon John Smith",
    "The Hon Mrs A Known",
    "Lord John Smith",
    "Baroness Ann Known",
    "Captain J Smith",
    "Major John Smith",
    "Canon Ann Jones",
    "Fr John Known",
    "Pastor David Known",
    "J & M Smith",
    "J AND M SMITH",
    "J. & M. Smith",
    "J A & M B SMITH",
    "John & Mary Smith",
    "John and Mary Known",
    "SMITH J & M",
    "Smith, J & M",
    "SMITH JOHN & MARY",
    "J Smith & M Jones",
    "John Smith and Mary Jones",
    "Mr J & M Known",
    "Mr & M Smith",
    "Mr and Mrs Known and Family",
    "Mr J Known and Mary Other",
    "Family of J & M Smith",
    "John Michael Peter Smith",
    "JOHN MICHAEL PETER UNLISTED",
    "John Michael Peter Paul Smith",
    "Smith John Michael Peter",
    "John van der Berg",
    "Maria de la Cruz",
    "john.smith@gmail.com",
    "J_SMITH72@HOTMAIL.CO.UK",
    "smithj@btinternet.com",
    "Ann Known ann.known@acorn.org.uk",
    "jsmith@acorn.co.uk",
];

/// Organisations, and firms that bear a name, as the ledgers of Leeds, Lancashire and Tyne and Wear print them.
const FIRMS: [&str; 162] = [
    "Becker Fostering Lmiited",
    "Sir Robert McAlpine Ltd",
    "Dame Allan's Schools",
    "Sir John Moore Foundation",
    "Harris Fostering Limted",
    "DR CARTER AND PARTNERS",
    "DR SMITH & PARTNERS",
    "DR REDDYS LABORATORIES",
    "Dr Martens",
    "Dr J Patel's Surgery",
    "DR CASWELL LTD",
    "DR JENNIFER MARSHALL LTD",
    "DR CHALLONERS HIGH SCHOOL",
    "dr loo-portable toilets for events",
    "DR P D LUMB T/A HIGH PEAK FORENSICS LTD",
    "Dr Foster Intelligence",
    "SIR ROBERT MCALPINE & SON LTD",
    "Sir Robert McAlpine Ltd",
    "SIR JOHN LEMAN HIGH SCHOOL",
    "SIR WILLIAM BORLASES GRAMMAR SCHOOL",
    "DAME ALLANS JUNIOR SCHOOL",
    "LADY BOSWELLS CE AIDED PRIMARY SCHOOL",
    "OUR LADY IMMACULATE RC PRIMARY SCHOOL",
    "NOTRE DAME HIGH SCHOOL",
    "First Lady & Homelinks",
    "LADY LOCKSMITHS",
    "Mrs Communications Ltd",
    "MS TRAVEL",
    "MASTER GROUND SERVICES",
    "D Drill (Master Drillers) Ltd",
    "MISS SHABAB RIZVI - PARKLANE PLOWDEN CHAMBERS",
    "Ms Stephanie Hall (Kings Chambers)",
    "MR DAVID R SUDALL ELECTRICAL CONTRACTOR",
    "J O'Neill T/A Neill's Taxis",
    "John Smith T/A Smith Taxis",
    "John Smith trading as Smith Joinery",
    "J Smith & Sons",
    "J SMITH AND SONS",
    "Smith & Jones",
    "Smith Bros",
    "J Smith & Co",
    "John Smith Ltd",
    "JOHN SMITH LIMITED",
    "John Smith LLP",
    "John Smith Solicitors",
    "Smith Solicitors",
    "JOHN SMITH ARCHITECTS",
    "A Smith Taxis",
    "JONES TAXIS",
    "Thompson Chambers",
    "P H Jones",
    "JD WILLIAMS",
    "Morrison Fs",
    "HARRIS CTC",
    "HMP PRESTON",
    "HM TREASURY",
    "H M Treasury",
    "BT REDCARE",
    "NW RFCA",
    "A S PNEUMATICS",
    "C D C Draincare",
    "GB LUBRICANTS",
    "K N TRANSMISSIONS",
    "HC ONE",
    "E ACT",
    "I CAN",
    "G V A GRIMLEY",
    "MACHINE MART",
    "BUTLER ROSE",
    "WARREN JAMES",
    "ANDY THORNTON",
    "John Lewis",
    "W H Smith",
    "T K Maxx",
    "Ben Johnson Ltd",
    "Thomas Gray Coaches Hire and Tours",
    "KEVIN PARKER HORSEBOXES",
    "TOM HUGHES TARPAULINS",
    "Robert Bowett Motoring",
    "BELLE TENTS",
    "OWEN SPRINGSLTD",
    "MARIE CURIE",
    "Leonard Cheshire",
    "Leonard Cheshire Disability",
    "Percy Hedley Foundation",
    "Baxter Storey",
    "BOND DICKINSON",
    "SHARPE PRITCHARD",
    "Dornier Whittaker",
    "Legat Owen",
    "Osborne Richardson",
    "OIL NRG",
    "Granby Rose",
    "Grace House",
    "Victoria Park",
    "May Lodge",
    "Holly Bank",
    "Hope Church",
    "St John Ambulance",
    "Barnardo's",
    "Sainsbury's",
    "Foster Care Associates",
    "Fostering Solutions",
    "Compass Fostering North Ltd",
    "Action for Children",
    "Five Rivers",
    "Little Learners",
    "Parallel Parents",
    "Zurich Municipal",
    "Gallagher Bassett",
    "Pitney Bowes",
    "Kent County Council",
    "Newcastle City Council",
    "Gateshead MBC",
    "Durham Police",
    "London Councils",
    "www.smith.co.uk",
    "Canon (UK) Ltd",
    "CANON",
    "LORD HIRE CENTRES",
    "LORD TECHNICAL LTD",
    "Lord Chancellor",
    "Lord Mayor of Leeds",
    "LADY HAWKINS SCHOOL",
    "Lady Bay",
    "Lady Lane Garage",
    "Major Equipment Ltd",
    "Major Recruitment",
    "Viscount Environmental Ltd",
    "CANON PALMER CATHOLIC SCHOOL",
    "Father Hudsons Homes",
    "Sister Dora",
    "Nurse Plus UK",
    "Private Client Services",
    "Judge Priestley Solicitors",
    "B & Q",
    "M & S",
    "G & M Cars",
    "B & K Passmore",
    "S & I STRUCTURES",
    "K & A PHARMACY",
    "D & G DECORATORS",
    "J & M TRAVEL",
    "A & N Unlisted",
    "BELL & BULLOCK",
    "HART & HALL",
    "Gibbs & Dandy",
    "ALLEN & OVERY",
    "Linley & Simpson",
    "RUSSELL JONES & WALKER",
    "Wannop Fox Staffurth & Bray",
    "CUSHMAN & WAKEFIELD",
    "Pudsey & Bramley Athletic Club",
    "ANN & SUSANS FLORISTS",
    "Children and Family Services",
    "COSY@HOME LTD",
    "LITTLE ROCKETS @ STEPHENSON",
    "Arts @ Trinity",
    "info@acorn.co.uk",
    "accounts@smithandjones.co.uk",
    "acornnursery@gmail.com",
    "Acorn Ltd (john.smith@acorn.co.uk)",
];

#[test]
fn people_are_known_by_their_names() {
    let names = Words::shipped();
    let missed: Vec<(&str, Likeness)> = PEOPLE
        .iter()
        .map(|name| (*name, likeness(name, names)))
        .filter(|(_, likeness)| !matches!(likeness, Likeness::Titled | Likeness::Named | Likeness::PaidAsOne))
        .collect();
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn firms_are_left_alone_whatever_name_they_bear() {
    let names = Words::shipped();
    let masked: Vec<(&str, Likeness)> = FIRMS
        .iter()
        .map(|name| (*name, likeness(name, names)))
        .filter(|(_, likeness)| matches!(likeness, Likeness::Titled | Likeness::Named | Likeness::PaidAsOne))
        .collect();
    assert!(masked.is_empty(), "{masked:?}");
}

fn kind(payee: &str, heading: &str, masks: &PayeeMasks) -> PayeeKind {
    let headings = || [heading.as_bytes(), b"", b"", b"", b""];
    let mut payees = Payees::new(masks);
    payees.kind(payees.alone(payee), Encoding::Utf8, headings)
}

/// A person's name with something beside it: what they died as, for whom they act, where they live. The names are made up.
#[test]
fn people_are_known_with_something_beside_their_names() {
    let words = Words::shipped();
    for payee in [
        "EDNA M EVANS (DECD)",
        "Edna Evans (Dec'd)",
        "c/o Edna Evans",
        "HALL P MR 00123",
        "Mills J Mrs",
        "Edna Evans (Childminder)",
        "EDNA EVANS CHILDMINDER",
        "DP Edna Evans",
        "Edna Evans Direct Payment Account",
        "O/B/O Edna Evans",
        "on behalf of John Smith",
        "Edna Evans - Tenant 12 High Street",
        "Edna Evans, 12 High Street, Ashby AB1 2CD",
        "EDNA EVANS, FLAT 2, AB12 3CD",
        "Edna Evans Personal Assistant",
        "Guardian Edna Evans",
        "Trustees of Edna Evans",
        "Edna Evans and Family",
        "Master John Smith",
        "Edna Evans B.A.",
        "Wendshire Council re Edna Evans",
        "Acorn Solicitors LLP (re Edna Evans)",
        "Acorn Ltd (Re: Mr J Smith)",
        "O\u{2019}Connor Sinead",
        "O'Connor Sinead",
        "Sinead O'Flaherty",
        "Иван Петров",
        "王小明",
        "محمد علي",
    ] {
        let found = likeness(payee, words);
        assert!(matches!(found, Likeness::Titled | Likeness::Named | Likeness::PaidAsOne), "{payee} is {found:?}");
    }
    for payee in [
        "Trustees of the Ashby Almshouses",
        "Guardian Newspapers",
        "Guardian News and Media",
        "Master Locksmiths Ltd",
        "Baby Basics Ashby",
        "Acorn Ltd re invoice 12",
        "DP World",
        "Hall Property Services",
        "Ashby Family Centre",
        "Acorn Nursery, 12 High Street, Ashby AB1 2CD",
        "John Lewis, 300 Oxford Street, London W1C 1DX",
        "O'Neills Bar",
        "Re Solutions",
        "Café Zoë",
        "Société Générale",
    ] {
        let found = likeness(payee, words);
        assert!(!matches!(found, Likeness::Titled | Likeness::Named | Likeness::PaidAsOne), "{payee} is {found:?}");
    }
}

/// A part of a heading is a name without a title.
#[test]
fn names_without_a_title_leave_headings() {
    for (heading, told) in [
        ("Direct payments - Edna Evans", "Direct payments"),
        ("Placement (John Smith)", "Placement"),
        ("Compensation: SMITH, JOHN", "Compensation"),
        ("Edna Evans", ""),
    ] {
        assert!(super::holds_plain_name(heading), "{heading}");
        assert_eq!(super::without_plain_names(heading), told, "{heading}");
    }
    for heading in ["Adult Social Care", "Highways - Winter", "Grace House", "Victoria Park", "Refuse / Recycling"] {
        assert!(!super::holds_plain_name(heading), "{heading}");
    }
}

#[test]
fn what_was_paid_for_tells_where_a_name_does_not() {
    let nobody = PayeeMasks::default();
    let masked = PayeeKind::Masked(MaskReason::Service);
    for payee in ["Tahdah Known", "BLESSING Unlisted", "Xia Unlisted", "KNOWN R", "Unlisted", "SMITH"] {
        assert_eq!(kind(payee, "Highways", &nobody), PayeeKind::Printed, "{payee}");
    }
    for payee in ["BLESSING Unlisted", "Xia Unlisted", "KNOWN R", "Unlisted Smith", "Unlisted Unlisted", "SMITH"] {
        assert_eq!(kind(payee, "Fostering Allowances", &nobody), masked, "{payee}");
    }
    for payee in ["Little Learners", "Zurich Municipal", "Gallagher Bassett", "Baxter Building Services"] {
        assert_eq!(kind(payee, "Insurance Claims", &nobody), PayeeKind::Printed, "{payee}");
    }
    for payee in ["Acorn Ltd", "Foster Care Associates", "Action for Children", "Barnardo's", "J Smith & Sons"] {
        assert_eq!(kind(payee, "Fostering Allowances", &nobody), PayeeKind::Printed, "{payee}");
    }
}

#[test]
fn a_person_has_the_last_word() {
    let said = |payee: &str, is_masked| PayeeMask {
        payee: payee.to_owned(),
        is_masked,
        decided_by: "A. Clerk".to_owned(),
        at: String::new(),
    };
    let masks = PayeeMasks::of(&[said("Mrs A Known", false), said("Acorn Ltd", true)]);
    assert_eq!(kind("MRS A KNOWN", "Fostering Allowances", &masks), PayeeKind::Printed);
    assert_eq!(kind("ACORN LIMITED", "Highways", &masks), PayeeKind::Masked(MaskReason::Decision));
    assert_eq!(kind("Redacted - Ann Known", "", &masks), PayeeKind::WithheldWithName);
    assert_eq!(kind("GDPR", "", &masks), PayeeKind::Withheld);
}

#[test]
fn a_row_that_is_shown_names_nobody() {
    let nobody = PayeeMasks::default();
    let payees = Payees::new(&nobody);
    assert_eq!(payees.told("MRS A KNOWN"), model::payee::PRIVATE_INDIVIDUAL);
    assert_eq!(payees.told("Paid to Mrs Known"), model::payee::PRIVATE_INDIVIDUAL);
    assert_eq!(payees.told("Redacted - Ann Known"), "Withheld");
    assert_eq!(payees.told("Grand Total"), "Grand Total");
    assert_eq!(payees.told("Acorn Ltd"), "Acorn Ltd");
}

#[test]
fn a_heading_that_is_a_payment_names_nobody() {
    for name in ["John Smith", "MRS A KNOWN", "Smith, John", "ann.known@gmail.com"] {
        assert_eq!(super::told_heading(name), "…", "{name}");
    }
    for heading in
        ["Supplier Name", "Amount", "Net Amount £", "Payment Date", "Directorate", "Merchant Category", "Month"]
    {
        assert_eq!(super::told_heading(heading), heading);
    }
}
