//! Tables of proposals and what became of them.

super::tables! {
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
