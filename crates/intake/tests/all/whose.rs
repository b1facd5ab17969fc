//! Files that name another body, and how rates of credit notes compare between kinds of body.

use model::place::BodyKind;
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
        with_column("Entity", |day| if day < 5 { "Marsh District Council" } else { "Ashby Borough Council" }),
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

/// Twelve hundred payments, of which one in so many is a credit note; none for 0.
fn signed(one_in: u32) -> String {
    let line = |i: u32| {
        let sign = if one_in > 0 && i.is_multiple_of(one_in) { "-" } else { "" };
        format!("{:02}/04/2025,Supplier {i},{sign}{}.00\n", i % 28 + 1, 25_000 + i)
    };
    format!("{HEADING}{}", (0..1_200).map(line).collect::<String>())
}

/// Bodies without a credit note that are doubted, where the others have one line in so many below zero.
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
