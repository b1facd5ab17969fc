//! Tables of families and the agencies that know them.

use super::LinkThreshold;
use crate::words;

words! {
    /// How two people belong together.
    TieKind {
        /// From parent to child.
        Parent = "parent",
        /// From guardian, foster or kinship carer to child.
        Guardian = "guardian",
        Partner = "partner",
        /// On one case of an agency. Evidence that they know each other; it makes no family.
        SharedCase = "shared_case",
        /// As above.
        EmergencyContact = "emergency_contact",
    }
}

words! {
    /// How a tie is known, the strongest first.
    TieBasis {
        /// By a number in a record.
        Recorded = "recorded",
        /// On one tenancy, by what each is there.
        Tenancy = "tenancy",
        /// By a name in a record, of somebody at the same address.
        Named = "named",
        /// By a name in a record, of the only person of that name who could be meant; they are not known to live together.
        NamedAlone = "named_alone",
        /// Not recorded for the day: by age at one address, by a record that is over, by the carers of brothers
        /// and sisters, or by a pregnancy.
        Presumed = "presumed",
    }
}

words! {
    /// What somebody is in a family.
    FamilyRole {
        Adult = "adult",
        Child = "child",
    }
}

super::tables! {
    /// Two people who belong together, and how that is known.
    PERSON_TIE person_tie "person_tie" by "families" about people {
        TIE_KIND "tie_kind" Text<TieKind> required "How they are related";
        FROM_PERSON_ID "from_person_id" Id required "Parent or guardian; for partners, the lower number";
        TO_PERSON_ID "to_person_id" Id required "Child, or the other partner";
        FROM "from" Date optional "First day that a record gives for it; empty means open, if a record gives none";
        TO "to" Date optional "Last such day; empty means open, if a record gives none";
        BASIS "basis" Text<TieBasis> required "How it is known: by a number in a record, on one tenancy, by a name at one address, by the only one of a name, or presumed by age at one address, a record that is over, carers of siblings, or a pregnancy";
        N_SOURCES "n_sources" Count required "Records that show it";
    }

    /// A person in a family over a period.
    FAMILY_MEMBER family_member "family_member" by "families" about people {
        FAMILY_ID "family_id" Id required "The lowest person_id among its adults";
        PERSON_ID "person_id" Id required "The person";
        ROLE "role" Text<FamilyRole> required "The person's role in the family";
        IS_MAIN "is_main" Flag required "The family to count the person in, if there are two";
        FROM "from" Date optional "First day of the ties that make the membership; empty if none is known";
        TO "to" Date optional "Last such day; empty if none is known";
    }

    /// One family over the place's financial year.
    FAMILY_YEAR family_year "family_year" by "families" about people {
        FAMILY_ID "family_id" Id required "The family";
        FINANCIAL_YEAR "financial_year" Year required "The year";
        N_ADULTS "n_adults" Count required "Adults at the end of the year";
        N_CHILDREN "n_children" Count required "Children at the end of the year";
        N_AGENCIES_KNOWN "n_agencies_known" Count required "Agencies that hold a record of any member";
        N_AGENCIES "n_agencies" Count required "Agencies in contact with any member in the year";
        N_SERVICES "n_services" Count required "Kinds of activity, counted for each agency";
        N_CONTACTS "n_contacts" Count required "Contacts with any member";
        N_ASSESSMENTS "n_assessments" Count required "Assessments and reviews among them";
        COST "cost" Money required "For contacts whose cost is known";
        N_WITHOUT_COST "n_without_cost" Count required "Contacts whose cost is not known";
        COST_MAIN "cost_main" Money required "For members whose main family it is: this column adds up over families, `cost` does not";
        AGENCIES "agencies" Text required "The agencies in contact, by name, with `|` between them";
    }

    /// One family under one programme's rule.
    FAMILY_ELIGIBILITY family_eligibility "family_eligibility" by "families" about people {
        FAMILY_ID "family_id" Id required "The family";
        SCHEME "scheme" Text required "The programme's rule, with its version";
        N_NEEDS "n_needs" Count required "Different needs with evidence in the year";
        NEEDS "needs" Text required "These needs, with `|` between them";
        IS_ELIGIBLE "is_eligible" Flag required "Whether there are as many needs as the rule requires";
    }

    /// People and families by how many agencies hold a record, at each threshold of linkage.
    KNOWN_AT_THRESHOLD known_at_threshold "known_at_threshold" by "families" about people {
        THRESHOLD "threshold" Text<LinkThreshold> required "Stricter, looser, or the one that is used";
        PROBABILITY "probability" Share required "Probability at or above which two records are linked";
        N_AGENCIES "n_agencies" Count required "Agencies that hold a record of the person, or of any member of the family";
        N_PEOPLE "n_people" Count required "People known to exactly as many agencies";
        N_FAMILIES "n_families" Count required "Families known to exactly as many agencies";
    }
}
