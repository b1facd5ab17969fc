//! The people that money is spent for.

use crate::words;

words! {
    /// The groups of people that the Total Place pilots named; a line has at most one.
    ClientGroup {
        Under5s = "under_5s",
        Aged10To14 = "aged_10_to_14",
        Children = "children",
        YoungPeople = "young_people",
        CareLeavers = "care_leavers",
        YoungOffenders = "young_offenders",
        Offenders = "offenders",
        VictimsOfCrime = "victims_of_crime",
        DrugAndAlcoholUsers = "drug_and_alcohol_users",
        LeavingHospital = "older_people_leaving_hospital",
        OlderPeople = "older_people",
        DisabledPeople = "disabled_people",
        Carers = "carers",
        /// People at risk who are in no other group: without a home, seeking refuge, in poor mental health.
        VulnerablePeople = "vulnerable_people",
        /// Families known to many agencies.
        HighContactFamilies = "high_contact_families",
        BenefitClaimants = "benefit_claimants",
        UnemployedPeople = "unemployed_people",
        SocialTenants = "social_housing_tenants",
    }
}
