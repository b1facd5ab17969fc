//! The whole count: every pound of the place once, with what it is based on.

use crate::funding::{FundingAccount, FundingBasis, Instrument, MoneyOrigin};
use crate::spending::{Control, CountBasis, Grade, SetAsideAs, SpendingKind};
use crate::theme_rule::ThemeBasis;
use crate::{ClientGroup, Intent};

super::tables! {
    /// One cell of the whole count: a figure of one body that is spent for the place.
    WHOLE_COUNT whole_count "whole_count" by "consolidation::whole_count" {
        CELL_ID "cell_id" Id required "The cell";
        FINANCIAL_YEAR "financial_year" Year required "Year";
        BODY_ID "body_id" Text optional "The body that spends the money last, if it is one of the place's";
        BODY "body" Text required "Its name";
        FUNDER "funder" Text optional "Who provides the money, if it is one body; `several` if the table `funding` splits it";
        SERVICE "service" Text required "Service of the common list";
        COFOG "cofog" Text optional "COFOG division or group";
        LABEL "label" Text required "The service or function as published";
        KIND "kind" Text<SpendingKind> required "What the money is spent on";
        CLIENT_GROUP "client_group" Text<ClientGroup> optional "The people it is spent on, if a source names them";
        INTENT "intent" Text<Intent> optional "How early in the life of a problem it is spent, if a rule says so";
        CONTROL "control" Text<Control> required "Who can decide about it";
        BASIS "basis" Text<CountBasis> required "What the figure is based on";
        GRADE "grade" Text<Grade> required "How good the method is that links it to the area";
        DRIVER "driver" Text optional "The driver it was shared out by";
        METHOD "method" Text required "How the figure was worked out, in words, with the driver's date and numbers";
        FILE_ID "file_id" Text optional "The file and sheet of the published figure; none for ledgers";
        ROW "row" Count optional "Row in the file";
        COLUMN "column" Text optional "Heading of the column";
        AMOUNT "amount" Money optional "Pounds spent for the place; empty if not known, which does not mean zero";
        LOW "low" Money optional "The least it may be; the amount itself if it is published";
        HIGH "high" Money optional "The most it may be";
    }

    /// One published figure that is no spending of its own, or that another body's figure holds already.
    SET_ASIDE set_aside "set_aside" by "consolidation::whole_count" {
        FINANCIAL_YEAR "financial_year" Year required "Year";
        BODY_ID "body_id" Text optional "The body whose figure it is, if it is one of the place's";
        BODY "body" Text required "Its name";
        LABEL "label" Text required "The line as published";
        SET_ASIDE_AS "set_aside_as" Text<SetAsideAs> required "Why it is not counted";
        COUNTED_AT "counted_at" Text optional "The body where the money is counted";
        REASON "reason" Text required "The reason, in words";
        FILE_ID "file_id" Text optional "The file and sheet of the published figure";
        ROW "row" Count optional "Row in the file";
        AMOUNT "amount" Money optional "Pounds; empty where not known";
    }

    /// One funder of one body: what the body has from it, and how much of what is counted for the place that pays for. The pounds
    /// add up to the whole count, body by body.
    FUNDING funding "funding" by "consolidation::funding" {
        FINANCIAL_YEAR "financial_year" Year required "Year";
        BODY_ID "body_id" Text optional "The body that spends the money last, if it is one of the place's";
        BODY "body" Text required "Its name";
        ACCOUNT "account" Text<FundingAccount> required "Which of its money is funded";
        FUNDER_ID "funder_id" Text optional "The body that provides the money, if it is one of the place's";
        FUNDER "funder" Text required "Who provides the money";
        INSTRUMENT "instrument" Text<Instrument> required "By what";
        ORIGIN "origin" Text<MoneyOrigin> required "Where it comes from first";
        LABEL "label" Text required "The line as published, or the evidence in words";
        BASIS "basis" Text<FundingBasis> required "What the pounds are based on";
        FILE_ID "file_id" Text optional "The file and sheet of the published line";
        ROW "row" Count optional "Row in the file";
        COLUMN "column" Text optional "Heading of the column";
        RECEIVED "received" Money optional "Pounds that the body has from it in all, for every area that it serves; empty if only the share for the place is known";
        AMOUNT "amount" Money required "Pounds of what is counted for the place, in proportion to all the body's funding";
        NOTE "note" Text required "How it was worked out";
    }

    /// What one local body spends and passes on beside what it has, and what is left unexplained: an error signal.
    BODY_FUNDING body_funding "body_funding" by "consolidation::funding" {
        FINANCIAL_YEAR "financial_year" Year required "Year";
        BODY_ID "body_id" Text optional "The body, if it is one of the place's";
        BODY "body" Text required "Its name";
        ACCOUNT "account" Text<FundingAccount> required "Which of its money";
        OUTLAY "outlay" Money required "What it spends itself, for every area that it serves";
        TRANSFERS_OUT "transfers_out" Money required "What it passes to other public bodies";
        TRANSFERS_IN "transfers_in" Money required "What it gets from other public bodies";
        OWN_FUNDED "own_funded" Money required "Spent and passed on, less what it gets from others: what its own taxes, charges, borrowing and reserves must pay for";
        OWN_TAXES "own_taxes" Money optional "Council tax and business rates shown; empty if no source of its own is published";
        OWN_OTHER "own_other" Money optional "Charges, sales, contributions, borrowing and reserves drawn, less debt and what is put into reserves";
        UNEXPLAINED "unexplained" Money required "What is left: above zero, spent with no source shown; below zero, received but not shown as spent";
        FOR_PLACE "for_place" Money required "What is counted of it for the place";
        NOTE "note" Text required "What is left, in words";
    }

    /// One body's service, current or capital: what is counted, how sure it is, and how much of it is traced to payments.
    COVERAGE coverage "coverage" by "consolidation::whole_count" {
        FINANCIAL_YEAR "financial_year" Year required "Year";
        BODY_ID "body_id" Text optional "The body, if it is one of the place's";
        BODY "body" Text required "Its name";
        SERVICE "service" Text required "Service of the common list; `all` if the ledger does not split its capital by service";
        CAPITAL "capital" Flag required "Capital rather than current spending";
        PUBLISHED "published" Money optional "Published for the body or the area";
        APPORTIONED "apportioned" Money optional "Shared out by a driver";
        ESTIMATED "estimated" Money optional "Estimated by a named method";
        COUNTED "counted" Money optional "All that is counted; empty if not known";
        LEDGER "ledger" Money optional "Spending on the lines of the body's ledger; empty if it sent none";
        OPENS "opens" Money optional "How much of what is counted is traced to payments: the ledger's lines, if the place's share is the whole";
        NOTE "note" Text required "What a share above one, or a gap, means";
        ASK "ask" Text optional "What to ask each body for";
    }

    /// How many people live in the place.
    PLACE_POPULATION place_population "place_population" by "consolidation::whole_count" {
        FINANCIAL_YEAR "financial_year" Year required "Year of the count";
        PEOPLE "people" Count required "Residents";
        AREA "area" Text optional "The districts that the number covers; none for the number in place.toml";
        AS_OF "as_of" Text optional "The day or count they come from: `census-2011`; none for the number in place.toml";
        FILE_ID "file_id" Text optional "The file and sheet of the drivers; none for the number in place.toml";
    }

    /// One step from the region's published spending a head to the place's.
    REGIONAL_BRIDGE regional_bridge "regional_bridge" by "consolidation::whole_count" {
        FINANCIAL_YEAR "financial_year" Year required "Year";
        STEP "step" Text required "What is different";
        PER_HEAD "per_head" Money required "Pounds a head of the population";
        NOTE "note" Text required "How it was worked out";
    }

    /// What a theme costs at one body: rows of its ledger, a stated share of a published figure, or an activity.
    THEME_COUNT theme_count "theme_count" by "theme_count" {
        FINANCIAL_YEAR "financial_year" Year required "Year";
        THEME "theme" Text required "Theme of the place; themes overlap and are never added up";
        BODY_ID "body_id" Text optional "The body, if it is one of the place's";
        BODY "body" Text required "Its name";
        SERVICE "service" Text optional "Service of the common list; empty for an activity of no one service";
        LABEL "label" Text required "The published line or the activity; empty for rows of a ledger";
        KIND "kind" Text<SpendingKind> required "What the money is spent on";
        INTENT "intent" Text<Intent> optional "How early in the life of a problem it is spent, if a rule says so";
        BASIS "basis" Text<ThemeBasis> required "How the pounds were worked out";
        RESTS_ON "rests_on" Text<CountBasis> optional "What the published figure, of which a share is stated, is based on";
        METHOD "method" Text required "How the pounds were worked out, in words, with the share or the numbers and who stated them";
        FILE_ID "file_id" Text optional "The file and sheet of the published figure";
        ROW "row" Count optional "Row in the file";
        AMOUNT "amount" Money optional "Pounds counted; empty if not known, or if other rows of the theme already include them";
        WITHIN "within" Text optional "What already includes the pounds, which are then in no total";
        HELD "held" Money optional "Those pounds";
        OPENS "opens" Money optional "How much is traced to payments in a ledger; beneath a published figure it is not added to it";
    }
}
