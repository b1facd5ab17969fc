//! `rules/published_line.csv`: what only this place knows about figures that it published in tables of its own.

const HEADINGS: &str =
    "series,label,body_kind,treatment,service,kind,control,intent,client_group,class,counted_at,reason";

/// Series and label, the cells between these and the reason, and the reason.
const LINES: [(&str, &str, &str); 9] = [
    (
        "revenue_outturn_summary:*,other levies",
        "transfer,,,,,,,Wend Internal Drainage Board",
        "Counted at the board, whose own accounts are published",
    ),
    (
        "statement_of_accounts:*,*",
        "other_measure,,,,,,,",
        "On the basis of accounts: the same money as the returns of the bodies and as what the commissioner pays its trusts",
    ),
    (
        "commissioner_accounts:purchase_of_healthcare,*",
        "counted,nhs,goods_and_services,national_negotiable,,,health,",
        "Commissioner's view: trusts are counted as what is paid for",
    ),
    ("commissioner_accounts:staff,*", "counted,nhs,pay,national_negotiable,,,health,", "Commissioner's own staff"),
    (
        "commissioner_accounts:income,*",
        "counted,nhs,income,national_negotiable,,,health,",
        "Income of the commissioner, taken off",
    ),
    (
        "charity_accounts:grants_made,*",
        "counted,other_services,grants_outside,local_discretion,,,,",
        "Grants of public money that the foundation passes on, counted where it gives them",
    ),
    (
        "charity_accounts:running_costs,*",
        "counted,other_services,current,local_discretion,,,,",
        "What the foundation costs itself",
    ),
    (
        "levying_body_accounts:net_expenditure,*",
        "counted,environmental_regulatory,current,local_statutory,,,,",
        "Spending of the board, which levies on the districts pay for",
    ),
    (
        "pension_fund_accounts:*,*",
        "outside,,,,,,,",
        "Paid out of a fund: employers' contributions are counted where they are paid",
    ),
];

/// The rules of the place for its own tables.
pub(crate) fn published_lines() -> String {
    let row = |(line, cells, reason): (&str, &str, &str)| format!("{line},,{cells},\"{reason}\"\n");
    format!("{HEADINGS}\n{}", LINES.map(row).concat())
}
