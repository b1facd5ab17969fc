//! Writes the seed corpora: `cargo run --example seeds` makes `corpus/<target>/`. A seed is a small text that reaches
//! something that mutation alone would be slow to find.

use std::fs;
use std::io;
use std::path::Path;

const AMOUNTS: &[&str] = &[
    "1,329,075.00",
    "£4,878.20",
    "(1,234.56)",
    "1234.56-",
    "-1234.56",
    "1,234.56 CR",
    "12.00DR",
    "−25.00",
    "-",
    "nil",
    "1.2E+05",
    "#REF!",
    "£ -5",
    "$350.00",
    "100 €",
    "EUR 7",
    "GBP1",
    "0.005",
    "1e-9",
    "999999999999999.99",
    "9999999999999999999",
    "12,34.5",
    "(-5.00)",
    "\u{a0}96.00",
    "+5",
    ".5",
    "5.",
    "1,234,567.8901",
    "- £1",
    "(£1.10)",
    "5.00 CR-",
    "1E30",
    "1e31",
];

const DATES: &[&str] = &[
    "03/04/2024\n13/04/2024",
    "03/04/2024\n04/13/2024",
    "2024-04-03T00:00:00",
    "2024-04-03 00:00:00",
    "03/04/2024 12:30",
    "3.4.24",
    "07/Jun/2011 ",
    "19-Apr-11",
    "3rd September 2024",
    "45387",
    "20240403",
    "Apr-24",
    "99/99/99999",
    "31/02/2024",
    "Sept 2024",
    "1st of May",
    "29/02/2100",
    "T:",
];

const HEADERS: &[&str] = &[
    "Date|Supplier|Amount\n03/04/2025|Acme Ltd|12.50",
    "EA >£25k Sept 11 Payments||||\n||||\nDepartment|Date|Supplier|Transaction number|Amount\nDefra|12/09/2011|Capgemini|979576|6,322,889.46",
    "|||Transaction|||Supplier\nEntity|Date paid|Supplier|number|Amount|Description|Postcode\nCCW|12/12/2011|G V A|81|81415.2|Rent|B1 2JJ",
    "12/12/2011|G V A GRIMLEY|81415.2\n13/12/2011|ACME|12.20\nDate|Supplier|Amount",
    "Date|Supplier|Gross Amount|VAT|Net Amount\n12/12/2011|ACME|120.00|20.00|100.00",
    "Date|Supplier|Amount|Amount\n12/12/2011|ACME|120.00|100.00",
    "Strgrpcc(T)|TransNo|Period|Supplier ID(T)|Amount|Updated\nCommunities|200022816|202001|Barclaycard|200.00|2020-04-15",
    "Body Name|Beneficiary|* SUPPLIER FINAL|Cap/Rev|SeRCOP Expenditure Category|Irrecoverable VAT|Value £",
];

/// The first two bytes choose the delimiter, the chunks and the repeats.
const CSVS: &[&[u8]] = &[
    b"\x00\xf8Date,Supplier,Amount\r\n03/04/2025,Acme,12.50\r\n04/04/2025,\"Smith, \"\"J\"\"\",(7.00)\r\n",
    b"\x01\x00Date\tSupplier\tAmount\n03/04/2025\tAcme\t12.50\n",
    b"\x02\x08Date;Supplier;Amount\n03/04/2025;Acme;12.50\n",
    b"\x03\x10Date|Supplier|Amount\n03/04/2025|Acme|12.50\n",
    b"\x00\x01Date,Supplier,Amount\r03/04/2025,Acme,12.50\r\r04/04/2025,Acme,1\r",
    b"\x00\x02Date,Supplier,Amount\n03/04/2025,\"Acme,12.50\n04/04/2025,Acme,1\n",
    b"\x00\x03\xef\xbb\xbfDate,Supplier,Amount\n03/04/2025,Caf\xc3\xa9,\xc2\xa312.50\n",
    b"\x00\x03Date,Supplier,Net Amount(\xa3)\n03/04/2025,Caf\xe9,\xa312.50\n",
    b"\x00\x03Date,Supplier,Net Amount(\x9c)\n03/04/2025,Acme,\x9c12.50\n",
    b"\x00\x03\xff\xfeD\0a\0t\0e\0,\0P\0a\0y\0e\0e\0,\0A\0m\0o\0u\0n\0t\0\n\0",
    b"\x00\x03\xfe\xff\0D\0a\0t\0e\0,\0A\0m\0o\0u\0n\0t\0\n",
    b"\x00\x04Date,Supplier,Amount\n03/04/2025,Acme,0.005\nTotal,,0.005\n\n,,\nDate,Supplier,Amount\n",
    b"\x00\x05Payee,Value\nAcme,999999999999999.99\n",
    b"\x00\x06x",
    b"\x00\x07\"",
    b"\x00\x07,",
    b"\x00\x07\n",
    b"\x00\x00%PDF-1.7",
    b"\x00\x00<html>",
    b"\x00\x00PK\x03\x04",
    b"\x00\x00\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x00\x00Date,Payee,Amount\n03/04/2025,A\0B,1\n",
];

fn main() -> io::Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let texts = |seeds: &[&str]| seeds.iter().map(|seed| seed.as_bytes().to_vec()).collect::<Vec<_>>();
    write(&corpus.join("amount"), &texts(AMOUNTS))?;
    write(&corpus.join("date"), &texts(DATES))?;
    write(&corpus.join("header"), &texts(HEADERS))?;
    write(&corpus.join("csv"), &CSVS.iter().map(|seed| seed.to_vec()).collect::<Vec<_>>())
}

fn write(dir: &Path, seeds: &[Vec<u8>]) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    seeds.iter().enumerate().try_for_each(|(i, seed)| fs::write(dir.join(format!("seed-{i:02}")), seed))
}
