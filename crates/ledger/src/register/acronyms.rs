//! Short names by which everybody knows a body, and which no firm of weight bears.
//!
//! Only whole names count, and only where the body is listed: `GMCA` in the ledger of a council is the combined
//! authority. Short names that others bear too (`NECA` is a charity as well, `GMP` a garage) are left out; a place gives
//! them to a body in `other_names`.

const IN_FULL: [(&str, &str); 19] = [
    ("CPCA", "CAMBRIDGESHIRE AND PETERBOROUGH COMBINED AUTHORITY"),
    ("EMCCA", "EAST MIDLANDS COMBINED COUNTY AUTHORITY"),
    ("GLA", "GREATER LONDON AUTHORITY"),
    ("GMCA", "GREATER MANCHESTER COMBINED AUTHORITY"),
    ("GMFRS", "GREATER MANCHESTER FIRE AND RESCUE SERVICE"),
    ("LCRCA", "LIVERPOOL CITY REGION COMBINED AUTHORITY"),
    ("LFEPA", "LONDON FIRE AND EMERGENCY PLANNING AUTHORITY"),
    ("MOPAC", "MAYORS OFFICE FOR POLICING AND CRIME"),
    ("NHSBSA", "NHS BUSINESS SERVICES AUTHORITY"),
    ("NTCA", "NORTH OF TYNE COMBINED AUTHORITY"),
    ("RBKC", "ROYAL BOROUGH OF KENSINGTON AND CHELSEA"),
    ("RBWM", "ROYAL BOROUGH OF WINDSOR AND MAIDENHEAD"),
    ("SYMCA", "SOUTH YORKSHIRE MAYORAL COMBINED AUTHORITY"),
    ("TFGM", "TRANSPORT FOR GREATER MANCHESTER"),
    ("TFL", "TRANSPORT FOR LONDON"),
    ("TVCA", "TEES VALLEY COMBINED AUTHORITY"),
    ("WECA", "WEST OF ENGLAND COMBINED AUTHORITY"),
    ("WMCA", "WEST MIDLANDS COMBINED AUTHORITY"),
    ("WYCA", "WEST YORKSHIRE COMBINED AUTHORITY"),
];

/// The full name behind a short one.
pub(super) fn in_full(key: &str) -> Option<&'static str> {
    IN_FULL.iter().find(|(short, _)| *short == key).map(|(_, name)| *name)
}
