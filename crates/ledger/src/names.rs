//! The tables `body` and `service`: the names behind the ids of every other table.

use arrow_array::RecordBatch;
use model::Place;
use model::tables::{BODY, SERVICE, body, service};

/// One service of the common list.
pub struct NamedService<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub cofog: Option<&'a str>,
}

/// One row for each body of the place, in its order.
pub fn bodies(place: &Place) -> RecordBatch {
    let mut rows = BODY.rows();
    for found in &place.bodies {
        rows.push()
            .text(body::BODY_ID, &found.id)
            .text(body::NAME, &found.name)
            .text(body::BODY_KIND, found.kind.word())
            .text(body::REACH, found.reach.word())
            .flag(body::IN_PERIMETER, found.in_perimeter);
    }
    rows.finish()
}

/// One row for each service, in the order of the list.
pub fn services<'a>(services: impl IntoIterator<Item = NamedService<'a>>) -> RecordBatch {
    let mut rows = SERVICE.rows();
    for found in services {
        let row = rows.push().text(service::SERVICE, found.id).text(service::NAME, found.name);
        row.text_if_any(service::COFOG, found.cofog);
    }
    rows.finish()
}
