//! The bodies of Wendshire, and those it deals with.

use model::BodyKind;

/// A body of the place.
#[derive(Debug)]
pub(crate) struct Body {
    pub id: &'static str,
    pub name: &'static str,
    pub kind: BodyKind,
    /// What ledgers of others print for it, beside its name.
    pub other_names: &'static [&'static str],
    pub codes: &'static [(&'static str, &'static str)],
    pub national: bool,
    pub in_perimeter: bool,
    pub sends_ledger: bool,
    /// Codes of the districts that it serves, where these are more than the place.
    pub serves: &'static [&'static str],
    /// What `place.toml` remarks on it.
    pub remark: &'static str,
}

impl Body {
    /// Whether a transfer to it is taken out at the payer: it spends the money in a ledger that is counted.
    pub fn has_own_money(&self) -> bool {
        self.sends_ledger && self.in_perimeter
    }
}

pub(crate) const COUNTY: &str = "wendshire-county";
pub(crate) const AMBLEFORD: &str = "ambleford-borough";
pub(crate) const FENHOLT: &str = "fenholt-district";
pub(crate) const POLICE: &str = "wendshire-police";
pub(crate) const FIRE: &str = "wendshire-fire";
pub(crate) const ICB: &str = "wendshire-icb";
pub(crate) const HOSPITALS: &str = "wendshire-hospitals";
pub(crate) const PARTNERSHIP: &str = "wend-valley-partnership";
pub(crate) const DEPARTMENT: &str = "dchls";
pub(crate) const HOMES: &str = "wend-valley-homes";
pub(crate) const FOUNDATION: &str = "wendshire-foundation";
pub(crate) const COMBINED: &str = "wend-combined";
pub(crate) const DRAINAGE: &str = "wend-drainage";
pub(crate) const PENSION_FUND: &str = "wendshire-pension-fund";
pub(crate) const NAVIGATION: &str = "wend-navigation";

/// Districts that the police and the fire and rescue authority serve: those of the place, and a neighbour.
pub(crate) const SERVED: &[&str] = &["X07000001", "X07000002", "X07000006"];

const LOCAL: Body = Body {
    id: "",
    name: "",
    kind: BodyKind::Other,
    other_names: &[],
    codes: &[],
    national: false,
    in_perimeter: true,
    sends_ledger: true,
    serves: &[],
    remark: "",
};

/// In the order of `place.toml`.
pub(crate) const BODIES: &[Body] = &[
    Body {
        id: COUNTY,
        name: "Wendshire County Council",
        kind: BodyKind::CountyCouncil,
        other_names: &["Wendshire CC", "Wendshire County Council Exchequer"],
        codes: &[("ons", "X10000001"), ("ecode", "E9901")],
        ..LOCAL
    },
    Body {
        id: AMBLEFORD,
        name: "Ambleford Borough Council",
        kind: BodyKind::DistrictCouncil,
        other_names: &["Ambleford BC"],
        codes: &[("ons", "X07000001"), ("ecode", "E9931")],
        ..LOCAL
    },
    Body {
        id: FENHOLT,
        name: "Fenholt District Council",
        kind: BodyKind::DistrictCouncil,
        other_names: &["Fenholt DC"],
        codes: &[("ons", "X07000002"), ("ecode", "E9932")],
        ..LOCAL
    },
    Body {
        id: POLICE,
        name: "Police and Crime Commissioner for Wendshire",
        kind: BodyKind::Police,
        other_names: &["Wendshire Police", "PCC for Wendshire"],
        codes: &[("ecode", "E9970")],
        serves: SERVED,
        ..LOCAL
    },
    Body {
        id: FIRE,
        name: "Wendshire Fire and Rescue Authority",
        kind: BodyKind::Fire,
        other_names: &["Wendshire Fire & Rescue Service"],
        codes: &[("ecode", "E9961")],
        serves: SERVED,
        ..LOCAL
    },
    Body {
        id: ICB,
        name: "NHS Wendshire Integrated Care Board",
        kind: BodyKind::NhsCommissioner,
        other_names: &["NHS Wendshire ICB", "Wendshire ICB"],
        ..LOCAL
    },
    Body {
        id: HOSPITALS,
        name: "Wendshire Hospitals NHS Foundation Trust",
        kind: BodyKind::NhsTrust,
        other_names: &["Wendshire Hospitals NHS FT"],
        ..LOCAL
    },
    Body {
        id: PARTNERSHIP,
        name: "Wend Valley Partnership NHS Trust",
        kind: BodyKind::NhsTrust,
        remark: "mental health and community services",
        ..LOCAL
    },
    Body {
        id: DEPARTMENT,
        name: "Department for Communities, Health and Local Services",
        kind: BodyKind::Department,
        other_names: &["DCHLS"],
        national: true,
        in_perimeter: false,
        remark: "its files are for the whole country; only what it pays to the bodies here is known to be for the place",
        ..LOCAL
    },
    Body {
        id: HOMES,
        name: "Wend Valley Homes Limited",
        kind: BodyKind::HousingAssociation,
        other_names: &["Wend Valley Homes"],
        codes: &[("coh", "IP99001R")],
        in_perimeter: false,
        remark: "a housing association: what public bodies pay to it has left them, so it stands outside the perimeter",
        ..LOCAL
    },
    Body {
        id: FOUNDATION,
        name: "Wendshire Community Foundation",
        kind: BodyKind::Voluntary,
        codes: &[("chc", "1999001")],
        remark: "a charity that passes the councils' grants on: counted where it gives them",
        ..LOCAL
    },
    Body {
        id: COMBINED,
        name: "Wend Combined Authority",
        kind: BodyKind::CombinedAuthority,
        other_names: &["Wend CA"],
        codes: &[("ecode", "E9980")],
        ..LOCAL
    },
    Body { id: DRAINAGE, name: "Wend Internal Drainage Board", kind: BodyKind::Levying, sends_ledger: false, ..LOCAL },
    Body {
        id: PENSION_FUND,
        name: "Wendshire Pension Fund",
        kind: BodyKind::PensionFund,
        sends_ledger: false,
        ..LOCAL
    },
    Body {
        id: NAVIGATION,
        name: "Wend Navigation Board",
        kind: BodyKind::Levying,
        sends_ledger: false,
        remark: "it has sent no ledger and publishes nothing: what it spends is not known",
        ..LOCAL
    },
];

/// A body of the place by its id.
///
/// # Panics
/// If there is none.
pub(crate) fn body(id: &str) -> &'static Body {
    BODIES.iter().find(|body| body.id == id).unwrap_or_else(|| panic!("`{id}` is a body of Wendshire"))
}

/// A public body of another area, as `rules/registers/elsewhere.csv` lists it.
#[derive(Debug)]
pub(crate) struct Elsewhere {
    pub code: &'static str,
    pub name: &'static str,
    pub kind: BodyKind,
}

macro_rules! elsewhere {
    ($($code:literal $name:literal $kind:ident,)+) => {
        &[$(Elsewhere { code: concat!("elsewhere:", $code), name: $name, kind: BodyKind::$kind },)+]
    };
}

/// The country around Wendshire. None of these names is a real body's.
pub(crate) const ELSEWHERE: &[Elsewhere] = elsewhere![
    "norbrook" "Norbrook City Council" Council,
    "eastmere" "Eastmere County Council" CountyCouncil,
    "thornwick" "Thornwick Borough Council" Council,
    "marlsea" "Marlsea Council" Council,
    "highfold" "Highfold District Council" DistrictCouncil,
    "carrowdale" "Carrowdale County Council" CountyCouncil,
    "penbury" "Penbury Borough Council" DistrictCouncil,
    "stanmoor" "Stanmoor Metropolitan Borough Council" Council,
    "wexcombe" "Wexcombe District Council" DistrictCouncil,
    "ashgarth" "Ashgarth City Council" Council,
    "lowmarsh" "Lowmarsh Council" Council,
    "ravensby" "Ravensby Borough Council" Council,
    "old-holm" "Old Holm District Council" DistrictCouncil,
    "greyford" "Greyford County Council" CountyCouncil,
    "tarnby" "Tarnby Metropolitan Borough Council" Council,
    "kingsleigh" "Kingsleigh Borough Council" DistrictCouncil,
    "norbrook-icb" "NHS Norbrook and Eastmere Integrated Care Board" NhsCommissioner,
    "carrow-icb" "NHS Carrowdale Integrated Care Board" NhsCommissioner,
    "stanmoor-icb" "NHS Stanmoor Integrated Care Board" NhsCommissioner,
    "greyford-icb" "NHS Greyford Integrated Care Board" NhsCommissioner,
    "norbrook-teaching" "Norbrook Teaching Hospitals NHS Foundation Trust" NhsTrust,
    "eastmere-community" "Eastmere Community NHS Trust" NhsTrust,
    "tarnby-ambulance" "Tarn and Grey Ambulance Service NHS Trust" NhsTrust,
    "eastmere-police" "Police and Crime Commissioner for Eastmere" Police,
    "carrowdale-police" "Police and Crime Commissioner for Carrowdale" Police,
    "eastmere-fire" "Eastmere Fire and Rescue Authority" Fire,
    "homes-agency" "Homes and Places Agency" Agency,
    "skills-agency" "Skills and Learning Agency" Agency,
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_name_is_one_bodys() {
        let own = BODIES.iter().flat_map(|body| std::iter::once(&body.name).chain(body.other_names));
        let names: Vec<&str> = own.copied().chain(ELSEWHERE.iter().map(|body| body.name)).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        assert!(BODIES.iter().filter(|body| body.sends_ledger).count() >= 10);
    }
}
