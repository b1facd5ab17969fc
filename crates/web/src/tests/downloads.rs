use std::collections::BTreeMap;
use std::io::Cursor;

use account::{Dimension, Filter};
use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use axum::http::{Method, StatusCode};
use calamine::{Data, DataType, Reader, Xlsx};
use model::tables;
use money::Money;

use crate::testing::{ATTACKS, Served, served};

/// Filters of several kinds; the last one has no lines.
const QUERIES: [&str; 6] =
    ["", "body=county&part=net", "theme=families", "q=acorn&min=100", "sign=negative", "min=99999999999"];

/// Cells of a download by line, each by its heading.
type Lines = Vec<BTreeMap<String, String>>;

fn check_lines(served: &Served, query: &str, lines: &Lines) {
    let filter = Filter::from_query(query).unwrap();
    let tally = served.app.site.account().tally(&filter);
    assert_eq!(lines.len(), tally.n_lines, "{query}");
    let pence = |line: &BTreeMap<String, String>| money::Amount::parse(&line["counted"]).unwrap().money;
    assert_eq!(lines.iter().map(pence).sum::<Money>(), tally.amount, "{query}");
    let expected = served.app.site.account().lines(&filter);
    for (line, index) in lines.iter().zip(expected) {
        let row = served.app.site.account().row(index);
        assert_eq!(
            (line["row"].as_str(), line["file_id"].as_str()),
            (row.row.to_string().as_str(), row.file_id),
            "{query}"
        );
        assert_eq!(line["reference"], format!("R{}", row.row - 2), "each line has its own texts");
    }
}

async fn csv_of(served: &Served, query: &str) -> Lines {
    let answer = served.get(&format!("/rows.csv?{query}")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header(CONTENT_DISPOSITION), "attachment; filename=\"tyneshire-b-2020-21-rows.csv\"");
    let mut reader = csv::Reader::from_reader(answer.body.as_slice());
    reader.deserialize().map(|line| line.unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn csv_has_the_rows_and_the_sum_of_the_filter() {
    let served = served();
    for query in QUERIES {
        check_lines(&served, query, &csv_of(&served, query).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn csv_cells_cannot_run_and_lose_nothing() {
    let served = served();
    let lines = csv_of(&served, "").await;
    for line in &lines {
        for (heading, cell) in line {
            let is_number = ["amount", "counted"].contains(&heading.as_str());
            assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{heading}: {cell}");
        }
    }
    for attack in ATTACKS {
        let expected = if attack.starts_with(['=', '@']) { format!("'{attack}") } else { attack.to_owned() };
        assert!(lines.iter().any(|line| line["payee"] == expected), "{attack}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_has_the_rows_and_the_sum_of_the_filter() {
    let served = served();
    for query in QUERIES {
        let answer = served.get(&format!("/rows.xlsx?{query}")).await;
        assert!(answer.header(CONTENT_TYPE).contains("spreadsheetml"));
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(answer.body)).unwrap();
        let formulas = workbook.worksheet_formula("Rows").unwrap();
        assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "no text becomes a formula");
        let sheet = workbook.worksheet_range("Rows").unwrap();
        let mut rows = sheet.rows();
        let headings: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
        let lines: Lines =
            rows.map(|row| headings.iter().cloned().zip(row.iter().map(Data::to_string)).collect()).collect();
        check_lines(&served, query, &lines);
        let cover = workbook.worksheet_range("Cover").unwrap();
        let filter = Filter::from_query(query).unwrap();
        let pounds = cover.get((1, 1)).and_then(|cell| cell.as_f64());
        assert_eq!(pounds, Some(served.app.site.account().tally(&filter).amount.pounds()), "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parquet_file_has_the_rows_and_the_sum_of_the_filter() {
    let served = served();
    for query in QUERIES {
        let answer = served.get(&format!("/rows.parquet?{query}")).await;
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("rows.parquet"), &answer.body).unwrap();
        let batch = engine::read_all(folder.path(), &crate::download::ROWS).unwrap();
        let tally = served.app.site.account().tally(&Filter::from_query(query).unwrap());
        let counted = batch.column_by_name("counted").unwrap().as_primitive::<Decimal128Type>();
        let sum: i128 = counted.values().iter().sum();
        assert_eq!((batch.num_rows(), sum), (tally.n_lines, i128::from(tally.amount.pence())), "{query}");
        let payees = batch.column_by_name("payee").unwrap().as_string::<i32>();
        let is_attack = |payee: Option<&str>| payee == Some(ATTACKS[2]);
        assert!(!query.is_empty() || payees.iter().any(is_attack), "text stays as printed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn downloads_follow_the_figure_of_every_body() {
    let served = served();
    let account = served.app.site.account();
    for group in account.by(&Filter::net_here(), Dimension::Body) {
        let query = Filter::net_here().only(Dimension::Body, group.value.as_deref()).to_query();
        assert_eq!(csv_of(&served, &query).await.len(), group.tally.n_lines);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_are_sent_as_they_are_whole_or_in_part() {
    let served = served();
    let leaving = tempfile::tempdir().unwrap();
    for table in tables::that_may_leave().filter(|table| ["spend", "ledger_line", "theme_share"].contains(&table.name))
    {
        let path = engine::table_path(leaving.path(), table);
        engine::write_leaving(&served.tables, table, &path).unwrap();
        let kept = engine::table_path(&served.tables, table);
        let on_disk = std::fs::read(if table.leaves_whole() { kept } else { path }).unwrap();
        let table = table.name;
        let whole = served.get(&format!("/tables/{table}.parquet")).await;
        assert!(whole.status == StatusCode::OK && whole.body == on_disk, "{table}");
        let address = format!("/tables/{table}.parquet");
        let part = served.ask(Method::GET, &address, &[(RANGE, "bytes=-8")]).await;
        assert_eq!((part.status, part.body.as_slice()), (StatusCode::PARTIAL_CONTENT, &on_disk[on_disk.len() - 8..]));
        let n = on_disk.len();
        assert_eq!(part.header(CONTENT_RANGE), format!("bytes {}-{}/{n}", n - 8, n - 1));
        let outside = served.ask(Method::GET, &address, &[(RANGE, "bytes=99999999-")]).await;
        assert_eq!(outside.status, StatusCode::RANGE_NOT_SATISFIABLE);
    }
}
