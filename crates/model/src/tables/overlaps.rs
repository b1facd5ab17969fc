//! Tables of what is done twice.

use crate::{Strand, words};

words! {
    /// What is done twice.
    OverlapKind {
        /// One invoice paid twice, by one body or by two.
        PaidTwice = "paid_twice",
        /// Money that bodies of the place pass round until it is back where it started.
        Circle = "circle",
        /// Several funders pay one project.
        Grants = "grants",
        /// Several bodies run a programme for the same people with the same aim.
        Programme = "programme",
        /// Several agencies assess the same person for the same thing.
        Assessment = "assessment",
        /// Buildings of several bodies side by side.
        Building = "building",
        /// The same back-office function in several bodies.
        BackOffice = "back_office",
        /// One supplier paid by several bodies.
        SharedSupplier = "shared_supplier",
        /// One supplier under several numbers in one body's ledger.
        SupplierNumbers = "supplier_numbers",
    }
}

impl OverlapKind {
    /// The strand to which all pounds of the kind belong.
    pub fn strand(self) -> Strand {
        match self {
            OverlapKind::PaidTwice | OverlapKind::SupplierNumbers | OverlapKind::BackOffice => Strand::BackOfficeAndIt,
            OverlapKind::SharedSupplier => Strand::CollaborativeProcurement,
            OverlapKind::Building => Strand::Property,
            OverlapKind::Circle | OverlapKind::Grants | OverlapKind::Programme | OverlapKind::Assessment => {
                Strand::LocalIncentivesAndEmpowerment
            }
        }
    }
}

words! {
    /// How sure it is that something is done twice. It says nothing about whether money can be saved.
    OverlapConfidence {
        High = "high",
        Medium = "medium",
        Low = "low",
    }
}

super::tables! {
    /// One thing done twice: the bodies, the pounds, how it was found, and what would have to be true for it to be money.
    OVERLAP overlap "overlap" by "overlap" {
        OVERLAP_ID "overlap_id" Text required "Made of the kind and of what is done twice; the same in every build";
        KIND "kind" Text<OverlapKind> required "What is done twice";
        STRAND "strand" Text<Strand> required "Strand of the Operational Efficiency Programme; the strands' pounds never overlap";
        TITLE "title" Text required "What is done twice, in words";
        BODIES "bodies" Text required "Ids of the bodies, with `|` between them";
        N_BODIES "n_bodies" Count required "Bodies";
        AMOUNT "amount" Money optional "The pounds that belong to this finding alone; empty if not known, which does not mean zero";
        AMOUNT_SEEN "amount_seen" Money optional "The same with pounds that another finding has claimed; never to be added up";
        CLAIMED_BY "claimed_by" Text optional "The finding that has claimed most of the difference";
        CONFIDENCE "confidence" Text<OverlapConfidence> required "How sure it is that this is done twice";
        KEEP_APART "keep_apart" Flag required "Small suppliers or voluntary bodies, which buying in bulk would push out";
        HOW "how" Text required "How it was found, in words";
        CONDITION "condition" Text required "What would have to be true for it to be money, in words";
        SAVINGS_LOW "savings_low" Share optional "The least share of the pounds that is assumed to be saved; an assumption, not a figure of the ledger";
        SAVINGS_HIGH "savings_high" Share optional "The most";
        SAVINGS_SOURCE "savings_source" Text optional "Who assumed it, and how good that is; empty if nobody did";
        RANK "rank" Count required "Its place among all findings, from 1, by the pounds that belong to it alone";
    }

    /// What one body pays of the pounds that belong to a finding alone.
    OVERLAP_BODY overlap_body "overlap_body" by "overlap" {
        OVERLAP_ID "overlap_id" Text required "The finding";
        BODY_ID "body_id" Text required "The body that paid";
        AMOUNT "amount" Money required "Its part of the finding's own pounds; those of all bodies add up to them";
    }

    /// One piece of evidence for a finding.
    OVERLAP_EVIDENCE overlap_evidence "overlap_evidence" by "overlap" {
        OVERLAP_ID "overlap_id" Text required "The finding";
        BODY_ID "body_id" Text optional "The body, if the evidence is of one";
        TABLE "table" Text required "The table that it stands in";
        KEY "key" Text required "Where it stands there: a supplier's id, `file#row`, a contract's id";
        NOTE "note" Text required "What it shows, in words";
        AMOUNT "amount" Money optional "Pounds, if it has any; evidence is never added up";
    }

    /// How often payments repeat in one body's ledger, and how many of them are listed as paid twice.
    PAYMENT_REPEATS payment_repeats "payment_repeats" by "overlap" {
        BODY_ID "body_id" Text required "The body whose ledger it is";
        N_LINES "n_lines" Count required "Lines of spending here that were looked at: dated, large enough, to suppliers that are no public bodies";
        N_UNDATED "n_undated" Count required "Lines without a date, which were not looked at";
        N_REPEATED "n_repeated" Count required "Lines with the supplier and amount of another line";
        N_IN_SERIES "n_in_series" Count required "Those whose amount comes three times or more";
        N_PUT_RIGHT "n_put_right" Count required "Payments that the ledger itself takes back";
        N_WITH_REFERENCE "n_with_reference" Count required "Lines with a reference";
        N_SAME_INVOICE "n_same_invoice" Count required "References of a supplier that are paid on two days with the same amount";
        EXPECTED_SAME_INVOICE "expected_same_invoice" Estimate required "How many of these chance alone would give";
        ARE_REFERENCES_TELLING "are_references_telling" Flag required "More come twice than chance explains; if not, none of them is a finding";
        N_ALONE "n_alone" Count required "Equal payments within three weeks that no reference shows to be one";
        EXPECTED_ALONE "expected_alone" Estimate optional "How many of these chance alone would give; empty if the ledger is of too few days";
        N_ALONE_LISTED "n_alone_listed" Count required "How many of these are findings: those in excess of chance";
    }

    /// What one body pays to voluntary, community and social enterprises for one service.
    VOLUNTARY_SPEND voluntary_spend "voluntary_spend" by "overlap" {
        BODY_ID "body_id" Text required "The body that paid";
        SERVICE "service" Text required "Service of the common list";
        N_SUPPLIERS "n_suppliers" Count required "Voluntary bodies paid";
        AMOUNT "amount" Money required "What they were paid";
        GRANTS "grants" Money optional "Grants awarded to voluntary bodies; beside the payments and never added to them; empty if no grants were read";
        ALL_SUPPLIERS "all_suppliers" Money required "What all suppliers were paid that are no public bodies";
        SHARE "share" Share optional "Voluntary bodies' share of that; empty if nothing was paid";
        HHI "hhi" Share optional "Sum of squared shares of the voluntary bodies: 1 where one has everything";
        LARGEST_SHARE "largest_share" Share optional "Share of the largest of them";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_one_strand_and_only_sales_are_found_by_no_kind() {
        let strands = OverlapKind::ALL.iter().map(|kind| kind.strand()).collect::<std::collections::BTreeSet<_>>();
        assert_eq!(strands.len(), Strand::ALL.len() - 1);
        assert!(!strands.contains(&Strand::AssetManagementAndSales));
    }
}
