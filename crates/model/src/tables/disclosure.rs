//! What may leave the place about people.

use crate::words;

words! {
    /// Which table of figures a released figure belongs to.
    FigureTopic {
        Totals = "totals",
        /// Families by the number of agencies in contact with them in the year; numbers that few families
        /// have are put together.
        FamiliesByAgencies = "families_by_agencies",
        /// Families with this many agencies in contact or more: every number, because there is no legal threshold.
        FamiliesByAgenciesOrMore = "families_by_agencies_at_least",
        /// Families eligible for a programme.
        FamiliesEligible = "families_eligible",
        PeopleByAgency = "people_by_agency",
        /// People and families of whom this many agencies or more hold a record, at three thresholds of linkage.
        KnownAtThresholds = "known_at_thresholds",
        /// How many links are estimated to be missed and wrong, by where names come from.
        ErrorByNameOrigin = "error_by_name_origin",
        /// What happens to people between agencies.
        Journeys = "journeys",
        /// What journeys begin with.
        JourneyStarts = "journey_starts",
        /// From which agency people come to which.
        JourneyHandoffs = "journey_handoffs",
        /// Steps from one activity to the next: the edges of the map.
        JourneySteps = "journey_steps",
        /// Assessments done again, by type and agencies.
        JourneyRepeats = "journey_repeats",
        /// How long people wait after a referral.
        JourneyWaits = "journey_waits",
        /// The ways that people go between agencies.
        JourneyWays = "journey_ways",
        /// What journeys cost.
        JourneyCosts = "journey_costs",
        /// What the cheapest and the dearest journeys cost.
        JourneyCostCurve = "journey_cost_curve",
        /// What contacts cost at each agency, and how much of its demand is failure demand.
        JourneyAgencies = "journey_agencies",
        /// How people are in touch, what that costs, and what shifts release.
        JourneyChannels = "journey_channels",
    }
}

words! {
    /// What a released figure counts or adds up.
    FigureMeasure {
        Records = "records",
        People = "people",
        Families = "families",
        Children = "children",
        /// Pounds, of contacts whose cost is known.
        Cost = "cost",
        /// Of the pairs of records that are of one person, the share that is estimated to be missed, in whole percent.
        MissedPercent = "missed_percent",
        /// Of the pairs that were linked, the share that is estimated to be wrong, in whole percent.
        WrongPercent = "wrong_percent",
        /// Steps from one contact to the next.
        Steps = "steps",
        Contacts = "contacts",
        /// A share in whole percent.
        Percent = "percent",
        /// The median in working days.
        MedianWorkingDays = "median_working_days",
        /// Nine in ten are no longer than this, in working days.
        P90WorkingDays = "p90_working_days",
        /// The median in pounds.
        MedianCost = "median_cost",
        /// Nine in ten cost no more than this, in pounds.
        P90Cost = "p90_cost",
        /// The tenths of journeys that cost no more than this, in pounds.
        CostAtMost = "cost_at_most",
        /// Pounds of one contact.
        CostEach = "cost_each",
        /// Pounds that a shift of contacts releases, or costs: capacity, not cash.
        CapacityReleased = "capacity_released",
    }
}

words! {
    /// The disclosure rule that a figure passed.
    DisclosurePolicy {
        /// Families linked across agencies: at least ten in every cell.
        LinkedFamilies = "linked_families",
    }
}

/// The category of a topic's figure that is of all its categories together.
pub const ALL_CATEGORIES: &str = "all";

super::tables! {
    /// One figure about people that passed the disclosure rules: all that leaves the place about them.
    RELEASED_FIGURE released_figure "released_figure" by "disclosure" {
        TOPIC "topic" Text<FigureTopic> required "Which table of figures it belongs to";
        POSITION "position" Count required "Its place in that table";
        CATEGORY "category" Text required "What is counted";
        MEASURE "measure" Text<FigureMeasure> required "What is counted, or added up";
        N "n" Count optional "The count as released: rounded; a share in whole percent; empty if it is withheld or is a sum of money";
        AMOUNT "amount" Money optional "Pounds as released: rounded; empty if withheld or if it is a count";
        SHOWN "shown" Text required "What a page prints: `[c]` if the figure is withheld";
        POLICY "policy" Text<DisclosurePolicy> required "The disclosure rule it passed";
    }
}
