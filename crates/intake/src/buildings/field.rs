//! What a column of a register says, by its heading.

/// What a column of a register of buildings may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Id,
    Name,
    Kind,
    Owner,
    Uprn,
    Address,
    Postcode,
    East,
    North,
    GridReference,
    AreaCode,
    AreaName,
    Tenure,
    TenureDetail,
    Holding,
    LandOnly,
    FloorArea,
    Occupied,
    EmptyShare,
    UnderUsedShare,
    Desks,
    Fte,
    RunningCost,
    Valuation,
    Backlog,
    LeaseBreak,
    LeaseEnd,
    EnergyRating,
    AsOf,
    OpeningHours,
    Services,
}

use Field::*;

/// The key under which a person names a field in `columns`, and the keys of headings that registers use, the surest first.
pub const HEADINGS: &[(Field, &str, &[&str])] = &[
    (
        Id,
        "id",
        &[
            "assetcode",
            "assetid",
            "assetreference",
            "assetref",
            "uniqueassetid",
            "uniqueassetidentifier",
            "buildingid",
            "buildingcode",
            "buildingreference",
            "sitecode",
            "propertyreference",
            "propertyref",
            "propertyid",
            "practicecode",
            "organisationdataservicecode",
            "cqcid",
            "uniquereferencenumber",
            "id",
        ],
    ),
    (
        Name,
        "name",
        &[
            "propertyname",
            "sitename",
            "buildingname",
            "assetname",
            "assetdescription",
            "pharmacyname",
            "practicename",
            "schoolname",
            "communityhub",
            "distname",
            "premises",
            "name",
            "title",
            "property",
            "building",
        ],
    ),
    (
        Kind,
        "kind",
        &[
            "buildingtype",
            "assettype",
            "propertytype",
            "sitetype",
            "assetcategory",
            "category",
            "classifica",
            "primaryuse",
            "use",
            "type",
        ],
    ),
    (
        Owner,
        "owner",
        &["ownerentity", "owner", "organisationlabel", "organisationname", "organisation", "occupier", "managedby"],
    ),
    (Uprn, "uprn", &["uprn", "uniquepropertyreferencenumber"]),
    (
        Address,
        "address",
        &[
            "address",
            "fulladdress",
            "streetnumber",
            "streetname",
            "addressline1",
            "addressline2",
            "addressline3",
            "address1",
            "address2",
            "address3",
            "street",
            "posttown",
            "town",
        ],
    ),
    (Postcode, "postcode", &["postcode", "postalcode", "practicepostcode", "sitepostcode"]),
    (East, "longitude", &["lon", "long", "lng", "longitude", "geox", "x", "easting", "eastings", "xcoordinate"]),
    (North, "latitude", &["lat", "latitude", "geoy", "y", "northing", "northings", "ycoordinate"]),
    (GridReference, "grid_reference", &["gridreference", "gridref", "osgridreference", "osgridref", "ngr"]),
    (AreaCode, "area_code", &["areacode", "lacode", "ladcode", "localauthorityareacode", "districtcode"]),
    (AreaName, "area_name", &["areaname", "laname", "ladname", "district", "localauthority", "localauthorityname"]),
    (Tenure, "tenure", &["tenuretype", "tenure", "ownership", "ownershiptype"]),
    (TenureDetail, "tenure_detail", &["tenuredetail", "tenuredetails"]),
    (Holding, "holding", &["holdingtype", "holding"]),
    (LandOnly, "land_only", &["landonly"]),
    (
        FloorArea,
        "floor_area_m2",
        &[
            "buildingsize",
            "grossinternalfloorarea",
            "grossinternalarea",
            "grossinternalaream2",
            "gia",
            "giam2",
            "giasqm",
            "floorarea",
            "floorareasqm",
            "floorareasquaremetres",
            "floorareainsqm",
            "floorareainm2",
            "floorspace",
            "floorspacem2",
            "floorspacesqm",
            "totalfloorarea",
            "totalfloorareasqm",
            "netinternalarea",
            "nia",
            "niam2",
            "buildingaream2",
            "buildingareasqm",
            "sizem2",
            "sizesqm",
            "floorareagia",
        ],
    ),
    (
        Occupied,
        "occupied_m2",
        &["occupiedfloorarea", "occupiedarea", "occupiedm2", "occupiedareasqm", "occupiedaream2"],
    ),
    (EmptyShare, "empty_percent", &["floorareaempty", "emptypercent", "percentempty"]),
    (UnderUsedShare, "under_used_percent", &["floorareaunderused", "underusedpercent", "percentunderused"]),
    (Desks, "desks", &["desks", "nodesks", "numberofdesks", "workstations", "numberofworkstations"]),
    (Fte, "fte", &["fte", "stafffte", "ftestaff", "fulltimeequivalents", "numberofstafffte"]),
    (
        RunningCost,
        "running_cost",
        &[
            "runningcost",
            "runningcosts",
            "annualrunningcost",
            "annualrunningcosts",
            "totalrunningcost",
            "totalrunningcosts",
            "costofrunning",
            "runningcostperyear",
        ],
    ),
    (
        Valuation,
        "valuation",
        &["valuation", "assetvalue", "marketvalue", "currentvalue", "estimatedvalue", "bookvalue", "netbookvalue"],
    ),
    (
        Backlog,
        "backlog",
        &["backlog", "backlogmaintenance", "maintenancebacklog", "totalbacklog", "requiredmaintenance"],
    ),
    (
        LeaseBreak,
        "lease_break",
        &["leasebreak", "leasebreakdate", "breakdate", "breakclause", "breakclausedate", "nextbreak"],
    ),
    (
        LeaseEnd,
        "lease_end",
        &["leaseend", "leaseenddate", "leaseexpiry", "leaseexpirydate", "expirydate", "leaseexpires"],
    ),
    (EnergyRating, "energy_rating", &["energyrating", "epcrating", "epc", "energyperformancerating"]),
    (AsOf, "as_of", &["effectivedate", "asof", "dateofregister", "extractdate"]),
    (OpeningHours, "opening_hours", &["openinghours", "openingtimes", "hours", "hoursofopening"]),
    (Services, "services", &["services", "facilities", "servicesoffered", "servicesprovided"]),
];

/// Beginnings of headings of which a register may have several that belong together.
const SEVERAL: [(Field, &str); 2] = [(OpeningHours, "openinghours"), (Backlog, "costtoeradicate")];
/// Bands of risk, which add up to the backlog; safety and the like are other views of the same repairs.
const RISKS: [&str; 4] = ["highrisk", "significantrisk", "moderaterisk", "lowrisk"];

impl Field {
    /// What a heading's key says, and how sure that is: the less the surer.
    pub fn of_key(key: &str) -> Option<(Field, usize)> {
        let exact = HEADINGS
            .iter()
            .find_map(|(field, _, keys)| keys.iter().position(|known| *known == key).map(|at| (*field, at)));
        let many = || {
            let belongs = |(field, start): &&(Field, &str)| {
                key.starts_with(start)
                    && (*field != Backlog || RISKS.iter().any(|risk| key.contains(&format!("{risk}backlog"))))
            };
            SEVERAL.iter().find(belongs).map(|(field, _)| (*field, usize::MAX))
        };
        exact.or_else(many)
    }

    /// The field that a person names in `columns`.
    pub fn named(name: &str) -> Option<Field> {
        HEADINGS.iter().find(|(_, known, _)| *known == name).map(|(field, ..)| *field)
    }

    /// Whether several columns make up the field.
    pub fn is_of_several_columns(self) -> bool {
        matches!(self, Address | OpeningHours | Backlog)
    }
}
