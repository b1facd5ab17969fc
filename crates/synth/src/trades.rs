//! What suppliers do, and what they call themselves for it.

/// A trade: the words in its suppliers' names, and how many of them are people or charities.
#[derive(Debug)]
pub(crate) struct Trade {
    pub word: &'static str,
    /// Words after the root of the name: `Greenfen` becomes `Greenfen Recycling`.
    pub nouns: &'static [&'static str],
    /// Suppliers in a hundred that are one person trading under a name of their own, ...
    pub people: u32,
    /// ... charities, ...
    pub charities: u32,
    /// ... partnerships.
    pub partnerships: u32,
    /// How many suppliers of a thousand are of this trade.
    pub share: u32,
}

macro_rules! trades {
    ($($variant:ident $word:literal $share:literal $people:literal $charities:literal $partnerships:literal [$($noun:literal),+],)+) => {
        /// A trade of `TRADES`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum TradeId { $($variant,)+ }

        pub(crate) const TRADES: &[Trade] = &[$(
            Trade { word: $word, nouns: &[$($noun),+], people: $people, charities: $charities, partnerships: $partnerships, share: $share },
        )+];

        impl TradeId {
            pub const ALL: &'static [TradeId] = &[$(TradeId::$variant),+];
        }
    };
}

trades![
    CareHomes "care homes" 70 2 8 4 ["House Care Home", "Care", "Lodge Nursing Home", "Court Residential Home", "Healthcare", "Care Group", "Grange"],
    HomeCare "home care" 40 4 10 0 ["Home Care", "Homecare", "Community Care", "Care at Home", "Support Services", "Living"],
    Fostering "fostering and children's homes" 25 0 15 0 ["Fostering", "Children's Homes", "Care and Education", "Foster Care", "Residential Services"],
    Nurseries "nurseries" 45 20 10 2 ["Day Nursery", "Pre-School", "Nursery", "Childcare", "Playgroup", "Kindergarten"],
    Schools "schools and training" 60 6 25 0 ["Academy Trust", "School", "Training", "Learning", "Education", "Tuition", "Skills"],
    Roads "roads and civil engineering" 30 2 0 2 ["Surfacing", "Civil Engineering", "Highways", "Roadmarkings", "Contracting", "Groundworks"],
    Building "building" 80 12 0 6 ["Construction", "Builders", "Roofing", "Joinery", "Building Services", "Property Maintenance", "& Sons Builders"],
    Waste "waste" 20 2 3 0 ["Recycling", "Waste Management", "Environmental", "Skip Hire", "Reclamation"],
    Coaches "coaches and taxis" 60 25 2 3 ["Coaches", "Taxis", "Travel", "Private Hire", "Minibuses", "Cars", "Buses"],
    Energy "energy and water" 12 0 0 0 ["Energy", "Gas", "Power", "Water", "Utilities"],
    Computing "computing and telephones" 55 3 0 2 ["Software", "Systems", "Networks", "IT Services", "Digital", "Computing", "Telecom", "Data"],
    Staffing "agency staff" 40 2 0 2 ["Recruitment", "Resourcing", "Personnel", "Staffing", "People", "Locums"],
    Law "law" 35 8 0 60 ["Solicitors", "Legal", "Chambers", "Law"],
    Advice "consultants" 60 25 2 15 ["Consulting", "Associates", "Advisory", "Partners", "Research", "Planning Consultants"],
    Property "property" 55 25 5 4 ["Estates", "Properties", "Lettings", "Homes", "Land", "Investments"],
    Guards "cleaning and security" 35 4 1 1 ["Security", "Cleaning", "Facilities", "Fire & Security", "Hygiene", "Support"],
    Food "food" 45 12 1 4 ["Catering", "Foods", "Butchers", "Bakery", "Dairies", "Wholesale", "Café"],
    Office "office and print" 45 6 1 3 ["Office Supplies", "Stationers", "Print", "Furniture", "Books", "Signs"],
    Leisure "leisure and arts" 40 20 25 3 ["Leisure", "Arts", "Theatre", "Sports", "Playgrounds", "Events", "Music"],
    Charities "charities" 80 0 100 0 ["Trust", "Foundation", "Community Centre", "Association", "Project", "Support Group", "Carers", "Youth Club"],
    Medical "medical supplies" 35 0 0 0 ["Medical", "Surgical", "Pharma", "Diagnostics", "Healthcare Supplies", "Laboratories", "Devices"],
    Practices "doctors and pharmacies" 45 4 0 55 ["Surgery", "Medical Centre", "Pharmacy", "Health Centre", "Dental Practice", "Opticians"],
    Hospitals "private hospitals" 12 0 12 0 ["Hospitals", "Clinic", "Psychiatric Services", "Imaging", "Therapies"],
    Vehicles "vehicles and fuel" 35 6 0 2 ["Motors", "Fuels", "Vehicle Hire", "Commercials", "Tyres", "Garage"],
    Kit "uniforms and rescue equipment" 20 1 0 1 ["Uniforms", "Fire Protection", "Rescue Equipment", "Workwear", "Radio", "Forensics"],
    Money "insurance and banking" 10 0 0 2 ["Insurance", "Risk", "Assurance", "Brokers"],
    Gardens "grounds and trees" 30 30 2 3 ["Tree Services", "Landscapes", "Grounds", "Nurserymen", "Fencing", "Arboriculture"],
    Hotels "hotels and travel" 20 6 1 2 ["Hotel", "Lodge", "Inn", "Travel Management"],
];

impl TradeId {
    pub fn trade(self) -> &'static Trade {
        &TRADES[self as usize]
    }
}
