//! Grants as rows of their table.

use arrow_array::RecordBatch;
use jiff::civil::Date;
use money::Money;

use crate::Row;
use crate::tables::{GRANT, grant as column};

/// One row of `grant`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grant {
    pub source_file: String,
    pub source_row: u64,
    pub grant_id: Option<String>,
    pub funder: Option<String>,
    pub funder_id: Option<String>,
    pub body_id: Option<String>,
    pub recipient: Option<String>,
    pub recipient_id: Option<String>,
    pub company_number: Option<String>,
    pub charity_number: Option<String>,
    pub number_as_printed: Option<String>,
    pub amount_awarded: Option<Money>,
    pub amount_disbursed: Option<Money>,
    pub currency: Option<String>,
    pub awarded_on: Option<Date>,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub period_as_printed: Option<String>,
    pub programme: Option<String>,
    pub department: Option<String>,
    pub title: Option<String>,
    pub capital: Option<bool>,
    pub is_regrant: bool,
    pub regrant_type: Option<String>,
    pub is_to_individual: bool,
}

impl Grant {
    /// A row of the table.
    pub fn of(row: &Row<'_>) -> Grant {
        let text = |name: &str| row.text_if_any(name).map(str::to_owned);
        Grant {
            source_file: row.text(column::SOURCE_FILE).to_owned(),
            source_row: row.count(column::SOURCE_ROW),
            grant_id: text(column::GRANT_ID),
            funder: text(column::FUNDER),
            funder_id: text(column::FUNDER_ID),
            body_id: text(column::BODY_ID),
            recipient: text(column::RECIPIENT),
            recipient_id: text(column::RECIPIENT_ID),
            company_number: text(column::COMPANY_NUMBER),
            charity_number: text(column::CHARITY_NUMBER),
            number_as_printed: text(column::NUMBER_AS_PRINTED),
            amount_awarded: row.money_if_any(column::AMOUNT_AWARDED),
            amount_disbursed: row.money_if_any(column::AMOUNT_DISBURSED),
            currency: text(column::CURRENCY),
            awarded_on: row.date_if_any(column::AWARDED_ON),
            starts_on: row.date_if_any(column::STARTS_ON),
            ends_on: row.date_if_any(column::ENDS_ON),
            period_as_printed: text(column::PERIOD_AS_PRINTED),
            programme: text(column::PROGRAMME),
            department: text(column::DEPARTMENT),
            title: text(column::TITLE),
            capital: row.flag_if_any(column::CAPITAL),
            is_regrant: row.flag(column::IS_REGRANT),
            regrant_type: text(column::REGRANT_TYPE),
            is_to_individual: row.flag(column::IS_TO_INDIVIDUAL),
        }
    }

    /// Takes out whatever tells who a private individual is.
    pub fn without_person(self) -> Grant {
        Grant {
            recipient: None,
            recipient_id: None,
            company_number: None,
            charity_number: None,
            number_as_printed: None,
            title: None,
            is_to_individual: true,
            ..self
        }
    }
}

/// Grants as the table `grant`, in the order given.
pub fn grant_table(grants: &[Grant]) -> RecordBatch {
    let mut rows = GRANT.rows();
    for grant in grants {
        rows.push()
            .text(column::SOURCE_FILE, &grant.source_file)
            .count(column::SOURCE_ROW, grant.source_row)
            .text_if_any(column::GRANT_ID, grant.grant_id.as_deref())
            .text_if_any(column::FUNDER, grant.funder.as_deref())
            .text_if_any(column::FUNDER_ID, grant.funder_id.as_deref())
            .text_if_any(column::BODY_ID, grant.body_id.as_deref())
            .text_if_any(column::RECIPIENT, grant.recipient.as_deref())
            .text_if_any(column::RECIPIENT_ID, grant.recipient_id.as_deref())
            .text_if_any(column::COMPANY_NUMBER, grant.company_number.as_deref())
            .text_if_any(column::CHARITY_NUMBER, grant.charity_number.as_deref())
            .text_if_any(column::NUMBER_AS_PRINTED, grant.number_as_printed.as_deref())
            .money_if_any(column::AMOUNT_AWARDED, grant.amount_awarded)
            .money_if_any(column::AMOUNT_DISBURSED, grant.amount_disbursed)
            .text_if_any(column::CURRENCY, grant.currency.as_deref())
            .date_if_any(column::AWARDED_ON, grant.awarded_on)
            .date_if_any(column::STARTS_ON, grant.starts_on)
            .date_if_any(column::ENDS_ON, grant.ends_on)
            .text_if_any(column::PERIOD_AS_PRINTED, grant.period_as_printed.as_deref())
            .text_if_any(column::PROGRAMME, grant.programme.as_deref())
            .text_if_any(column::DEPARTMENT, grant.department.as_deref())
            .text_if_any(column::TITLE, grant.title.as_deref())
            .flag_if_any(column::CAPITAL, grant.capital)
            .flag(column::IS_REGRANT, grant.is_regrant)
            .text_if_any(column::REGRANT_TYPE, grant.regrant_type.as_deref())
            .flag(column::IS_TO_INDIVIDUAL, grant.is_to_individual);
    }
    rows.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_person_enters_the_table() {
        let grant = Grant {
            source_file: "grants.csv".to_owned(),
            source_row: 2,
            recipient: Some("Marker Markerson".to_owned()),
            recipient_id: Some("360G-x:marker".to_owned()),
            number_as_printed: Some("marker".to_owned()),
            title: Some("Grant to Marker Markerson".to_owned()),
            amount_awarded: Some(Money::from_pence(10_000)),
            ..Grant::default()
        };
        let batch = grant_table(&[grant.without_person()]);
        let back: Vec<Grant> = GRANT.read(&batch).iter().map(|row| Grant::of(&row)).collect();
        assert!(back[0].is_to_individual && !format!("{back:?}").to_lowercase().contains("marker"), "{back:?}");
        assert_eq!(back[0].amount_awarded, Some(Money::from_pence(10_000)));
    }
}
