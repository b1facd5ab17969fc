//! The place file of an area's year: its bodies, what to ask them for, and which publications to fetch.

use model::BodyKind;
use model::place::Reach;

use crate::area_bodies::{AreaBody, bodies, trusts_by_name};
use crate::area_choice::Area;
use crate::areas::{LAST_YEAR, PUBLICATIONS, Publication};
use crate::pilots::slug;
use crate::place_text::{fill, list, quoted, remark, remarked, table};

/// The text of the place file.
pub(crate) fn area_text(area: &Area) -> String {
    let bodies = bodies(area);
    fill(&[
        ("remarks", remarks(area)),
        ("name", quoted(&area.name)),
        ("year", format!("year = {}", quoted(&area.year.to_string()))),
        ("area_codes", list(&area_codes(area))),
        ("region", region(area)),
        ("bodies", bodies.iter().map(body).chain([trusts(area)]).collect()),
        ("sources", publications(area) + &ledgers(&bodies)),
        ("themes", String::new()),
    ])
}

/// The districts of an area of several: figures and drivers are published by district, and a sum needs each once.
fn area_codes(area: &Area) -> Vec<String> {
    match area.districts.as_slice() {
        [_] => vec![area.code.clone()],
        several => several.iter().map(|district| district.code.clone()).collect(),
    }
}

fn region(area: &Area) -> String {
    match area.region() {
        Some(region) => format!("region = {}", quoted(region)),
        None => "# region = \"North East\" # the area lies in several".to_owned(),
    }
}

fn remarks(area: &Area) -> String {
    let code = if area.code.is_empty() { String::new() } else { format!(" ({})", area.code) };
    let mut remarks = vec![
        format!(
            "The bodies that spend in {}{code}, proposed for {}. Check them, and correct any that are wrong.",
            area.name, area.year
        ),
        "A body that serves more than this place has `serves`, the districts it serves; the place gets a share."
            .to_owned(),
        "Left out, because no list here shows where they spend: parishes, national park and drainage boards, passenger \
         transport executives, probation, colleges and academies, agencies of departments."
            .to_owned(),
    ];
    if LAST_YEAR < area.year {
        remarks.push(format!("The lists end in {LAST_YEAR}: check what has changed since."));
    }
    remarks.extend(area.remarks.iter().cloned());
    format!("#\n{}", remarks.iter().map(|text| remark(text)).collect::<String>())
}

fn body(body: &AreaBody) -> String {
    let mut keys = vec![("id", quoted(&body.id)), ("name", quoted(&body.name)), ("kind", quoted(body.kind.word()))];
    if !body.other_names.is_empty() {
        keys.push(("other_names", list(&body.other_names)));
    }
    if !body.codes.is_empty() {
        let codes: Vec<String> =
            body.codes.iter().map(|(scheme, code)| format!("{scheme} = {}", quoted(code))).collect();
        keys.push(("codes", format!("{{ {} }}", codes.join(", "))));
    }
    if body.reach == Reach::National {
        keys.push(("reach", quoted(body.reach.word())));
    }
    if !body.serves.is_empty() {
        keys.push(("serves", list(&body.serves)));
    }
    let remarks: String = body.remarks.iter().map(|text| remark(text)).collect();
    table("body", &keys).replacen('\n', &format!("\n{remarks}"), 1)
}

fn trusts(area: &Area) -> String {
    let names = trusts_by_name(area);
    if names.is_empty() {
        return String::new();
    }
    let text = "NHS trusts named after a district, from lists of about 2020 and of 2011-12; these lists do not show \
                where their patients live. Add the trusts whose ledgers you have. A place counts its health service \
                by commissioner or by provider, never both.";
    let offered = |name: &String| {
        let keys = [("id", quoted(&slug(name))), ("name", quoted(name)), ("kind", quoted(BodyKind::NhsTrust.word()))];
        remarked(&table("body", &keys))
    };
    format!("\n{}{}", remark(text), names.iter().map(offered).collect::<String>())
}

/// The publications to fetch, each as a source that only wants its remark taken away.
fn publications(area: &Area) -> String {
    let start = area.year.0;
    let is_of_year = |publication: &&Publication| {
        publication.first_year.is_none_or(|first| first <= start)
            && publication.last_year.is_none_or(|last| start <= last)
            && publication.nation.as_deref().is_none_or(|nation| nation == area.nation())
    };
    let offered = |publication: &Publication| {
        let release = publication
            .release
            .replace("{year}", &area.year.to_string())
            .replace("{start}", &start.to_string())
            .replace("{end}", &(start + 1).to_string());
        let text = format!("Fetch: {release}. From: {}. For: {}.", publication.publisher, publication.what_for);
        let root = if publication.kind == "drivers" { "drivers" } else { "published" };
        let files = quoted(&format!("{root}/{}/**", publication.folder));
        let keys = [("kind", quoted(&publication.kind)), ("files", format!("[{files}]"))];
        format!("\n{}{}", remark(&text), remarked(table("source", &keys).trim_start_matches('\n')))
    };
    PUBLICATIONS.iter().filter(is_of_year).map(offered).collect()
}

/// The bodies' own ledgers, with what to ask each for.
fn ledgers(bodies: &[AreaBody]) -> String {
    let offered = |body: &AreaBody| {
        let text = format!("{}. Ask for: {}.", body.name, to_ask(body.kind));
        let keys = [("body", quoted(&body.id)), ("files", format!("[{}]", quoted(&format!("{}/**", body.id))))];
        format!("\n{}{}", remark(&text), remarked(table("source", &keys).trim_start_matches('\n')))
    };
    bodies.iter().map(offered).collect()
}

fn to_ask(kind: BodyKind) -> &'static str {
    match kind {
        BodyKind::Council | BodyKind::CountyCouncil | BodyKind::DistrictCouncil => {
            "payments over £500, month by month (published since January 2011); pay by service; the housing revenue \
             account, if it has homes"
        }
        BodyKind::Police | BodyKind::Fire => "payments over £500, month by month; pay; income from other bodies",
        BodyKind::NhsCommissioner => {
            "payments over £25,000; prescriptions, which are paid through the NHS Business Services Authority; its \
             accounts by programme"
        }
        BodyKind::Department => {
            "payments over £25,000 (published since November 2010); what it spent in the place, if it counts that"
        }
        _ => "payments over £500, month by month; its levies and grants, by council",
    }
}
