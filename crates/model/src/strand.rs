//! Strands of the Operational Efficiency Programme.

crate::words! {
    /// The five strands of the Operational Efficiency Programme. Their totals never overlap.
    Strand {
        BackOfficeAndIt = "back_office_and_it",
        CollaborativeProcurement = "collaborative_procurement",
        AssetManagementAndSales = "asset_management_and_sales",
        Property = "property",
        LocalIncentivesAndEmpowerment = "local_incentives_and_empowerment",
    }
}
