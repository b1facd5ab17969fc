//! Tables of proposals and what became of them.

use crate::words;

words! {
    /// Whether a body of a proposal is of the place or of the country.
    BodyTier {
        Local = "local",
        Central = "central",
    }
}

words! {
    /// What kind of pounds a flow of a proposal is.
    ProposalFlowKind {
        CostRevenue = "cost_revenue",
        CostCapital = "cost_capital",
        /// Staff, rooms and time that are given rather than paid for.
        CostInKind = "cost_in_kind",
        /// Can leave the budget line that is named for it.
        CashableBenefit = "cashable_benefit",
        /// Fiscal benefits that free time and beds but leave no budget.
        CapacityReleased = "capacity_released",
        Economic = "economic",
        Social = "social",
    }
}

impl ProposalFlowKind {
    pub const COSTS: [ProposalFlowKind; 3] =
        [ProposalFlowKind::CostRevenue, ProposalFlowKind::CostCapital, ProposalFlowKind::CostInKind];
}

words! {
    /// Whether spending is planned in limits or follows demand: what is saved of the second returns to the Treasury.
    SpendingControl {
        Del = "DEL",
        Ame = "AME",
    }
}

words! {
    /// How likely the parts of a range are.
    #[derive(Default)]
    RangeShape {
        /// Between low and high, most likely at the value.
        #[default]
        Triangular = "triangular",
        /// The same with rounder shoulders: Beta on low to high with its mode at the value.
        Pert = "pert",
        /// Anything between low and high alike.
        Uniform = "uniform",
        /// Bell-shaped around the value; low and high are passed once in ten times each.
        Normal = "normal",
        /// As `normal` for the logarithm: never negative, with a long tail above.
        LogNormal = "lognormal",
    }
}

words! {
    /// The discount rates that a result is at, or the draws it comes from.
    ProposalView {
        Standard = "standard",
        /// Rates without pure time preference.
        Sensitivity = "sensitivity",
        Undiscounted = "undiscounted",
        /// Every input with a range drawn at once.
        Draws = "draws",
    }
}

words! {
    /// What a result of a proposal is.
    ProposalMeasure {
        PvCost = "pv_cost",
        PvFiscal = "pv_fiscal",
        PvCashable = "pv_cashable",
        PvEconomic = "pv_economic",
        PvSocial = "pv_social",
        PvAme = "pv_ame",
        PublicNpv = "public_npv",
        PublicBcr = "public_bcr",
        FinancialNpv = "financial_npv",
        FinancialBcr = "financial_bcr",
        CashableNpv = "cashable_npv",
        CashableBcr = "cashable_bcr",
        NetBudgetImpact = "net_budget_impact",
        /// When public money is back for good.
        PaybackYears = "payback_years",
        PaybackYearIndex = "payback_year_index",
        /// When it first is back, where later costs take it again.
        FirstBackYears = "first_back_years",
        /// What all benefits can be multiplied by until public value is nothing.
        SwitchingPublic = "switching_public",
        SwitchingFiscal = "switching_fiscal",
        Pays = "pays",
        Gains = "gains",
        Net = "net",
        GainsCashable = "gains_cashable",
        GainsAme = "gains_ame",
        /// Without any correction for optimism.
        UncorrectedPublicBcr = "uncorrected_public_bcr",
        SidePayment = "side_payment",
        RunningFiscal = "running_fiscal",
        RunningPublic = "running_public",
        /// The share of fiscal benefits that the cap leaves.
        KeptByCap = "kept_by_cap",
        NDraws = "n_draws",
        Seed = "seed",
        NUncertainInputs = "n_uncertain_inputs",
        PublicNpvP10 = "public_npv_p10",
        PublicNpvP50 = "public_npv_p50",
        PublicNpvP90 = "public_npv_p90",
        FiscalNpvP10 = "fiscal_npv_p10",
        FiscalNpvP50 = "fiscal_npv_p50",
        FiscalNpvP90 = "fiscal_npv_p90",
        ChancePublicGain = "chance_public_gain",
        ChanceFiscalGain = "chance_fiscal_gain",
        ValueOfKnowingEverything = "value_of_knowing_everything",
        NetP10 = "net_p10",
        NetP50 = "net_p50",
        NetP90 = "net_p90",
        ChanceBetterOff = "chance_better_off",
    }
}

words! {
    /// What a result is counted in.
    ProposalUnit {
        Pounds = "pounds",
        Ratio = "ratio",
        Years = "years",
        Share = "share",
        Count = "count",
    }
}

impl ProposalMeasure {
    /// Exceeded nine times in ten, one time in two, one time in ten.
    pub const PUBLIC_NPV: [ProposalMeasure; 3] =
        [ProposalMeasure::PublicNpvP10, ProposalMeasure::PublicNpvP50, ProposalMeasure::PublicNpvP90];
    pub const FISCAL_NPV: [ProposalMeasure; 3] =
        [ProposalMeasure::FiscalNpvP10, ProposalMeasure::FiscalNpvP50, ProposalMeasure::FiscalNpvP90];
    pub const NET: [ProposalMeasure; 3] = [ProposalMeasure::NetP10, ProposalMeasure::NetP50, ProposalMeasure::NetP90];

    pub fn unit(self) -> ProposalUnit {
        use ProposalMeasure as Measure;
        match self {
            Measure::PublicBcr
            | Measure::FinancialBcr
            | Measure::CashableBcr
            | Measure::UncorrectedPublicBcr
            | Measure::SwitchingPublic
            | Measure::SwitchingFiscal => ProposalUnit::Ratio,
            Measure::PaybackYears | Measure::FirstBackYears => ProposalUnit::Years,
            Measure::KeptByCap | Measure::ChancePublicGain | Measure::ChanceFiscalGain | Measure::ChanceBetterOff => {
                ProposalUnit::Share
            }
            Measure::PaybackYearIndex | Measure::NDraws | Measure::Seed | Measure::NUncertainInputs => {
                ProposalUnit::Count
            }
            _ => ProposalUnit::Pounds,
        }
    }
}

words! {
    /// What a sentence about a proposal is about.
    ProposalNoteKind {
        /// Something that limits or weakens the case.
        Finding = "finding",
        /// A number whose authority is not confirmed.
        NotConfirmed = "not_confirmed",
        /// The words of a claim that is quoted.
        Claim = "claim",
        /// What the claim adds up to when it is taken at its word.
        Reading = "reading",
        /// What the claim does not settle.
        Ambiguous = "ambiguous",
        Outcome = "outcome",
        /// The budget line that a cashable saving leaves.
        Budget = "budget",
        SidePayments = "side_payments",
        /// Why no inputs are drawn.
        NotDrawn = "not_drawn",
    }
}

super::tables! {
    /// One proposal of the place, or one claim that it quotes.
    PROPOSAL proposal "proposal" by "appraisal" {
        PROPOSAL_ID "proposal_id" Text required "Name of its file in proposals/, without the ending";
        NAME "name" Text required "What it is called";
        SUMMARY "summary" Text optional "What would be done, in a sentence";
        COUNTERFACTUAL "counterfactual" Text optional "What happens without it; if none is named, nothing is called a saving";
        CLAIMED_BY "claimed_by" Text optional "Whose claim it is, if it quotes one";
        PRICE_YEAR "price_year" Year required "The price year of its pounds";
        FIRST_YEAR "first_year" Year required "Year 0, which is not discounted";
        N_YEARS "n_years" Count required "Number of years, including year 0";
        HAS_COSTS "has_costs" Flag required "Whether costs are stated; if not, a cost is not known, which does not mean zero";
        HAS_BENEFITS "has_benefits" Flag required "Benefits are stated in figures";
    }

    /// One body that pays or gains in a proposal.
    PROPOSAL_BODY proposal_body "proposal_body" by "appraisal" {
        PROPOSAL_ID "proposal_id" Text required "The proposal";
        BODY_ID "body_id" Text required "Its id in the proposal, which may be the place's";
        NAME "name" Text required "What the proposal calls it";
        TIER "tier" Text<BodyTier> required "Whether it belongs to the place or to the country";
    }

    /// Pounds of one proposal, year, body and kind.
    PROPOSAL_FLOW proposal_flow "proposal_flow" by "appraisal" {
        PROPOSAL_ID "proposal_id" Text required "The proposal";
        FINANCIAL_YEAR "financial_year" Year required "Year";
        BODY_ID "body_id" Text optional "Who pays or gains, by the proposal's ids; empty for economic and social values, which no budget sees";
        FLOW_KIND "flow_kind" Text<ProposalFlowKind> required "What kind of pounds it is";
        SPENDING "spending" Text<SpendingControl> optional "How the spending that a fiscal benefit saves is controlled; AME returns to the Treasury";
        AMOUNT "amount" Money required "Pounds in the prices of the price year, after corrections and cap, undiscounted";
        NOMINAL_AMOUNT "nominal_amount" Money required "The same in pounds of the year";
    }

    /// One result of one proposal.
    PROPOSAL_RESULT proposal_result "proposal_result" by "appraisal" {
        PROPOSAL_ID "proposal_id" Text required "The proposal";
        SCENARIO "scenario" Text optional "Name of the scenario; empty for the proposal as it is written";
        VIEW "view" Text<ProposalView> required "The discount rates used, or the draws; sensitivity is without pure time preference";
        MEASURE "measure" Text<ProposalMeasure> required "What it is";
        BODY_ID "body_id" Text optional "The body it is about, where it is about one";
        FINANCIAL_YEAR "financial_year" Year optional "The year it is about, where it is about one";
        VALUE "value" Estimate optional "Empty if it cannot be computed, which never means zero";
        UNIT "unit" Text<ProposalUnit> required "Its unit";
    }

    /// One number that a proposal assumes, and what depends on it.
    PROPOSAL_INPUT proposal_input "proposal_input" by "appraisal" {
        PROPOSAL_ID "proposal_id" Text required "The proposal";
        PATH "path" Text required "Where to find it in the proposal: population.engagement, benefit.care.impact";
        LABEL "label" Text required "What it is";
        VALUE "value" Estimate required "The value used, in the price base";
        LOW "low" Estimate optional "The author's range; empty if none is stated";
        HIGH "high" Estimate optional "The author's range";
        SHAPE "shape" Text<RangeShape> optional "How likely each part of the range is";
        SOURCE "source" Text optional "Where it comes from and how good the source is, including grades";
        SWING_LOW "swing_low" Estimate optional "The low value tried: the range's, or a fifth less if there is none";
        SWING_HIGH "swing_high" Estimate optional "The high value that was tried";
        NPV_AT_LOW "npv_at_low" Money optional "Public net present value at the low value, everything else unchanged";
        NPV_AT_HIGH "npv_at_high" Money optional "The same at the high value";
        DECIDES "decides" Flag optional "The answer changes sign in between";
        VALUE_OF_KNOWING "value_of_knowing" Money optional "Expected pounds of public value from knowing it before the decision";
    }

    /// One sentence about a proposal that its reader has to know.
    PROPOSAL_NOTE proposal_note "proposal_note" by "appraisal" {
        PROPOSAL_ID "proposal_id" Text required "The proposal";
        NOTE_KIND "note_kind" Text<ProposalNoteKind> required "What it is about";
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
