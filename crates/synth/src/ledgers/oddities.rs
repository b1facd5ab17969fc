//! What is odd about whole files, each seen in real ledgers.

use model::ProblemKind;

use super::Ledger;

/// One oddity of a month of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Oddity {
    /// Every credit note is printed as a payment.
    SignsLost,
    /// The file is not among those received.
    NeverSent,
    /// The file stands twice, under two names.
    SentTwice,
    /// Nearly half of the payees are withheld.
    MostWithheld,
    /// UTF-8 with a cell of Windows-1252 in it.
    MixedEncoding,
    /// Pounds printed with the mark of dollars.
    Dollars,
    /// Rows of delimiters after the last line.
    Padding,
    /// Seventeen empty columns to the right.
    EmptyColumns,
    /// The heading stands again in the middle.
    HeadingRepeated,
    /// The heading is the last row.
    HeadingLast,
    /// The last row is the sum and does not say so.
    TotalWithoutWord,
    /// The last row says `Total`.
    Total,
    /// Dates are text in a workbook.
    DatesAsText,
    /// Some lines are dated in the year before.
    DatedAYearEarly,
    /// Rows end where their last filled cell stands.
    Ragged,
    /// The file is in the code page of the oldest systems.
    CodePage437,
    /// Credits are followed by `CR`.
    CreditWords,
    /// Credits stand behind the minus sign of typesetters.
    TypographicMinus,
    /// No VAT is printed as `-`.
    DashForNothing,
    /// Dates are printed with the month first.
    MonthFirst,
    /// Dates are eight digits.
    CompactDates,
    /// A column has no heading.
    NamelessColumn,
    /// Some lines of the last accounting period are paid in the month after it.
    PaidAfterTheYear,
}

impl Oddity {
    pub fn words(self) -> &'static str {
        match self {
            Oddity::SignsLost => "every credit note is printed without its minus sign",
            Oddity::NeverSent => "the file was never sent",
            Oddity::SentTwice => "the same file stands under two names",
            Oddity::MostWithheld => "nearly half of the payees are withheld",
            Oddity::MixedEncoding => "one cell is Windows-1252 in a file of UTF-8",
            Oddity::Dollars => "pounds are printed with a dollar sign",
            Oddity::Padding => "rows of delimiters follow the last line",
            Oddity::EmptyColumns => "seventeen empty columns stand to the right",
            Oddity::HeadingRepeated => "the heading stands again among the lines",
            Oddity::HeadingLast => "the heading is the last row",
            Oddity::TotalWithoutWord => "the last row is the sum of the others and does not say so",
            Oddity::Total => "the last row is a total",
            Oddity::DatesAsText => "dates are text in a workbook",
            Oddity::DatedAYearEarly => "one line in fifty is dated a year early",
            Oddity::Ragged => "rows end with their last filled cell",
            Oddity::CodePage437 => "the file is in IBM code page 437",
            Oddity::CreditWords => "credits are followed by CR",
            Oddity::TypographicMinus => {
                "credits stand behind a typesetter's minus sign and a space that does not break"
            }
            Oddity::DashForNothing => "no VAT is printed as a dash",
            Oddity::MonthFirst => "dates have the month first",
            Oddity::CompactDates => "dates are eight digits",
            Oddity::NamelessColumn => "a column has no heading",
            Oddity::PaidAfterTheYear => "one line in twelve is booked in period 13 and paid in April",
        }
    }
}

/// Ledger, month from April as 0, oddity.
pub(crate) const ODDITIES: &[(&str, usize, Oddity)] = &[
    ("county", 1, Oddity::EmptyColumns),
    ("county", 2, Oddity::HeadingRepeated),
    ("county", 8, Oddity::TotalWithoutWord),
    ("county", 9, Oddity::DatedAYearEarly),
    ("ambleford", 2, Oddity::DatesAsText),
    ("ambleford", 11, Oddity::Total),
    ("fenholt", 5, Oddity::SignsLost),
    ("fenholt", 11, Oddity::Ragged),
    ("police", 3, Oddity::MostWithheld),
    ("icb", 6, Oddity::NeverSent),
    ("hospitals", 7, Oddity::SentTwice),
    ("partnership", 10, Oddity::HeadingLast),
    ("department", 1, Oddity::MixedEncoding),
    ("department", 3, Oddity::Dollars),
    ("department", 5, Oddity::Ragged),
    ("homes", 8, Oddity::Padding),
    ("county-cards", 4, Oddity::CodePage437),
    ("fenholt", 2, Oddity::DashForNothing),
    ("fenholt", 11, Oddity::PaidAfterTheYear),
    ("homes", 3, Oddity::CreditWords),
    ("hospitals", 2, Oddity::TypographicMinus),
    ("partnership", 4, Oddity::MonthFirst),
    ("icb", 2, Oddity::CompactDates),
    ("department", 7, Oddity::NamelessColumn),
];

/// Everything odd about a month.
pub(crate) fn oddities_of(ledger: &Ledger, month: usize) -> Vec<Oddity> {
    ODDITIES.iter().filter(|(name, at, _)| *name == ledger.name && *at == month).map(|(.., oddity)| *oddity).collect()
}

pub(crate) fn has_oddity(ledger: &Ledger, month: usize, oddity: Oddity) -> bool {
    ODDITIES.iter().any(|(name, of_month, known)| *name == ledger.name && *of_month == month && *known == oddity)
}

/// What was sent along and is not a ledger: path below `sources/`, bytes, and what the product should call it.
pub(crate) const STRAYS: [(&str, &str, &[u8], ProblemKind); 4] = [
    ("county", "county/payments-over-500-index.csv", b"<!DOCTYPE html>\r\n<html><head><title>Sign in</title></head>\r\n<body><p>Your session has ended. Please sign in.</p></body></html>\r\n", ProblemKind::FileNotLedger),
    ("fenholt", "fenholt/FDC_Spend_Guidance.csv", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n", ProblemKind::FileNotLedger),
    ("homes", "homes/Payments to follow.tsv", b"", ProblemKind::FileEmpty),
    ("department", "department/dchls-organisations.csv", b"Department family,Entity,Web page\r\nDCHLS,Core Department,example.org\r\nDCHLS,Homes and Places,example.org\r\n", ProblemKind::FileNotLedger),
];
