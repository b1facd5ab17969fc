//! Rows of a table whose first column is words and whose others are numbers.

pub fn row(cells: &[&str]) -> String {
    let cell = |(i, cell): (usize, &&str)| if i == 0 { format!("{cell:<32}") } else { format!("{cell:>12}") };
    cells.iter().enumerate().map(cell).collect()
}

pub fn seconds(seconds: f64) -> String {
    format!("{seconds:.2} s")
}

pub fn mib(kib: u64) -> String {
    format!("{} MiB", kib.div_ceil(1024))
}
