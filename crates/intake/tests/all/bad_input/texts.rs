//! Texts in the encodings and layouts of finance systems.

/// A heading and two lines worth £20.00.
pub const LEDGER: &str = "Date,Supplier,Amount\n03/04/2025,Acme Ltd,12.50\n04/04/2025,Bree Cars,7.50\n";

/// UTF-16, with or without a byte order mark.
pub fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2], with_mark: bool) -> Vec<u8> {
    let mark = with_mark.then_some(0xfeff);
    mark.into_iter().chain(text.encode_utf16()).flat_map(to_bytes).collect()
}

/// A ledger of ten thousand columns, of which three mean something.
pub fn ten_thousand_columns() -> Vec<u8> {
    let more = |what: &dyn Fn(usize) -> String| (4..=10_000).map(what).collect::<Vec<_>>().join(",");
    let (headings, cells) = (more(&|i| format!("c{i}")), more(&|_| String::new()));
    format!("Date,Supplier,Amount,{headings}\n03/04/2025,Acme Ltd,12.50,{cells}\n").into_bytes()
}

/// More columns than a spreadsheet has, all in one row.
pub fn too_many_columns() -> Vec<u8> {
    format!("{LEDGER}{}\n05/04/2025,Acme Ltd,1\n", ",".repeat(100_000)).into_bytes()
}

/// Thirty lines that differ; a later month repeats the payments of an earlier one.
pub fn thirty_lines() -> String {
    let line = |day: usize| format!("{day:02}/04/2025,Supplier {day},{day}.00\n");
    format!("Date,Supplier,Amount\n{}", (1..=30).map(line).collect::<String>())
}

/// Thirty payments to as many payees, whose dates and amounts are printed in some way.
pub fn thirty_payments(date: impl Fn(usize) -> String, amount: impl Fn(usize) -> String) -> String {
    let line = |day: usize| format!("{},Supplier {day},{}\n", date(day), amount(day));
    format!("Date,Supplier,Amount\n{}", (1..=30).map(line).collect::<String>())
}
