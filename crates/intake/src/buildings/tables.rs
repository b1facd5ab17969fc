//! Buildings as tables.

use arrow_array::RecordBatch;
use model::tables::{BUILDING, BUILDING_FIGURE, CostBasis, LocatedBy, building, building_figure};

use super::site::{Figure, Site};

/// The table `building`, in the order given.
pub fn building_table(sites: &[Site]) -> RecordBatch {
    let mut rows = BUILDING.rows();
    for site in sites {
        let position = site.position.map(|(at, _)| at);
        let located: Option<LocatedBy> = site.position.map(|(_, by)| by);
        let basis = site.running_cost.map(|_| CostBasis::Register.word());
        rows.push()
            .text(building::FILE_ID, &site.file_id)
            .text(building::FILE, &site.file)
            .count(building::ROW, site.row)
            .text(building::BUILDING_ID, &site.building_id)
            .text_if_any(building::REGISTER_ID, site.register_id.as_deref())
            .text_if_any(building::BODY_ID, site.body_id.as_deref())
            .text_if_any(building::AGENCY, site.agency.as_deref())
            .text_if_any(building::OWNER, site.owner.as_deref())
            .text(building::NAME, &site.name)
            .text_if_any(building::KIND, site.kind.as_deref())
            .text_if_any(building::UPRN, site.uprn.as_deref())
            .text_if_any(building::ADDRESS, site.address.as_deref())
            .text_if_any(building::POSTCODE, site.postcode.as_deref())
            .text_if_any(building::AREA_CODE, site.area_code.as_deref())
            .estimate_if_any(building::LONGITUDE, position.map(|at| at.lon))
            .estimate_if_any(building::LATITUDE, position.map(|at| at.lat))
            .text_if_any(building::LOCATED_BY, located.map(LocatedBy::word))
            .text_if_any(building::TENURE, site.tenure.as_deref())
            .text_if_any(building::TENURE_DETAIL, site.tenure_detail.as_deref())
            .text_if_any(building::HOLDING, site.holding.as_deref())
            .estimate_if_any(building::FLOOR_AREA_M2, site.floor_area_m2)
            .estimate_if_any(building::OCCUPIED_M2, site.occupied_m2)
            .estimate_if_any(building::EMPTY_M2, site.empty_m2)
            .estimate_if_any(building::UNDER_USED_M2, site.under_used_m2)
            .estimate_if_any(building::DESKS, site.desks)
            .estimate_if_any(building::FTE, site.fte)
            .money_if_any(building::RUNNING_COST, site.running_cost)
            .text_if_any(building::RUNNING_COST_BASIS, basis)
            .money_if_any(building::VALUATION, site.valuation)
            .money_if_any(building::BACKLOG, site.backlog)
            .date_if_any(building::LEASE_BREAK, site.lease_break)
            .date_if_any(building::LEASE_END, site.lease_end)
            .text_if_any(building::ENERGY_RATING, site.energy_rating.as_deref())
            .date_if_any(building::AS_OF, site.as_of)
            .text_if_any(building::OPENING_HOURS, site.opening_hours.as_deref())
            .text_if_any(building::SERVICES, site.services.as_deref())
            .flag(building::IS_AGGREGATE, site.is_aggregate)
            .count(building::N_FEATURES, site.rows.len() as u64);
    }
    rows.finish()
}

/// The table `building_figure`.
pub fn building_figure_table(figures: &[Figure]) -> RecordBatch {
    let mut rows = BUILDING_FIGURE.rows();
    for figure in figures {
        rows.push()
            .text(building_figure::BUILDING_ID, &figure.building_id)
            .text(building_figure::FILE_ID, &figure.file_id)
            .count(building_figure::ROW, figure.row)
            .text(building_figure::FIGURE, &figure.figure)
            .text(building_figure::UNIT, &figure.unit)
            .estimate(building_figure::VALUE, figure.value);
    }
    rows.finish()
}
