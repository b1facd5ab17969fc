//! Odd lists of grants of our own making: the right value, or the problem said.

use model::grant::Grant;
use model::place::SourceKind;
use money::Money;

use super::{Rows, read_content, rows};

fn grants(name: &str, text: &str) -> Rows {
    rows(vec![read_content(name, text.as_bytes(), SourceKind::Grants)])
}

/// `recipient | awarded | disbursed | company | charity` of each row; a dash is empty.
fn check(text: &str, expected: &[&str], said: &[&str]) {
    let found = grants("grants.csv", text);
    let row = |grant: &Grant| {
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        let pounds = |amount: Option<Money>| amount.map_or("-".to_owned(), Money::plain);
        let (awarded, disbursed) = (pounds(grant.amount_awarded), pounds(grant.amount_disbursed));
        let numbers = format!("{} | {}", text(&grant.company_number), text(&grant.charity_number));
        format!("{} | {awarded} | {disbursed} | {numbers}", text(&grant.recipient))
    };
    assert_eq!(found.grants.iter().map(row).collect::<Vec<_>>(), expected, "{}", found.said());
    for words in said {
        assert!(found.said().contains(words), "`{words}` is not in: {}", found.said());
    }
}

#[test]
fn awarded_and_paid_are_two_columns_and_never_added() {
    check(
        "Organisation,Amount Awarded,Amount Paid,Award Date\nScouts,\"£1,000\",£400,01/04/2025\n",
        &["Scouts | 1000.00 | 400.00 | - | -"],
        &[],
    );
}

#[test]
fn what_is_paid_out_is_no_award() {
    check("Recipient,Payment Amount\nScouts,£400\n", &["Scouts | - | 400.00 | - | -"], &[]);
    check("Recipient,Amount\nScouts,£400\n", &["Scouts | 400.00 | - | - | -"], &["grant_measure_unsaid"]);
}

#[test]
fn one_cell_may_hold_the_numbers_of_two_registers() {
    check(
        "Beneficiary,Registration Number,Amount Awarded\nA,Charity 1124719 Company 6508034,1\nB,none,2\nC,657,3\nD,IP 27719 R,4\n",
        &[
            "A | 1.00 | - | 06508034 | 1124719",
            "B | 2.00 | - | - | -",
            "C | 3.00 | - | - | -",
            "D | 4.00 | - | IP27719R | -",
        ],
        &["register_number_unreadable 1 3.00"],
    );
}

#[test]
fn a_grant_to_a_person_keeps_its_pounds_and_nothing_else() {
    let text = "Identifier,Title,Recipient Ind:Name,Recipient Org:Name,Amount Awarded,Award Date\ng1,Grant to Marker,Marker One,,500,2025-04-01\ng2,Grant to Scouts,,Scouts,100,2025-04-01\n";
    let found = grants("g.csv", text);
    assert!(!format!("{:?} {}", found.grants, found.said()).contains("Marker"), "{:?}", found.grants);
    assert_eq!(found.grants.iter().map(|grant| grant.is_to_individual).collect::<Vec<_>>(), [true, false]);
    assert_eq!(found.grants.iter().filter_map(|grant| grant.amount_awarded).sum::<Money>(), Money::from_pence(60_000));
}

#[test]
fn a_persons_name_among_organisations_is_left_out_and_said() {
    let text = "Recipient,Purpose of grant,Amount Awarded\nMr John Marker,For Marker's shed,500\nScouts,Tents,100\n";
    let found = grants("g.csv", text);
    assert!(!format!("{:?} {}", found.grants, found.said()).contains("Marker"), "{}", found.said());
    assert!(found.said().contains("grant_names_person 1 500.00"), "{}", found.said());
}

#[test]
fn a_withheld_recipient_is_neither_a_name_nor_a_person() {
    let found = grants("g.csv", "Recipient,Amount Awarded\n[Redacted],500\n");
    assert_eq!((found.grants[0].recipient.as_deref(), found.grants[0].is_to_individual), (None, false));
    assert!(found.said().contains("supplier_withheld 1 500.00"), "{}", found.said());
}

#[test]
fn a_negative_grant_is_money_that_came_back() {
    check(
        "Recipient,Amount Awarded\nScouts,\"-2,000.00\"\nGuides,(60.43)\n",
        &["Scouts | -2000.00 | - | - | -", "Guides | -60.43 | - | - | -"],
        &[],
    );
}

#[test]
fn a_total_below_a_list_is_no_grant() {
    check("Recipient,Amount Awarded\nScouts,100\nTotal,100\n", &["Scouts | 100.00 | - | - | -"], &["total_row 1"]);
    check("Recipient,Amount Awarded\nScouts,100\n,100\n", &["Scouts | 100.00 | - | - | -"], &["total_row 1"]);
}

#[test]
fn regrants_and_ids_of_registers_are_told_from_json() {
    let text = r#"{"grants":[
        {"id":"g1","title":"T","currency":"GBP","amountAwarded":100,"awardDate":"05/06/2014","regrantType":"FRG010",
         "fundingOrganization":[{"id":"GB-CHC-1","name":"F"}],
         "recipientOrganization":[{"id":"GB-CHC-1124719","name":"A"}]},
        {"id":"g1","currency":"EUR","amountAwarded":100,"awardDate":"2014-06-05",
         "fundingOrganization":{"name":"F"},"recipientOrganization":{"id":"GB-COH-6508034","name":"B"}},
        {"id":"g3","amountAwarded":"1,000.50","awardDate":"some day","fundingOrganization":[],
         "recipientIndividual":[{"id":"x","name":"Marker One"}],"toIndividualsDetails":{"primaryGrantReason":"GTIR010"}}]}"#;
    let found = grants("g.json", text);
    let [first, second, third] = &found.grants[..] else { panic!("three grants: {}", found.said()) };
    assert!(first.is_regrant && first.charity_number.as_deref() == Some("1124719"));
    assert_eq!(first.awarded_on.map(|day| day.to_string()).as_deref(), Some("2014-06-05"), "day first");
    assert_eq!((second.amount_awarded, second.currency.as_deref()), (None, Some("EUR")));
    assert_eq!(second.company_number.as_deref(), Some("06508034"));
    assert_eq!((third.amount_awarded, third.is_to_individual), (Some(Money::from_pence(100_050)), true));
    let said = found.said();
    assert!(said.contains("contract_id_twice 1") && said.contains("row 3: `some day`"), "{said}");
    assert!(!format!("{:?} {said}", found.grants).contains("Marker"), "{said}");
}

#[test]
fn what_is_no_list_of_grants_says_so() {
    assert!(grants("g.csv", "a,b\n1,2\n").said().contains("file_not_contracts"));
    assert!(grants("g.json", "{\"releases\": []}").said().contains("file_not_contracts"));
}
