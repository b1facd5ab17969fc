//! A small place with attacks in its ledgers, served without a network.

use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;

use account::{Account, Dimension};
use axum::body::{Body, to_bytes};
use axum::http::header::{HOST, HeaderName};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use engine::{Folder, TableWriter};
use model::place::{BodyKind, Options as PlaceOptions, Theme};
use model::{FinancialYear, Place, Reach, Table, tables};
use money::Money;
use pages::{Run, Site};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::{App, Options, answer};

/// Text that every answer must show as text. No cell of a text table can hold a bar or a line's end.
pub const ATTACKS: [&str; 9] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "=HYPERLINK(\"http://example.org\")",
    "@SUM(1+1)*cmd",
    "../../../etc/passwd",
    "{{ 7 * 7 }} ${7*7} %s",
    "O'Brien & Sons <b>Ltd</b>, \"quoted\"",
    "Reversed \u{202e}dtL sgnidloH",
    "Bell \u{7} and \u{1} control",
];
const PAYEES: [&str; 6] = [
    "Acorn Nursery",
    "Brightwater Homes",
    "Cedar Court Care Home",
    "Dale Coaches",
    "Tyneshire Trust",
    "Eastgate Surgery",
];
const N_LINES: usize = 300;

/// A served place, its tables in a folder that goes with it.
pub struct Served {
    pub app: Arc<App>,
    pub tables: PathBuf,
    _folder: TempDir,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("pages are text")
    }

    pub fn header(&self, name: HeaderName) -> &str {
        self.headers.get(&name).map_or("", |value| value.to_str().unwrap())
    }
}

pub fn options() -> Options {
    Options::standard(|_| {})
}

/// The place, served as `totalplace serve` does.
pub fn served() -> Served {
    served_as(&options())
}

pub fn served_as(options: &Options) -> Served {
    let folder = on_disk(tables_of_place());
    let app = App::new(options, site(&Folder::new(folder.path())), folder.path());
    Served { app, tables: folder.path().to_owned(), _folder: folder }
}

impl Served {
    pub async fn get(&self, address: &str) -> Answer {
        self.ask(Method::GET, address, &[]).await
    }

    pub async fn ask(&self, method: Method, address: &str, headers: &[(HeaderName, &str)]) -> Answer {
        self.app.texts.wait().await.expect("the texts of a small place are read at once");
        self.ask_at_once(method, address, headers).await
    }

    /// Even if the texts are still being read.
    pub async fn ask_at_once(&self, method: Method, address: &str, headers: &[(HeaderName, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        if headers.iter().all(|(name, _)| name != HOST) {
            request = request.header(HOST, "localhost:8080");
        }
        let request = headers.iter().fold(request, |request, (name, value)| request.header(name, *value));
        let request = request.body(Body::empty()).unwrap();
        let response = answer::router(Arc::clone(&self.app)).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

/// Lines alone, written as text, in a folder of tables.
pub fn lines_on_disk(text: &str) -> TempDir {
    on_disk(vec![(&tables::LEDGER_LINE, text.to_owned())])
}

fn on_disk(tables: Vec<(&'static Table, String)>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (table, text) in tables {
        let path = engine::table_path(folder.path(), table);
        TableWriter::write_all(&path, table, &[testkit::batch(table, &text)]).unwrap();
    }
    folder
}

fn site(tables: &Folder) -> Site {
    let place = place();
    let services = [("education", "Education"), ("nhs", "Health services")];
    let services = services.map(|(id, name)| (id.to_owned(), name.to_owned()));
    let account = Account::load(&place, tables).unwrap().with_labels(Dimension::Service, &services);
    let summary = report::summary(tables, &place).unwrap();
    let run = Run { program: "totalplace 0.1.0".to_owned(), digest: "1f2e3d4c".to_owned(), downloads: Vec::new() };
    Site::new(place, account, summary, tables, run).unwrap()
}

fn place() -> Place {
    let body = |id: &str, name: &str, kind| model::Body {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        codes: Vec::new(),
        other_names: Vec::new(),
        in_perimeter: true,
        reach: Reach::Local,
        serves: Vec::new(),
    };
    Place {
        name: "Tyneshire <b>&".to_owned(),
        area_codes: Vec::new(),
        region: None,
        population: Some(1_000),
        year: FinancialYear(2020),
        earlier_years: Vec::new(),
        bodies: vec![
            body("county", "Tyneshire County Council", BodyKind::CountyCouncil),
            body("trust", "Tyneshire Trust", BodyKind::NhsTrust),
        ],
        sources: Vec::new(),
        registers: Vec::new(),
        themes: vec![Theme { id: "families".to_owned(), name: "Families".to_owned() }],
        options: PlaceOptions::default(),
        root: PathBuf::new(),
        sources_root: PathBuf::new(),
    }
}

struct Line {
    index: usize,
    body: &'static str,
    payee: String,
    pence: i64,
    service: &'static str,
    is_transfer: bool,
}

impl Line {
    fn of(index: usize) -> Line {
        let body = if index.is_multiple_of(3) { "trust" } else { "county" };
        let payee =
            if index.is_multiple_of(5) { ATTACKS[index / 5 % ATTACKS.len()] } else { PAYEES[index % PAYEES.len()] };
        let size = [99, 12_345, 700_000, 1][index % 4] * (index as i64 + 1);
        Line {
            index,
            body,
            payee: payee.to_owned(),
            pence: if index.is_multiple_of(11) { -size } else { size },
            service: if body == "trust" { "nhs" } else { "education" },
            is_transfer: body == "county" && payee == "Tyneshire Trust",
        }
    }

    fn id(&self) -> usize {
        (1 << 24) + self.index + 2
    }

    fn amount(&self) -> String {
        Money::from_pence(self.pence).plain()
    }

    /// Half of what the county spends on education is for families.
    fn families(&self) -> Option<String> {
        let is_half = self.service == "education" && !self.is_transfer;
        is_half.then(|| Money::from_pence(self.pence / 2).plain())
    }
}

fn tables_of_place() -> Vec<(&'static Table, String)> {
    let lines: Vec<Line> = (0..N_LINES).map(Line::of).collect();
    let rows = |heading: &str, row: &dyn Fn(&Line) -> Option<String>| {
        lines.iter().filter_map(row).fold(format!("{heading}\n"), |mut text, row| {
            writeln!(text, "{row}").unwrap();
            text
        })
    };
    let ledger = rows(
        "line_id | file | row | body | date | payee | amount | department | service | category | reference | irrecoverable_vat | redacted",
        &|line| {
            let (index, body) = (line.index, line.body);
            let (day, attack) = (index % 28 + 1, ATTACKS[index % ATTACKS.len()]);
            Some(format!(
                "{} | {body}-1 | {} | {body} | 2020-06-{day:02} | {} | {} | People & <Place> | Nurseries | purpose {index} {attack} | R{index} | {} | no",
                line.id(),
                index + 2,
                line.payee,
                line.amount(),
                if index % 7 == 0 { "1.50" } else { "" }
            ))
        },
    );
    let spend = rows(
        "line_id | body | financial_year | amount | counterparty | treatment | transfer_kind | eliminated | attribution | why | service | cofog",
        &|line| {
            let (treatment, kind, to) =
                if line.is_transfer { ("transfer", "grant", "trust") } else { ("spend", "", "") };
            let eliminated = if line.is_transfer { "yes" } else { "no" };
            Some(format!(
                "{} | {} | 2020-21 | {} | {to} | {treatment} | {kind} | {eliminated} | here | rule-1 | {} | 09",
                line.id(),
                line.body,
                line.amount(),
                line.service
            ))
        },
    );
    let shares = rows("line_id | theme | share | amount", &|line| {
        line.families().map(|amount| format!("{} | families | 0.5 | {amount}", line.id()))
    });
    vec![
        (&tables::SOURCE_FILE, source_files(&lines)),
        (&tables::LEDGER_LINE, ledger),
        (&tables::SPEND, spend),
        (&tables::THEME_SHARE, shares),
        (
            &tables::COUNTERPARTY,
            "payee | counterparty | counterparty_name\n Tyneshire Trust | trust | Tyneshire Trust".to_owned(),
        ),
        (&tables::TRANSFER, transfers(&lines)),
        (&tables::FLOW, "tier | from | to | amount".to_owned()),
        (&tables::RECONCILIATION, "body | item | amount".to_owned()),
        (
            &tables::LEDGER_PROBLEM,
            "file | body | row | kind | n_rows | text\n county-1 | county | 999 | amount_missing | 1 | <b>none</b>"
                .to_owned(),
        ),
    ]
}

fn source_files(lines: &[Line]) -> String {
    let mut text = "file | body | path | n_lines | amount | vat_basis | mapping\n".to_owned();
    for body in ["county", "trust"] {
        let of_body = || lines.iter().filter(|line| line.body == body);
        let amount = Money::from_pence(of_body().map(|line| line.pence).sum()).plain();
        writeln!(text, "{body}-1 | {body} | {body}/<spend>.csv | {} | {amount} | net | found", of_body().count())
            .unwrap();
    }
    text
}

fn transfers(lines: &[Line]) -> String {
    let transfers = || lines.iter().filter(|line| line.is_transfer);
    let amount = Money::from_pence(transfers().map(|line| line.pence).sum()).plain();
    format!(
        "payer | receiver | transfer_kind | n_lines | amount | eliminated | status\n county | trust | grant | {} | {amount} | yes | one_sided",
        transfers().count()
    )
}
