//! Breaks that no reader of the files could see, each with the reason: they are listed, not tried.

pub const UNSEEN: &[(&str, &str)] = &[
    ("lines-lost", "nothing in a file says how many lines it had, unless it prints its total or what a month came to"),
    ("text-cut-short-within-a-month", "the rows that are left read as those of a file that ends there"),
    ("last-month-missing", "a month that is not published yet looks the same"),
    ("another-payee", "a name that stands for another is a name like any other"),
    ("one-sign-lost", "a credit note without its minus is a payment like any other"),
    ("signs-lost-everywhere", "a body that leaves credit notes out prints the same; a doubt about it is only a guess"),
    ("one-amount-mistyped", "a payment ten times as large happens"),
    ("file-of-a-body-outside-the-place", "its lines are payments like any other, unless a column names their body"),
    ("days-of-another-month", "payments are published late, and are dated by invoice or by clearing"),
    (
        "days-and-months-exchanged-below-the-twelfth",
        "a day before the twelfth is a day either way, where the others agree",
    ),
    ("gross-called-net", "the heading is all there is to go by"),
    ("column-of-currencies-beside-pounds", "where the amounts are called pounds, it is the currency of the invoice"),
];
