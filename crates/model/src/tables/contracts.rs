//! Tables of contracts and grants, as registers, notices and funders print them.
//!
//! A contract awarded, a grant awarded, a grant disbursed and a payment are four things. Their pounds are in different
//! columns or tables, and nothing adds them up.

use crate::words;

words! {
    /// What a record says of a contract.
    ContractRecord {
        /// A line of a body's register of its contracts.
        Register = "register",
        /// An award that a notice announces.
        Award = "award",
        /// A signed contract that a notice announces.
        Contract = "contract",
        /// A plan or a call for tenders: nothing is awarded yet, or the award is not in it.
        Notice = "notice",
    }
}

words! {
    /// What is known of a contract's end.
    ContractEnd {
        /// A day.
        Dated = "dated",
        /// It goes on until somebody ends it: rolling, ongoing.
        Rolling = "rolling",
        /// It is still to be settled: TBC, to be agreed.
        ToBeConfirmed = "to_be_confirmed",
        /// Something else is printed that is not a day.
        Unreadable = "unreadable",
        /// Nothing is printed.
        Missing = "missing",
    }
}

super::tables! {
    /// One contract, award or notice, as one row of a file or one release gives it.
    CONTRACT contract "contract" by "contracts" {
        SOURCE_FILE "source_file" Text required "Path below the sources' root, with the sheet in brackets";
        SOURCE_ROW "source_row" Count required "Row in the file; in JSON the number of the release, from 1";
        CONTRACT_ID "contract_id" Text optional "The file's own id of the contract, award or notice";
        PROCESS_ID "process_id" Text optional "The id under which all releases of one procurement stand (OCDS: ocid)";
        RECORD "record" Text<ContractRecord> required "Whether it is a line of a register, an award, a signed contract or a notice";
        STATUS "status" Text optional "Status or tag as printed: awarded, closed, awardUpdate";
        RELEASE_ID "release_id" Text optional "The id of the release that says so";
        RELEASED_ON "released_on" Date optional "The day on which it was published";
        RELEASED_AT "released_at" Moment optional "The moment at which it was published";
        IS_LATEST "is_latest" Flag required "No later release of the same procurement or notice replaces it";
        BUYER "buyer" Text optional "Who buys, as printed";
        BUYER_ID "buyer_id" Text optional "The publisher's id of the buyer";
        BODY_ID "body_id" Text optional "The body of the place: the one that the source names, or whose name the buyer's is";
        TITLE "title" Text optional "Title as printed";
        AMOUNT "amount" Money optional "Pounds awarded or registered for the whole contract; empty for a notice, which only estimates";
        AMOUNT_YEARLY "amount_yearly" Money optional "Pounds a year, if the register prints these";
        VALUE_LOW "value_low" Money optional "The least that a notice expects it to be worth";
        VALUE_HIGH "value_high" Money optional "The most that a notice expects it to be worth";
        CURRENCY "currency" Text optional "The currency, if it is not pounds; the amount is then empty";
        AWARDED_ON "awarded_on" Date optional "The day of the award";
        STARTS_ON "starts_on" Date optional "First day";
        START_AS_PRINTED "start_as_printed" Text optional "What is printed as the start, if it is not a day";
        ENDS_ON "ends_on" Date optional "Last day, without extensions that nobody has taken up";
        END_AS_PRINTED "end_as_printed" Text optional "What is printed as the end, if it is not a day";
        END "end" Text<ContractEnd> required "What is known of the end";
        RENEWS_ON "renews_on" Date optional "The day of renewal or review";
        RENEWAL_AS_PRINTED "renewal_as_printed" Text optional "What is printed as the renewal, if it is not a day";
        CATEGORY "category" Text optional "What is bought, as printed";
        CPV_CODES "cpv_codes" Text optional "Codes of the Common Procurement Vocabulary, eight digits each, separated by spaces";
        DEPARTMENT "department" Text optional "Directorate or service";
        PROCEDURE "procedure" Text optional "How it was bought, as printed";
        IS_FRAMEWORK "is_framework" Flag required "It sets up a framework or a dynamic purchasing system, so its amount is a ceiling and may be for many buyers";
        N_SUPPLIERS "n_suppliers" Count required "Suppliers named; they share one amount";
        SUPPLIERS_AS_PRINTED "suppliers_as_printed" Text optional "The whole cell of suppliers, where a table has one";
    }

    /// One supplier of one contract or award.
    CONTRACT_SUPPLIER contract_supplier "contract_supplier" by "contracts" {
        SOURCE_FILE "source_file" Text required "As in `contract`";
        SOURCE_ROW "source_row" Count required "As in `contract`";
        CONTRACT_ID "contract_id" Text optional "As in `contract`";
        POSITION "position" Count required "Its place among the suppliers of the contract, from 1";
        SUPPLIER "supplier" Text optional "Name as printed; empty where it is withheld";
        IS_WITHHELD "is_withheld" Flag required "The file says that the name is withheld";
        IDENTIFIER_SCHEME "identifier_scheme" Text optional "The register that the number is of, such as `GB-COH` or `GB-CHC`";
        IDENTIFIER "identifier" Text optional "The number, as its register writes it";
        IDENTIFIER_AS_PRINTED "identifier_as_printed" Text optional "The number as printed, whether or not it can be read";
        IS_SME "is_sme" Flag optional "Whether it is a small or medium-sized enterprise, if the file says so";
        IS_VCSE "is_vcse" Flag optional "Whether it is a voluntary, community or social enterprise, if the file says so";
        POSTCODE "postcode" Text private "Its postcode";
    }

    /// One grant, as one row of a file or one object of JSON gives it.
    GRANT grant "grant" by "contracts" {
        SOURCE_FILE "source_file" Text required "Path below the sources' root, with the sheet in brackets";
        SOURCE_ROW "source_row" Count required "Row in the file; in JSON the number of the grant, from 1";
        GRANT_ID "grant_id" Text optional "The funder's id of the grant";
        FUNDER "funder" Text optional "Who gives, as printed";
        FUNDER_ID "funder_id" Text optional "Id of the funder as printed, such as `GB-CHC-327114`";
        BODY_ID "body_id" Text optional "The body of the place that gives: the one that the source names, or whose name the funder's is";
        RECIPIENT "recipient" Text optional "The organisation that receives, as printed; a person's name is never kept";
        RECIPIENT_ID "recipient_id" Text optional "Id of the recipient as printed, if it is an organisation";
        COMPANY_NUMBER "company_number" Text optional "Number at Companies House, eight characters";
        CHARITY_NUMBER "charity_number" Text optional "Number in a register of charities";
        NUMBER_AS_PRINTED "number_as_printed" Text optional "Registration as printed, where it names neither a company nor a charity";
        AMOUNT_AWARDED "amount_awarded" Money optional "Pounds awarded";
        AMOUNT_DISBURSED "amount_disbursed" Money optional "Pounds paid out so far";
        CURRENCY "currency" Text optional "The currency, if it is not pounds; the amounts are then empty";
        AWARDED_ON "awarded_on" Date optional "The day of the award";
        STARTS_ON "starts_on" Date optional "First day of what is paid for";
        ENDS_ON "ends_on" Date optional "Last day of what is paid for";
        PERIOD_AS_PRINTED "period_as_printed" Text optional "The period as printed, where it is one cell";
        PROGRAMME "programme" Text optional "Programme or service that gives";
        DEPARTMENT "department" Text optional "Department of the funder";
        TITLE "title" Text private "Title or purpose as printed; empty for a grant to a person";
        CAPITAL "capital" Flag optional "Capital rather than revenue, if the funder says so";
        IS_REGRANT "is_regrant" Flag required "It is given to be given on, so its pounds come again in other grants";
        REGRANT_TYPE "regrant_type" Text optional "Code of 360Giving for that, as printed";
        IS_TO_INDIVIDUAL "is_to_individual" Flag required "It goes to a person, of whom nothing is kept";
    }
}
