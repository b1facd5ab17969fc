use account::*;
use arrow_array::types::Int32Type;
use arrow_array::*;
use model::*;
use report::{Batches, BoxError, Tables};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

const N: usize = 7_000_000;
const B: usize = 131_072;
fn rnd(x: u64) -> u64 {
    let mut z = x.wrapping_add(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D049BB133111EB);
    z ^ (z >> 31)
}
struct Gen;
fn dict(vals: Vec<String>, keys: Vec<Option<i32>>) -> ArrayRef {
    Arc::new(DictionaryArray::<Int32Type>::new(Int32Array::from(keys), Arc::new(StringArray::from(vals))))
}
fn words(f: impl Fn(usize) -> Option<String>, r: std::ops::Range<usize>) -> ArrayRef {
    let mut m: HashMap<String, i32> = HashMap::new();
    let mut v = vec![];
    let keys = r
        .map(|i| {
            f(i).map(|s| {
                *m.entry(s.clone()).or_insert_with(|| {
                    v.push(s);
                    v.len() as i32 - 1
                })
            })
        })
        .collect();
    dict(v, keys)
}
fn file_of(i: usize) -> usize {
    i * 540 / N
}
impl Tables for Gen {
    fn exists(&self, t: &Table) -> bool {
        matches!(t.name, "ledger_line" | "spend" | "theme_share" | "source_file")
    }
    fn n_rows(&self, _: &Table) -> Result<usize, BoxError> {
        Ok(N)
    }
    fn path(&self, t: &Table) -> PathBuf {
        PathBuf::from(t.name)
    }
    fn batches(&self, t: &Table, cols: &[&str]) -> Result<Batches<'_>, BoxError> {
        let t = *t;
        let cols: Vec<String> = cols.iter().map(|c| c.to_string()).collect();
        let n = match t.name {
            "source_file" => 540,
            _ => N,
        };
        Ok(Box::new((0..n).step_by(B).map(move |s| {
            let r = s..(s + B).min(n);
            let n = r.len();
            let arrays: Vec<(String, ArrayRef)> = cols
                .iter()
                .map(|c| {
                    let h = |i: usize, k: u64| rnd(i as u64 * 31 + k);
                    let zipf = |i: usize, k: u64, n: f64| ((n.powf((h(i, k) % 1_000_000) as f64 / 1e6)) as usize) - 1;
                    let a: ArrayRef = match (t.name, c.as_str()) {
                        ("source_file", "file_id") => words(|i| Some(format!("f{i:05}")), r.clone()),
                        ("source_file", "body_id") => words(|i| Some(format!("body{}", i / 60)), r.clone()),
                        (_, "file_id") => words(|i| Some(format!("f{:05}", file_of(i))), r.clone()),
                        (_, "body_id") => words(|i| Some(format!("body{}", file_of(i) / 60)), r.clone()),
                        (_, "line_id") if t.name == "theme_share" => Arc::new(Int64Array::from_iter_values(
                            r.clone().filter(|i| h(*i, 77) % 5 == 0).map(|i| i as i64),
                        )),
                        ("theme_share", "theme") => words(
                            |i| Some(format!("t{}", i % 6)),
                            r.clone().filter(|i| h(*i, 77) % 5 == 0).map(|i| i).fold(0..0, |a, _| 0..a.end + 1),
                        ),
                        ("theme_share", "amount") => Arc::new(
                            r.clone()
                                .filter(|i| h(*i, 77) % 5 == 0)
                                .map(|i| Some((h(i, 1) % 1000) as i128))
                                .collect::<Decimal128Array>()
                                .with_precision_and_scale(18, 2)
                                .unwrap(),
                        ),
                        (_, "line_id") => Arc::new(Int64Array::from_iter_values(r.clone().map(|i| i as i64))),
                        (_, "row") => Arc::new(Int64Array::from_iter_values(r.clone().map(|i| (i % 13000) as i64))),
                        (_, "date") => Arc::new(Date32Array::from_iter_values(
                            r.clone().map(|i| 18353 + (file_of(i) % 12 * 30) as i32 + (h(i, 2) % 30) as i32),
                        )),
                        (_, "payee") => words(
                            |i| (h(i, 3) % 50 != 0).then(|| format!("Payee Number {} Ltd", zipf(i, 4, 600_000.0))),
                            r.clone(),
                        ),
                        (_, "department") => words(|i| Some(format!("Dept {}", zipf(i, 5, 30.0))), r.clone()),
                        ("ledger_line", "service") => {
                            words(|i| Some(format!("Service {} {}", file_of(i) / 60, zipf(i, 6, 400.0))), r.clone())
                        }
                        (_, "subjective") => words(|i| Some(format!("Subj {}", zipf(i, 7, 80.0))), r.clone()),
                        (_, "capital") => Arc::new(BooleanArray::from(
                            (r.clone())
                                .map(|i| if file_of(i) / 60 % 3 == 0 { Some(h(i, 8) % 10 == 0) } else { None })
                                .collect::<Vec<_>>(),
                        )),
                        (_, "redacted") => {
                            Arc::new(BooleanArray::from((r.clone()).map(|i| h(i, 9) % 25 == 0).collect::<Vec<_>>()))
                        }
                        ("spend", "financial_year") => Arc::new(Int32Array::from(vec![2020; n])),
                        ("spend", "amount") => Arc::new(
                            r.clone()
                                .map(|i| {
                                    Some(
                                        (10f64.powf((h(i, 10) % 600) as f64 / 100.0) * 100.0) as i128
                                            * if h(i, 11) % 20 == 0 { -1 } else { 1 },
                                    )
                                })
                                .collect::<Decimal128Array>()
                                .with_precision_and_scale(18, 2)
                                .unwrap(),
                        ),
                        ("spend", "treatment") => words(
                            |i| {
                                Some(
                                    ["spend", "transfer", "financing", "excluded"]
                                        [[0, 0, 0, 0, 0, 0, 0, 1, 2, 3][zipf(i, 12, 10.0)]]
                                    .into(),
                                )
                            },
                            r.clone(),
                        ),
                        ("spend", "transfer_kind") => words(
                            |i| ([0, 0, 0, 0, 0, 0, 0, 1, 2, 3][zipf(i, 12, 10.0)] == 1).then(|| "grant".into()),
                            r.clone(),
                        ),
                        ("spend", "eliminated") => Arc::new(BooleanArray::from(vec![false; n])),
                        ("spend", "attribution") => words(|_| Some("here".into()), r.clone()),
                        ("spend", "why") => words(|i| Some(format!("rule{}", zipf(i, 6, 400.0) % 12)), r.clone()),
                        ("spend", "service") => words(|i| Some(format!("svc{}", zipf(i, 6, 400.0) % 18)), r.clone()),
                        ("spend", "service_why") => words(|i| Some(format!("srule{}", zipf(i, 6, 400.0) % 200)), r.clone()),
                        ("spend", "cofog") => words(|i| Some(format!("{:02}", zipf(i, 6, 400.0) % 18 % 10 + 1)), r.clone()),
                        ("spend", "intent") => words(|_| None, r.clone()),
                        ("spend", "counterparty_id") => words(
                            |i| {
                                ([0, 0, 0, 0, 0, 0, 0, 1, 2, 3][zipf(i, 12, 10.0)] == 1)
                                    .then(|| format!("cp{}", h(i, 15) % 30))
                            },
                            r.clone(),
                        ),
                        (_, _) => {
                            let k = t.column(c).kind;
                            match k {
                                Kind::Text => words(|_| Some("x".into()), r.clone()),
                                Kind::Id | Kind::Count => Arc::new(Int64Array::from(vec![0; n])),
                                Kind::Money => Arc::new(
                                    Decimal128Array::from(vec![0i128; n]).with_precision_and_scale(18, 2).unwrap(),
                                ),
                                Kind::Share => Arc::new(Float64Array::from(vec![0.0; n])),
                                Kind::Date => Arc::new(Date32Array::from(vec![0; n])),
                                Kind::Year => Arc::new(Int32Array::from(vec![2020; n])),
                                _ => panic!("{c}"),
                            }
                        }
                    };
                    (c.clone(), a)
                })
                .collect();
            Ok(RecordBatch::try_from_iter(arrays)?)
        })))
    }
}
fn rss() -> String {
    std::fs::read_to_string("/proc/self/status")
        .unwrap()
        .lines()
        .filter(|l| l.starts_with("VmRSS") || l.starts_with("VmHWM"))
        .map(|l| l.replace('\t', " "))
        .collect::<Vec<_>>()
        .join("  ")
}
#[test]
#[ignore]
fn speed() {
    let place = Place {
        name: "x".into(),
        area_codes: vec![],
        region: None,
        population: None,
        year: FinancialYear(2020),
        bodies: vec![],
        sources: vec![],
        registers: vec![],
        themes: vec![],
        options: Default::default(),
        root: Default::default(),
        sources_root: Default::default(),
    };
    let t = Instant::now();
    let mut n = 0;
    for name in [&tables::LEDGER_LINE, &tables::SPEND] {
        let cols: Vec<&str> = name
            .columns
            .iter()
            .map(|c| c.name)
            .filter(|c| !["payee_code", "irrecoverable_vat", "description", "reference", "category"].contains(c))
            .collect();
        for b in Gen.batches(name, &cols).unwrap() {
            n += b.unwrap().num_rows();
        }
    }
    eprintln!("generating alone {:?} {n}", t.elapsed());
    let t = Instant::now();
    let a = Account::load(&place, &Gen).unwrap();
    eprintln!("generate+load {:?} lines {} {}", t.elapsed(), a.n_lines(), rss());
    for q in [
        "",
        "part=net",
        "body=body3",
        "body=body3&service=svc2&month=2020-07",
        "payee=Payee%20Number%205%20Ltd",
        "payee=Payee%20Number%2070000%20Ltd",
        "q=777",
        "q=9",
        "min=500&max=1000",
        "min=0",
        "min=100000",
        "min=500&max=1000&service=svc1",
        "department=Dept%200",
        "heading=Service%203%207",
        "service=svc1",
        "theme=t1",
        "theme=t1&body=body2",
        "sign=negative",
        "except-payee=Payee%20Number%205%20Ltd",
        "rule=rule5&redacted=yes",
    ] {
        let f = Filter::from_query(q).unwrap();
        let t = Instant::now();
        let tally = a.tally(&f);
        let d1 = t.elapsed();
        let t = Instant::now();
        let p = a.rows(&f, Sort::Largest, 0, 50);
        let d2 = t.elapsed();
        let t = Instant::now();
        a.rows(&f, Sort::Latest, tally.n_lines / 2, 50);
        let d3 = t.elapsed();
        let t = Instant::now();
        a.by(&f, Dimension::Service);
        let d4 = t.elapsed();
        let t = Instant::now();
        a.by_page(&f, Dimension::Payee, 0, 20);
        let d5 = t.elapsed();
        let t = Instant::now();
        a.by_page(&f, Dimension::Heading, 0, 20);
        let d6 = t.elapsed();
        let t = Instant::now();
        a.by_two(&f, Dimension::Body, Dimension::Service);
        let d7 = t.elapsed();
        let t = Instant::now();
        a.rows_view(&RowsRequest::first(f.clone()), None);
        let d8 = t.elapsed();
        eprintln!(
            "{q:45} n={:8} tally {d1:9.2?} rows {d2:9.2?} mid {d3:9.2?} svc {d4:9.2?} payee {d5:9.2?} head {d6:9.2?} two {d7:9.2?} view {d8:9.2?} {}",
            tally.n_lines,
            p.lines.len()
        );
    }
    for q in ["number 77", "payee", "dept", "zzz"] {
        let t = Instant::now();
        let h = a.search(q, 30);
        eprintln!("search {q} {:?} {}", t.elapsed(), h.len());
    }
    eprintln!("{}", rss());
}
