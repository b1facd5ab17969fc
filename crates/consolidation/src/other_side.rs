//! Money that is set aside because its other side is counted: where that is not, the money is counted here.
//!
//! A levy is set aside as the transport authority spends it. A place without that authority would lose the pounds, so there
//! the levy is counted at the council that pays it. So is the department's housing benefit where no authority publishes it.

use model::{BodyKind, Place};
use money::Money;

use crate::cells::Aside;
use crate::claims::Claim;

/// Parts deferred lines into those that count and those that are set aside.
pub(crate) fn count_or_set_aside<'a>(
    claims: Vec<Claim<'a>>,
    deferred: Vec<Claim<'a>>,
    place: &Place,
    asides: &mut Vec<Aside>,
) -> Vec<Claim<'a>> {
    let is_counted =
        |claim: &Claim| claim.pounds() > Money::ZERO && !claims.iter().any(|other| is_other_side(claim, other, place));
    let (counted, others): (Vec<Claim>, Vec<Claim>) = deferred.into_iter().partition(is_counted);
    for claim in &others {
        asides.extend(claim.aside_by_rule());
    }
    [claims, counted].concat()
}

fn is_other_side(claim: &Claim<'_>, other: &Claim<'_>, place: &Place) -> bool {
    let (own, others) = (&claim.rule.counted_as, &other.rule.counted_as);
    if claim.figure.year != other.figure.year {
        return false;
    }
    if !own.class.is_empty() {
        return others.class == own.class;
    }
    let kind = other.spender.id.as_deref().and_then(|id| place.body(id)).map(|body| body.kind);
    matches!(kind, Some(BodyKind::Levying | BodyKind::CombinedAuthority)) && others.service == own.service
}
