//! Odd registers, notices and releases of our own making: the right value, or the problem said.

use model::ProblemKind;
use model::contract::{Contract, DifferenceKind, release_totals};
use model::place::SourceKind;
use model::tables::{ContractEnd, ContractRecord};
use money::Money;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::{Rows, read_content, rows};

fn register(text: &str) -> Rows {
    rows(vec![read_content("register.csv", text.as_bytes(), SourceKind::Contracts)])
}

fn releases(text: &str) -> Rows {
    rows(vec![read_content("releases.json", text.as_bytes(), SourceKind::Contracts)])
}

/// `amount | start | end | renewal` of each row; a dash is empty.
fn check(text: &str, expected: &[&str], said: &[&str]) {
    let found = register(text);
    let day = |day: Option<jiff::civil::Date>| day.map_or("-".to_owned(), |day| day.to_string());
    let row = |c: &Contract| {
        let amount = c.amount.map_or("-".to_owned(), Money::plain);
        format!("{amount} | {} | {} | {}", day(c.starts_on), day(c.ends_on), day(c.renews_on))
    };
    assert_eq!(found.contracts.iter().map(row).collect::<Vec<_>>(), expected, "{}", found.said());
    for words in said {
        assert!(found.said().contains(words), "`{words}` is not in: {}", found.said());
    }
}

const HEADINGS: &str = "Ref,Contract Title,Supplier,Start Date,End Date,Review Date,Contract Value\n";

#[test]
fn headings_may_have_other_words_and_stand_below_a_title() {
    check(
        "Contracts register of the council,,,,,\nAs at 1 April 2026,,,,,\n\nReference Number,Name of Contract,Name of Supplier,Commencement Date,Expiry Date,Total Value (£)\nC1,Cleaning,Acme Ltd,01/04/2025,31/03/2027,\"£1,000\"\n",
        &["1000.00 | 2025-04-01 | 2027-03-31 | -"],
        &[],
    );
}

#[test]
fn a_value_in_thousands_is_multiplied_out_and_said() {
    check(
        "Ref,Title,Contractor,End Date,Contract Value (£000)\nC1,Cleaning,Acme Ltd,31/03/2027,12.5\n",
        &["12500.00 | - | 2027-03-31 | -"],
        &["amounts_scaled", "thousands"],
    );
}

#[test]
fn a_value_a_year_is_not_the_value_of_the_contract() {
    let found = register("Ref,Title,Supplier,End Date,Annual Value\nC1,Cleaning,Acme Ltd,31/03/2027,500\n");
    assert_eq!((found.contracts[0].amount, found.contracts[0].amount_yearly), (None, Some(Money::from_pence(50_000))));
    assert!(found.said().contains("contract_value_yearly"), "{}", found.said());
}

#[test]
fn an_end_with_extensions_is_not_the_end() {
    let text = "Ref,Title,Supplier,End Date including extensions,Contract End Date,Value\nC1,Cleaning,Acme,31/03/2029,31/03/2027,5\n";
    check(text, &["5.00 | - | 2027-03-31 | -"], &[]);
}

#[test]
fn dates_of_several_shapes_stand_in_one_column() {
    let rows = "1,a,A,9.9.2017,12 August 2027,N/A,1\n2,b,B,2017-09-09,31-Mar-28,,2\n3,c,C,1/4/25,Mar-2027,Rolling,3\n";
    check(
        &format!("{HEADINGS}{rows}"),
        &[
            "1.00 | 2017-09-09 | 2027-08-12 | -",
            "2.00 | 2017-09-09 | 2028-03-31 | -",
            "3.00 | 2025-04-01 | 2027-03-31 | -",
        ],
        &[],
    );
}

#[test]
fn american_dates_that_prove_themselves_are_read_so() {
    let rows = "1,a,A,04/13/2025,03/31/2027,,1\n2,b,B,05/14/2025,04/02/2027,,2\n";
    check(
        &format!("{HEADINGS}{rows}"),
        &["1.00 | 2025-04-13 | 2027-03-31 | -", "2.00 | 2025-05-14 | 2027-04-02 | -"],
        &[],
    );
}

#[test]
fn days_that_are_not_in_the_calendar_are_problems() {
    check(
        &format!("{HEADINGS}1,a,A,30/02/2025,31/04/2027,,1\n2,b,B,01/01/2025,01/02/2027,,2\n"),
        &["1.00 | - | - | -", "2.00 | 2025-01-01 | 2027-02-01 | -"],
        &["`31/04/2027`", "`30/02/2025`"],
    );
}

#[test]
fn an_end_before_its_start_is_kept_and_doubted() {
    check(
        &format!("{HEADINGS}1,a,A,01/04/2027,31/03/2026,,1\n"),
        &["1.00 | 2027-04-01 | 2026-03-31 | -"],
        &["contract_dates_contradict", "row 2"],
    );
}

#[test]
fn words_for_ends_and_amounts_are_kept_as_printed() {
    let found = register(&format!(
        "{HEADINGS}1,a,A,TBC,Rolling contract,,£-\n2,b,B,01/04/2025,TBC,tbc,\"£1,000.00\"\n3,c,C,1/1/25,2/2/27,,commercially confidential\n"
    ));
    let ends: Vec<ContractEnd> = found.contracts.iter().map(|c| c.end).collect();
    assert_eq!(ends, [ContractEnd::Rolling, ContractEnd::ToBeConfirmed, ContractEnd::Dated]);
    assert_eq!(found.contracts[0].end_as_printed.as_deref(), Some("Rolling contract"));
    assert_eq!(found.contracts[0].start_as_printed.as_deref(), Some("TBC"));
    assert_eq!((found.contracts[0].amount, found.contracts[2].amount), (None, None));
    let said = found.said();
    assert!(said.contains("contract_end_open 1 1000.00") && said.contains("`commercially confidential`"), "{said}");
}

#[test]
fn euros_are_not_pounds() {
    let found = register(&format!(
        "{HEADINGS}1,a,A,01/04/2025,31/03/2027,,€500\n2,b,B,01/04/2025,31/03/2027,,$7\n3,c,C,01/04/2025,31/03/2027,,9\n"
    ));
    assert_eq!(found.contracts.iter().filter_map(|c| c.amount).sum::<Money>(), Money::from_pence(900));
    assert_eq!(found.said().matches("currency_foreign").count(), 2, "{}", found.said());
}

#[test]
fn a_total_and_a_note_are_no_contracts() {
    let rows = "1,a,A,01/04/2025,31/03/2027,,100\n2,b,B,01/04/2025,31/03/2027,,200\n,Total,,,,,300\nHighways,,,,,,\n";
    let found = register(&format!("{HEADINGS}{rows}"));
    assert_eq!(found.contracts.len(), 2, "{}", found.said());
    assert!(found.said().contains("total_row 1") && found.said().contains("padding_row 1"), "{}", found.said());
}

#[test]
fn one_reference_on_two_rows_is_said_and_both_are_kept() {
    let found = register(&format!("{HEADINGS}1,a,A,01/04/2025,31/03/2027,,100\n1,b,B,01/04/2025,31/03/2027,,200\n"));
    assert_eq!(found.contracts.iter().filter(|c| c.is_latest).count(), 2);
    assert!(found.said().contains("contract_id_twice 1 200.00"), "{}", found.said());
}

#[test]
fn two_editions_of_one_register_say_what_is_in_both() {
    let edition = |name: &str, value: &str| {
        let text = format!("{HEADINGS}7,a,A,01/04/2025,31/03/2027,,{value}\n");
        read_content(name, text.as_bytes(), SourceKind::Contracts)
    };
    let found = rows(vec![edition("april.csv", "100"), edition("july.csv", "120")]);
    assert!(
        found.said().contains("contract_id_twice 1 120.00 `july.csv`: an id is also in `april.csv`"),
        "{}",
        found.said()
    );
}

#[test]
fn several_suppliers_share_one_amount_and_no_number() {
    let text = "Ref,Title,Supplier,Company Number,End Date,Value\n1,a,\"Acme Ltd,Beta Ltd\",1234568,31/03/2027,100\n2,b,Gamma Ltd,1234568,31/03/2027,50\n";
    let found = register(text);
    assert_eq!(found.contracts[0].n_suppliers, 2);
    let numbers: Vec<Option<&str>> = found.suppliers.iter().map(|supplier| supplier.identifier.as_deref()).collect();
    assert_eq!(numbers, [None, None, Some("01234568")]);
    assert!(found.said().contains("suppliers_in_one_cell 1 100.00"), "{}", found.said());
}

#[test]
fn a_person_with_a_title_is_masked_everywhere() {
    let found = register(&format!("{HEADINGS}1,a,Mrs J Marker,01/04/2025,31/03/2027,,100\n"));
    let all = format!("{:?} {:?} {}", found.contracts, found.suppliers, found.said());
    assert!(!all.contains("Marker") && found.suppliers[0].supplier.is_some(), "{all}");
}

#[test]
fn a_workbook_has_days_numbers_and_sheets_beside_its_register() {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    book.add_worksheet().set_name("Cover").unwrap().write(0, 0, "Our contracts").unwrap();
    let sheet = book.add_worksheet().set_name("Register").unwrap();
    for (column, heading) in
        ["Contract Reference", "Title", "Supplier\nname", "Contract end", "Value"].iter().enumerate()
    {
        sheet.write(1, column as u16, *heading).unwrap();
    }
    sheet.write(2, 0, 17).unwrap();
    sheet.write(2, 1, "Cleaning").unwrap();
    sheet.write(2, 2, "Acme Ltd").unwrap();
    sheet.write_with_format(2, 3, ExcelDateTime::from_ymd(2027, 3, 31).unwrap(), &day).unwrap();
    sheet.write(2, 4, 1234.56).unwrap();
    book.add_worksheet().set_name("Old").unwrap().set_hidden(true).write(0, 0, "Title").unwrap();
    let found = rows(vec![read_content("r.xlsx", &book.save_to_buffer().unwrap(), SourceKind::Contracts)]);
    let contract = &found.contracts[0];
    assert_eq!((contract.source_file.as_str(), contract.source_row), ("r.xlsx [Register]", 3));
    assert_eq!((contract.contract_id.as_deref(), contract.amount), (Some("17"), Some(Money::from_pence(123_456))));
    assert_eq!(contract.ends_on.map(|day| day.to_string()).as_deref(), Some("2027-03-31"));
    let said = found.said();
    assert!(said.contains("`r.xlsx [Cover]`") && said.contains("sheet_hidden"), "{said}");
}

#[test]
fn what_is_no_register_says_so() {
    let said = |name: &str, content: &[u8]| rows(vec![read_content(name, content, SourceKind::Contracts)]).said();
    assert!(said("a.csv", b"Payee,Amount,Date\nAcme,5,1/4/2025\n").contains("file_not_contracts"));
    assert!(said("a.csv", b"").contains("file_empty"));
    assert!(said("a.json", b"{\"grants\": []}").contains("file_not_contracts"));
    assert!(said("a.json", b"{\"releases\": [").contains("the JSON breaks off at line 1"));
    assert!(said("a.json.gz", b"\x1f\x8b\x08broken").contains("file_unreadable"));
    assert!(said("a.pdf", b"%PDF-1.4 \0 x").contains("file_unreadable"));
}

#[test]
fn a_list_of_notices_parts_awards_from_calls_for_tenders() {
    let text = "Notice Identifier,Notice Type,Organisation Name,Status,Title,Published Date,Awarded Date,Awarded Value,Value Low,Value High,\"Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]\"\nn1,Contract,Fylde Council,Awarded,Roof,2025-01-02,2025-02-03,500,100,900,[Acme Ltd|1 High St|COMPANIES_HOUSE|1234568|Yes|No]\nn2,Contract,Fylde Council,Open,Wall,2025-01-02,,0,100,900,\n";
    let found = register(text);
    let [award, notice] = &found.contracts[..] else { panic!("two rows: {}", found.said()) };
    assert_eq!((award.record, award.amount), (ContractRecord::Award, Some(Money::from_pence(50_000))));
    assert_eq!((notice.record, notice.amount), (ContractRecord::Notice, None));
    assert_eq!(notice.value_high, Some(Money::from_pence(90_000)));
    assert_eq!(found.suppliers[0].identifier.as_deref(), Some("01234568"));
}

fn release(id: &str, minute: u8, rest: &str) -> String {
    format!(
        r#"{{"ocid":"o1","id":"{id}","date":"2025-07-01T10:{minute:02}:00Z","tag":["award"],"tender":{{"title":"T"}},{rest}}}"#
    )
}

fn award(id: &str, amount: &str, status: &str) -> String {
    format!(
        r#""awards":[{{"id":"{id}","status":"{status}","value":{{"amount":{amount},"currency":"GBP"}},"suppliers":[{{"id":"s","name":"Acme"}}]}}]"#
    )
}

#[test]
fn releases_one_a_line_are_one_file() {
    let text = [release("r1", 1, &award("a", "10932000", "active")), release("r2", 2, &award("a", "109320", "active"))];
    let found = releases(&text.join("\n"));
    let totals = release_totals(&found.contracts);
    assert_eq!((totals.summed.pence(), totals.latest.pence()), (1_104_132_000, 10_932_000));
    assert!(totals.differences[0].is_hundredfold && totals.differences[0].kind == DifferenceKind::Corrected);
    assert!(found.said().contains("amount_hundredfold 1 10932000.00"), "{}", found.said());
    let summer = found.contracts[0].released_at.expect("a moment").to_string();
    assert_eq!(summer, "2025-07-01T11:01:00", "British clocks are an hour ahead");
}

#[test]
fn a_cancelled_award_has_no_amount() {
    let text = [release("r1", 1, &award("a", "100", "active")), release("r2", 2, &award("a", "100", "cancelled"))];
    let found = releases(&format!("[{}]", text.join(",")));
    let totals = release_totals(&found.contracts);
    assert_eq!([totals.summed, totals.compiled, totals.latest].map(Money::pence), [10_000, 0, 0]);
    assert_eq!(found.contracts[1].status.as_deref(), Some("award cancelled"));
}

#[test]
fn a_record_gives_its_releases_or_what_is_compiled_from_them() {
    let inside = release("r1", 1, &award("a", "100", "active"));
    let compiled = release("c", 9, &award("a", "100", "active"));
    let both = format!(r#"{{"records":[{{"ocid":"o1","releases":[{inside}],"compiledRelease":{compiled}}}]}}"#);
    assert_eq!(releases(&both).contracts.len(), 1);
    let linked =
        format!(r#"{{"records":[{{"ocid":"o1","releases":[{{"url":"https://x"}}],"compiledRelease":{compiled}}}]}}"#);
    let found = releases(&linked);
    assert_eq!(found.contracts[0].release_id.as_deref(), Some("c"), "{}", found.said());
}

#[test]
fn a_signed_contract_stands_beside_its_award_and_never_in_its_total() {
    let signed = r#","contracts":[{"id":"k","awardID":"a","value":{"amount":"90.50","currency":"GBP"},"dateSigned":"2025-07-02"}]"#;
    let found = releases(&release("r1", 1, &format!("{}{signed}", award("a", "100", "active"))));
    let kinds: Vec<ContractRecord> = found.contracts.iter().map(|c| c.record).collect();
    assert_eq!(kinds, [ContractRecord::Award, ContractRecord::Contract]);
    assert_eq!(found.contracts[1].amount, Some(Money::from_pence(9_050)));
    assert_eq!(found.suppliers.len(), 2, "the award's supplier is the contract's");
    assert_eq!(release_totals(&found.contracts).summed, Money::from_pence(10_000));
}

#[test]
fn odd_values_of_releases_are_said_with_their_release() {
    let bad = r#""awards":[{"id":"a","value":{"amount":"lots","currency":"GBP"},"contractPeriod":{"endDate":"soon"}},{"id":"b","value":{"amount":5,"currency":"EUR"}}]"#;
    let text =
        format!(r#"{{"releases":[{},{{"tag":"tender","tender":{{"title":"no ocid"}}}}]}}"#, release("r1", 1, bad));
    let found = releases(&text);
    assert!(found.contracts.iter().all(|contract| contract.amount.is_none()));
    assert_eq!(found.contracts[0].end, ContractEnd::Unreadable);
    assert_eq!(found.contracts[1].currency.as_deref(), Some("EUR"));
    for words in ["row 1: `lots`", "row 1: `soon`", "row 1: `EUR`", "contract_id_missing 1", "(row 2)"] {
        assert!(found.said().contains(words), "`{words}` is not in: {}", found.said());
    }
}

#[test]
fn a_file_about_people_is_not_read_as_contracts_or_grants_and_none_of_it_is_told() {
    let text = "NHS number,Surname,First name,Date of birth,Title,Supplier,Amount,Start date,End date\n\
                9434765919,Marker,Markerina,01/02/1980,Mrs,Markerina Marker,100.00,01/04/2025,31/03/2027\n";
    for kind in [SourceKind::Contracts, SourceKind::Grants] {
        let file = read_content("people.csv", text.as_bytes(), kind);
        assert!(file.contracts.is_empty() && file.suppliers.is_empty() && file.grants.is_empty());
        assert_eq!(
            file.problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(),
            [ProblemKind::FileAboutPeople]
        );
        assert!(!format!("{:?}", file.problems).contains("Marker"));
    }
}
