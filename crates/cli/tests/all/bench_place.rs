//! A made-up place large enough that a build takes a while.

use std::fmt::Write as _;

use crate::run::Copy;

/// Three bodies, twelve files each, `n_lines` lines a file; the same every time.
pub fn place(n_lines: usize) -> Copy {
    let copy = Copy::empty();
    let mut toml = "name = \"Benchshire\"\nyear = \"2020-21\"\n".to_owned();
    for body in ["alpha", "beta", "gamma"] {
        write!(toml, "\n[[body]]\nid = \"{body}\"\nname = \"{body} Council\"\nkind = \"council\"\n")
            .expect("writing to a string");
    }
    for body in ["alpha", "beta", "gamma"] {
        write!(toml, "\n[[source]]\nbody = \"{body}\"\nfiles = [\"{body}/*.csv\"]\n").expect("writing to a string");
    }
    copy.write("place.toml", &toml);
    let mut seed: u64 = 7;
    let mut random = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for body in ["alpha", "beta", "gamma"] {
        for month in 0..12 {
            let mut text = "Date,Supplier,Directorate,Service,Expense Type,Net Amount,Transaction Number\n".to_owned();
            for line in 0..n_lines {
                let (year, month) = if month < 9 { (2020, month + 4) } else { (2021, month - 8) };
                let payee = match random(20) {
                    0 => "beta Council".to_owned(),
                    n => format!("Supplier {} Ltd", n * 50 + random(50)),
                };
                let sign = if random(30) == 0 { "-" } else { "" };
                let pence = random(10_000_000);
                writeln!(
                    text,
                    "{:02}/{month:02}/{year},{payee},Adults,Social Care {},Third Party Payments,{sign}{}.{:02},{line}",
                    random(28) + 1,
                    random(40),
                    pence / 100,
                    pence % 100
                )
                .expect("writing to a string");
            }
            copy.write(&format!("sources/{body}/{body}-{month:02}.csv"), &text);
        }
    }
    copy
}
