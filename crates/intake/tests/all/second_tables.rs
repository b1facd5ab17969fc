//! Tables that stand beside the one that is read, and amounts of nought.

use model::ProblemKind::{AmountsNought, SeveralAmountColumns};

use crate::columns::{Answer, csv};

/// Twenty-five payments of April, each row printed with what stands beside it.
fn april(heading: &str, beside: impl Fn(u32) -> String) -> String {
    let row = |day: u32| format!("{day:02}/04/2025,Supplier {day} Ltd,{}.50{}\n", 400 + day, beside(day));
    format!("Date,Supplier,Amount{heading}\n{}", (1..=25).map(row).collect::<String>())
}

fn said(answer: &Answer) -> Vec<(u64, String, &str)> {
    let of_kind = answer.problems.iter().filter(|problem| problem.kind == SeveralAmountColumns);
    of_kind.map(|p| (p.n_rows, p.amount.map_or(String::new(), |amount| amount.plain()), p.text.as_str())).collect()
}

#[test]
fn a_second_table_beside_the_first_is_said_with_its_pounds() {
    // Ten cheques of £1,001.25 to £1,010.25.
    let cheque = |day: u32| {
        if day <= 10 {
            format!(",,{:02}/04/2025,Payee {} plc,{}.25", day, letter(day), 1000 + day)
        } else {
            String::new()
        }
    };
    for heading in [
        ",,Chq Date,Payee,Amount £",
        ",,DD Date,Company,Debit",
        ",,Date,Refund from,Value",
        ",,When,Who,How much",
        "",
        ",,,,",
    ] {
        let answer = csv(&april(heading, cheque));
        let found = said(&answer);
        // A reading that a person must settle is said as well.
        let is_unsure = answer.kinds().contains(&model::ProblemKind::FileUnsure);
        let is_said = found.len() == 1 && (found[0].0, found[0].1.as_str()) == (10, "10057.50");
        assert!(is_unsure || is_said, "{heading}: {found:?} {:?}", answer.problems);
    }
}

fn letter(day: u32) -> String {
    char::from(b'A' + day as u8).to_string().repeat(4)
}

#[test]
fn what_stands_beside_a_table_without_being_one_is_not_said() {
    for (heading, beside) in
        [(",,Notes", ",,checked by the finance team"), (",Net,VAT", ",333.75,66.75"), (",,Key", ",,12"), (",,", ",,")]
    {
        assert_eq!(said(&csv(&april(heading, |_| beside.to_owned()))), [], "{heading}");
    }
}

#[test]
fn amounts_of_nought_are_said() {
    let of = |amount: &dyn Fn(u32) -> u32| {
        let row = |i: u32| format!("{:02}/{:02}/2025,Supplier {i} Ltd,{}.00\n", 1 + i % 25, 4 + i / 25, amount(i));
        csv(&format!("Date,Supplier,Amount\n{}", (0..50).map(row).collect::<String>()))
    };
    let all = of(&|_| 0);
    assert!(all.says(AmountsNought, "50 of 50 amounts are 0.00"), "{:?}", all.problems);
    let a_fifth = of(&|i| if i % 5 == 0 { 0 } else { 400 + i });
    assert!(a_fifth.says(AmountsNought, "10 of 50 amounts are 0.00"), "{:?}", a_fifth.problems);
    let few = of(&|i| if i % 20 == 0 { 0 } else { 400 + i });
    assert!(!few.kinds().contains(&AmountsNought), "{:?}", few.problems);
    // A short month, of which nothing has an amount.
    let row = |i: u32| {
        let (month, amount) = if i < 4 { (5, 0) } else { (4, 400 + i) };
        format!("{:02}/{month:02}/2025,Supplier {i} Ltd,{amount}.00\n", 1 + i % 25)
    };
    let month = csv(&format!("Date,Supplier,Amount\n{}", (0..60).map(row).collect::<String>()));
    assert!(month.says(AmountsNought, "all 4 amounts of 2025-05 are 0.00"), "{:?}", month.problems);
}
