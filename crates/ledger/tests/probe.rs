//! temporary
use std::time::Instant;
use ledger::Register;
use model::place::*;
use model::*;
fn cpu() -> f64 { std::fs::read_to_string("/proc/thread-self/schedstat").unwrap().split(' ').next().unwrap().parse::<f64>().unwrap() / 1e6 }
fn authorities() -> Vec<RegisterBody> {
    let mut out = Vec::new();
    let mut r = csv::Reader::from_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/codes/uk_local_authorities.csv")).unwrap();
    let h = r.headers().unwrap().clone();
    let col = |n: &str| h.iter().position(|x| x == n).unwrap();
    let (name, nice, ty, alt, code) = (col("official-name"), col("nice-name"), col("local-authority-type"), col("alt-names"), col("old-register-and-code"));
    for rec in r.records() {
        let rec = rec.unwrap();
        let kind = match &rec[ty] { "CTY" => BodyKind::CountyCouncil, "NMD" => BodyKind::DistrictCouncil, "COMB" | "SRA" => BodyKind::CombinedAuthority, _ => BodyKind::Council };
        let mut other: Vec<String> = vec![rec[nice].to_owned()];
        other.extend(rec[alt].split(',').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()));
        let id = if rec[code].is_empty() { format!("local-authority:{}", &rec[0]) } else { rec[code].to_owned() };
        out.push(RegisterBody { id, name: rec[name].to_owned(), kind, other_names: other });
    }
    let mut r = csv::Reader::from_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/codes/police_forces.csv")).unwrap();
    for rec in r.records() { let rec = rec.unwrap(); out.push(RegisterBody { id: format!("police:{}", &rec[0]), name: rec[1].to_owned(), kind: BodyKind::Police, other_names: vec![] }); }
    out
}
#[test]
fn probe() {
    let place = Place { name: "x".into(), area_codes: vec![], region: None, population: None, year: FinancialYear(2011), bodies: vec![], sources: vec![], registers: vec![], themes: vec![], options: Options::default(), root: "".into(), sources_root: "".into() };
    let reg = authorities();
    let t = Instant::now();
    let r = Register::new(&place, &reg);
    println!("build {:?}", t.elapsed());
    for a in r.ambiguous() { println!("AMB {} {:?}", a.name, a.body_ids); }
    let all = std::fs::read_to_string("/tmp/led/all.txt").unwrap();
    let names: Vec<&str> = all.lines().collect();
    for _ in 0..8 {
    let t = Instant::now();
    let r2 = Register::new(&place, &reg);
    println!("build {:?} {}", t.elapsed(), r2.ambiguous().len());
    let t = Instant::now();
    let n = names.iter().filter(|n| r.find(n).is_some()).count();
    println!("find {} of {} in {:?}", n, names.len(), t.elapsed());
    let t = Instant::now();
    let n = names.iter().map(|n| model::name::name_key(n).key.len()).sum::<usize>();
    println!("name_key {} of {} in {:?}", n, names.len(), t.elapsed());
    let t = Instant::now();
    let b = ledger::counterparties(&r, names.iter().copied());
    println!("counterparties {} in {:?}", b.num_rows(), t.elapsed());
    }
    let mut f = String::new();
    for n in &names { match r.find(n) { Some(c) => f += &format!("+\t{}\t{}\t{}\t{}\n", n, c.id, c.name, c.method), None => f += &format!("-\t{}\n", n) } }
    std::fs::write("/tmp/led/found.tsv", f).unwrap();
}

use model::rule::*;
use arrow_array::*;
use std::sync::Arc;
use std::collections::BTreeSet;
fn rules<T>(file: &str, then: impl Fn(&dyn Fn(&str) -> String) -> T) -> Vec<Rule<T>> {
    let mut r = csv::Reader::from_path(format!("{}/../../reference/rules/{file}.csv", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let h = r.headers().unwrap().clone();
    let last = |n: &str| h.iter().enumerate().filter(|(_, x)| *x == n).last().unwrap().0;
    r.records().map(|rec| {
        let rec = rec.unwrap();
        let when = h.iter().enumerate().filter(|(i, n)| !rec[*i].is_empty() && !(file == "service" && *i == last("service"))).filter_map(|(i, n)| Some((RuleField::parse(n)?, Pattern::parse(&rec[i]).unwrap()))).collect();
        Rule { id: rec[0].to_owned(), at: String::new(), when, then: then(&|n: &str| rec[last(n)].to_owned()) }
    }).collect()
}
fn all_rules() -> Rules {
    Rules {
        treatment: rules("treatment", |c| TreatmentOutcome { treatment: Treatment::parse(&c("treatment")).unwrap(), transfer_kind: TransferKind::parse(&c("transfer_kind")) }),
        service: rules("service", |c| ServiceOutcome { service: c("service"), cofog: Some(c("cofog")).filter(|s| !s.is_empty()) }),
        theme: rules("theme", |c| ThemeOutcome { theme: c("theme"), share: c("share").parse().unwrap() }),
        intent: rules("intent", |c| model::treatment::Intent::parse(&c("intent")).unwrap()),
    }
}
fn lines() -> Vec<RecordBatch> {
    let mut out = Vec::new();
    let base = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/tyne-and-wear-2020-21");
    // body, payee, department, service, subjective, description, category, amount, date
    let spec: [(&str, [&str; 8]); 4] = [
        ("darlington", ["Supplier", "Directotate", "Service", "Account", "", "", "Invoice Line Value (net of VAT)", "Transaction Date"]),
        ("gateshead", ["Supplier ID(T)", "Strgrpcc(T)", "", "Cipfsubj(T)", "Cipfsubs(T)", "", "Amount", "Updated"]),
        ("newcastle", ["Supplier Name", "Directorate", "Service Area", "Group Description", "Cost Centre Name", "", "Total (excludes VAT)", "Paid Date"]),
        ("north-tyneside", ["Supplier (Beneficiary) Name", "Directorate / Service Where Expenditure Incurred", "Service Category Label", "SeRCOP Expenditure Category", "Purpose of Spend", "Procurement Classification", "Net Amount", "Payment Date"]),
    ];
    let t = &tables::LEDGER_LINE;
    let mut buf: Vec<[String; 10]> = Vec::new();
    let mut flush = |buf: &mut Vec<[String; 10]>| {
        if buf.is_empty() { return }
        let col = |i: usize| -> ArrayRef { Arc::new(buf.iter().map(|r| Some(r[i].as_str()).filter(|s| !s.is_empty())).collect::<StringArray>()) };
        let n = buf.len();
        let none: ArrayRef = Arc::new(StringArray::new_null(n));
        let money = |v: Vec<i128>| -> ArrayRef { Arc::new(Decimal128Array::from(v).with_precision_and_scale(18, 2).unwrap()) };
        let cols: Vec<ArrayRef> = t.columns.iter().map(|c| -> ArrayRef { match c.name {
            "line_id" => Arc::new(Int64Array::from_iter_values(0..n as i64)), "row" => Arc::new(Int64Array::from_iter_values(0..n as i64)),
            "file_id" => col(9), "body_id" => col(0), "payee" => col(1), "department" => col(2), "service" => col(3), "subjective" => col(4), "description" => col(5), "category" => col(6),
            "financial_year" => Arc::new(Int32Array::from(vec![2020; n])),
            "date" => Arc::new(Date32Array::from_iter(buf.iter().map(|r| r[8].parse::<jiff::civil::Date>().ok().map(|d| d.since(jiff::civil::Date::constant(1970,1,1)).unwrap().get_days())))),
            "amount" => money(buf.iter().map(|r| money::Amount::parse(&r[7]).map_or(0, |a| a.money.pence() as i128)).collect()),
            "irrecoverable_vat" => Arc::new(Decimal128Array::new_null(n).with_precision_and_scale(18,2).unwrap()),
            "capital" => Arc::new(BooleanArray::new_null(n)), "redacted" => Arc::new(BooleanArray::from(vec![false; n])),
            _ => none.clone(),
        }}).collect();
        out.push(testkit::with_dictionaries(&RecordBatch::try_new(t.schema(), cols).unwrap()));
        buf.clear();
    };
    for (body, names) in spec {
        let mut files: Vec<_> = std::fs::read_dir(format!("{base}/{body}")).unwrap().map(|e| e.unwrap().path()).collect();
        files.sort();
        for f in files {
            let bytes = std::fs::read(&f).unwrap();
            let text: String = String::from_utf8(bytes).unwrap_or_else(|e| e.into_bytes().iter().map(|b| *b as char).collect());
            let mut r = csv::ReaderBuilder::new().flexible(true).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
            let h = r.headers().unwrap().clone();
            let pos: Vec<Option<usize>> = names.iter().map(|n| h.iter().position(|x| x.trim().eq_ignore_ascii_case(n) && !n.is_empty())).collect();
            assert!(pos[0].is_some() && pos[6].is_some(), "{f:?} {h:?}");
            for rec in r.records() { let rec = rec.unwrap();
                let g = |i: usize| pos[i].and_then(|p| rec.get(p)).unwrap_or("").to_owned();
                buf.push([body.to_owned(), g(0), g(1), g(2), g(3), g(4), g(5), g(6), g(7), f.file_name().unwrap().to_string_lossy().into_owned()]);
                if buf.len() == 100_000 { flush(&mut buf) }
            }
        }
    }
    flush(&mut buf);
    out
}
#[test]
fn speed() {
    let mut place = Place { name: "x".into(), area_codes: vec![], region: None, population: None, year: FinancialYear(2020), bodies: vec![], sources: vec![], registers: vec![], themes: vec![], options: Options::default(), root: "".into(), sources_root: "".into() };
    for (id, name) in [("darlington", "Darlington Borough Council"), ("gateshead", "Gateshead Council"), ("newcastle", "Newcastle City Council"), ("north-tyneside", "North Tyneside Council")] {
        place.bodies.push(Body { id: id.into(), name: name.into(), kind: BodyKind::Council, codes: vec![], other_names: vec![], in_perimeter: true, reach: Reach::Local });
    }
    let lines = lines();
    println!("{} lines in {} batches", lines.iter().map(|b| b.num_rows()).sum::<usize>(), lines.len());
    let reg = Register::new(&place, &authorities());
    let mut payees = BTreeSet::new();
    for b in &lines { use arrow_array::cast::AsArray; let d = b.column_by_name("payee").unwrap().as_dictionary::<types::Int32Type>(); for p in d.values().as_string::<i32>().iter().flatten() { payees.insert(p.to_owned()); } 
        for c in ["department","service","subjective","description","category"] { print!("{c} {} ", b.column_by_name(c).unwrap().as_dictionary::<types::Int32Type>().values().len()); } println!();
    }
    let cp = ledger::counterparties(&reg, payees.iter().map(String::as_str));
    println!("{} payees, {} counterparties", payees.len(), cp.num_rows());
    let own: BTreeSet<String> = place.bodies.iter().map(|b| b.id.clone()).collect();
    let rules = all_rules();
    for _ in 0..8 {
        let c0 = cpu();
        let t = Instant::now();
        let tr = ledger::Treater::new(&place, &own, &cp, &rules).unwrap();
        let t1 = t.elapsed();
        let c1 = cpu();
        let t = Instant::now();
        let mut totals = ledger::Totals::default();
        let mut n = 0;
        for b in &lines { let x = tr.treat(b); totals.merge(x.totals); n += x.spend.num_rows(); }
        let seq = t.elapsed();
        let c2 = cpu();
        for b in &lines { tr.treat(b); }
        println!("cpu new {:.1} ms, first treat {:.1} ms, second treat {:.1} ms", c1 - c0, c2 - c1, cpu() - c2);
        let t = Instant::now();
        let (a, b) = lines.split_at(lines.len() / 2);
        std::thread::scope(|s| { let h = s.spawn(|| a.iter().map(|b| tr.treat(b).spend.num_rows()).sum::<usize>()); b.iter().for_each(|b| { tr.treat(b); }); h.join().unwrap(); });
        println!("new {t1:?} sequential {seq:?} two threads {:?}; {n} lines, {} classes, unclassified {}", t.elapsed(), totals.by_class.len(), totals.sum(|c| c.service == "unclassified").amount);
    }
}
