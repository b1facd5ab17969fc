//! Files that name another body, and how rates of credit notes compare between kinds of body.

use model::place::BodyKind;
use model::problem::Problem;
use model::{Body, Place, ProblemKind, Reach};

use crate::repeats::{Folder, HEADING, month, place, plain, problems};

fn body(id: &str, name: &str, kind: BodyKind) -> Body {
    Body {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        codes: vec![],
        other_names: vec![],
        in_perimeter: true,
        reach: Reach::Local,
        serves: Vec::new(),
    }
}

fn place_of(folder: &Folder, bodies: &[(&str, &str, BodyKind)]) -> Place {
    let ids: Vec<&str> = bodies.iter().map(|(id, _, _)| *id).collect();
    let bodies = bodies.iter().map(|(id, name, kind)| body(id, name, *kind)).collect();
    Place { bodies, ..place(folder.0.path(), 2025, &ids) }
}

const ASHBY: (&str, &str, BodyKind) = ("ashby", "Ashby Borough Council", BodyKind::Council);
const MARSH: (&str, &str, BodyKind) = ("marsh", "Marsh District Council", BodyKind::DistrictCouncil);

/// What is said of a file of Ashby's that names another body.
fn of_another(content: &str) -> Vec<(u64, Option<String>, String)> {
    let folder = Folder::new();
    folder.put("ashby/2025-04.csv", content);
    let all = problems(&place_of(&folder, &[ASHBY, MARSH])).into_iter();
    let of_kind = all.filter(|problem| problem.kind == ProblemKind::FileOfAnotherBody);
    of_kind.map(|problem| (problem.n_rows, problem.amount.map(|amount| amount.plain()), problem.text)).collect()
}

/// April with a column in front, under a heading.
fn with_column(heading: &str, cell: impl Fn(u32) -> &'static str) -> String {
    let rows = month(4, 1..=25, |m, day, pounds| format!("{},{}", cell(day), plain(m, day, pounds)));
    format!("{heading},{HEADING}{rows}")
}

#[test]
fn a_file_that_names_another_body_of_the_place_is_said_with_its_pounds() {
    let forms = [
        with_column("Authority", |_| "Marsh District Council"),
        with_column("Organisation Name", |_| "MARSH DISTRICT COUNCIL"),
        with_column("Entity", |day| if day == 7 { "" } else { "The Marsh District Council" }),
        format!("Marsh District Council,,\nPayments over £500,,\n{HEADING}{}", month(4, 1..=25, plain)),
        format!("Payments by Marsh District Council - April 2025,,\n{HEADING}{}", month(4, 1..=25, plain)),
    ];
    for form in forms {
        let said = of_another(&form);
        assert_eq!(said.len(), 1, "{form:.200} {said:?}");
        let (n, pounds, text) = &said[0];
        assert_eq!((*n, pounds.as_deref()), (25, Some("10325.00")), "{text}");
        assert!(text.contains("ashby/2025-04.csv") && text.contains("marsh"), "{text}");
    }
}

#[test]
fn files_that_name_their_own_body_or_several_are_left_alone() {
    let forms = [
        with_column("Authority", |_| "Ashby Borough Council"),
        // The department that a body belongs to, and who was paid.
        with_column("Department Family", |_| "Marsh District Council"),
        with_column("Recipient Organisation", |_| "Marsh District Council"),
        with_column("Entity", |_| "Ashby Borough Council").replace("Authority,", "Department Family,"),
        format!("Ashby Borough Council: grants to Marsh District Council,,\n{HEADING}{}", month(4, 1..=25, plain)),
        format!(
            "{HEADING}{}",
            month(4, 1..=25, |m, day, n| plain(m, day, n).replace("Supplier", "Marsh District Council"))
        ),
    ];
    for form in forms {
        assert_eq!(of_another(&form), [], "{form:.200}");
    }
}

#[test]
fn lines_of_other_bodies_are_said_with_their_pounds() {
    let few = |other: &'static str, own: &'static str| move |day: u32| if day < 5 { other } else { own };
    let ashby = "Ashby Borough Council";
    for form in [
        with_column("Entity", few("Marsh District Council", ashby)),
        with_column("Body", few("MARSH DISTRICT COUNCIL", "ASHBY BOROUGH COUNCIL")),
        with_column("Organisation Name", few("Kent County Council", ashby)),
        with_column("Department Family", few("The Marsh District Council", ashby)),
        with_column("Paying authority", few("Kent Police", "Marsh District Council")).replace("Kent Police", ashby),
        with_column("Body Name", few("NHS Kent ICB", "Ashby")),
        with_column("Agency", few("London Borough of Hackney", ashby)),
    ] {
        let said = of_another(&form);
        assert_eq!(said.len(), 1, "{form:.200} {said:?}");
        assert!(said[0].2.contains("names other bodies than Ashby Borough Council"), "{said:?}");
        // 4 × 400 + (1 + … + 4); or the other 21 lines.
        let expected: &[(u64, &str)] = &[(4, "1610.00"), (21, "8715.00")];
        assert!(expected.contains(&(said[0].0, said[0].1.as_deref().unwrap_or_default())), "{said:?}");
    }
    for form in [
        with_column("Entity", few("Schools", ashby)),
        with_column("Entity", few("ABC", "Adult Social Care")),
        with_column("Entity", few("Ashby Borough Council Pension Fund", ashby)),
        with_column("Organisation", few("Ashby Housing Ltd", ashby)),
    ] {
        assert_eq!(of_another(&form), [], "{form:.200}");
    }
}

#[test]
fn a_line_above_the_headings_may_name_a_body_of_elsewhere() {
    let under = |line: &str| of_another(&format!("{line},,\n{HEADING}{}", month(4, 1..=25, plain)));
    for line in ["Kent County Council", "Payments to suppliers - Hartlepool Borough Council 2025", "Marsh DC payments"]
    {
        let said = under(line);
        assert!(
            said.len() == 1 && said[0].2.contains(line) && said[0].1.as_deref() == Some("10325.00"),
            "{line} {said:?}"
        );
    }
    for line in [
        "Borough Council payments",
        "Ashby BC: payments of the Borough Council",
        "Payments over £500 by the County Council",
    ] {
        assert_eq!(under(line), [], "{line}");
    }
}

/// What is said of April under a name of a file.
fn of_file(name: &str) -> Vec<Problem> {
    let folder = Folder::new();
    folder.put(&format!("ashby/{name}"), format!("{HEADING}{}", month(4, 1..=25, plain)));
    problems(&place_of(&folder, &[ASHBY, MARSH]))
}

#[test]
fn a_files_name_may_be_another_bodys() {
    let said = |name: &str| -> Vec<String> {
        let of_kind = of_file(name).into_iter().filter(|problem| problem.kind == ProblemKind::FileOfAnotherBody);
        of_kind.map(|problem| problem.text).collect()
    };
    for name in [
        "Marsh District Council April 2025.csv",
        "marsh-dc-2025-04.csv",
        "2025-04_marsh_council.csv",
        "Kent County Council spend April 2025.csv",
    ] {
        let texts = said(name);
        assert!(texts.len() == 1 && texts[0].contains("its name names"), "{name}: {texts:?}");
    }
    for name in [
        "2025-04.csv",
        "Ashby to Marsh District Council 2025-04.csv",
        "marsh lands drainage 2025-04.csv",
        "April 2025 borough council spend.csv",
    ] {
        assert_eq!(said(name), [""; 0], "{name}");
    }
}

#[test]
fn a_name_that_says_another_time_than_the_dates_is_said_with_the_files_pounds() {
    let said = |name: &str| -> Vec<(u64, String, String)> {
        let of_kind = of_file(name).into_iter().filter(|problem| problem.kind == ProblemKind::DateOutsidePeriod);
        of_kind.map(|p| (p.n_rows, p.amount.map_or(String::new(), |a| a.plain()), p.text)).collect()
    };
    for name in ["November 2025.csv", "2023-24.csv", "Q3 2025-12 to 2026-02.csv", "payments 2024-07.csv"] {
        let said = said(name);
        assert_eq!(said.len(), 1, "{name}: {said:?}");
        assert_eq!((said[0].0, said[0].1.as_str()), (25, "10325.00"));
        assert!(
            said[0].2.contains("its name, `") && said[0].2.contains("but its lines are dated 2025-04-01 to 2025-04-25"),
            "{said:?}"
        );
    }
    for name in ["2025-04.csv", "May 2025.csv", "2025-26.csv", "payments.csv", "published December 2025.csv"] {
        assert_eq!(said(name), [], "{name}");
    }
    let banner = |line: &str| {
        let folder = Folder::new();
        folder.put("ashby/2025-04.csv", format!("{line},,\n{HEADING}{}", month(4, 1..=25, plain)));
        let all = problems(&place_of(&folder, &[ASHBY, MARSH])).into_iter();
        all.filter(|problem| problem.kind == ProblemKind::DateOutsidePeriod)
            .map(|problem| problem.text)
            .collect::<Vec<_>>()
    };
    for line in ["Payments made in April 2023", "Payments 2023-24", "Spend over £500: October 2025"] {
        let said = banner(line);
        assert!(said.len() == 1 && said[0].contains(line), "{line}: {said:?}");
    }
    for line in ["Payments made in April 2025", "Published in April 2026", "Transparency Code 2015"] {
        assert_eq!(banner(line), [""; 0], "{line}");
    }
}

#[test]
fn a_file_that_is_a_month_off_its_name_is_said_among_files_that_keep_to_theirs() {
    let said = |months: &[(u32, u32)]| -> Vec<String> {
        let folder = Folder::new();
        for (name, of) in months {
            folder.put(&format!("ashby/2025-0{name}.csv"), format!("{HEADING}{}", month(*of, 1..=25, plain)));
        }
        let all = problems(&place_of(&folder, &[ASHBY])).into_iter();
        all.filter(|problem| problem.kind == ProblemKind::DateOutsidePeriod).map(|problem| problem.text).collect()
    };
    let off = said(&[(4, 4), (5, 5), (6, 7), (8, 8)]);
    assert!(off.len() == 1 && off[0].contains("ashby/2025-06.csv") && off[0].contains("2025-07-01"), "{off:?}");
    assert_eq!(said(&[(4, 4), (5, 5), (6, 6), (8, 8)]), [""; 0]);
    // Each file holds the month before.
    assert_eq!(said(&[(5, 4), (6, 5), (7, 6), (8, 7)]), [""; 0]);
}
/// Twelve hundred payments, of which one in this many is a credit note; none for 0.
fn signed(one_in: u32) -> String {
    let line = |i: u32| {
        let sign = if one_in > 0 && i.is_multiple_of(one_in) { "-" } else { "" };
        format!("{:02}/04/2025,Supplier {i},{sign}{}.00\n", i % 28 + 1, 25_000 + i)
    };
    format!("{HEADING}{}", (0..1_200).map(line).collect::<String>())
}

/// Bodies without a credit note that get a warning when the others have one line in this many below zero.
fn doubted(bodies: &[(&str, BodyKind, u32)]) -> Vec<(String, String)> {
    let folder = Folder::new();
    for (id, _, one_in) in bodies {
        folder.put(&format!("{id}/2025-04.csv"), signed(*one_in));
    }
    let bodies: Vec<_> = bodies.iter().map(|(id, kind, _)| (*id, *id, *kind)).collect();
    let all = problems(&place_of(&folder, &bodies)).into_iter();
    let of_kind = all.filter(|problem| problem.kind == ProblemKind::NoNegativeLines);
    of_kind.map(|problem| (problem.body_id, problem.text)).collect()
}

#[test]
fn trusts_are_compared_with_trusts_and_commissioners_with_commissioners() {
    use BodyKind::{Council, NhsCommissioner, NhsTrust};
    // One line in twelve hundred of a trust is a credit note, one in twenty of a commissioner or a council.
    let usual = [("trust-b", NhsTrust, 1_200), ("icb-b", NhsCommissioner, 20), ("council", Council, 20)];
    let with = |id, kind| doubted(&[&usual[..], &[(id, kind, 0)]].concat());
    assert_eq!(with("trust-a", NhsTrust), []);
    let icb = with("icb-a", NhsCommissioner);
    assert!(icb.len() == 1 && icb[0].0 == "icb-a" && icb[0].1.contains("other NHS commissioners"), "{icb:?}");
    let fire = with("fire", BodyKind::Fire);
    assert!(fire.len() == 1 && fire[0].0 == "fire" && fire[0].1.contains("5.0%"), "{fire:?}");
}

#[test]
fn a_trust_alone_is_not_measured_by_what_others_have() {
    use BodyKind::{Council, NhsCommissioner, NhsTrust};
    let beside = [("icb", NhsCommissioner, 20), ("council", Council, 20)];
    let with = |id, kind| doubted(&[&beside[..], &[(id, kind, 0)]].concat());
    assert_eq!(with("trust", NhsTrust), []);
    assert_eq!(doubted(&[("trust-a", NhsTrust, 0), ("trust-b", NhsTrust, 0)]), []);
    // A commissioner alone is doubted as any other body is.
    assert_eq!(doubted(&[("icb", NhsCommissioner, 0), ("council", Council, 20)]).len(), 1);
}

#[test]
fn a_year_without_a_credit_is_doubted_where_other_years_have_them() {
    // One line in 250 of the other years; 0.4% of 1,500 lines would be six.
    let year = |year: i32, one_in: u32| -> String {
        let line = |i: u32| {
            let sign = if one_in > 0 && i.is_multiple_of(one_in) { "-" } else { "" };
            let day = jiff::civil::date(year as i16, 4, 1) + jiff::Span::new().days(i64::from(i % 360));
            format!("{day},Supplier {i},{sign}{}.00\n", 600 + i)
        };
        format!("{HEADING}{}", (0..1_500).map(line).collect::<String>())
    };
    let doubted = |one_in: u32| -> Vec<String> {
        let folder = Folder::new();
        folder.put("ashby/2023-24.csv", year(2023, 250)).put("ashby/2024-25.csv", year(2024, 250));
        folder.put("ashby/2025-26.csv", year(2025, one_in));
        let all = problems(&place_of(&folder, &[ASHBY])).into_iter();
        all.filter(|problem| problem.kind == ProblemKind::NoNegativeLines).map(|problem| problem.text).collect()
    };
    let texts = doubted(0);
    assert!(texts.len() == 1 && texts[0].contains("ashby/2025-26.csv"), "{texts:?}");
    assert_eq!(doubted(1_000), [""; 0]);
}

/// The pounds that are said of a file of Ashby's, whose rows a function prints, and who is read as the payee.
fn own_name(heading: &str, row: impl Fn(u32) -> String) -> (Vec<(u64, String, String)>, String) {
    let folder = Folder::new();
    let rows: String = (1..=25).map(|day| format!("{day:02}/04/2025,{},{}.00\n", row(day), 400 + day)).collect();
    folder.put("ashby/2025-04.csv", format!("Date,{heading},Amount\n{rows}"));
    let (tables, beside) = crate::repeats::laid(&place_of(&folder, &[ASHBY, MARSH]));
    let payee = tables[0].reading.as_ref().and_then(|reading| reading.heading(intake::fields::Field::Payee));
    let said = beside.problems.into_iter().filter(|problem| problem.kind == ProblemKind::PayeeMissing);
    let said = said.map(|p| (p.n_rows, p.amount.map_or(String::new(), |amount| amount.plain()), p.text)).collect();
    (said, payee.unwrap_or_default().to_owned())
}

#[test]
fn the_bodys_own_name_is_not_who_was_paid() {
    for (own, paid) in [
        ("Supplier", "Paid To"),
        ("Payee", "Recipient"),
        ("Supplier Name", "Beneficiary"),
        ("Vendor", "Creditor"),
        ("Payee Name", "Company"),
    ] {
        let before = own_name(&format!("{own},{paid}"), |day| format!("Ashby Borough Council,Supplier {day} Ltd"));
        assert_eq!(before, (vec![], paid.to_owned()), "{own}");
        let behind = own_name(&format!("{paid},{own}"), |day| format!("Supplier {day} Ltd,THE ASHBY BOROUGH COUNCIL"));
        assert_eq!(behind, (vec![], paid.to_owned()), "{own}");
    }
}

#[test]
fn a_file_that_pays_the_body_itself_is_said_with_its_pounds() {
    let words = "have the body's own name as payee";
    for (heading, row) in [("Supplier", "Ashby Borough Council"), ("Payee,Centre", "Ashby Borough Council,K12")] {
        let (said, _) = own_name(heading, |_| row.to_owned());
        assert!(said.len() == 1 && said[0].1 == "10325.00" && said[0].2.contains(words), "{said:?}");
    }
    // Days 1 to 20: 20 × 400 + 210.
    let most = |day: u32| if day <= 20 { "Ashby Borough Council".to_owned() } else { format!("Supplier {day} Ltd") };
    let (said, _) = own_name("Supplier", most);
    assert!(said.len() == 1 && said[0].0 == 20 && said[0].1 == "8210.00", "{said:?}");
    let few = |day: u32| if day <= 5 { "Ashby Borough Council".to_owned() } else { format!("Supplier {day} Ltd") };
    assert_eq!(own_name("Supplier", few).0, []);
}
