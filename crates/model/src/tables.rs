//! Every table and column, once.
//!
//! `tables::LEDGER_LINE` is the table and `tables::ledger_line::PAYEE` the name of its column.

use crate::table::{Column, Kind, Table};

macro_rules! tables {
    ($(
        $(#[doc = $meaning:literal])+
        $table:ident $module:ident $name:literal by $step:literal $(about $subject:ident)? {
            $($column:ident $column_name:literal $kind:ident $(<$words:ty>)? $presence:ident $column_meaning:literal;)+
        }
    )+) => {
        $(
            $(#[doc = $meaning])+
            pub const $table: Table = Table {
                name: $name,
                meaning: concat!($($meaning),+),
                written_by: $step,
                is_about_people: tables!(@people $($subject)?),
                columns: &[$(Column {
                    name: $column_name,
                    kind: Kind::$kind,
                    nullable: tables!(@nullable $presence),
                    words: tables!(@words $($words)?),
                    meaning: $column_meaning,
                }),+],
            };

            $(#[doc = $meaning])+
            pub mod $module {
                $(#[doc = $column_meaning] pub const $column: &str = $column_name;)+
            }
        )+

        /// Every table, in the order in which a reader meets them.
        pub const ALL: &[&Table] = &[$(&$table),+];
    };
    (@people) => { false };
    (@people people) => { true };
    (@words) => { &[] };
    (@words $words:ty) => { <$words>::WORDS };
    (@nullable required) => { false };
    (@nullable optional) => { true };
}

tables! {
    /// One file, or one sheet of a workbook, as a body sent it.
    SOURCE_FILE source_file "source_file" by "intake" {
        FILE_ID "file_id" Text required "Short name of the file and sheet, made from its content, path and sheet";
        BODY_ID "body_id" Text required "The body that sent it";
        PATH "path" Text required "Path relative to the sources' root; a file inside an archive follows a `!`";
        SHEET "sheet" Text optional "Sheet of a workbook";
        SHA256 "sha256" Text required "SHA-256 of the whole file as received";
        N_BYTES "n_bytes" Count required "Size as received";
        FORMAT "format" Text required "csv, xlsx, xls or ods";
        ENCODING "encoding" Text optional "Character encoding of a text file";
        HEADER_ROW "header_row" Count optional "Row that holds the column headings, from 1";
        MAPPING "mapping" Text required "Whose reading was used: `found` by the program or `confirmed` by a person in mappings/; `none` where the file could not be read";
        CONFIDENCE "confidence" Share required "How sure the reading is, from 0 to 1";
        AMOUNT_COLUMN "amount_column" Text optional "Heading of the column that was counted";
        VAT_BASIS "vat_basis" Text required "net, gross, mixed or unknown";
        DATE_FORMAT "date_format" Text optional "How dates are written in this file";
        N_ROWS "n_rows" Count required "Rows in the file: headings, blanks, problems and lines";
        N_HEADER_ROWS "n_header_rows" Count required "Headings, repeated headings and banner rows";
        N_BLANK_ROWS "n_blank_rows" Count required "Rows with nothing in them";
        N_PROBLEM_ROWS "n_problem_rows" Count required "Rows kept as problems instead of lines";
        N_LINES "n_lines" Count required "Rows that became ledger lines";
        N_NEGATIVE "n_negative" Count required "Lines with an amount below zero";
        N_REDACTED "n_redacted" Count required "Lines whose payee is withheld";
        FIRST_DATE "first_date" Date optional "Earliest date";
        LAST_DATE "last_date" Date optional "Latest date";
        AMOUNT "amount" Money required "Sum of the lines";
    }

    /// One line of one body's ledger.
    LEDGER_LINE ledger_line "ledger_line" by "intake" {
        LINE_ID "line_id" Id required "The file's number times 2^24, plus the row";
        FILE_ID "file_id" Text required "The file and sheet it stands in";
        ROW "row" Count required "Row in the file, from 1, as a spreadsheet counts it";
        BODY_ID "body_id" Text required "The body whose ledger it is";
        DATE "date" Date optional "Date as printed (payment, posting or invoice, as the body chose)";
        FINANCIAL_YEAR "financial_year" Year required "Year of the date; the place's year where there is no date";
        PAYEE "payee" Text optional "Name as printed";
        PAYEE_CODE "payee_code" Text optional "The body's own number for the payee";
        AMOUNT "amount" Money required "Pounds, positive when paid out";
        IRRECOVERABLE_VAT "irrecoverable_vat" Money optional "VAT that the body cannot recover";
        DEPARTMENT "department" Text optional "Directorate, department family or entity";
        SERVICE "service" Text optional "Service, cost centre or expense area";
        SUBJECTIVE "subjective" Text optional "What kind of expense (CIPFA or SeRCOP subjective, expense type)";
        DESCRIPTION "description" Text optional "Purpose as printed";
        REFERENCE "reference" Text optional "Transaction or invoice number";
        CAPITAL "capital" Flag optional "Capital rather than revenue, where the body says";
        CATEGORY "category" Text optional "Procurement or merchant category";
        REDACTED "redacted" Flag required "The payee is withheld";
    }

    /// One row that did not become a line, or one doubt about a file.
    ROW_PROBLEM row_problem "row_problem" by "intake" {
        FILE_ID "file_id" Text optional "The file and sheet, where it is about one";
        BODY_ID "body_id" Text required "The body whose file it is";
        ROW "row" Count optional "Row in the file; empty for a doubt about the whole file";
        COLUMN "column" Text optional "Heading of the column";
        KIND "kind" Text required "What is wrong, from a fixed list";
        N_ROWS "n_rows" Count required "Rows concerned";
        AMOUNT "amount" Money optional "Pounds concerned, where they can be told";
        MONTH "month" Date optional "First day of the month that is missing";
        ESTIMATE "estimate" Money optional "Pounds that the doubt may be worth: an estimate, in no sum";
        TEXT "text" Text required "What was found, in words";
    }

    /// One published figure of one body or area.
    OUTTURN_LINE outturn_line "outturn_line" by "intake" {
        FILE_ID "file_id" Text required "The file and sheet it stands in";
        ROW "row" Count required "Row in the file";
        BODY_ID "body_id" Text optional "The body, where it is one of the place's; empty for other authorities and for regions";
        AREA "area" Text required "Authority or region as printed, one spelling per region";
        FINANCIAL_YEAR "financial_year" Year required "Year of the figure";
        SERIES "series" Text required "Which publication and measure";
        LINE_CODE "line_code" Text required "Line number or code in the publication";
        LABEL "label" Text required "Label as printed";
        AMOUNT "amount" Money required "Pounds (published thousands and millions multiplied out)";
    }

    /// One printed payee that is a public body, and which one.
    COUNTERPARTY counterparty "counterparty" by "ledger::counterparties" {
        PAYEE "payee" Text required "Name as printed";
        COUNTERPARTY_ID "counterparty_id" Text required "Body of the place, or `register:code` of a body outside it";
        COUNTERPARTY_NAME "counterparty_name" Text required "Its usual name";
        COUNTERPARTY_KIND "counterparty_kind" Text required "council, police, department and so on";
        IN_PLACE "in_place" Flag required "Inside the perimeter of the place";
        METHOD "method" Text required "Which of its names matched, and how";
    }

    /// One organisation that is paid, whatever it is called in each ledger.
    SUPPLIER supplier "supplier" by "linkage::suppliers" {
        SUPPLIER_ID "supplier_id" Text required "The register's id of a public body; otherwise made of the name";
        NAME "name" Text required "The printed name that most money went to; a public body's usual name";
        SUPPLIER_KIND "supplier_kind" Text required "company, community, organisation, withheld or collective; of a public body its kind in the register";
        IS_PUBLIC_BODY "is_public_body" Flag required "The register of public bodies knows it";
        LEGAL_FORM "legal_form" Text optional "LIMITED, PLC and the like, where any of its names has one";
        N_NAMES "n_names" Count required "Different names as printed";
        N_BODIES "n_bodies" Count required "Bodies whose ledgers print it";
        N_LINES "n_lines" Count required "Lines of every treatment";
        AMOUNT "amount" Money required "Sum of these lines";
    }

    /// One name as a body's ledger prints it, and the supplier that it means.
    PAYEE_SUPPLIER payee_supplier "payee_supplier" by "linkage::suppliers" {
        BODY_ID "body_id" Text required "The body whose ledger it is";
        PAYEE "payee" Text required "Name as printed";
        SUPPLIER_ID "supplier_id" Text required "The supplier";
        METHOD "method" Text required "decision, public_body, identifier, same_name, form_left_out, spacing, trading_name, cut_off, slip or no_name";
        SCORE "score" Share required "How often such a join is right, as judged while reading real ledgers";
        DECIDED_BY "decided_by" Text required "rule, or the person who decided in decisions/suppliers.csv";
        N_PAYEE_CODES "n_payee_codes" Count required "The body's own numbers under which the name stands";
        N_LINES "n_lines" Count required "Lines of every treatment";
        AMOUNT "amount" Money required "Sum of these lines";
    }

    /// One of a body's own numbers for a supplier; several for one supplier are a finding.
    SUPPLIER_CODE supplier_code "supplier_code" by "linkage::suppliers" {
        SUPPLIER_ID "supplier_id" Text required "The supplier";
        BODY_ID "body_id" Text required "The body whose number it is";
        PAYEE_CODE "payee_code" Text required "The number as printed";
        N_LINES "n_lines" Count required "Lines of every treatment";
        AMOUNT "amount" Money required "Sum of these lines";
    }

    /// A supplier that may belong to a group of suppliers: evidence, by which no money moves.
    SUPPLIER_GROUP supplier_group "supplier_group" by "linkage::suppliers" {
        GROUP_ID "group_id" Text required "Id of the group's first supplier";
        SUPPLIER_ID "supplier_id" Text required "The supplier";
        METHOD "method" Text required "vat_number, which proves it, or like_name, which is a hint to look";
        SCORE "score" Share required "How far to trust it";
    }

    /// One ledger line, classified.
    SPEND spend "spend" by "ledger::account" {
        LINE_ID "line_id" Id required "The ledger line";
        BODY_ID "body_id" Text required "The body whose ledger it is";
        FINANCIAL_YEAR "financial_year" Year required "Year of the line";
        AMOUNT "amount" Money required "Pounds, as on the line";
        COUNTERPARTY_ID "counterparty_id" Text optional "The public body paid, where it is one";
        TREATMENT "treatment" Text required "spend, transfer, financing or excluded";
        TRANSFER_KIND "transfer_kind" Text optional "grant, precept, levy, section_75, recharge, purchase or pass_through";
        ELIMINATED "eliminated" Flag required "A transfer taken out because the receiver's own money is in the count";
        ATTRIBUTION "attribution" Text required "here, elsewhere or not_attributable";
        WHY "why" Text required "The rule that decided the treatment";
        SERVICE "service" Text required "Service of the common list; `unclassified` where no rule says";
        COFOG "cofog" Text optional "COFOG division or group";
        INTENT "intent" Text optional "preventive, early, acute or reactive, where a rule says";
        SERVICE_WHY "service_why" Text optional "The rule that decided the service";
    }

    /// How much of a line belongs to a theme; themes overlap and are never added up.
    THEME_SHARE theme_share "theme_share" by "ledger::account" {
        LINE_ID "line_id" Id required "The ledger line";
        THEME "theme" Text required "Theme of the place";
        SHARE "share" Share required "Fraction of the line";
        AMOUNT "amount" Money required "That fraction in pounds, rounded half to even";
    }

    /// Money from one counted body to another in a year, with both sides where both are there.
    TRANSFER transfer "transfer" by "ledger::account" {
        PAYER_ID "payer_id" Text required "Body that paid";
        RECEIVER_ID "receiver_id" Text required "Body that was paid";
        FINANCIAL_YEAR "financial_year" Year required "Year";
        TRANSFER_KIND "transfer_kind" Text required "grant, precept, levy, section_75, recharge, purchase or pass_through";
        WHY "why" Text required "The rule that found it";
        N_LINES "n_lines" Count required "Lines in the payer's ledger";
        AMOUNT "amount" Money required "The payer's figure";
        ELIMINATED "eliminated" Flag required "Taken out of the total, because the receiver's own money is in the count";
        MATCHED_AMOUNT "matched_amount" Money optional "The receiver's figure; empty where its files do not show receipts";
        DIFFERENCE "difference" Money optional "Payer's figure less receiver's";
        STATUS "status" Text required "paired, timing, differs or one_sided";
    }

    /// An edge of the money map.
    FLOW flow "flow" by "ledger::account" {
        TIER "tier" Text required "funder_to_body, body_to_service or body_to_outside";
        FROM_ID "from_id" Text required "Where the money comes from";
        TO_ID "to_id" Text required "Where it goes";
        FINANCIAL_YEAR "financial_year" Year required "Year";
        N_LINES "n_lines" Count required "Lines";
        AMOUNT "amount" Money required "Pounds";
    }

    /// One published total beside what was counted, explained cause by cause.
    RECONCILIATION reconciliation "reconciliation" by "ledger::account" {
        BODY_ID "body_id" Text required "The body";
        FINANCIAL_YEAR "financial_year" Year required "Year";
        SERIES "series" Text required "Which publication and measure";
        SERVICE "service" Text required "Service compared; `all` for the body's total";
        ITEM "item" Text required "published, counted, a cause, or unexplained";
        AMOUNT "amount" Money optional "Pounds; empty where it was not computed";
        BASIS "basis" Text required "published, counted, estimated or not_computed";
        NOTE "note" Text required "Where the figure comes from, or what would be needed for it";
    }

    /// What one body spent here with one supplier.
    SUPPLIER_SPEND supplier_spend "supplier_spend" by "linkage::supplier_spend" {
        SUPPLIER_ID "supplier_id" Text required "The supplier";
        BODY_ID "body_id" Text required "The body that paid";
        N_LINES "n_lines" Count required "Lines in the place's total: spending and kept transfers, here";
        AMOUNT "amount" Money required "Sum of these lines";
    }

    /// What two bodies have in common: for each supplier the smaller of what both spent here with it.
    SUPPLIER_OVERLAP supplier_overlap "supplier_overlap" by "linkage::supplier_spend" {
        BODY_ID "body_id" Text required "One body";
        OTHER_BODY_ID "other_body_id" Text required "The other; it stands later in the alphabet";
        N_SUPPLIERS "n_suppliers" Count required "Suppliers of both";
        SHARE_OF_SUPPLIERS "share_of_suppliers" Share required "Suppliers of both, of those of either (Jaccard)";
        AMOUNT "amount" Money required "Sum of the smaller amounts";
    }

    /// How concentrated a body's spending is on its suppliers.
    SUPPLIER_CONCENTRATION supplier_concentration "supplier_concentration" by "linkage::supplier_spend" {
        BODY_ID "body_id" Text required "The body";
        N_SUPPLIERS "n_suppliers" Count required "Suppliers with which it spent something here; withheld names and payment runs are none";
        AMOUNT "amount" Money required "What it spent with them";
        HHI "hhi" Share required "Sum of squared shares: 1 where one supplier has everything, near 0 where everybody has a little";
        TOP_TEN_SHARE "top_ten_share" Share required "Share of its ten largest suppliers";
    }

    /// One file, or one sheet of a workbook, about people: whom an agency knows, or what it did with them.
    PERSON_FILE person_file "person_file" by "intake" about people {
        FILE_ID "file_id" Text required "Short name of the file and sheet, made from its content, path and sheet";
        BODY_ID "body_id" Text required "The body whose file it is";
        AGENCY "agency" Text required "The agency that holds the records: one body may be several";
        KIND "kind" Text required "people or contacts";
        PATH "path" Text required "Path relative to the sources' root";
        SHEET "sheet" Text optional "Sheet of a workbook";
        SHA256 "sha256" Text required "SHA-256 of the whole file as received";
        N_ROWS "n_rows" Count required "Rows in the file: headings, blanks, problems and records";
        N_HEADER_ROWS "n_header_rows" Count required "Headings, repeated headings and rows above the first";
        N_BLANK_ROWS "n_blank_rows" Count required "Rows with nothing in them";
        N_PROBLEM_ROWS "n_problem_rows" Count required "Rows kept as problems instead of records";
        N_RECORDS "n_records" Count required "Rows that became records of people, or contacts";
        READ_AS "read_as" Text required "Which heading was read as what; headings alone, nothing of any person";
        NOT_READ "not_read" Text optional "Headings that were read as nothing";
    }

    /// One record that an agency holds of a person, as it is written there, with the time for which the agency says it: a
    /// tenancy, a time on the roll of a school, a case while it is open, a registration.
    PERSON_RECORD person_record "person_record" by "intake" about people {
        AGENCY "agency" Text required "The agency that holds it";
        RECORD_ID "record_id" Text required "The agency's own number; unique within the agency";
        FILE_ID "file_id" Text required "The file and sheet it stands in";
        ROW "row" Count required "Row in the file, from 1";
        GIVEN_NAME "given_name" Text optional "First name";
        OTHER_NAMES "other_names" Text optional "Middle names";
        FAMILY_NAME "family_name" Text optional "Surname";
        FORMER_NAME "former_name" Text optional "Surname before";
        KNOWN_AS "known_as" Text optional "First name by which the person goes";
        BORN "born" Date optional "Date of birth";
        BORN_YEAR "born_year" Count optional "Year of birth, where only that is known or the date has it";
        SEX "sex" Text optional "female or male";
        ADDRESS "address" Text optional "Address as printed, without the postcode";
        POSTCODE "postcode" Text optional "Postcode, as `A9 9AA`; as printed where it is none";
        UPRN "uprn" Text optional "Unique property reference number";
        NHS_NUMBER "nhs_number" Text optional "Ten digits that pass their check";
        NINO "nino" Text optional "National Insurance number";
        UPN "upn" Text optional "Unique pupil number";
        PHONE "phone" Text optional "Telephone number, digits only";
        EMAIL "email" Text optional "Email address";
        HOUSEHOLD_REF "household_ref" Text optional "The agency's number for the household: tenancy, case, family";
        RELATION "relation" Text optional "What the person is in that household, as printed";
        CARER_NAME "carer_name" Text optional "Name of a parent or carer";
        CARER_REF "carer_ref" Text optional "The agency's number of a parent or carer";
        OTHER_CARER_NAME "other_carer_name" Text optional "Name of a parent or carer who lives elsewhere";
        OTHER_CARER_POSTCODE "other_carer_postcode" Text optional "Where that one lives";
        PARTNER_REF "partner_ref" Text optional "Number of a partner: the agency's own, or a National Insurance number";
        SEN_PROVISION "sen_provision" Text optional "Special educational needs: `N` none, `K` support in school, `E` education, health and care plan; as printed where it is another";
        VALID_FROM "valid_from" Date optional "First day for which the agency says it: tenancy began, school entered, case opened, registered";
        VALID_TO "valid_to" Date optional "Last such day: tenancy ended, school left, case closed; open where it is empty";
        EXPECTED_DELIVERY "expected_delivery" Date optional "Expected date of delivery of a pregnancy";
        DELIVERED "delivered" Date optional "Day on which that pregnancy ended, by birth or otherwise";
    }

    /// Something that an agency did with a person.
    CONTACT contact "contact" by "intake" about people {
        CONTACT_ID "contact_id" Text required "The agency's number of it; made of file and row where there is none";
        AGENCY "agency" Text required "The agency";
        RECORD_ID "record_id" Text required "The agency's number of the person; `person_cluster` says who that is";
        FILE_ID "file_id" Text required "The file and sheet it stands in";
        ROW "row" Count required "Row in the file, from 1";
        ACTIVITY "activity" Text required "What was done, as printed";
        TEAM "team" Text optional "Team or role";
        START "start" Date required "First day";
        END "end" Date optional "Last day; open where it is empty";
        CHANNEL "channel" Text optional "Face to face, telephone and so on, as printed";
        OUTCOME "outcome" Text optional "What came of it, as printed";
        COST "cost" Money optional "Pounds, where the agency says";
        IS_ASSESSMENT "is_assessment" Flag required "An assessment or review, by the rules for activities";
        NEEDS "needs" Text optional "Needs of which it is evidence by these rules, with `|` between them";
    }

    /// Two records that were compared and are alike enough to keep.
    PERSON_PAIR person_pair "person_pair" by "linkage::people" about people {
        AGENCY "agency" Text required "The agency of one record";
        RECORD_ID "record_id" Text required "Its number there";
        OTHER_AGENCY "other_agency" Text required "The agency of the other";
        OTHER_RECORD_ID "other_record_id" Text required "Its number there";
        MATCH_WEIGHT "match_weight" Share required "Evidence in bits, the prior included";
        PROBABILITY "probability" Share required "Probability that both are of one person";
        RULE "rule" Text required "The blocking rule that brought them together";
        IS_LINKED "is_linked" Flag required "Taken for one person: by the threshold, or by decision";
        DECIDED_BY "decided_by" Text required "model, or `people` where decisions/person_pairs.csv settles it";
    }

    /// Who is who: the person whom a record is of.
    PERSON_CLUSTER person_cluster "person_cluster" by "linkage::people" about people {
        AGENCY "agency" Text required "The agency that holds the record";
        RECORD_ID "record_id" Text required "Its number there";
        PERSON_ID "person_id" Id required "The person; lasting once signed, see decisions/people.csv";
    }

    /// What changed against the people who were signed last, to be read before it is signed.
    PERSON_CHANGE person_change "person_change" by "linkage::people" about people {
        CHANGE "change" Text required "new, merged, split, changed or gone";
        PERSON_ID "person_id" Id required "The person";
        N_RECORDS "n_records" Count required "Records of the person now; of one who is gone, before";
        OTHER_PERSON_IDS "other_person_ids" Text optional "Merged: who is no more. Split: who has records of this person now";
        TEXT "text" Text required "The change in words";
    }

    /// Two people who belong together, and how that is known.
    PERSON_TIE person_tie "person_tie" by "linkage::families" about people {
        TIE_KIND "tie_kind" Text required "parent, guardian, partner, shared_case or emergency_contact";
        FROM_PERSON_ID "from_person_id" Id required "Parent or guardian; of partners the lower number";
        TO_PERSON_ID "to_person_id" Id required "Child, or the other partner";
        FROM "from" Date optional "First day that a record gives for it; empty where a record gives none, which is open";
        TO "to" Date optional "Last such day; empty where a record gives none, which is open";
        BASIS "basis" Text required "recorded: by number; tenancy: on one tenancy; named: by name at one address; named_alone: the only one of that name; presumed: by age at one address, a record that is over, carers of siblings, or a pregnancy";
        N_SOURCES "n_sources" Count required "Records that say so";
    }

    /// A person in a family over a period.
    FAMILY_MEMBER family_member "family_member" by "linkage::families" about people {
        FAMILY_ID "family_id" Id required "The lowest person_id among its adults";
        PERSON_ID "person_id" Id required "The person";
        ROLE "role" Text required "adult or child";
        IS_MAIN "is_main" Flag required "The family to count the person in, where there are two";
        FROM "from" Date optional "First day of the ties that make the membership; empty where none is known";
        TO "to" Date optional "Last such day; empty where none is known";
    }

    /// One family over the place's financial year.
    FAMILY_YEAR family_year "family_year" by "linkage::families" about people {
        FAMILY_ID "family_id" Id required "The family";
        FINANCIAL_YEAR "financial_year" Year required "The year";
        N_ADULTS "n_adults" Count required "Adults at the end of the year";
        N_CHILDREN "n_children" Count required "Children at the end of the year";
        N_AGENCIES_KNOWN "n_agencies_known" Count required "Agencies that hold a record of any member";
        N_AGENCIES "n_agencies" Count required "Agencies in contact with any member in the year";
        N_SERVICES "n_services" Count required "Kinds of activity, each of its agency";
        N_CONTACTS "n_contacts" Count required "Contacts with any member";
        N_ASSESSMENTS "n_assessments" Count required "Assessments and reviews among them";
        COST "cost" Money required "Of contacts whose cost is known";
        N_WITHOUT_COST "n_without_cost" Count required "Contacts whose cost is not known";
        COST_MAIN "cost_main" Money required "Of members whose main family it is: this column adds up over families, `cost` does not";
        AGENCIES "agencies" Text required "The agencies in contact, by name, with `|` between them";
    }

    /// One family under one programme's rule.
    FAMILY_ELIGIBILITY family_eligibility "family_eligibility" by "linkage::families" about people {
        FAMILY_ID "family_id" Id required "The family";
        SCHEME "scheme" Text required "The programme's rule, with its version";
        N_NEEDS "n_needs" Count required "Different needs with evidence in the year";
        NEEDS "needs" Text required "These needs, with `|` between them";
        IS_ELIGIBLE "is_eligible" Flag required "As many needs as the rule asks for";
    }

    /// One figure about people that passed the disclosure rules: all that leaves the place about them.
    RELEASED_FIGURE released_figure "released_figure" by "disclosure::release" {
        TOPIC "topic" Text required "Which table of figures it belongs to";
        POSITION "position" Count required "Its place in that table";
        CATEGORY "category" Text required "What is counted";
        MEASURE "measure" Text required "families, people, cost and so on";
        N "n" Count optional "The count as released: rounded; empty where it is withheld or a sum of money";
        AMOUNT "amount" Money optional "Pounds as released: rounded; empty where withheld or a count";
        SHOWN "shown" Text required "What a page prints: `[c]` where the figure is withheld";
        POLICY "policy" Text required "The disclosure rule it passed";
    }

    /// One proposal of the place, or one claim that it quotes.
    PROPOSAL proposal "proposal" by "appraisal" {
        PROPOSAL_ID "proposal_id" Text required "Name of its file in proposals/, without the ending";
        NAME "name" Text required "What it is called";
        SUMMARY "summary" Text optional "What would be done, in a sentence";
        COUNTERFACTUAL "counterfactual" Text optional "What happens without it; where none is named nothing is called a saving";
        CLAIMED_BY "claimed_by" Text optional "Whose claim it is, where it quotes one";
        PRICE_YEAR "price_year" Year required "The prices that its pounds are in";
        FIRST_YEAR "first_year" Year required "Year 0, which is not discounted";
        N_YEARS "n_years" Count required "Years looked at, year 0 among them";
        HAS_COSTS "has_costs" Flag required "Costs are stated; where not, a cost is not known and not nothing";
        HAS_BENEFITS "has_benefits" Flag required "Benefits are stated in figures";
    }

    /// One body that pays or gains in a proposal.
    PROPOSAL_BODY proposal_body "proposal_body" by "appraisal" {
        PROPOSAL_ID "proposal_id" Text required "The proposal";
        BODY_ID "body_id" Text required "Its id in the proposal, which may be the place's";
        NAME "name" Text required "What the proposal calls it";
        TIER "tier" Text required "local or central";
    }

    /// Pounds of one proposal, year, body and kind.
    PROPOSAL_FLOW proposal_flow "proposal_flow" by "appraisal" {
        PROPOSAL_ID "proposal_id" Text required "The proposal";
        FINANCIAL_YEAR "financial_year" Year required "Year";
        BODY_ID "body_id" Text optional "Who pays or gains, by the proposal's ids; empty for economic and social values, which no budget sees";
        FLOW_KIND "flow_kind" Text required "cost_revenue, cost_capital, cost_in_kind, cashable_benefit, capacity_released, economic or social";
        SPENDING "spending" Text optional "DEL or AME of a fiscal benefit; AME returns to the Treasury";
        AMOUNT "amount" Money required "Pounds in the prices of the price year, after corrections and cap, undiscounted";
        NOMINAL_AMOUNT "nominal_amount" Money required "The same in pounds of the year";
    }

    /// One result of one proposal.
    PROPOSAL_RESULT proposal_result "proposal_result" by "appraisal" {
        PROPOSAL_ID "proposal_id" Text required "The proposal";
        SCENARIO "scenario" Text optional "Name of the scenario; empty for the proposal as it is written";
        VIEW "view" Text required "standard, sensitivity (rates without pure time preference), undiscounted, or draws";
        MEASURE "measure" Text required "What it is: pv_cost, public_npv, public_bcr, payback_years, pays, gains and so on";
        BODY_ID "body_id" Text optional "The body it is about, where it is about one";
        FINANCIAL_YEAR "financial_year" Year optional "The year it is about, where it is about one";
        VALUE "value" Estimate optional "Empty where it cannot be computed, which is never zero";
        UNIT "unit" Text required "pounds, ratio, years, share or count";
    }

    /// One number that a proposal assumes, and what depends on it.
    PROPOSAL_INPUT proposal_input "proposal_input" by "appraisal" {
        PROPOSAL_ID "proposal_id" Text required "The proposal";
        PATH "path" Text required "Where it stands in the proposal: population.engagement, benefit.care.impact";
        LABEL "label" Text required "What it is";
        VALUE "value" Estimate required "What it is taken to be, in the price base";
        LOW "low" Estimate optional "The author's range; empty where none is stated";
        HIGH "high" Estimate optional "The author's range";
        SHAPE "shape" Text optional "How likely the parts of the range are";
        SOURCE "source" Text optional "Where it comes from and how good that is, grades included";
        SWING_LOW "swing_low" Estimate optional "The low value that was tried: the range's, else a fifth less";
        SWING_HIGH "swing_high" Estimate optional "The high value that was tried";
        NPV_AT_LOW "npv_at_low" Money optional "Public net present value at the low value, all else as it is";
        NPV_AT_HIGH "npv_at_high" Money optional "The same at the high value";
        DECIDES "decides" Flag optional "The answer changes its sign in between";
        VALUE_OF_KNOWING "value_of_knowing" Money optional "Expected pounds of public value from knowing it before deciding";
    }

    /// One sentence about a proposal that its reader has to know.
    PROPOSAL_NOTE proposal_note "proposal_note" by "appraisal" {
        PROPOSAL_ID "proposal_id" Text required "The proposal";
        NOTE_KIND "note_kind" Text required "finding, not_confirmed, claim, reading, ambiguous, outcome, budget, side_payments or not_drawn";
        TEXT "text" Text required "The sentence";
        SOURCE "source" Text optional "Where the number comes from";
        QUALITY "quality" Text optional "How good that is";
    }

    /// One mistake in a file of proposals/, for which the file was left out.
    PROPOSAL_PROBLEM proposal_problem "proposal_problem" by "appraisal" {
        PATH "path" Text required "The file, relative to the place";
        LINE "line" Count optional "Line, from 1";
        COLUMN "column" Count optional "Character in the line, from 1";
        TEXT "text" Text required "What is wrong and what was expected";
        HINT "hint" Text optional "What was probably meant";
    }
}

/// Tables that may leave the place: all but those that hold something of single people.
pub fn that_may_leave() -> impl Iterator<Item = &'static Table> {
    ALL.iter().copied().filter(|table| !table.is_about_people)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn what_holds_numbers_of_people_or_their_records_does_not_leave() {
        let tells =
            [person_cluster::PERSON_ID, person_cluster::RECORD_ID, family_member::FAMILY_ID, person_file::N_RECORDS];
        for table in that_may_leave() {
            assert!(table.columns.iter().all(|column| !tells.contains(&column.name)), "{}", table.name);
        }
        assert_eq!(ALL.len() - that_may_leave().count(), 10, "tables about people");
    }

    #[test]
    fn names_are_unique_and_plain() {
        let mut names = HashSet::new();
        for table in ALL {
            assert!(names.insert(table.name), "table {} is declared twice", table.name);
            let mut columns = HashSet::new();
            for column in table.columns {
                assert!(columns.insert(column.name), "{}.{} is declared twice", table.name, column.name);
                assert!(column.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit()));
                assert!(!column.meaning.is_empty());
            }
        }
    }
}
