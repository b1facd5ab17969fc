//! Tables of families and the agencies that know them.

super::tables! {
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
}
