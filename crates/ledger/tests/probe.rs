//! temporary
use std::time::Instant;
use ledger::Register;
use model::place::*;
use model::*;
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
    let t = Instant::now();
    let n = names.iter().filter(|n| r.find(n).is_some()).count();
    println!("find {} of {} in {:?}", n, names.len(), t.elapsed());
    let t = Instant::now();
    let b = ledger::counterparties(&r, names.iter().copied());
    println!("counterparties {} in {:?}", b.num_rows(), t.elapsed());
    let mut f = String::new();
    for n in &names { match r.find(n) { Some(c) => f += &format!("+\t{}\t{}\t{}\t{}\n", n, c.id, c.name, c.method), None => f += &format!("-\t{}\n", n) } }
    std::fs::write("/tmp/led/found.tsv", f).unwrap();
}
