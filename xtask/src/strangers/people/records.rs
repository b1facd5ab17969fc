//! Records about people, from the files of `totalplace synth`.

use std::path::Path;

use crate::Outcome;
use crate::shell::{command, output, remove_dir};
use crate::strangers::book::Cell;
use crate::strangers::day::Day;

/// What one agency knows of a person.
#[derive(Clone, Debug)]
pub struct Record {
    pub id: String,
    pub given: String,
    pub family: String,
    pub born: Day,
    pub sex: String,
    pub nhs: String,
    pub address: String,
    pub postcode: String,
}

impl Record {
    pub fn cells(&self, headings: &[(&str, &str)]) -> Vec<Cell> {
        headings.iter().map(|(_, about)| self.cell(about)).collect()
    }

    fn cell(&self, about: &str) -> Cell {
        match about {
            "id" => Cell::text(&self.id),
            "given" => Cell::text(&self.given),
            "family" => Cell::text(&self.family),
            "born" => Cell::Day(self.born),
            "sex" => Cell::text(&self.sex),
            "nhs" => Cell::text(&self.nhs),
            "address" => Cell::text(&self.address),
            _ => Cell::text(&self.postcode),
        }
    }
}

/// Makes a synthetic place and takes the people listed in its truth, once each, if all their details are known.
pub fn read(program: &Path, dir: &Path) -> Outcome<Vec<Record>> {
    remove_dir(dir)?;
    output(command(
        &program.to_string_lossy(),
        &["synth", &dir.to_string_lossy(), "--people", "1500", "--lines", "500", "--seed", "7"],
    ))?;
    let mut reader = csv::Reader::from_path(dir.join("people/health.csv")).map_err(|error| error.to_string())?;
    let headings = reader.headers().map_err(|error| error.to_string())?.clone();
    let mut records: Vec<Record> =
        reader.records().flatten().filter_map(|row| record(&|name| cell(&headings, &row, name))).collect();
    // Only one of two people with the same name is taken: this tests the reading, not the linkage.
    records.sort_by_key(|record| record.family.clone());
    records.dedup_by_key(|record| record.family.clone());
    match 60 < records.len() {
        true => Ok(records),
        false => Err(format!("synth gives only {} people with all details known", records.len())),
    }
}

fn cell(headings: &csv::StringRecord, row: &csv::StringRecord, name: &str) -> String {
    let at = headings.iter().position(|heading| heading == name);
    at.and_then(|at| row.get(at)).unwrap_or_default().trim().to_owned()
}

fn record(cell: &dyn Fn(&str) -> String) -> Option<Record> {
    let born = cell("birth_date");
    let mut parts = born.split('-').filter_map(|part| part.parse::<i32>().ok());
    let born = Day::new(parts.next()?, parts.next()? as u8, parts.next()? as u8);
    let sex = match cell("gender_code").as_str() {
        "1" => "M",
        "2" => "F",
        _ => return None,
    };
    let record = Record {
        id: cell("patient_ref"),
        given: cell("given_name"),
        family: cell("family_name"),
        born,
        sex: sex.to_owned(),
        nhs: cell("nhs_number"),
        address: format!("{}, {}", cell("address_line_1"), cell("address_town")),
        postcode: cell("postcode"),
    };
    let is_plain = |text: &String| 2 < text.len() && text.chars().all(|c| c.is_ascii_alphabetic());
    let is_whole = is_plain(&record.given) && is_plain(&record.family) && is_number(&record.nhs);
    // The first of January means that only the year is known.
    let is_a_day = record.born.month != 1 || record.born.day != 1;
    (is_whole && is_a_day && record.postcode.contains(' ') && !record.id.is_empty()).then_some(record)
}

/// Whether a number is a valid NHS number, by its check digit modulo 11.
fn is_number(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    digits.len() == 10 && (11 - sum % 11) % 11 == digits[9]
}
