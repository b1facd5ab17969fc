//! The same money in a second file whose lines are not the same: other dates, rounded amounts, VAT, sums.

use model::ProblemKind;

use crate::repeats::{Folder, TESTHAM, said};

/// A payment: day, payee, pence.
type Payment = (jiff::civil::Date, String, i64);

/// Two payments a day to scattered payees, different in each month.
fn payments(month: i8) -> Vec<Payment> {
    let payment = |i: i64| {
        let day = jiff::civil::date(2025, month, 1) + jiff::Span::new().days(i / 2);
        let payee = (i * 7 + i64::from(month)) % 17;
        (day, format!("Supplier {payee} Ltd"), 50_000 + (i * 7_919 + i64::from(month) * 104_729) % 900_000)
    };
    (0..56).map(payment).collect()
}

fn csv(payments: &[Payment], row: impl Fn(&Payment) -> String) -> String {
    format!("Date,Supplier,Amount\n{}", payments.iter().map(|payment| row(payment) + "\n").collect::<String>())
}

fn pounds(pence: i64) -> String {
    format!("{}.{:02}", pence / 100, pence % 100)
}

fn plain((day, payee, pence): &Payment) -> String {
    format!("{},{payee},{}", day.strftime("%d/%m/%Y"), pounds(*pence))
}

fn total(payments: &[Payment]) -> String {
    pounds(payments.iter().map(|(_, _, pence)| pence).sum())
}

/// What is said of two files of April, besides what is said of March and May.
fn beside(other: &str) -> Vec<(u64, String, String)> {
    let folder = Folder::new();
    for month in [4, 5, 6] {
        folder.put(&format!("council/2025-0{month}.csv"), csv(&payments(month), plain));
    }
    folder.put("council/other.csv", other);
    said(folder.0.path(), TESTHAM.0, TESTHAM.1, ProblemKind::OverlappingFiles)
}

#[track_caller]
fn check(other: &str, n_rows: u64, pounds: &str, words: &[&str]) {
    let said = beside(other);
    assert_eq!(said.len(), 1, "{said:#?} {other:.300}");
    let (n, amount, text) = &said[0];
    assert_eq!((*n, amount.as_str()), (n_rows, pounds), "{text}");
    let names_both = text.contains("council/other.csv") && text.contains("council/2025-04.csv");
    assert!(names_both && words.iter().all(|word| text.contains(word)), "{text}");
}

#[test]
fn april_with_other_dates_is_said_with_its_pounds() {
    let april = payments(4);
    let all = total(&april);
    let later = |days: i64| {
        csv(&april, |(day, payee, pence)| plain(&(*day + jiff::Span::new().days(days), payee.clone(), *pence)))
    };
    for days in [1, -2, 5] {
        check(&later(days), 56, &all, &["with other dates", "both were counted"]);
    }
    let in_one = |form: &'static str| {
        csv(&april, move |(day, payee, pence)| format!("{},{payee},{}", day.strftime(form), pounds(*pence)))
    };
    check(&in_one("01/%m/%Y"), 56, &all, &["with other dates"]);
    check(&in_one("30 April %Y"), 56, &all, &["with other dates"]);
    check(&in_one("%b-%y"), 56, &all, &["with other dates"]);
}

/// Payments that recur every month are no copies of each other; April printed a day later is one all the same.
#[test]
fn april_with_other_dates_is_said_where_every_month_pays_the_same() {
    let of_month = |months: i64, days: i64| {
        let later = jiff::Span::new().months(months).days(days);
        // Two payments of each month are its own: standing orders never make up a whole ledger.
        let own = payments(5 + months as i8).into_iter().take(2);
        let own = own.map(|(day, payee, pence)| (day - jiff::Span::new().months(1 + months), payee, pence));
        let all: Vec<Payment> = payments(4).into_iter().skip(2).chain(own).collect();
        (csv(&all, |(day, payee, pence)| plain(&(*day + later, payee.clone(), *pence))), total(&all))
    };
    let folder = Folder::new();
    for month in 0..3 {
        folder.put(&format!("council/2025-0{}.csv", month + 4), of_month(month, 0).0);
    }
    let said_here = || said(folder.0.path(), TESTHAM.0, TESTHAM.1, ProblemKind::OverlappingFiles);
    assert_eq!(said_here(), []);
    let (other, all) = of_month(0, 1);
    folder.put("council/other.csv", other);
    let found = said_here();
    assert_eq!(found.len(), 1, "{found:#?}");
    let (n, amount, text) = &found[0];
    assert_eq!((*n, amount.as_str()), (56, all.as_str()), "{text}");
    assert!(text.contains("council/other.csv") && text.contains("council/2025-04.csv"), "{text}");
}

#[test]
fn rounded_amounts_are_said_with_their_pounds() {
    let april = payments(4);
    let rounded = |step: i64, up: i64| -> Vec<Payment> {
        april.iter().map(|(day, payee, pence)| (*day, payee.clone(), (pence + up) / step * step)).collect()
    };
    for (payments, words) in [
        (rounded(100, 50), "in whole pounds"),
        (rounded(100, 0), "in whole pounds"),
        (rounded(100, 99), "in whole pounds"),
        (rounded(1_000, 500), "rounded amounts"),
    ] {
        let csv = csv(&payments, |(day, payee, pence)| format!("{day},{payee},{}", pence / 100));
        check(&csv, 56, &total(&payments), &[words]);
    }
}

#[test]
fn gross_beside_net_is_said_with_its_pounds() {
    let april = payments(4);
    let gross: Vec<Payment> =
        april.iter().map(|(day, payee, pence)| (*day, payee.clone(), (pence * 12 + 5) / 10)).collect();
    check(&csv(&gross, plain), 56, &total(&gross), &["with VAT in one of them"]);
    let net: Vec<Payment> =
        april.iter().map(|(day, payee, pence)| (*day, payee.clone(), (pence * 10 + 6) / 12)).collect();
    check(&csv(&net, plain), 56, &total(&net), &["with VAT in one of them"]);
    // Some lines have no VAT, or less.
    let mixed: Vec<Payment> = (0..)
        .zip(&april)
        .map(|(i, (day, payee, pence))| match i % 5 {
            0 => (*day, payee.clone(), *pence),
            1 => (*day, payee.clone(), (pence * 105 + 50) / 100),
            _ => (*day, payee.clone(), (pence * 12 + 5) / 10),
        })
        .collect();
    check(&csv(&mixed, plain), 56, &total(&mixed), &["with VAT in one of them"]);
}

#[test]
fn lines_that_were_added_up_are_said_with_their_pounds() {
    let april = payments(4);
    let mut sums: std::collections::BTreeMap<String, i64> = std::collections::BTreeMap::new();
    april.iter().for_each(|(_, payee, pence)| *sums.entry(payee.clone()).or_default() += pence);
    let n = sums.len() as u64;
    for date in ["01/04/2025", "30/04/2025", "Apr-25", "April 2025"] {
        let rows: String = sums.iter().map(|(payee, pence)| format!("{payee},{date},{}\n", pounds(*pence))).collect();
        let all = total(&april);
        check(
            &format!("Supplier,Month paid,Total Amount\n{rows}").replace("Month paid", "Payment Date"),
            n,
            &all,
            &["may be totals, by payee and month"],
        );
    }
    // In whole pounds, and with VAT.
    for times in [1.0, 1.2] {
        let print =
            |pence: i64| if times == 1.0 { pounds((pence + 50) / 100 * 100) } else { pounds((pence * 12 + 5) / 10) };
        let rows: String =
            sums.iter().map(|(payee, pence)| format!("{payee},30/04/2025,{}\n", print(*pence))).collect();
        let said = beside(&format!("Supplier,Date,Amount\n{rows}"));
        assert!(said.len() == 1 && said[0].0 == n && said[0].2.contains("may be totals"), "{times} {said:?}");
    }
    // Without dates, as the file's name says the month.
    let rows: String = sums.iter().map(|(payee, pence)| format!("{payee},{}\n", pounds(*pence))).collect();
    check(&format!("Supplier,Total\n{rows}"), n, &total(&april), &["may be totals, by payee, of the lines"]);
    // Of all months in one file: said for each.
    let mut by_month: std::collections::BTreeMap<(i8, String), i64> = std::collections::BTreeMap::new();
    for month in [4, 5, 6] {
        for (_, payee, pence) in payments(month) {
            *by_month.entry((month, payee)).or_default() += pence;
        }
    }
    let rows = by_month.iter().map(|((month, payee), pence)| format!("01/0{month}/2025,{payee},{}\n", pounds(*pence)));
    let said = beside(&format!("Date,Supplier,Amount\n{}", rows.collect::<String>()));
    assert_eq!(said.len(), 3, "{said:#?}");
}

#[test]
fn a_month_that_is_another_with_its_dates_changed_is_said() {
    let april = payments(4);
    let moved = |payment: &Payment| (payment.0 + jiff::Span::new().months(3), payment.1.clone(), payment.2);
    let july: Vec<Payment> = april.iter().map(moved).collect();
    let words: &[&str] = &["with the dates of another month"];
    check(&csv(&july, plain), 56, &total(&april), words);
    check(&csv(&july, |payment| plain(payment).replace("/2025", "/25")), 56, &total(&april), words);
    let some_edited: Vec<Payment> = (0..)
        .zip(&july)
        .map(|(i, (day, payee, pence))| (*day, payee.clone(), if i % 10 == 0 { pence + 1 } else { *pence }))
        .collect();
    let kept: Vec<Payment> = (0..).zip(&july).filter(|(i, _)| i % 10 != 0).map(|(_, p)| p.clone()).collect();
    check(&csv(&some_edited, plain), 50, &total(&kept), words);
}

#[test]
fn a_month_that_stands_in_a_file_of_a_year_under_two_dates_is_said() {
    let moved = |payment: &Payment| (payment.0 + jiff::Span::new().months(3), payment.1.clone(), payment.2);
    for (form, print) in [(false, "%d/%m/%Y"), (true, "%Y-%m-%d"), (true, "%d %b %Y")] {
        let folder = Folder::new();
        let mut year: Vec<Payment> = [4, 5, 6, 8].iter().flat_map(|month| payments(*month)).collect();
        year.extend(payments(4).iter().map(moved));
        if form {
            year.sort();
        }
        let row = |(day, payee, pence): &Payment| format!("{},{payee},{}", day.strftime(print), pounds(*pence));
        folder.put("council/2025-26.csv", csv(&year, row));
        let all = total(&payments(4));
        let words: &[&str] = &["dated July 2025, may be the lines dated April 2025", "both were counted"];
        folder.check(ProblemKind::OverlappingFiles, &[(56, &all, words)]);
    }
}

#[test]
fn four_quarters_of_the_same_lines_are_said() {
    let folder = Folder::new();
    let first: Vec<Payment> = [4, 5, 6].iter().flat_map(|month| payments(*month)).collect();
    for quarter in 0..4_i32 {
        let moved = |(day, payee, pence): &Payment| {
            (*day + jiff::Span::new().months(3 * i64::from(quarter)), payee.clone(), *pence)
        };
        let lines: Vec<Payment> = first.iter().map(moved).collect();
        folder.put(&format!("council/quarter {}.csv", quarter + 1), csv(&lines, plain));
    }
    let (all, words): (String, &[&str]) = (total(&first), &["100% of its lines, may be those of", "both were counted"]);
    let n = first.len() as u64;
    folder.check(ProblemKind::OverlappingFiles, &[(n, all.as_str(), words); 3]);
}

#[test]
fn payments_that_recur_are_no_reprints() {
    // Most of every month is rent and fees of many amounts, on the same days.
    let regular = |month: i8, i: i64| {
        let day = jiff::civil::date(2025, month, 1) + jiff::Span::new().days(i % 28);
        (day, format!("Landlord {i}"), 70_000 + i * 1_317)
    };
    let folder = Folder::new();
    for month in 4..=9 {
        let lines: Vec<Payment> =
            (0..40).map(|i| regular(month, i)).chain(payments(month).into_iter().take(6)).collect();
        folder.put(&format!("council/2025-0{month}.csv"), csv(&lines, plain));
    }
    folder.check(ProblemKind::OverlappingFiles, &[]);
    // The same in one file.
    let folder = Folder::new();
    let year: Vec<Payment> = (4..=9)
        .flat_map(|month| (0..40).map(move |i| regular(month, i)).chain(payments(month).into_iter().take(1)))
        .collect();
    folder.put("council/2025-26.csv", csv(&year, plain));
    folder.check(ProblemKind::OverlappingFiles, &[]);
    // The same by the week.
    let folder = Folder::new();
    for week in 0..4_i64 {
        let lines: Vec<Payment> = (0..40)
            .map(|i| {
                let day = jiff::civil::date(2025, 4, 1) + jiff::Span::new().days(7 * week + i % 5);
                (day, format!("Carer {i} Ltd"), 20_000 + i * 1_317)
            })
            .chain([(jiff::civil::date(2025, 4, 1) + jiff::Span::new().days(7 * week), "Paper Ltd".into(), 911 + week)])
            .collect();
        folder.put(&format!("council/week {}.csv", week + 1), csv(&lines, plain));
    }
    folder.check(ProblemKind::OverlappingFiles, &[]);
    // Two months of grants, in whole pounds on one day.
    let folder = Folder::new();
    for month in [4, 5] {
        let lines: String = (0..40).map(|i| format!("15/0{month}/2025,School {i},{}.00\n", 10_000 + 37 * i)).collect();
        folder.put(&format!("council/2025-0{month}.csv"), format!("Date,Supplier,Amount\n{lines}"));
    }
    folder.check(ProblemKind::OverlappingFiles, &[]);
    // Two services that pay the same providers the same rates, each under invoices of its own.
    let folder = Folder::new();
    for (service, days) in [("North", 1), ("South", 2)] {
        let lines: String = (0..40)
            .map(|i| format!("{:02}/04/2025,Care Co {},{service}-{i},{}.00\n", i % 25 + days, i % 9, 250 + i % 12))
            .collect();
        folder.put(&format!("council/{service}.csv"), format!("Date,Supplier,Invoice Number,Amount\n{lines}"));
    }
    folder.check(ProblemKind::OverlappingFiles, &[]);
}

/// What is said of money that stands there twice, or in a table beside.
const OF_REPRINTS: [&str; 4] =
    ["may be those of", "may be totals", "a second table", "as if it were the invoice total"];

#[test]
fn real_ledgers_raise_no_false_doubt() {
    use crate::control_totals::{data, place};
    let places: [(&str, i32, &[&str]); 3] = [
        ("tyne-and-wear-2020-21", 2020, &["gateshead", "newcastle", "north-tyneside", "darlington"]),
        ("leeds-2011-12", 2011, &crate::control_totals::LEEDS),
        ("lancashire", 2022, &["police", "fire", "hyndburn"]),
    ];
    for (name, year, bodies) in places {
        let Some(dir) = data(name) else { return };
        let said = crate::repeats::problems(&place(&dir, bodies, year));
        let odd = [
            ProblemKind::LinesNotPaid,
            ProblemKind::FileOfIncome,
            ProblemKind::PayeeMissing,
            ProblemKind::AmountsNought,
        ];
        let strange: Vec<_> = said.iter().filter(|problem| odd.contains(&problem.kind)).collect();
        assert!(strange.is_empty(), "{name}: {strange:#?}");
        let texts: Vec<&str> = said.iter().map(|problem| problem.text.as_str()).collect();
        let reprints: Vec<_> =
            texts.iter().filter(|text| OF_REPRINTS.iter().any(|words| text.contains(words))).collect();
        assert!(reprints.is_empty(), "{name}: {reprints:#?}");
    }
}
