//! Which area a person means by a code or a name, and which districts it had in a year.

use authored::nearest_few;
use jiff::civil::Date;
use model::{BodyKind, FinancialYear};

use crate::areas::{
    AREAS, AreaOfDistricts, COUNCILS, Council, SERVING_BODIES, ServingBody, council, day, districts, overlap,
};
use crate::error::PlaceError;

/// An area of England or Wales in a year.
#[derive(Debug)]
pub(crate) struct Area {
    /// Its GSS code.
    pub code: String,
    pub name: String,
    pub year: FinancialYear,
    /// The districts, unitary authorities or boroughs that it is made of, by code.
    pub districts: Vec<&'static Council>,
    /// Where it is not quite what was asked for, in whole sentences.
    pub remarks: Vec<String>,
}

impl Area {
    pub fn has(&self, district: &Council) -> bool {
        self.districts.iter().any(|own| own.code == district.code)
    }

    /// The region, if the whole area is in one.
    pub fn region(&self) -> Option<&'static str> {
        let region = &self.districts.first()?.region;
        self.districts.iter().all(|district| district.region == *region).then_some(region)
    }

    pub fn nation(&self) -> &'static str {
        if self.region() == Some("Wales") { "Wales" } else { "England" }
    }
}

/// What a code or a name may stand for, the most usual meaning first.
#[derive(Clone, Copy)]
enum Meaning {
    Council(&'static Council),
    Authority(&'static ServingBody),
    Area(&'static AreaOfDistricts),
}

impl Meaning {
    fn all() -> impl Iterator<Item = Meaning> {
        let is_county = |council: &&Council| council.kind == BodyKind::CountyCouncil;
        let of_kind = move |county| COUNCILS.iter().filter(move |council| is_county(council) == county);
        let authorities = SERVING_BODIES.iter().filter(|body| body.kind == BodyKind::CombinedAuthority);
        let councils = of_kind(false).chain(of_kind(true)).map(Meaning::Council);
        councils.chain(authorities.map(Meaning::Authority)).chain(AREAS.iter().map(Meaning::Area))
    }

    fn has_code(self, code: &str) -> bool {
        match self {
            Meaning::Council(council) => {
                let codes = [&council.code].into_iter().chain(&council.ecode).chain(&council.other_codes);
                codes.into_iter().any(|own| own == code)
            }
            Meaning::Authority(body) => body.ons.iter().chain(&body.ecode).any(|own| own == code),
            Meaning::Area(area) => area.code == code,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Meaning::Council(council) => &council.code,
            // An authority whose code is not known is named by its districts alone.
            Meaning::Authority(body) => body.ons.as_deref().unwrap_or_default(),
            Meaning::Area(area) => &area.code,
        }
    }

    fn names(self) -> Vec<&'static str> {
        match self {
            Meaning::Council(council) => council.names().collect(),
            Meaning::Authority(body) => vec![&body.name, without_form(&body.name)],
            Meaning::Area(area) => [&area.name].into_iter().chain(&area.other_names).map(String::as_str).collect(),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Meaning::Council(council) => council.area_name(),
            Meaning::Authority(body) => without_form(&body.name),
            Meaning::Area(area) => &area.name,
        }
    }

    fn days(self) -> (Option<Date>, Option<Date>) {
        match self {
            Meaning::Council(council) => (council.valid_from, council.valid_to),
            Meaning::Authority(body) => (body.valid_from, body.valid_to),
            Meaning::Area(_) => (None, None),
        }
    }

    fn existed_in(self, year: FinancialYear) -> bool {
        let (from, to) = self.days();
        overlap(from, to, year)
    }

    fn lasted_through(self, year: FinancialYear) -> bool {
        self.days().1.is_none_or(|last| year.last_day() <= last)
    }

    fn districts_in(self, year: FinancialYear) -> Vec<&'static Council> {
        let is_in = |district: &&Council| match self {
            Meaning::Council(council) => {
                district.code == council.code || district.county.as_ref() == Some(&council.code)
            }
            Meaning::Authority(body) => body.serves(district),
            Meaning::Area(area) => area.districts.contains(&district.code),
        };
        districts(year).filter(is_in).collect()
    }
}

/// The area that a GSS code, a number of MHCLG's returns or a name means in a year.
///
/// # Errors
/// [`PlaceError::UnknownArea`], [`PlaceError::AreaNotBegun`] and [`PlaceError::AreaEnded`], each with what to write.
pub(crate) fn area(written: &str, year: FinancialYear) -> Result<Area, PlaceError> {
    let written = written.trim();
    let code = written.to_ascii_uppercase();
    let by_code: Vec<Meaning> = Meaning::all().filter(|meaning| meaning.has_code(&code)).collect();
    let meanings = if by_code.is_empty() { by_name(written) } else { by_code };
    let lived: Vec<Meaning> = meanings.iter().copied().filter(|meaning| meaning.existed_in(year)).collect();
    let chosen = lived.iter().find(|meaning| meaning.lasted_through(year)).or(lived.first());
    match (chosen, meanings.last()) {
        (Some(meaning), _) => Ok(as_area(*meaning, year, remarks_on(*meaning, written, &code, &lived, year))),
        (None, Some(meaning)) => another_year(*meaning, year),
        (None, None) => Err(PlaceError::UnknownArea { area: written.to_owned(), hint: suggestion(written, &code) }),
    }
}

fn as_area(meaning: Meaning, year: FinancialYear, remarks: Vec<String>) -> Area {
    let districts = meaning.districts_in(year);
    Area { code: meaning.code().to_owned(), name: meaning.name().to_owned(), year, districts, remarks }
}

/// Meanings of a name: of the whole name first, else of what is left without the words for the form of a council.
fn by_name(written: &str) -> Vec<Meaning> {
    let with_key = |key: fn(&str) -> String| -> Vec<Meaning> {
        let wanted = key(written);
        let fits = |meaning: &Meaning| !wanted.is_empty() && meaning.names().iter().any(|name| key(name) == wanted);
        Meaning::all().filter(fits).collect()
    };
    let exact = with_key(plain);
    if exact.is_empty() { with_key(bare) } else { exact }
}

fn remarks_on(meaning: Meaning, written: &str, code: &str, lived: &[Meaning], year: FinancialYear) -> Vec<String> {
    let mut remarks = Vec::new();
    if let Meaning::Council(council) = meaning {
        if council.other_codes.iter().any(|other| other == code) {
            remarks.push(format!("{code} is another code for {}, which is {} here.", council.name, council.code));
        } else if council.ecode.as_deref() == Some(code) {
            remarks.push(format!(
                "{code} is the number of {} in MHCLG's returns; its area is {}.",
                council.name, council.code
            ));
        }
    }
    let others: Vec<String> = lived
        .iter()
        .filter(|other| other.lasted_through(year) && other.code() != meaning.code())
        .filter(|other| other.districts_in(year).len() != meaning.districts_in(year).len())
        .map(|other| format!("{} ({})", other.names()[0], other.code()))
        .collect();
    if !others.is_empty() {
        remarks.push(format!(
            "`{written}` is taken to mean {} ({}); for {}, give the code.",
            meaning.names()[0],
            meaning.code(),
            others.join(" or ")
        ));
    }
    remarks
}

/// An area that was not there in the year: the one that took its place, or what to write instead.
fn another_year(meaning: Meaning, year: FinancialYear) -> Result<Area, PlaceError> {
    let (from, to) = meaning.days();
    let area = format!("{} ({})", meaning.names()[0], meaning.code());
    if let Some(begun) = from.filter(|first| year.last_day() < *first) {
        let before: Vec<&Council> = before(meaning, year).collect();
        return Err(PlaceError::AreaNotBegun { area, begun, year, before: listed(&before) });
    }
    let ended = to.expect("an area that was not there in a year began later or ended before");
    let after = successors(meaning, year);
    match after.as_slice() {
        [successor] => {
            let remark = format!("{area} ended on {}; this is {}, which took its place.", day(ended), successor.name);
            Ok(as_area(Meaning::Council(successor), year, vec![remark]))
        }
        _ => Err(PlaceError::AreaEnded { area, ended, year, after: listed(&after) }),
    }
}

/// The councils of a year whose areas are now those of a later one.
fn before(meaning: Meaning, year: FinancialYear) -> impl Iterator<Item = &'static Council> {
    let is_before = move |council: &&Council| match meaning {
        Meaning::Council(later) => council.replaced_by.contains(&later.code),
        Meaning::Authority(later) => later.serves(council),
        Meaning::Area(_) => false,
    };
    COUNCILS.iter().filter(move |council| council.existed_in(year)).filter(is_before)
}

/// The councils of a year that took an area's place, through as many reorganisations as it took.
fn successors(meaning: Meaning, year: FinancialYear) -> Vec<&'static Council> {
    let Meaning::Council(ended) = meaning else { return meaning.districts_in(year) };
    let mut after: Vec<&Council> = Vec::new();
    for next in ended.replaced_by.iter().filter_map(|code| council(code)) {
        if next.existed_in(year) {
            after.push(next);
        } else {
            after.extend(successors(Meaning::Council(next), year));
        }
    }
    after
}

fn listed(councils: &[&Council]) -> String {
    councils.iter().map(|council| format!("{} ({})", council.area_name(), council.code)).collect::<Vec<_>>().join(", ")
}

fn suggestion(written: &str, code: &str) -> String {
    let is_code = code.len() == 9 && code.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    if is_code && code.starts_with(['S', 'N']) {
        return "the lists here cover England and Wales; for Scotland and Northern Ireland, make the place without \
                `--area` and list its bodies yourself"
            .to_owned();
    }
    if is_code && ["E12", "E92", "W92"].iter().any(|sort| code.starts_with(sort)) {
        return "this is the code of a region or a nation; give that of a district, a county or a combined authority in it"
            .to_owned();
    }
    let names: Vec<(&str, &str)> = Meaning::all()
        .filter(|meaning| !meaning.code().is_empty())
        .flat_map(|meaning| meaning.names().into_iter().map(move |name| (name, meaning.code())))
        .collect();
    let known = names.iter().map(|(name, _)| *name).chain(names.iter().map(|(_, code)| *code));
    let near: Vec<String> = nearest_few(written, known, 3)
        .into_iter()
        .map(|near| match names.iter().find(|(name, code)| *name == near || *code == near) {
            Some((name, code)) if *code == near => format!("`{code}` ({name})"),
            Some((name, code)) => format!("`{name}` ({code})"),
            None => format!("`{near}`"),
        })
        .collect();
    if near.is_empty() {
        "give the GSS code (E08000035) or the name of a district, unitary authority, county, combined authority or \
         metropolitan county of England or Wales"
            .to_owned()
    } else {
        format!("did you mean {}?", near.join(" or "))
    }
}

/// `West Yorkshire` of the West Yorkshire Combined Authority.
fn without_form(name: &str) -> &str {
    let forms = [" Mayoral Combined Authority", " Combined County Authority", " Combined Authority", " Authority"];
    forms.iter().find_map(|form| name.strip_suffix(form)).unwrap_or(name)
}

/// A name in small letters and digits, `&` as `and`.
fn plain(name: &str) -> String {
    let text = name.to_lowercase().replace('&', " and ").replace(['\'', '’', '.'], "");
    let words: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name without the words that say what sort of council it is.
fn bare(name: &str) -> String {
    const FORMS: [&str; 12] = [
        "council",
        "borough",
        "city",
        "district",
        "county",
        "metropolitan",
        "royal",
        "london",
        "of",
        "the",
        "and",
        "mbc",
    ];
    let plain = plain(name);
    plain.split(' ').filter(|word| !FORMS.contains(word)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::areas::LAST_YEAR;

    fn check_area(written: &str, year: &str, expected: &str) {
        let area = area(written, FinancialYear::parse(year).unwrap());
        let found = match area {
            Ok(area) => format!("{} {} of {}", area.code, area.name, area.districts.len()),
            Err(error) => error.to_string(),
        };
        assert_eq!(found, expected, "{written} in {year}");
    }

    #[test]
    fn an_area_is_found_by_its_code_and_by_any_of_its_names() {
        for leeds in
            ["E08000035", " e08000035 ", "Leeds", "leeds city council", "City of Leeds", "LEEDS COUNCIL", "E4704"]
        {
            check_area(leeds, "2024-25", "E08000035 Leeds of 1");
        }
        check_area("Lancashire", "2024-25", "E10000017 Lancashire of 12");
        check_area("West Yorkshire", "2011-12", "E11000006 West Yorkshire of 5");
        check_area("West Yorkshire", "2024-25", "E47000003 West Yorkshire of 5");
        check_area("Tyne & Wear", "2020-21", "E11000007 Tyne and Wear of 5");
        check_area("London", "2020-21", "E12000007 Greater London of 33");
        check_area("City of London", "2020-21", "E09000001 City of London of 1");
        check_area("Greater Manchester Combined Authority", "2012-13", "E47000001 Greater Manchester of 10");
        check_area("st. helens", "2012-13", "E08000013 St. Helens of 1");
        check_area("Caerdydd", "2020-21", "there is no area `Caerdydd`");
        check_area("Cardiff", "2020-21", "W06000015 Cardiff of 1");
    }

    #[test]
    fn a_name_that_passed_on_means_the_council_of_the_year() {
        check_area("Somerset", "2022-23", "E10000027 Somerset of 4");
        check_area("Somerset", "2023-24", "E06000066 Somerset of 1");
        check_area("North East Combined Authority", "2020-21", "E47000010 North East of 4");
        check_area("North East Combined Authority", "2024-25", "E47000014 North East of 7");
        check_area("Dorset", "2018-19", "E10000009 Dorset County of 6");
    }

    #[test]
    fn an_ended_code_leads_to_its_successor_with_a_word() {
        let year = FinancialYear::parse("2024-25").unwrap();
        let found = area("E07000026", year).unwrap();
        assert_eq!((found.code.as_str(), found.name.as_str()), ("E06000063", "Cumberland"));
        assert!(
            found.remarks[0].contains("Allerdale") && found.remarks[0].contains("31 March 2023"),
            "{:?}",
            found.remarks
        );
        // Two reorganisations lie between.
        assert_eq!(area("Taunton Deane", year).unwrap().code, "E06000066");
        let renamed = area("E08000020", year).unwrap();
        assert_eq!(renamed.code, "E08000037");
        assert!(renamed.remarks[0].contains("another code for Gateshead"), "{:?}", renamed.remarks);
    }

    #[test]
    fn an_area_that_was_not_there_says_what_was() {
        let error = |written: &str, year: &str| {
            let error = area(written, FinancialYear::parse(year).unwrap()).unwrap_err();
            let help = miette::Diagnostic::help(&error).map(|help| help.to_string()).unwrap_or_default();
            format!("{error} | {help}")
        };
        let ended = error("Cumbria", "2024-25");
        assert!(
            ended.contains("E06000063") && ended.contains("E06000064") && ended.contains("31 March 2023"),
            "{ended}"
        );
        let not_begun = error("E06000063", "2011-12");
        assert!(not_begun.contains("1 April 2023") && not_begun.contains("Allerdale (E07000026)"), "{not_begun}");
        assert!(
            error("Leads", "2011-12").contains("did you mean `Leeds` (E08000035)"),
            "{}",
            error("Leads", "2011-12")
        );
        assert!(error("E08000053", "2011-12").contains("E0800003"), "{}", error("E08000053", "2011-12"));
        assert!(error("S12000036", "2011-12").contains("England and Wales"));
        assert!(error("E12000003", "2011-12").contains("code of a region"));
        assert!(error("Atlantis", "2011-12").contains("GSS code"));
    }

    #[test]
    fn every_council_is_found_by_its_code_and_its_names() {
        for year in [2009, 2013, 2019, 2022, 2025].map(FinancialYear) {
            for council in COUNCILS.iter().filter(|council| council.existed_in(year)) {
                let found = area(&council.code, year).unwrap();
                assert_eq!((&found.code, found.remarks.len()), (&council.code, 0), "{} in {year}", council.name);
                assert!(!found.districts.is_empty(), "{} in {year}", council.name);
            }
        }
        for council in COUNCILS.iter() {
            let year = council.valid_to.map_or(LAST_YEAR, FinancialYear::of);
            for name in [&council.name, council.area_name()] {
                assert_eq!(area(name, year).unwrap().code, council.code, "{name} in {year}");
            }
        }
    }
}
