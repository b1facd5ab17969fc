//! Tables of what agencies sent about people.

use crate::event_log::Precision;
use crate::words;

words! {
    /// What a file about people tells.
    PersonFileKind {
        /// Whom an agency knows: one row a record.
        People = "people",
        /// What an agency did with people: one row a contact.
        Contacts = "contacts",
    }
}

words! {
    Sex {
        Female = "female",
        Male = "male",
    }
}

super::tables! {
    /// One file, or one sheet of a workbook, about people: whom an agency knows, or what it did with them.
    PERSON_FILE person_file "person_file" by "intake::people" about people {
        FILE_ID "file_id" Text required "Short name of the file and sheet, made from its content, path and sheet";
        BODY_ID "body_id" Text required "The body whose file it is";
        AGENCY "agency" Text required "The agency that holds the records: one body may be several";
        KIND "kind" Text<PersonFileKind> required "Whether it holds records of people or contacts";
        PATH "path" Text required "Path relative to the sources' root";
        SHEET "sheet" Text optional "Sheet of a workbook";
        SHA256 "sha256" Text required "SHA-256 of the whole file as received";
        N_ROWS "n_rows" Count required "Rows in the file: headings, blanks, problems and records";
        N_HEADER_ROWS "n_header_rows" Count required "Headings, repeated headings and rows above the first";
        N_BLANK_ROWS "n_blank_rows" Count required "Rows with nothing in them";
        N_PROBLEM_ROWS "n_problem_rows" Count required "Rows kept as problems instead of records";
        N_RECORDS "n_records" Count required "Rows that became records of people, or contacts";
        READ_AS "read_as" Text required "Which heading was read as what; only headings, nothing about any person";
        NOT_READ "not_read" Text optional "Headings that were not read";
        READ_HOW "read_how" Text optional "How births are written, and what could not be read, one sentence a line";
    }

    /// One record that an agency holds of a person, as it is written there, with the time for which the agency says it: a
    /// tenancy, a time on the roll of a school, a case while it is open, a registration.
    PERSON_RECORD person_record "person_record" by "intake::people" about people {
        AGENCY "agency" Text required "The agency that holds it";
        RECORD_ID "record_id" Text required "The agency's own number; unique within the agency";
        FILE_ID "file_id" Text required "The file and sheet it is in";
        ROW "row" Count required "Row in the file, from 1";
        GIVEN_NAME "given_name" Text optional "First name";
        OTHER_NAMES "other_names" Text optional "Middle names";
        FAMILY_NAME "family_name" Text optional "Surname";
        FORMER_NAME "former_name" Text optional "Surname before";
        KNOWN_AS "known_as" Text optional "First name that the person uses";
        BORN "born" Date optional "Date of birth";
        BORN_YEAR "born_year" Count optional "Year of birth, if only that is known or the date has it";
        BORN_AS_PRINTED "born_as_printed" Text optional "The text in place of a date of birth, year first, if it is not a date: compared, but never as a date";
        AGE "age" Count optional "Age in years, if there is no date or year of birth and the day of the age is not known";
        SEX "sex" Text<Sex> optional "As the agency records it";
        ADDRESS "address" Text optional "Address as printed, without the postcode and without a town in a column of its own";
        TOWN "town" Text optional "Town, if it has a column of its own";
        POSTCODE "postcode" Text optional "Postcode, as `A9 9AA`; as printed if it is not a postcode";
        UPRN "uprn" Text optional "Unique property reference number";
        NHS_NUMBER "nhs_number" Text optional "Ten digits with a correct check digit";
        NINO "nino" Text optional "National Insurance number";
        UPN "upn" Text optional "Unique pupil number";
        NUMBER "number" Text optional "Another number of the person's own, such as a passport number or another country's social security number";
        PHONE "phone" Text optional "Telephone number, digits only";
        EMAIL "email" Text optional "Email address";
        HOUSEHOLD_REF "household_ref" Text optional "The agency's number for the household: tenancy, case, family";
        RELATION "relation" Text optional "The person's role in that household, as printed";
        CARER_NAME "carer_name" Text optional "Name of a parent or carer";
        CARER_REF "carer_ref" Text optional "The agency's number of a parent or carer";
        OTHER_CARER_NAME "other_carer_name" Text optional "Name of a parent or carer who lives elsewhere";
        OTHER_CARER_POSTCODE "other_carer_postcode" Text optional "Where that parent or carer lives";
        PARTNER_REF "partner_ref" Text optional "Number of a partner: the agency's own, or a National Insurance number";
        SEN_PROVISION "sen_provision" Text optional "Special educational needs: `N` none, `K` support in school, `E` education, health and care plan; otherwise as printed";
        VALID_FROM "valid_from" Date optional "First day of the record: tenancy began, school entered, case opened, registered";
        VALID_TO "valid_to" Date optional "Last such day: tenancy ended, school left, case closed; empty means open";
        EXPECTED_DELIVERY "expected_delivery" Date optional "Expected date of delivery of a pregnancy";
        DELIVERED "delivered" Date optional "Day on which that pregnancy ended, by birth or otherwise";
        FURTHER "further" Text optional "What the file says under headings that no other column explains and several agencies share, as a JSON object: compared, and nothing else";
    }

    /// Something that an agency did with a person.
    CONTACT contact "contact" by "intake::people" about people {
        CONTACT_ID "contact_id" Text required "The agency's number for it; made from file and row if there is none";
        AGENCY "agency" Text required "The agency";
        RECORD_ID "record_id" Text required "The agency's number for the person; `person_cluster` says who that is";
        FILE_ID "file_id" Text required "The file and sheet it is in";
        ROW "row" Count required "Row in the file, from 1";
        ACTIVITY "activity" Text required "What was done, as printed";
        TEAM "team" Text optional "Team or role";
        START "start" Date required "First day";
        END "end" Date optional "Last day; empty means open";
        START_AT "start_at" Moment optional "When it began, if the agency gives a time";
        END_AT "end_at" Moment optional "When it ended, if the agency gives a time";
        TIME_PRECISION "time_precision" Text<Precision> required "How exactly its start is known; a day is not its midnight";
        CHANNEL "channel" Text optional "Face to face, telephone and so on, as printed";
        OUTCOME "outcome" Text optional "The result, as printed";
        COST "cost" Money optional "Pounds, if the agency gives them";
        CASE_ID "case_id" Text optional "The agency's number for the case it belongs to";
        ASSESSMENT_TYPE "assessment_type" Text optional "Type of assessment, as printed";
        TRIGGERED_BY "triggered_by" Text optional "What led to it, such as a review or a step-up, as printed";
        DEMAND "demand" Text optional "Value, failure or avoidable, as staff recorded it";
        OTHER_TEXT "other_text" Text optional "Cells of the row that no other column holds, with `|` between them: read only to keep a contact out of what is printed";
        IS_ASSESSMENT "is_assessment" Flag required "An assessment or review, by the rules for activities";
        NEEDS "needs" Text optional "Needs it is evidence of by these rules, with `|` between them";
    }
}
