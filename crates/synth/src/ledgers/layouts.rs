//! How each body lays its files out: headings as real bodies print them, delimiters, encodings, dates, amounts.

use model::FinancialYear;

use super::{Ledger, Oddity};

/// The form of one series of files.
#[derive(Debug)]
pub(crate) struct Layout {
    pub container: Container,
    pub columns: &'static [(&'static str, Column)],
    /// The upper row of a heading that stands over two; `columns` is then the lower.
    pub upper: &'static [&'static str],
    /// Rows above the heading.
    pub banner: &'static [&'static str],
    pub dates: DateStyle,
    pub amounts: AmountStyle,
    /// Every file ends in a row that says `Total`.
    pub total: bool,
    /// Each department's lines stand together, with a row for their sum below.
    pub subtotals: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Container {
    Text { delimiter: u8, encoding: Encoding },
    Xlsx,
    Ods,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf8Bom,
    Utf16Le,
    Windows1252,
    /// IBM 437, of the oldest systems: its pound sign is `œ` to a reader of Windows-1252.
    CodePage437,
}

/// How the cells of one text file are printed: as its layout says, except for the oddities of its month.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub encoding: Encoding,
    pub dates: DateStyle,
    pub amounts: AmountStyle,
}

impl Style {
    /// The style of a file that begins with a month.
    ///
    /// # Panics
    /// If the layout is a workbook's.
    pub fn of(ledger: &Ledger, month: usize) -> Style {
        let Container::Text { encoding, .. } = ledger.layout.container else { panic!("a workbook is no text") };
        let mut style = Style { encoding, dates: ledger.layout.dates, amounts: ledger.layout.amounts };
        for oddity in super::oddities_of(ledger, month) {
            match oddity {
                Oddity::Dollars => style.amounts.mark = "$",
                Oddity::CodePage437 => style.encoding = Encoding::CodePage437,
                Oddity::CreditWords => style.amounts.negative = Negative::CreditWord,
                Oddity::TypographicMinus => style.amounts.negative = Negative::Typographic,
                Oddity::DashForNothing => style.amounts.dash_for_nothing = true,
                Oddity::MonthFirst => style.dates = DateStyle::MonthFirst,
                Oddity::CompactDates => style.dates = DateStyle::Compact,
                _ => {}
            }
        }
        style
    }
}

impl Layout {
    /// Whether only the letters of Windows-1252 can be printed.
    pub fn is_windows_1252(&self) -> bool {
        matches!(self.container, Container::Text { encoding: Encoding::Windows1252, .. })
    }

    /// The container and the encoding in words, for people.
    pub fn words(&self) -> String {
        match self.container {
            Container::Xlsx => "XLSX, a sheet a month".to_owned(),
            Container::Ods => "ODS".to_owned(),
            Container::Text { delimiter, encoding } => {
                let delimiter = match delimiter {
                    b'\t' => "tabs",
                    b';' => "semicolons",
                    b'|' => "bars",
                    _ => "commas",
                };
                let encoding = match encoding {
                    Encoding::Utf8 => "UTF-8",
                    Encoding::Utf8Bom => "UTF-8 with a byte order mark",
                    Encoding::Utf16Le => "UTF-16",
                    Encoding::Windows1252 => "Windows-1252",
                    Encoding::CodePage437 => "IBM 437",
                };
                format!("text, {delimiter}, {encoding}")
            }
        }
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Department,
    Service,
    Subjective,
    Purpose,
    Date,
    /// Year and number of the accounting period: `202501` is April 2025, `202513` what is booked after March.
    Period,
    Payee,
    PayeeCode,
    Reference,
    /// `Capital` or `Revenue`.
    Capital,
    /// `C` or `R`.
    CapitalLetter,
    /// The amount that is counted.
    Net,
    Vat,
    Gross,
    /// VAT that cannot be recovered: mostly nothing.
    IrrecoverableVat,
    Category,
    Postcode,
    VatNumber,
    CharityNumber,
    /// An id in the scheme of org-id.guide.
    OrganisationId,
    GrantId,
    Always(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateStyle {
    /// `07/04/2025`
    Slashes,
    /// `07/04/25`
    ShortSlashes,
    /// `07.04.2025`
    Dots,
    /// `07-Apr-25`
    NamedMonth,
    /// `2025-04-07`
    Iso,
    /// `04/07/2025`, the month first.
    MonthFirst,
    /// `20250407`
    Compact,
    /// A cell that a spreadsheet shows as a date.
    Cell,
    /// The bare number behind it, `45754`.
    Serial,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AmountStyle {
    pub negative: Negative,
    pub thousands: bool,
    pub mark: &'static str,
    /// Nothing is printed as `-`.
    pub dash_for_nothing: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Negative {
    /// `-12.50`
    Minus,
    /// `(12.50)`
    Brackets,
    /// `12.50-`
    Trailing,
    /// `12.50 CR`
    CreditWord,
    /// `−12.50`, with the minus sign of typesetters and a space that does not break behind.
    Typographic,
}

const PLAIN: AmountStyle =
    AmountStyle { negative: Negative::Minus, thousands: false, mark: "", dash_for_nothing: false };

const CSV: Layout = Layout {
    container: Container::Text { delimiter: b',', encoding: Encoding::Utf8 },
    columns: &[],
    upper: &[],
    banner: &[],
    dates: DateStyle::Slashes,
    amounts: PLAIN,
    total: false,
    subtotals: false,
};

pub(super) const COUNTY: Layout = Layout {
    container: Container::Text { delimiter: b',', encoding: Encoding::Windows1252 },
    columns: &[
        ("Body Name", Column::Always("Wendshire County Council")),
        ("Directorate", Column::Department),
        ("Service Area", Column::Service),
        ("Expense Type", Column::Subjective),
        ("Payment Date", Column::Date),
        ("Supplier Name", Column::Payee),
        ("Supplier ID", Column::PayeeCode),
        ("Internal Ref", Column::Reference),
        ("Purpose of Spend", Column::Purpose),
        ("Capital/Revenue", Column::Capital),
        ("Net Amount(£)", Column::Net),
    ],
    amounts: AmountStyle { negative: Negative::Brackets, thousands: true, mark: "", ..PLAIN },
    ..CSV
};

pub(super) const CARDS: Layout = Layout {
    container: Container::Text { delimiter: b',', encoding: Encoding::Windows1252 },
    columns: &[
        ("Transaction Date", Column::Date),
        ("Merchant Name", Column::Payee),
        ("Merchant Category", Column::Subjective),
        ("Directorate", Column::Department),
        ("Description", Column::Purpose),
        ("Card Ref", Column::Reference),
        ("Amount (£)", Column::Net),
    ],
    amounts: AmountStyle { negative: Negative::Minus, thousands: true, mark: "£", ..PLAIN },
    ..CSV
};

pub(super) const AMBLEFORD: Layout = Layout {
    container: Container::Xlsx,
    columns: &[
        ("Date", Column::Date),
        ("Beneficiary", Column::Payee),
        ("Summary of Purpose", Column::Purpose),
        ("Department", Column::Department),
        ("Service", Column::Service),
        ("Nature of Expenditure", Column::Subjective),
        ("Amount excl VAT", Column::Net),
        ("VAT that cannot be recovered", Column::IrrecoverableVat),
        ("Transaction No", Column::Reference),
    ],
    banner: &["Ambleford Borough Council: payments of £250 and more", ""],
    dates: DateStyle::Cell,
    ..CSV
};

pub(super) const FENHOLT: Layout = Layout {
    container: Container::Text { delimiter: b';', encoding: Encoding::Utf8 },
    columns: &[
        ("Paid Date", Column::Date),
        ("Period", Column::Period),
        ("Transaction Number", Column::Reference),
        ("Supplier (Beneficiary) Name", Column::Payee),
        ("Local Supplier Internal Reference", Column::PayeeCode),
        ("Department", Column::Department),
        ("Service Category Label", Column::Service),
        ("SeRCOP Expenditure Category", Column::Subjective),
        ("Description", Column::Purpose),
        ("Gross Amount", Column::Gross),
        ("VAT", Column::Vat),
        ("Net Amount", Column::Net),
        ("Cap/Rev", Column::CapitalLetter),
        ("Merchant Category", Column::Category),
    ],
    dates: DateStyle::NamedMonth,
    ..CSV
};

pub(super) const POLICE: Layout = Layout {
    container: Container::Xlsx,
    upper: &["", "Cost Centre", "Payment", "Payment", "Supplier", "Expense", "Expense", "Net"],
    columns: &[
        ("Department", Column::Department),
        ("Description", Column::Service),
        ("Date", Column::Date),
        ("Reference", Column::Reference),
        ("Name", Column::Payee),
        ("Type", Column::Subjective),
        ("Description", Column::Purpose),
        ("Amount", Column::Net),
    ],
    dates: DateStyle::Serial,
    ..CSV
};

pub(super) const FIRE: Layout = Layout {
    container: Container::Ods,
    columns: &[
        ("Date Paid", Column::Date),
        ("Vendor Name", Column::Payee),
        ("Vendor No", Column::PayeeCode),
        ("Directorate", Column::Department),
        ("Cost Centre Description", Column::Service),
        ("Expenditure Type", Column::Subjective),
        ("Narrative", Column::Purpose),
        ("Amount (£)", Column::Net),
    ],
    banner: &["Wendshire Fire and Rescue Authority", "Payments over £500", ""],
    dates: DateStyle::Cell,
    ..CSV
};

pub(super) const ICB: Layout = Layout {
    container: Container::Text { delimiter: b'\t', encoding: Encoding::Utf16Le },
    columns: &[
        ("Department family", Column::Always("Department for Communities, Health and Local Services")),
        ("Entity", Column::Always("NHS Wendshire ICB")),
        ("Date", Column::Date),
        ("Expense type", Column::Subjective),
        ("Expense area", Column::Service),
        ("Supplier", Column::Payee),
        ("Transaction number", Column::Reference),
        ("Amount", Column::Net),
        ("Description", Column::Purpose),
        ("Supplier postcode", Column::Postcode),
    ],
    amounts: AmountStyle { negative: Negative::Trailing, thousands: true, mark: "", ..PLAIN },
    ..CSV
};

pub(super) const HOSPITALS: Layout = Layout {
    container: Container::Text { delimiter: b',', encoding: Encoding::Utf8Bom },
    columns: &[
        ("Department Family", Column::Always("Department for Communities, Health and Local Services")),
        ("Entity", Column::Always("Wendshire Hospitals NHS Foundation Trust")),
        ("Payment Date", Column::Date),
        ("Expense Type", Column::Subjective),
        ("Expense Area", Column::Department),
        ("Supplier", Column::Payee),
        ("Transaction No", Column::Reference),
        ("AP Amount (£)", Column::Net),
        ("Purpose of expenditure", Column::Purpose),
        ("Supplier Type", Column::Category),
        ("Capital or Revenue", Column::CapitalLetter),
    ],
    banner: &["Wendshire Hospitals NHS Foundation Trust", "Expenditure over £5,000", ""],
    dates: DateStyle::Iso,
    amounts: AmountStyle { negative: Negative::Minus, thousands: true, mark: "£", ..PLAIN },
    total: true,
    ..CSV
};

pub(super) const PARTNERSHIP: Layout = Layout {
    container: Container::Text { delimiter: b'|', encoding: Encoding::Windows1252 },
    columns: &[
        ("Posting Date", Column::Date),
        ("Vendor", Column::Payee),
        ("Vendor ID", Column::PayeeCode),
        ("Invoice Number", Column::Reference),
        ("Expense Area", Column::Service),
        ("Account Description", Column::Subjective),
        ("Details", Column::Purpose),
        ("Line Value", Column::Net),
    ],
    dates: DateStyle::NamedMonth,
    amounts: AmountStyle { negative: Negative::Minus, thousands: true, mark: "", ..PLAIN },
    ..CSV
};

pub(super) const DEPARTMENT: Layout = Layout {
    columns: &[
        ("Department Family", Column::Always("Department for Communities, Health and Local Services")),
        ("Entity", Column::Department),
        ("Date of Payment", Column::Date),
        ("Expense Type", Column::Subjective),
        ("Expense Area", Column::Service),
        ("Supplier", Column::Payee),
        ("Transaction Number", Column::Reference),
        ("Amount (£)", Column::Net),
        ("Description", Column::Purpose),
        ("Supplier Post Code", Column::Postcode),
        ("Supplier Type", Column::Category),
        ("Contract Number", Column::Always("")),
        ("VAT Registration Number", Column::VatNumber),
    ],
    banner: &["Payments over £25,000"],
    amounts: AmountStyle { negative: Negative::Minus, thousands: true, mark: "", ..PLAIN },
    ..CSV
};

pub(super) const HOMES: Layout = Layout {
    container: Container::Text { delimiter: b'\t', encoding: Encoding::Utf8 },
    columns: &[
        ("Date Paid", Column::Date),
        ("Payee", Column::Payee),
        ("Invoice No", Column::Reference),
        ("Directorate", Column::Department),
        ("Team", Column::Service),
        ("Expense Type", Column::Subjective),
        ("Summary of Purpose", Column::Purpose),
        ("Gross", Column::Gross),
        ("VAT", Column::Vat),
        ("Net", Column::Net),
        ("Revenue/Capital", Column::Capital),
    ],
    dates: DateStyle::Dots,
    ..CSV
};

pub(super) const FOUNDATION: Layout = Layout {
    columns: &[
        ("Identifier", Column::GrantId),
        ("Title", Column::Service),
        ("Description", Column::Purpose),
        ("Currency", Column::Always("GBP")),
        ("Amount Awarded", Column::Net),
        ("Award Date", Column::Date),
        ("Recipient Org:Identifier", Column::OrganisationId),
        ("Recipient Org:Name", Column::Payee),
        ("Recipient Org:Charity Number", Column::CharityNumber),
        ("Recipient Org:Postal Code", Column::Postcode),
        ("Funding Org:Identifier", Column::Always("GB-CHC-1999001")),
        ("Funding Org:Name", Column::Always("Wendshire Community Foundation")),
        ("Grant Programme:Title", Column::Department),
    ],
    dates: DateStyle::Iso,
    ..CSV
};

pub(super) const COMBINED: Layout = Layout {
    columns: &[
        ("Directorate", Column::Department),
        ("Cost Centre Description", Column::Service),
        ("Account Description", Column::Subjective),
        ("Supplier", Column::Payee),
        ("Date", Column::Date),
        ("Voucher No", Column::Reference),
        ("Narrative", Column::Purpose),
        ("Amount", Column::Net),
    ],
    banner: &["Wend Combined Authority: spending over £500 in the quarter"],
    dates: DateStyle::ShortSlashes,
    amounts: AmountStyle { negative: Negative::Minus, thousands: true, mark: "", ..PLAIN },
    subtotals: true,
    ..CSV
};

pub(crate) const MONTH_NAMES: [&str; 12] = [
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "January",
    "February",
    "March",
];

/// Calendar year and month, 1 to 12, of a month counted from April as 0.
pub(crate) fn calendar(year: FinancialYear, month: usize) -> (i32, i8) {
    let month = month as i32 + 4;
    if month > 12 { (year.0 + 1, (month - 12) as i8) } else { (year.0, month as i8) }
}

/// Where a file lies below `sources/`: every body has a way of its own to name a month.
pub(super) fn path(ledger: &Ledger, year: FinancialYear, month: usize) -> String {
    let (y, m) = calendar(year, month);
    let name = MONTH_NAMES[month];
    let (short, yy) = (&name[..3], y % 100);
    match ledger.name {
        "county" => format!("county/payments-over-500-{y}-{m:02}.csv"),
        "county-cards" => format!("county/purchase-cards/cards-{y}-{m:02}.csv"),
        "ambleford" => format!("ambleford/Ambleford BC payments {year}.xlsx"),
        "fenholt" => format!("fenholt/FDC_Spend_{short}_{y}.csv"),
        // An XLSX workbook under the old ending, as many are sent.
        "police" => format!("police/PCC expenditure over 500 {year}.xls"),
        "fire" => format!("fire/wfra-transparency-{year}.ods"),
        "icb" => format!("icb/Wendshire ICB spend over 25k {short}-{yy}.txt"),
        "hospitals" => format!("hospitals/trust-expenditure-{}-{y}.csv", name.to_lowercase()),
        "partnership" => format!("partnership/WVP_over5k_{yy}{m:02}.csv"),
        "department" => format!("department/dchls-payments-{}{yy}.csv", name.to_lowercase()),
        "homes" => format!("homes/Payments {name} {y}.tsv"),
        "foundation" => format!("foundation/grants-awarded-{year}.csv"),
        _ => format!("{}/WCA Q{} {year} spending.csv", ledger.name, month / 3 + 1),
    }
}

pub(super) fn sheet_name(ledger: &Ledger, year: FinancialYear, month: usize) -> String {
    let (y, _) = calendar(year, month);
    let name = MONTH_NAMES[month];
    match ledger.name {
        "police" => format!("{name} {y}"),
        _ => format!("{} {}", &name[..3], y % 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_begins_in_april_and_ends_in_the_next() {
        assert_eq!(calendar(FinancialYear(2025), 0), (2025, 4));
        assert_eq!(calendar(FinancialYear(2025), 8), (2025, 12));
        assert_eq!(calendar(FinancialYear(2025), 11), (2026, 3));
    }

    #[test]
    fn every_layout_says_who_when_and_how_much() {
        for ledger in super::super::LEDGERS {
            let has = |wanted: Column| ledger.layout.columns.iter().filter(|(_, column)| *column == wanted).count();
            assert_eq!([has(Column::Payee), has(Column::Date), has(Column::Net)], [1, 1, 1], "{}", ledger.name);
            assert!(ledger.layout.upper.is_empty() || ledger.layout.upper.len() == ledger.layout.columns.len());
        }
    }
}
