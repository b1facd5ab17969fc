//! What a name says of itself: `LEEDS CITY COUNCIL` is a city council of LEEDS.
//!
//! Ledgers print one authority in a dozen ways: `LB CROYDON`, `CROYDON LONDON BOROUGH COUNCIL`,
//! `YORK COUNCIL CITY OF`, `TRAFFORD MB COUNCIL`, `Isle Of Anglesey County Counci`. Every way is the
//! name of a place and words for the sort of body, so a name is taken apart into these two. A name
//! without such words (`LEEDS`, `DERBY COUNTY`) is taken for nothing: it may be a football club.

/// A name taken apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NamedForm {
    /// What is left when the words for the sort of body are taken away: mostly the place.
    pub core: String,
    pub form: Form,
}

/// The sort of body that a name claims to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Form {
    /// A principal council, with the styles that the name gives it; `X COUNCIL` gives none.
    Council(Styles),
    Parish,
    Police,
    Fire,
    PrimaryCareTrust,
    ClinicalCommissioningGroup,
    IntegratedCareBoard,
    StrategicHealthAuthority,
    HealthBoard,
    NhsTrust,
}

/// The styles of a council, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Styles(u8);

impl Styles {
    pub const NONE: Styles = Styles(0);
    pub const CITY: Styles = Styles(1);
    pub const COUNTY: Styles = Styles(2);
    /// Metropolitan, London, royal and county boroughs among them.
    pub const BOROUGH: Styles = Styles(4);
    pub const DISTRICT: Styles = Styles(8);
    /// `CC` is a city council or a county council, and in small print a cricket club.
    pub const CITY_OR_COUNTY: Styles = Styles(1 | 2);
    pub const METROPOLITAN: Styles = Styles(4 | 8);
    /// The styles that pass into each other: boroughs become cities, districts boroughs.
    pub const BELOW_COUNTY: Styles = Styles(1 | 4 | 8);

    pub fn with(self, other: Styles) -> Styles {
        Styles(self.0 | other.0)
    }

    pub fn shares(self, other: Styles) -> bool {
        self.0 & other.0 != 0
    }

    pub fn within(self, other: Styles) -> bool {
        self.0 & !other.0 == 0
    }
}

impl Form {
    /// In words, for the table `counterparty`.
    pub fn word(self) -> &'static str {
        match self {
            Form::Council(_) => "council",
            Form::Parish => "parish council",
            Form::Police => "police",
            Form::Fire => "fire and rescue",
            Form::PrimaryCareTrust => "primary care trust",
            Form::ClinicalCommissioningGroup => "clinical commissioning group",
            Form::IntegratedCareBoard => "integrated care board",
            Form::StrategicHealthAuthority => "strategic health authority",
            Form::HealthBoard => "health board",
            Form::NhsTrust => "nhs trust",
        }
    }
}

/// Takes the words of a name key apart; none where no word says what sort of body it is.
pub(crate) fn named_form(words: &[&str]) -> Option<NamedForm> {
    let words = without_addressee(words);
    if !words.iter().any(|word| is_telling(word)) {
        return None;
    }
    let mut words = words.to_vec();
    complete_last_word(&mut words);
    let n_after = words.iter().rev().take_while(|word| is_department_word(word)).count();
    // As many words for a desk as there are go first; a name may end in such a word itself.
    (0..=n_after).rev().find_map(|n_dropped| whole_name(&words[..words.len() - n_dropped]))
}

fn whole_name(words: &[&str]) -> Option<NamedForm> {
    let (core, form) = special_form(words).or_else(|| council(words))?;
    // Of `Council Of The Borough`, cut off, nothing is left that names a place.
    let names_a_place = !core.iter().all(|word| is_telling(word));
    names_a_place.then(|| NamedForm { core: core.join(" "), form })
}

/// Words that the name of a council, a police or fire body or a health body holds.
const TELLING: [&str; 27] = [
    "COUNCIL",
    "BOROUGH",
    "CITY",
    "COUNTY",
    "DISTRICT",
    "METROPOLITAN",
    "MBC",
    "MDC",
    "LB",
    "L",
    "LBC",
    "CBC",
    "RB",
    "R",
    "CC",
    "POLICE",
    "CONSTABULARY",
    "CONSTABLE",
    "PCC",
    "FIRE",
    "PCT",
    "CARE",
    "CCG",
    "COMMISSIONING",
    "ICB",
    "SHA",
    "LHB",
];

/// A cheap look before anything is taken apart: most payees are companies and people.
fn is_telling(word: &str) -> bool {
    TELLING.contains(&word) || word == "HEALTH" || word == "NHS"
}

/// `MESSRS` and `NNDR` stand before the name of some public bodies in the ledgers of others.
fn without_addressee<'a, 'b>(words: &'a [&'b str]) -> &'a [&'b str] {
    match words {
        ["MESSRS" | "NNDR", rest @ ..] => match rest {
            ["THE", rest @ ..] => rest,
            _ => rest,
        },
        _ => words,
    }
}

/// Puts right a last word that a system cut off, as in `Stockport Metropolitan Borough Coun`.
fn complete_last_word(words: &mut [&str]) {
    const NEIGHBOURS: [(&str, &str); 8] = [
        ("BOROUGH", "COUNCIL"),
        ("METROPOLITAN", "COUNCIL"),
        ("CITY", "COUNCIL"),
        ("COUNTY", "COUNCIL"),
        ("DISTRICT", "COUNCIL"),
        ("RESCUE", "SERVICE"),
        ("NHS", "FOUNDATION"),
        ("FOUNDATION", "TRUST"),
    ];
    if let [.., before, last] = words {
        let whole = NEIGHBOURS.iter().find(|(neighbour, whole)| neighbour == before && whole.starts_with(*last));
        if let Some((_, whole)) = whole.filter(|_| 3 <= last.len()) {
            *last = whole;
        }
    }
}

/// Words after a name that tell which desk of the body is paid.
const DEPARTMENT_WORDS: [&str; 40] = [
    "ACCOUNT",
    "ACCOUNTS",
    "ADULT",
    "AND",
    "BUSINESS",
    "CASHIERS",
    "CHILDRENS",
    "COMMISSIONING",
    "DEPARTMENT",
    "DEPT",
    "DIRECTORATE",
    "EDUCATION",
    "EXCHEQUER",
    "FINANCE",
    "FINANCIAL",
    "HIGHWAYS",
    "HOUSING",
    "INCOME",
    "LEGAL",
    "LEISURE",
    "LIBRARIES",
    "LIBRARY",
    "MUSIC",
    "NNDR",
    "PARKING",
    "PAYMENT",
    "PAYMENTS",
    "PAYROLL",
    "PLANNING",
    "PROVIDER",
    "RATES",
    "RECOVERY",
    "REV",
    "REVENUE",
    "REVENUES",
    "SERVICE",
    "SERVICES",
    "SOCIAL",
    "TREASURER",
    "TREASURERS",
];

/// Whether a word after a name tells which desk is paid. A school or a pension fund is not a desk.
fn is_department_word(word: &str) -> bool {
    // A code of the register, as in `Leeds Pct (5n1)`.
    let is_code = word.len() <= 4 && word.bytes().any(|b| b.is_ascii_digit());
    is_code || DEPARTMENT_WORDS.contains(&word)
}

/// How the names of bodies other than principal councils end.
const ENDINGS: [(&[&str], Form); 32] = [
    (&["PARISH", "COUNCIL"], Form::Parish),
    (&["TOWN", "COUNCIL"], Form::Parish),
    (&["POLICE", "AND", "CRIME", "COMMISSIONER"], Form::Police),
    (&["POLICE", "AUTHORITY"], Form::Police),
    (&["POLICE", "SERVICE"], Form::Police),
    (&["POLICE"], Form::Police),
    (&["CONSTABULARY"], Form::Police),
    (&["FIRE", "AND", "RESCUE", "AUTHORITY"], Form::Fire),
    (&["FIRE", "AND", "RESCUE", "SERVICE"], Form::Fire),
    (&["FIRE", "AND", "RESCUE"], Form::Fire),
    (&["FIRE", "AND", "CIVIL", "DEFENCE", "AUTHORITY"], Form::Fire),
    (&["FIRE", "AUTHORITY"], Form::Fire),
    (&["FIRE", "BRIGADE"], Form::Fire),
    (&["TEACHING", "PRIMARY", "CARE", "TRUST"], Form::PrimaryCareTrust),
    (&["PRIMARY", "CARE", "TRUST"], Form::PrimaryCareTrust),
    (&["NHS", "PCT"], Form::PrimaryCareTrust),
    (&["TEACHING", "PCT"], Form::PrimaryCareTrust),
    (&["PCT"], Form::PrimaryCareTrust),
    (&["CLINICAL", "COMMISSIONING", "GROUP"], Form::ClinicalCommissioningGroup),
    (&["CCG"], Form::ClinicalCommissioningGroup),
    (&["INTEGRATED", "CARE", "BOARD"], Form::IntegratedCareBoard),
    (&["ICB"], Form::IntegratedCareBoard),
    (&["STRATEGIC", "HEALTH", "AUTHORITY"], Form::StrategicHealthAuthority),
    (&["SHA"], Form::StrategicHealthAuthority),
    (&["LOCAL", "HEALTH", "BOARD"], Form::HealthBoard),
    (&["HEALTH", "BOARD"], Form::HealthBoard),
    (&["LHB"], Form::HealthBoard),
    (&["NHS", "FOUNDATION", "TRUST"], Form::NhsTrust),
    (&["FOUNDATION", "NHS", "TRUST"], Form::NhsTrust),
    (&["NHS", "TRUST"], Form::NhsTrust),
    (&["NHS", "FT"], Form::NhsTrust),
    // Cut off at 40 characters.
    (&["NHS", "FOUNDATION"], Form::NhsTrust),
];

/// How the names of police bodies start.
const STARTS: [&[&str]; 6] = [
    &["OFFICE", "OF", "THE", "POLICE", "AND", "CRIME", "COMMISSIONER", "FOR"],
    &["POLICE", "AND", "CRIME", "COMMISSIONER", "FOR"],
    &["CHIEF", "CONSTABLE", "OF"],
    &["CHIEF", "CONSTABLE", "FOR"],
    &["CHIEF", "CONSTABLE"],
    &["PCC", "FOR"],
];

/// Bodies other than principal councils, by the words at the end or the start of their names.
fn special_form<'a, 'b>(words: &'a [&'b str]) -> Option<(&'a [&'b str], Form)> {
    let ending =
        |words: &'a [&'b str]| ENDINGS.iter().find_map(|(ending, form)| Some((words.strip_suffix(*ending)?, *form)));
    let after_start = STARTS.iter().find_map(|start| words.strip_prefix(*start)).filter(|core| !core.is_empty());
    let started = |core| match ending(core) {
        // `Chief Constable Northumbria Police`
        Some((core, Form::Police)) => (core, Form::Police),
        _ => (core, Form::Police),
    };
    let (core, form) = after_start.map(started).or_else(|| ending(words))?;
    // `NHS Leeds CCG` and `Leeds CCG` are one; a trust's name keeps all its words.
    let core = if form == Form::NhsTrust { core } else { core.strip_prefix(&["NHS"]).unwrap_or(core) };
    Some((core, form))
}

/// A principal council: the place, and the styles that the name gives.
fn council<'a, 'b>(words: &'a [&'b str]) -> Option<(&'a [&'b str], Form)> {
    let (words, styles_after) = strip_ending(words);
    let (words, styles_before) = strip_start(words);
    let styles = match (styles_after, styles_before) {
        (None, None) => return None,
        (after, before) => after.unwrap_or_default().with(before.unwrap_or_default()),
    };
    Some((words, Form::Council(styles)))
}

/// Styles that stand last, as in `Council City of`.
const STYLES_OF: [(&[&str], Styles); 4] = [
    (&["ROYAL", "BOROUGH", "OF"], Styles::BOROUGH),
    (&["LONDON", "BOROUGH", "OF"], Styles::BOROUGH),
    (&["BOROUGH", "OF"], Styles::BOROUGH),
    (&["CITY", "OF"], Styles::CITY),
];

/// Styles that count without the word COUNCIL.
const TWO_WORDS: [(&[&str], Styles); 13] = [
    (&["METROPOLITAN", "BOROUGH"], Styles::METROPOLITAN),
    (&["METROPOLITAN", "DISTRICT"], Styles::METROPOLITAN),
    (&["MET", "BOROUGH"], Styles::METROPOLITAN),
    (&["MET", "DISTRICT"], Styles::METROPOLITAN),
    (&["LONDON", "BOROUGH"], Styles::BOROUGH),
    (&["ROYAL", "BOROUGH"], Styles::BOROUGH),
    (&["COUNTY", "BOROUGH"], Styles::BOROUGH),
    (&["MBC"], Styles::METROPOLITAN),
    (&["MDC"], Styles::METROPOLITAN),
    (&["LBC"], Styles::BOROUGH),
    (&["CBC"], Styles::BOROUGH),
    (&["RB"], Styles::BOROUGH),
    (&["CC"], Styles::CITY_OR_COUNTY),
];

/// Styles that count only beside the word COUNCIL.
const BESIDE_COUNCIL: [(&[&str], Styles); 8] = [
    (&["CITY", "AND", "DISTRICT"], Styles(1 | 8)),
    (&["METROPOLITAN"], Styles::METROPOLITAN),
    (&["MET"], Styles::METROPOLITAN),
    (&["MB"], Styles::METROPOLITAN),
    (&["CITY"], Styles::CITY),
    (&["COUNTY"], Styles::COUNTY),
    (&["BOROUGH"], Styles::BOROUGH),
    (&["DISTRICT"], Styles::DISTRICT),
];

/// `... BOROUGH COUNCIL`, `... COUNCIL CITY OF`, `... MBC`. A style counts only beside COUNCIL, OF or
/// a second word, because `DERBY COUNTY` and `HULL CITY` play football.
fn strip_ending<'a, 'b>(words: &'a [&'b str]) -> (&'a [&'b str], Option<Styles>) {
    let (words, of) = strip_one(words, &STYLES_OF);
    let bare = words.strip_suffix(&["COUNCIL"]);
    let (words, two) = strip_one(bare.unwrap_or(words), &TWO_WORDS);
    let (words, one) = match (bare, two) {
        (Some(_), None) => strip_one(words, &BESIDE_COUNCIL),
        _ => (words, None),
    };
    let styles = [of, two, one, bare.map(|_| Styles::NONE)].into_iter().flatten().reduce(Styles::with);
    (words, styles)
}

fn strip_one<'a, 'b>(
    words: &'a [&'b str],
    endings: &[(&'static [&'static str], Styles)],
) -> (&'a [&'b str], Option<Styles>) {
    let found = endings.iter().find_map(|(ending, styles)| Some((words.strip_suffix(*ending)?, Some(*styles))));
    found.unwrap_or((words, None))
}

/// `LONDON BOROUGH OF ...`, `CITY OF ...`, `COUNCIL OF THE ...`.
fn strip_start<'a, 'b>(words: &'a [&'b str]) -> (&'a [&'b str], Option<Styles>) {
    const STARTS: [(&[&str], Styles); 20] = [
        (&["LONDON", "BOROUGH", "OF"], Styles::BOROUGH),
        (&["LONDON", "BOROUGH"], Styles::BOROUGH),
        (&["LB", "OF"], Styles::BOROUGH),
        (&["LB"], Styles::BOROUGH),
        (&["L", "B", "OF"], Styles::BOROUGH),
        (&["L", "B"], Styles::BOROUGH),
        (&["RB", "OF"], Styles::BOROUGH),
        (&["RB"], Styles::BOROUGH),
        (&["R", "B", "OF"], Styles::BOROUGH),
        (&["R", "B"], Styles::BOROUGH),
        (&["ROYAL", "BOROUGH", "OF"], Styles::BOROUGH),
        (&["METROPOLITAN", "BOROUGH", "OF"], Styles::METROPOLITAN),
        (&["METROPOLITAN", "DISTRICT", "OF"], Styles::METROPOLITAN),
        (&["BOROUGH", "COUNCIL", "OF"], Styles::BOROUGH),
        (&["BOROUGH", "OF"], Styles::BOROUGH),
        (&["CITY", "AND", "COUNTY", "OF"], Styles::CITY_OR_COUNTY),
        (&["CITY", "COUNCIL", "OF"], Styles::CITY),
        (&["CITY", "OF"], Styles::CITY),
        (&["COUNCIL", "OF", "THE"], Styles::NONE),
        (&["COUNCIL", "OF"], Styles::NONE),
    ];
    let found = STARTS.iter().find_map(|(start, styles)| Some((words.strip_prefix(*start)?, Some(*styles))));
    found.unwrap_or((words, None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::name::name_key;

    fn check(printed: &str, core: &str, form: Form) {
        let key = name_key(printed).key;
        let words: Vec<&str> = key.split(' ').collect();
        assert_eq!(named_form(&words), Some(NamedForm { core: core.to_owned(), form }), "{printed}");
    }

    fn check_nothing(printed: &str) {
        let key = name_key(printed).key;
        let words: Vec<&str> = key.split(' ').collect();
        assert_eq!(named_form(&words), None, "{printed}");
    }

    /// Every line is printed in the ledgers of Leeds 2011-12, Tyne and Wear 2020-21 or the departments.
    #[test]
    fn councils_are_taken_apart_as_ledgers_print_them() {
        check("LEEDS CITY COUNCIL", "LEEDS", Form::Council(Styles::CITY));
        check("YORK COUNCIL CITY OF", "YORK", Form::Council(Styles::CITY));
        check("TRAFFORD MB COUNCIL", "TRAFFORD", Form::Council(Styles::METROPOLITAN));
        check("Wakefield Mdc", "WAKEFIELD", Form::Council(Styles::METROPOLITAN));
        check("THE LONDON BOROUGH OF HACKNEY", "HACKNEY", Form::Council(Styles::BOROUGH));
        check("MESSRS LONDON BOROUGH OF SOUTHWARK", "SOUTHWARK", Form::Council(Styles::BOROUGH));
        check("KINGSTON UPON THAMES COUNCIL ROYAL BOROUGH OF", "KINGSTON UPON THAMES", Form::Council(Styles::BOROUGH));
        check("City Of Bradford Metropolitan District", "BRADFORD", Form::Council(Styles(1 | 4 | 8)));
        check("Stockport Metropolitan Borough Coun", "STOCKPORT", Form::Council(Styles::METROPOLITAN));
        check("Isle Of Anglesey County Counci", "ISLE OF ANGLESEY", Form::Council(Styles::COUNTY));
        check("Flintshire County Council (Rev", "FLINTSHIRE", Form::Council(Styles::COUNTY));
        check("NNDR - NORTH TYNESIDE COUNCIL", "NORTH TYNESIDE", Form::Council(Styles::NONE));
        check("BIRMINGHAM CITY COUNCIL REVENUES & PAYMENTS", "BIRMINGHAM", Form::Council(Styles::CITY));
        check("COUNCIL OF THE ISLES OF SCILLY", "ISLES OF SCILLY", Form::Council(Styles::NONE));
    }

    #[test]
    fn police_fire_and_health_bodies_are_taken_apart() {
        check("WEST YORKSHIRE POLICE", "WEST YORKSHIRE", Form::Police);
        check("NORTHUMBRIA POLICE AND CRIME COMMISSIONER", "NORTHUMBRIA", Form::Police);
        check("Essex County Fire & Rescue Ser", "ESSEX COUNTY", Form::Fire);
        check("ASHTON, LEIGH & WIGAN PCT", "ASHTON LEIGH AND WIGAN", Form::PrimaryCareTrust);
        check("STOCKTON-ON-TEES TEACHING PCT", "STOCKTON ON TEES", Form::PrimaryCareTrust);
        check("Leeds Pct (5n1)", "LEEDS", Form::PrimaryCareTrust);
        check("NHS DARLINGTON CCG", "DARLINGTON", Form::ClinicalCommissioningGroup);
        check("COUNTY DURHAM AND DARLINGTON NHS FOUNDAT", "COUNTY DURHAM AND DARLINGTON", Form::NhsTrust);
    }

    #[test]
    fn names_that_only_look_public_are_left_alone() {
        for printed in [
            "DERBY COUNTY",
            "HULL CITY",
            "West Yorkshire Police Community Trust",
            "REDBRIDGE COUNCIL FOR VOLUNTARY SERVICE",
            "COUNCIL TAX REFUND",
            "Council Of The Borough",
            "LEEDS",
            "CHUBB FIRE & SECURITY LTD",
            "DISTRICT COUNCILS NETWORK",
            "Gildersome Parochial Church Council Hall Fund",
        ] {
            check_nothing(printed);
        }
    }
}
