//! Private people whom a ledger names: their pounds are counted, and nothing that leaves the place names them.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use model::payee::PRIVATE_INDIVIDUAL;
use model::tables::{self, that_may_leave};

use crate::people::unpacked;
use crate::run::{Copy, files_of};
use crate::serve::served;

/// In the name of every private person, and in nothing else.
const MARK: &str = "zyxmark";

/// Payees of a ledger with what each line was for. The marked ones are people, in the forms in which ledgers print them.
const LINES: [(&str, &str, &str, &str); 17] = [
    ("MRS ANN ZYXMARK", "Fostering Allowances", "Allowance for Mrs Zyxmark", "ZYXMARK01"),
    ("Mrs Zyxmark", "Fostering - Mrs Zyxmark", "May", "1002"),
    ("ZYXMARK J", "Special Guardianship", "ZYXMARK J", "1003"),
    ("Mr J. Zyxmark (Foster Carer)", "Childrens Services", "to Mr Zyxmark", "1004"),
    ("Zyxmark, John", "Adult Social Care", "Direct payment John Zyxmark", "1005"),
    ("John Zyxmark", "Student Awards", "Award", "1006"),
    ("Redacted - Ann Zyxmark", "Fostering Allowances", "Ann Zyxmark", "1007"),
    ("Ann Zyxmark [REDACTED]", "Childrens Services", "", "1008"),
    ("GDPR - ZYXMARK A", "Childrens Services", "", "1009"),
    ("Zyxmark Unlisted", "Council Tax Refunds", "Refund", "1010"),
    ("A Zyxmark", "Highways", "Compensation to A Zyxmark", "1011"),
    ("MR & MRS ZYXMARK", "Housing Benefit Refunds", "", "1012"),
    ("Dr Ann Zyxmark", "Legal Fees", "Report", "1013"),
    ("Acorn Nurseries Ltd", "Early Years", "Places for child of Ann Zyxmark", "1014"),
    ("Foster Carer", "Fostering Allowances", "Ann Zyxmark, May", "1015"),
    ("***", "Childrens Services", "Zyxmark", "1016"),
    ("Oak & Sons", "Highways", "Road", "1017"),
];

fn ledger() -> String {
    let line = |(at, (payee, service, purpose, reference)): (usize, &(&str, &str, &str, &str))| {
        format!("{:02}/05/2024,\"{payee}\",V{at},{service},\"{purpose}\",{reference},{}.00\n", at + 1, 1000 + at)
    };
    let lines: String = LINES.iter().enumerate().map(line).collect();
    // Rows that are no lines are shown to people as problems.
    let odd = "20/05/2024,Mrs Ann Zyxmark,V20,Fostering,to Zyxmark,2001,unknown\n\
               21/05/2024,Zyxmark, Ann,V21,Fostering,May,2002,15.00\n\
               Mrs Zyxmark,Acorn Nurseries Ltd,V22,Early Years,June,2003,12.50\n";
    format!("Date,Payee,Payee number,Service,Description,Reference,Amount\n{lines}{odd}")
}

fn place() -> Copy {
    let place = Copy::empty();
    place.write(
        "place.toml",
        "name = \"Private\"\nyear = \"2024-25\"\n[[body]]\nid = \"county\"\nname = \"County\"\nkind = \"county_council\"\n\
         [[source]]\nbody = \"county\"\nfiles = [\"county/*.csv\"]\n",
    );
    place.write("sources/county/spend.csv", &ledger());
    place
}

fn said(place: &Copy, arguments: &[&str]) -> String {
    let output = place.command(arguments[0]).args(&arguments[1..]).output().expect("the command runs");
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn is_marked(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).to_lowercase().contains(MARK)
}

/// Every file that is made to leave, unpacked where it is packed.
fn insist_that_no_file_is_marked(place: &Copy) {
    place.publish();
    for folder in ["public", "exports", "mappings"] {
        let files = files_of(&place.join(folder));
        assert!(!files.is_empty(), "{folder}");
        for (name, bytes) in files {
            assert!(!name.to_lowercase().contains(MARK), "{folder}/{name}");
            assert!(!name.contains(tables::MASKED_PAYEE.name), "{folder}/{name} is about people");
            assert!(!is_marked(&bytes), "{folder}/{name}");
            // What Parquet packs cannot be read here; its columns are named in plain letters.
            let is_table = name.ends_with("ledger_line.parquet");
            assert!(!is_table || !String::from_utf8_lossy(&bytes).contains("description"), "{folder}/{name}");
            if name.ends_with(".xlsx") {
                unpacked(bytes).iter().for_each(|(part, bytes)| assert!(!is_marked(bytes), "{name}: {part}"));
            }
        }
    }
    assert!(!is_marked(&std::fs::read(place.join("out/run.json")).expect("a record")), "run.json");
}

#[test]
fn a_private_person_is_counted_and_named_in_nothing_that_leaves() {
    let place = place();
    for arguments in [
        ["check"].as_slice(),
        &["check", "--json"],
        &["build"],
        &["build", "--json"],
        &["export", "datapackage"],
        &["export", "xlsx"],
        &["suppliers"],
        &["classify"],
    ] {
        let said = said(&place, arguments);
        assert!(!said.to_lowercase().contains(MARK), "`{}` says\n{said}", arguments.join(" "));
    }
    for table in that_may_leave().filter(|table| place.join(&format!("out/tables/{}.parquet", table.name)).exists()) {
        let columns: Vec<String> = table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        let rows = place.query(&format!("SELECT {} FROM {}", columns.join(", "), table.name));
        let text = serde_json::to_string(&rows).expect("JSON");
        assert!(!text.to_lowercase().contains(MARK), "{}: {text}", table.name);
    }
    insist_that_no_file_is_marked(&place);
    let masked = format!("SELECT count(*), sum(amount) FROM ledger_line WHERE payee = '{PRIVATE_INDIVIDUAL}'");
    assert_eq!(place.value(&masked), "9");
    assert_eq!(place.value("SELECT count(*) FROM ledger_line WHERE redacted"), "6");
    let n_lines = LINES.len() as u64 + 1;
    assert_eq!(place.value("SELECT count(*) FROM ledger_line"), n_lines.to_string(), "no line is lost");
    assert_eq!(place.value("SELECT count(*) FROM supplier WHERE supplier_kind = 'individual'"), "1");
}

fn bytes_at(address: SocketAddr, path: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).expect("it answers");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").expect("it listens");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it answers");
    answer
}

#[test]
fn what_is_served_names_nobody() {
    let place = place();
    place.build();
    let (mut server, address) = served(&place);
    let pages = [
        "/",
        "/rows",
        "/payees",
        "/suppliers",
        "/suppliers/individual-38b98b71d50f0886",
        "/warnings",
        "/method",
        "/rows?q=zyx",
    ];
    let files =
        ["/rows.csv", "/rows.xlsx", "/rows.parquet", "/tables/ledger_line.parquet", "/tables/ledger_problem.parquet"];
    for path in pages.iter().chain(&files) {
        let answer = bytes_at(address, path);
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{path}");
        assert!(!is_marked(&answer), "{path}: {}", String::from_utf8_lossy(&answer));
        let is_table = path.ends_with(".parquet");
        assert!(!is_table || !String::from_utf8_lossy(&answer).contains("description"), "{path}");
    }
    assert!(bytes_at(address, "/tables/masked_payee.parquet").starts_with(b"HTTP/1.1 404"));
    assert!(String::from_utf8_lossy(&bytes_at(address, "/rows")).contains(PRIVATE_INDIVIDUAL));
    server.kill().expect("it is stopped");
    server.wait().expect("it ends");
}

#[test]
fn the_keeper_of_the_account_finds_the_name_and_overrules_the_mask() {
    let place = place();
    place.build();
    let names = place.query("SELECT payee, reason FROM masked_payee WHERE payee LIKE 'MRS%' OR payee LIKE 'Red%'");
    assert_eq!(names.len(), 2, "{names:?}");
    assert_eq!(names[0]["reason"], "title");
    assert_eq!(names[1]["reason"], "withheld");
    let traced = said(&place, &["trace", "--where", "l.row = 2"]);
    assert!(traced.contains("MRS ANN ZYXMARK"), "the row of the source is shown\n{traced}");
    place.write(
        "rules/masked.csv",
        "payee,mask,reason,who\nDr Ann Zyxmark,no,gives evidence as a witness,A. Clerk\nOak & Sons,yes,one man,A. Clerk\n",
    );
    place.build();
    let payees = place.query("SELECT DISTINCT payee FROM ledger_line WHERE NOT redacted ORDER BY payee");
    let payees: Vec<&str> = payees.iter().filter_map(|row| row["payee"].as_str()).collect();
    assert_eq!(payees, [PRIVATE_INDIVIDUAL, "Acorn Nurseries Ltd", "Dr Ann Zyxmark"]);
    assert_eq!(place.value("SELECT count(*) FROM masked_payee WHERE reason = 'decision'"), "1");
    let fresh = crate::private_payees::place();
    std::fs::create_dir(fresh.join("rules")).expect("a folder");
    std::fs::copy(place.join("rules/masked.csv"), fresh.join("rules/masked.csv")).expect("a copy");
    fresh.build();
    let tables = |place: &Copy| files_of(&place.join("out/tables"));
    assert!(tables(&place) == tables(&fresh), "a build after the edit gives the bytes of a fresh one");
    place.write("rules/masked.csv", "payee,mask,reason,who\nDr Ann Zyxmark,nope,,A. Clerk\n");
    let refused = place.command("build").output().expect("the command runs");
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("rules/masked.csv:2") && said.contains("did you mean `no`?"), "{said}");
}
