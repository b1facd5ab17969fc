//! One sheet of areas, row by row.

use model::tables::{AreaBasis, AreaLevel};
use model::{Position, ProblemKind};

use super::codes::level;
use super::collected::{Area, AreaFigure, Collected, Postcode, doubt};
use super::figure::of_heading;
use crate::buildings::{is_nothing, number};
use crate::features::{Feature, Shape, Sheet};
use crate::postcode::spelled;

/// Headings of dates and counts, of centres and sizes.
const AS_OF: [&str; 4] = ["date", "period", "asof", "year"];
const EDITION: [&str; 2] = ["census", "edition"];
const LON: [&str; 5] = ["lon", "long", "lng", "longitude", "centrelon"];
const LAT: [&str; 3] = ["lat", "latitude", "centrelat"];
const POSTCODES: [&str; 5] = ["postcode", "pcds", "pcd7", "pcd8", "pcd"];
/// What a row for everybody says in a column of sexes; the other rows are parts of it.
const EVERYBODY: [&str; 5] = ["persons", "allpersons", "total", "all", "p"];
const CARS: &str = "availabilitycategory";

/// Whether a heading says something of areas.
pub fn is_known(key: &str) -> bool {
    let lists: [&[&str]; 5] = [&AS_OF, &EDITION, &LON, &LAT, &POSTCODES];
    let is_listed = lists.iter().any(|list| list.contains(&key));
    is_listed || is_code(key) || is_name(key) || of_heading(key).is_some() || matches!(key, "sex" | "areakm2" | CARS)
}

fn is_code(key: &str) -> bool {
    key.ends_with("code") || key.ends_with("cd") || key == "gss"
}

fn is_name(key: &str) -> bool {
    key.ends_with("name") || key.ends_with("nm")
}

/// Reads every row of a sheet.
pub fn read(sheet: &Sheet, file_id: &str, path: &str, collected: &mut Collected) {
    let reader = Reader::new(sheet, file_id, path);
    for feature in &sheet.features {
        match reader.postcode {
            Some(column) => reader.postcode(feature, column, collected),
            None => reader.area(feature, collected),
        }
    }
}

struct Reader<'s> {
    sheet: &'s Sheet,
    file_id: &'s str,
    path: &'s str,
    codes: Vec<usize>,
    postcode: Option<usize>,
    lon: Option<usize>,
    lat: Option<usize>,
    as_of: Option<usize>,
    edition: Option<usize>,
    sex: Option<usize>,
    /// Households by the number of their cars, and how many.
    cars: Option<(usize, usize)>,
    /// Columns with figures.
    figures: Vec<(usize, &'static str, Option<String>)>,
}

impl<'s> Reader<'s> {
    fn new(sheet: &'s Sheet, file_id: &'s str, path: &'s str) -> Reader<'s> {
        let of = |keys: &[&str]| sheet.headings.iter().position(|heading| keys.contains(&heading.key.as_str()));
        let codes = (0..sheet.headings.len()).filter(|at| is_code(&sheet.headings[*at].key)).collect();
        let figure = |(at, heading): (usize, &crate::features::Heading)| {
            of_heading(&heading.text).map(|(figure, as_of)| (at, figure, as_of))
        };
        Reader {
            sheet,
            file_id,
            path,
            codes,
            // A row of postcodes names areas too, which are not its own.
            postcode: of(&POSTCODES).filter(|_| of(&LON).is_some() && of(&LAT).is_some()),
            lon: of(&LON),
            lat: of(&LAT),
            as_of: of(&AS_OF),
            edition: of(&EDITION),
            sex: of(&["sex", "gender"]),
            cars: of(&[CARS]).zip(of(&["value"])),
            figures: sheet.headings.iter().enumerate().filter_map(figure).collect(),
        }
    }

    fn area(&self, feature: &Feature, collected: &mut Collected) {
        let codes: Vec<(AreaLevel, usize)> = self
            .codes
            .iter()
            .filter_map(|column| level(feature.text(*column).trim()).map(|level| (level, *column)))
            .collect();
        let Some((_, own)) = codes.iter().min_by_key(|(level, column)| (*level, *column)) else {
            return self.unreadable(feature, collected);
        };
        let code = feature.text(*own).trim().to_owned();
        let is_everybody = |column: usize| EVERYBODY.contains(&crate::features::key(feature.text(column)).as_str());
        if !self.sex.is_none_or(is_everybody) {
            return;
        }
        let above = |level: AreaLevel| {
            let column =
                codes.iter().find(|(known, column)| *known == level && column != own).map(|(_, column)| *column);
            column.map(|column| (column, feature.text(column).trim().to_owned()))
        };
        let district = above(AreaLevel::District);
        let mut area = Area {
            file_id: self.file_id.to_owned(),
            row: feature.row,
            name: self.name_of(feature, *own, true),
            district_name: district.as_ref().and_then(|(column, _)| self.name_of(feature, *column, false)),
            district_code: district.map(|(_, code)| code),
            msoa_code: above(AreaLevel::Msoa).map(|(_, code)| code),
            lsoa_code: above(AreaLevel::Lsoa).map(|(_, code)| code),
            editions: self
                .edition
                .map(|column| feature.text(column).to_owned())
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect(),
            centre: self.centre(feature).map(|at| (at, AreaBasis::Printed)),
            km2: self.km2(feature).map(|km2| (km2, AreaBasis::Printed)),
            code,
            ..Area::default()
        };
        self.outline(feature, &mut area, collected);
        self.add_figures(feature, &area.code, collected);
        collected.add(area, self.path);
    }

    /// A row whose codes are none: one that lost a digit is told as such.
    fn unreadable(&self, feature: &Feature, collected: &mut Collected) {
        let Some(column) = self.codes.first() else { return };
        let printed = feature.text(*column).trim();
        let (kind, why) = match crate::buildings::is_short(printed) {
            true => (ProblemKind::AreaCodeShort, "has lost a digit"),
            false => (ProblemKind::AreaCodeUnreadable, "is not a code of an area"),
        };
        let text = format!("`{}`: `{printed}` {why}", self.path);
        collected.problems.push(doubt(self.file_id, feature.row, kind, text));
    }

    /// The name beside a code: `lad_name` beside `lad_code`; of the area itself first a plain `name`.
    fn name_of(&self, feature: &Feature, code: usize, is_own: bool) -> Option<String> {
        let key = &self.sheet.headings[code].key;
        let base = key.strip_suffix("code").or_else(|| key.strip_suffix("cd")).unwrap_or(key);
        let names = [format!("{base}name"), format!("{base}nm")];
        let at = |key: &str| self.sheet.headings.iter().position(|heading| heading.key == key);
        let plain = is_own.then(|| at("name")).flatten();
        let column = plain.or_else(|| names.iter().find_map(|name| at(name)))?;
        let text = feature.text(column).trim();
        (!is_nothing(text)).then(|| text.to_owned())
    }

    fn centre(&self, feature: &Feature) -> Option<Position> {
        let read = |column: Option<usize>| number(feature.text(column?)).ok().flatten();
        let (lon, lat) = (read(self.lon)?, read(self.lat)?);
        let is_on_earth = (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat);
        is_on_earth.then_some(Position { lon, lat })
    }

    /// Square kilometres as printed; `area` in square metres where another column says so.
    fn km2(&self, feature: &Feature) -> Option<f64> {
        let at = |key: &str| self.sheet.headings.iter().position(|heading| heading.key == key);
        let read = |column: usize| number(feature.text(column)).ok().flatten();
        if let Some(km2) = at("areakm2").and_then(read) {
            return Some(km2);
        }
        let is_metres = feature.text(at("areaunits")?).eq_ignore_ascii_case("square metres");
        is_metres.then(|| read(at("area")?)).flatten().map(|m2| m2 / 1e6)
    }

    fn outline(&self, feature: &Feature, area: &mut Area, collected: &mut Collected) {
        let Some(shape) = &feature.shape else { return };
        area.outline = feature.geometry.clone();
        if !matches!(shape, Shape::Outline(_) | Shape::Points(_)) {
            let text = format!("`{}`: the outline of {} encloses nothing", self.path, area.code);
            collected.problems.push(doubt(self.file_id, feature.row, ProblemKind::OutlineUnusable, text));
        }
        if area.centre.is_none() {
            area.centre = shape.middle().map(|at| (at, AreaBasis::Outline));
        }
        if area.km2.is_none() {
            area.km2 = shape.area_km2().map(|km2| (km2, AreaBasis::Outline));
        }
    }

    fn add_figures(&self, feature: &Feature, code: &str, collected: &mut Collected) {
        let of_row = self.as_of.map_or("", |column| feature.text(column)).to_owned();
        let figure = |figure: &'static str, as_of: String, value: f64| AreaFigure {
            file_id: self.file_id.to_owned(),
            row: feature.row,
            code: code.to_owned(),
            figure,
            as_of,
            value,
        };
        for (column, name, as_of) in &self.figures {
            let as_of = as_of.clone().unwrap_or_else(|| of_row.clone());
            match number(feature.text(*column)) {
                Ok(Some(value)) if 0.0 <= value => collected.add_figure(figure(name, as_of, value), self.path),
                Ok(None) => {}
                _ => self.not_a_number(feature, *column, collected),
            }
        }
        let Some((category, value)) = self.cars else { return };
        let Ok(Some(n)) = number(feature.text(value)) else { return self.not_a_number(feature, value, collected) };
        let category = feature.text(category).to_lowercase();
        if category.starts_with("all") || category.starts_with("total") {
            return;
        }
        collected.add_part(figure("households", of_row.clone(), n));
        if category.starts_with("no car") {
            collected.add_part(figure("households_without_car", of_row, n));
        }
    }

    fn not_a_number(&self, feature: &Feature, column: usize, collected: &mut Collected) {
        let heading = &self.sheet.headings[column].text;
        let text = format!("`{}`: `{}` is not a number", self.path, feature.text(column));
        let mut problem = doubt(self.file_id, feature.row, ProblemKind::NumberUnreadable, text);
        problem.column = Some(heading.clone());
        collected.problems.push(problem);
    }

    fn postcode(&self, feature: &Feature, column: usize, collected: &mut Collected) {
        let printed = feature.text(column);
        let (Some(postcode), Some(at)) = (spelled(printed), self.centre(feature)) else {
            let text = format!("`{}`: `{printed}` is not a postcode with its place", self.path);
            collected.problems.push(doubt(self.file_id, feature.row, ProblemKind::PostcodeMalformed, text));
            return;
        };
        let of_level = |wanted: AreaLevel| {
            let codes = self.codes.iter().map(|column| feature.text(*column).trim());
            codes.filter(|code| level(code) == Some(wanted)).map(str::to_owned).next()
        };
        let (lsoa_code, district_code) = (of_level(AreaLevel::Lsoa), of_level(AreaLevel::District));
        let file_id = self.file_id.to_owned();
        let postcode = Postcode { file_id, row: feature.row, postcode, at, lsoa_code, district_code };
        collected.add_postcode(postcode, self.path);
    }
}
