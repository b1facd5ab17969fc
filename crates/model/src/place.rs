//! A place as its people describe it in `place.toml`.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::FinancialYear;
use crate::words;

/// The area whose public money is counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub name: String,
    /// Area codes with their meaning, such as `E47000014`.
    pub area_codes: Vec<String>,
    pub region: Option<String>,
    pub population: Option<u64>,
    /// The year that is counted; the latest if there are several.
    pub year: FinancialYear,
    /// The other years that are counted, the earliest first.
    pub earlier_years: Vec<FinancialYear>,
    pub bodies: Vec<Body>,
    pub sources: Vec<Source>,
    pub registers: Vec<RegisterFile>,
    pub themes: Vec<Theme>,
    pub options: Options,
    /// Directory that paths in the place file are relative to.
    pub root: PathBuf,
    /// Directory that source and register globs are relative to; may lie outside the place.
    pub sources_root: PathBuf,
}

impl Place {
    /// Every year that is counted, the earliest first.
    pub fn years(&self) -> impl Iterator<Item = FinancialYear> + '_ {
        self.earlier_years.iter().copied().chain([self.year])
    }

    /// Whether a year is counted.
    pub fn counts_year(&self, year: FinancialYear) -> bool {
        self.years().any(|counted| counted == year)
    }

    /// The years that are counted, for titles and messages: `2023-24`, `2022-23 and 2023-24`.
    pub fn years_in_words(&self) -> String {
        let earlier: Vec<String> = self.earlier_years.iter().map(FinancialYear::to_string).collect();
        if earlier.is_empty() { self.year.to_string() } else { format!("{} and {}", earlier.join(", "), self.year) }
    }

    pub fn body(&self, id: &str) -> Option<&Body> {
        self.bodies.iter().find(|body| body.id == id)
    }

    /// The name of a body, or its id where the place does not know it.
    pub fn body_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.body(id).map_or(id, |body| body.name.as_str())
    }
}

/// A public body, or one that spends public money.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    pub id: String,
    pub name: String,
    pub kind: BodyKind,
    /// Register codes by scheme: `ons = "E08000037"`, `ecode = "E4502"`, `coh = "01234567"`.
    pub codes: Vec<(String, String)>,
    /// Other names that ledgers print for it.
    pub other_names: Vec<String>,
    /// Whether its spending is part of the place.
    pub in_perimeter: bool,
    pub reach: Reach,
    /// Codes of the districts that it serves, where these are more than the place: only a share of its spending is
    /// for the place.
    pub serves: Vec<String>,
}

words! {
    /// What sort of body it is.
    BodyKind {
        Council = "council",
        CountyCouncil = "county_council",
        DistrictCouncil = "district_council",
        ParishCouncil = "parish_council",
        CombinedAuthority = "combined_authority",
        Police = "police",
        Fire = "fire",
        NhsCommissioner = "nhs_commissioner",
        NhsTrust = "nhs_trust",
        Department = "department",
        Agency = "agency",
        Levying = "levying_body",
        School = "school",
        College = "college",
        AcademyTrust = "academy_trust",
        HousingAssociation = "housing_association",
        Voluntary = "voluntary",
        PensionFund = "pension_fund",
        Other = "other",
    }
}

words! {
    /// How a body's money reaches the place.
    Reach {
        /// All it spends is for the place.
        Local = "local",
        /// It serves the whole country: only what it pays to bodies of the place is known to be for the place.
        National = "national",
    }
}

/// Files of one body, or published figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The body whose files these are; none for publications that cover many bodies.
    pub body_id: Option<String>,
    pub kind: SourceKind,
    /// The agency whose records these are, where they are about people: one body may be several. The body's
    /// id by default.
    pub agency: Option<String>,
    /// Field and heading, where a person says how a file about people is read.
    pub columns: Vec<(String, String)>,
    /// What the buildings are, such as `library`, where a person says so of all of them.
    pub building: Option<String>,
    /// Globs relative to the sources' root; of files about people, to the place's folder.
    pub files: Vec<String>,
}

words! {
    /// What the files of a source are.
    SourceKind {
        Ledger = "ledger",
        /// MHCLG Revenue Outturn Summary workbook, as published.
        RevenueOutturnSummary = "revenue_outturn_summary",
        /// HM Treasury Country and Regional Analysis database, as published.
        CountryRegionalAnalysis = "country_regional_analysis",
        /// A plain CSV of published figures: `body_id,financial_year,series,line_code,label,amount`.
        Outturn = "outturn",
        /// Published figures of any layout that the program knows by its headings.
        Published = "published",
        /// Quantities of areas by which money of a larger area is shared out.
        Drivers = "drivers",
        /// Registers of contracts, and notices of tenders and awards.
        Contracts = "contracts",
        /// Lists of grants.
        Grants = "grants",
        /// Whom an agency knows: one row a record.
        People = "people",
        /// What an agency did with people: one row a contact.
        Contacts = "contacts",
        /// Areas: boundaries, lookups, people and other figures of areas, postcodes.
        Areas = "areas",
        /// Buildings and land of bodies.
        Buildings = "buildings",
        /// Events of an agency's cases, in any form that `mine` reads: one row an event. `check` says how it is read.
        EventLog = "event_log",
    }
}

impl SourceKind {
    /// Whether its files hold something of single people.
    pub fn is_about_people(self) -> bool {
        matches!(self, SourceKind::People | SourceKind::Contacts | SourceKind::EventLog)
    }

    /// Whether its files are published figures of money.
    pub fn is_published(self) -> bool {
        use SourceKind::*;
        matches!(self, RevenueOutturnSummary | CountryRegionalAnalysis | Outturn | Published)
    }

    /// Whether its files may be those of an agency, which the source then names.
    pub fn may_name_agency(self) -> bool {
        self.is_about_people() || self == SourceKind::Buildings
    }

    /// Whether its files belong to one body, which must then be named.
    pub fn needs_body(self) -> bool {
        self == SourceKind::Ledger || self.is_about_people()
    }
}

/// A list of public bodies outside the place.
#[derive(Clone, Debug, PartialEq)]
pub struct RegisterFile {
    pub kind: RegisterKind,
    /// A glob relative to the sources' root, or to the place for `rules/registers/`.
    pub files: String,
}

words! {
    /// How a register file is laid out.
    RegisterKind {
        /// mySociety's list of UK local authorities.
        LocalAuthorities = "local_authorities",
        /// A list of NHS bodies: a CSV or workbook with a name column.
        Nhs = "nhs",
        /// A list of police forces.
        Police = "police",
        /// `code,name,kind,other_names`.
        Plain = "plain",
    }
}

/// One body of a register, outside the place's own list.
#[derive(Clone, Debug, PartialEq)]
pub struct RegisterBody {
    /// `scheme:code`, such as `local-authority-eng:LDS`.
    pub id: String,
    pub name: String,
    pub kind: BodyKind,
    pub other_names: Vec<String>,
    pub life: Life,
}

/// When a body existed and what took its place, as far as a register says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Life {
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    /// The bodies that took its place, by id or by name.
    pub replaced_by: Vec<String>,
    /// The day from which it belongs to the public sector, if that is not the day it began.
    pub public_from: Option<Date>,
}

impl Life {
    /// Whether the body had ended when a year began. Registers write the last day or the one after it.
    pub fn is_over_in(&self, year: FinancialYear) -> bool {
        self.valid_to.is_some_and(|last| last <= year.first_day())
    }

    /// Whether the body belonged to the public sector by the last day of a year.
    ///
    /// English colleges have been public since 29 November 2022 (Office for National Statistics), so in 2022-23 they are.
    pub fn is_public_in(&self, year: FinancialYear) -> bool {
        self.public_from.is_none_or(|first| first <= year.last_day())
    }
}

/// A subject that cuts across bodies.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    pub id: String,
    pub name: String,
}

/// What may be changed, each with its reason in the commented place file.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// A reading less sure than this stops its file.
    pub confidence_min: f64,
    /// Days of grace either side of the year before a date counts as outside it.
    pub year_grace_days: i64,
    /// Share of withheld payees above which a file is doubted.
    pub redacted_share_max: f64,
    /// Both sides of a transfer may differ by this fraction of it ...
    pub transfer_tolerance_share: f64,
    /// ... or by this many pounds, whichever is more.
    pub transfer_tolerance_pounds: i64,
    /// No date after this is believed; the default is the day after the year's end plus the grace.
    pub today: Option<jiff::civil::Date>,
    /// Globs relative to the sources' root, of files to leave alone.
    pub ignored: Vec<String>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            confidence_min: 0.6,
            year_grace_days: 45,
            redacted_share_max: 0.25,
            transfer_tolerance_share: 0.01,
            transfer_tolerance_pounds: 50_000,
            today: None,
            ignored: Vec::new(),
        }
    }
}
