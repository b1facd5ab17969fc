//! Tables of the account: who was paid, for what, and what of it is counted.

use crate::{Attribution, BodyKind, ClientGroup, Intent, Reach, TransferKind, Treatment, words};

words! {
    /// How the two sides of a transfer agree.
    TransferStatus {
        /// To the penny.
        Paired = "paired",
        /// Within the tolerance: money under way at the year's end, or booked on another day.
        Timing = "timing",
        /// Not even within the tolerance.
        Differs = "differs",
        /// The receiver's files do not show what it receives, as most ledgers of payments do not.
        OneSided = "one_sided",
    }
}

words! {
    /// Where an edge stands on the money map, from Treasury to street.
    FlowTier {
        /// From one public body to a body of the place.
        FunderToBody = "funder_to_body",
        /// From a body of the place to what it spends the money on.
        BodyToService = "body_to_service",
        /// From a body to whatever lies outside the place.
        BodyToOutside = "body_to_outside",
    }
}

words! {
    /// One line of a reconciliation: two totals, the causes of their difference, and what is left.
    ReconcilingItem {
        Published = "published",
        Counted = "counted",
        Pay = "pay",
        BelowThreshold = "below_threshold",
        Benefits = "benefits",
        Schools = "schools",
        Capital = "capital",
        Transfers = "transfers",
        MissingMonths = "missing_months",
        Signs = "signs",
        SentTwice = "sent_twice",
        /// Published, and no line of a ledger opens it.
        DoesNotOpen = "does_not_open",
    }
}

words! {
    /// What a figure of a reconciliation rests on.
    Basis {
        Published = "published",
        Counted = "counted",
        Estimated = "estimated",
        NotComputed = "not_computed",
    }
}

/// How the column `method` of [`COUNTERPARTY`] begins where no register lists the body, and its name alone says what it is.
pub const BY_FORM_ALONE: &str = "by form alone";

super::tables! {
    /// One public body of the place, so that every export tells its name.
    BODY body "body" by "ledger::account" {
        BODY_ID "body_id" Text required "The body's id in the place file and in every other table";
        NAME "name" Text required "Its name";
        BODY_KIND "body_kind" Text<BodyKind> required "What sort of body it is";
        REACH "reach" Text<Reach> required "Whether all that it spends is for the place";
        IN_PERIMETER "in_perimeter" Flag required "Its spending is part of the place";
    }

    /// One service of the common list, so that every export tells its name.
    SERVICE service "service" by "ledger::account" {
        SERVICE "service" Text required "The service's id in every other table";
        NAME "name" Text required "Its name";
        COFOG "cofog" Text optional "COFOG division or group";
    }

    /// One printed payee that is a public body, and which one.
    COUNTERPARTY counterparty "counterparty" by "ledger::counterparties" {
        PAYEE "payee" Text required "Name as printed";
        COUNTERPARTY_ID "counterparty_id" Text required "Body of the place, or `register:code` of a body outside it";
        COUNTERPARTY_NAME "counterparty_name" Text required "Its usual name";
        COUNTERPARTY_KIND "counterparty_kind" Text<BodyKind> required "What sort of public body it is";
        IN_PLACE "in_place" Flag required "Inside the perimeter of the place";
        METHOD "method" Text required "Which of its names matched, and how";
    }

    /// One printed payee that is nearly a body of the place. Only a person can say whether it is; nothing is matched by it.
    NEAR_COUNTERPARTY near_counterparty "near_counterparty" by "ledger::counterparties" {
        PAYEE "payee" Text required "Name as printed";
        BODY_ID "body_id" Text required "The body of the place whose name is almost the same";
        BODY_NAME "body_name" Text required "Its usual name";
        DIFFERENCE "difference" Text required "How the two names differ, in words";
    }

    /// One ledger line, classified.
    SPEND spend "spend" by "ledger::account" {
        LINE_ID "line_id" Id required "The ledger line";
        BODY_ID "body_id" Text required "The body whose ledger it is";
        FINANCIAL_YEAR "financial_year" Year required "Year of the line";
        AMOUNT "amount" Money required "Pounds, as on the line";
        COUNTERPARTY_ID "counterparty_id" Text optional "The public body paid, if it is one";
        TREATMENT "treatment" Text<Treatment> required "How the line enters the account";
        TRANSFER_KIND "transfer_kind" Text<TransferKind> optional "What kind of transfer it is";
        ELIMINATED "eliminated" Flag required "A transfer taken out because the receiver's own money is in the count";
        ATTRIBUTION "attribution" Text<Attribution> required "Whether the line is for this place";
        WHY "why" Text required "The rule that decided the treatment";
        SERVICE "service" Text required "Service of the common list; `unclassified` if no rule says";
        COFOG "cofog" Text optional "COFOG division or group";
        INTENT "intent" Text<Intent> optional "How early in the life of a problem the money is spent, if a rule says so";
        SERVICE_WHY "service_why" Text optional "The rule that decided the service";
        CLIENT_GROUP "client_group" Text<ClientGroup> optional "The people the money is spent on, if a heading names them";
        CLIENT_GROUP_WHY "client_group_why" Text optional "The rule that decided the client group";
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
        TRANSFER_KIND "transfer_kind" Text<TransferKind> required "What kind of transfer it is";
        WHY "why" Text required "The rule that found it";
        N_LINES "n_lines" Count required "Lines in the payer's ledger";
        AMOUNT "amount" Money required "The payer's figure";
        ELIMINATED "eliminated" Flag required "Taken out of the total, because the receiver's own money is in the count";
        MATCHED_AMOUNT "matched_amount" Money optional "The receiver's figure; empty if its files do not show receipts";
        DIFFERENCE "difference" Money optional "Payer's figure less receiver's";
        STATUS "status" Text<TransferStatus> required "How the two sides agree";
    }

    /// An edge of the money map.
    FLOW flow "flow" by "ledger::account" {
        TIER "tier" Text<FlowTier> required "The edge's stage on the way from Treasury to street";
        FROM_ID "from_id" Text required "Where the money comes from";
        TO_ID "to_id" Text required "Where it goes";
        FINANCIAL_YEAR "financial_year" Year required "Year";
        N_LINES "n_lines" Count required "Lines";
        AMOUNT "amount" Money required "Pounds";
    }

    /// Lines of one body that were treated alike: what its ledger adds up to, by service.
    LEDGER_SUM ledger_sum "ledger_sum" by "ledger::account" {
        BODY_ID "body_id" Text required "The body whose ledger it is";
        FINANCIAL_YEAR "financial_year" Year required "Year of the lines";
        SERVICE "service" Text required "Service of the common list; `unclassified` if no rule says";
        CAPITAL "capital" Flag optional "Capital rather than revenue, if the body says so";
        TREATMENT "treatment" Text<Treatment> required "How the lines enter the account";
        ATTRIBUTION "attribution" Text<Attribution> required "Whether they are for this place";
        ELIMINATED "eliminated" Flag required "Transfers taken out because the receiver's own money is in the count";
        COUNTERPARTY_ID "counterparty_id" Text optional "The public body paid, if it is one";
        N_LINES "n_lines" Count required "Lines";
        AMOUNT "amount" Money required "Their sum";
    }

    /// One published total beside what was counted, explained cause by cause.
    RECONCILIATION reconciliation "reconciliation" by "ledger::account" {
        BODY_ID "body_id" Text required "The body";
        FINANCIAL_YEAR "financial_year" Year required "Year";
        SERIES "series" Text required "Which publication and measure";
        SERVICE "service" Text required "Service compared; `all` for the body's total";
        ITEM "item" Text<ReconcilingItem> required "Which line of the reconciliation it is";
        AMOUNT "amount" Money optional "Pounds; empty if not computed";
        BASIS "basis" Text<Basis> required "Where the figure comes from";
        NOTE "note" Text required "Where the figure comes from, or what would be needed for it";
    }
}
