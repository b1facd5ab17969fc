//! What public money is spent on, by which part of the public sector, and how sure a figure of it is.

use crate::words;

words! {
    /// What money is spent on (method, section 1.2). The kinds of a service add up to its spending net of income.
    SpendingKind {
        Pay = "pay",
        GoodsServices = "goods_and_services",
        /// Current spending of a source that does not part pay from purchases.
        Current = "current",
        /// Benefits and pensions paid to people.
        Benefits = "benefits",
        /// Grants to charities, firms and housing associations, outside the public sector.
        GrantsOutside = "grants_outside",
        Capital = "capital",
        /// Fees, charges and other income, which are taken off: never above zero except for a correction.
        Income = "income",
    }
}

impl SpendingKind {
    /// Whether it is capital or current spending, as a ledger can tell them apart.
    pub fn is_capital(self) -> bool {
        self == SpendingKind::Capital
    }
}

words! {
    /// Which part of the public sector spends, as the national accounts part it.
    Sector {
        Central = "central_government",
        Local = "local_government",
        Corporation = "public_corporation",
    }
}

words! {
    /// How far money was when its figure was published.
    Stage {
        Outturn = "outturn",
        Budget = "budget",
        Allocation = "allocation",
    }
}

words! {
    /// Who can decide about the money (method, section 1.6).
    Control {
        /// L1: the body decides freely.
        LocalDiscretion = "local_discretion",
        /// L2: local, but ring-fenced or required by law.
        LocalStatutory = "local_statutory",
        /// N1: a national body's, managed and negotiable in the place.
        NationalNegotiable = "national_negotiable",
        /// N2: by national formula or on demand: benefits, pensions.
        NationalFormula = "national_formula",
        /// X: for no area.
        NotAttributable = "not_attributable",
    }
}

impl Control {
    /// Whether the money can be addressed by a place: L1, L2 and N1.
    pub fn is_addressable(self) -> bool {
        matches!(self, Control::LocalDiscretion | Control::LocalStatutory | Control::NationalNegotiable)
    }
}

words! {
    /// What a cell of the whole count rests on, the best first.
    CountBasis {
        /// Lines of the body's own ledger, where nothing is published for it.
        Ledger = "ledger",
        /// A figure published for the body.
        PublishedBody = "published_for_the_body",
        /// A national body's figure published for the area.
        PublishedArea = "published_for_the_area",
        /// A share of a larger area's figure, by a named driver.
        Apportioned = "apportioned",
        /// By a named method.
        Estimated = "estimated",
        /// Known to be spent; how much is not known. Never zero.
        NotKnown = "not_known",
    }
}

words! {
    /// How good the way is by which a figure was tied to the area (method, section 1.7).
    Grade {
        /// Published for the area or the body.
        A = "A",
        /// Single units, mapped by where they are.
        B = "B",
        /// A driver of the same people: claimants, pupils.
        C = "C",
        /// People of an age, or weighted by need.
        D = "D",
        /// All people.
        E = "E",
        /// Not linked to an area.
        X = "X",
    }
}

words! {
    /// Why a published figure is no spending of its own (method, section 1.5).
    SetAsideAs {
        /// Counted at another body, which spends it.
        Transfer = "transfer",
        /// Where money comes from: grants, taxes, reserves.
        Financing = "financing",
        /// Capital counted again: charges, repayment, capital paid from revenue.
        CapitalCharge = "capital_charge",
        /// Income forgone and the like.
        Memo = "memo",
        /// A sum of other figures.
        Total = "total",
        /// The same money in another measure or publication.
        OtherMeasure = "other_measure",
        /// A plan, not what was spent.
        Plan = "plan",
        /// Accounts that the headline leaves out, such as trading.
        Outside = "outside",
    }
}
