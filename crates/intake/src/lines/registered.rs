//! What a row says of its payee beside the name: numbers in registers, and where it is.

use model::identifier::EntityNumber;

use crate::encoding::Encoding;
use crate::fields::Field;
use crate::postcode::spelled;
use crate::rows::Row;

/// The columns of numbers, each with its register.
const NUMBERS: [(Field, EntityNumber); 3] = [
    (Field::CompanyNumber, EntityNumber::Company),
    (Field::CharityNumber, EntityNumber::Charity),
    (Field::VatNumber, EntityNumber::Vat),
];

/// The payee's numbers with a space between them, and its postcode. A cell that has not the form of either says nothing.
pub(super) fn numbers_and_postcode(
    row: &Row,
    at: &[Option<usize>; Field::ALL.len()],
    encoding: Encoding,
) -> (Option<String>, Option<String>) {
    let cell = |field: Field| at[field as usize].map(|at| row.cell(at)).filter(|cell| !cell.is_empty());
    let number = |(field, kind): (Field, EntityNumber)| kind.id(&encoding.decode(cell(field)?));
    let numbers: Vec<String> = NUMBERS.into_iter().filter_map(number).collect();
    // `ZZ99 3VZ` stands for no place.
    let is_real = |text: &String| !text.starts_with("ZZ");
    let postcode = cell(Field::Postcode).and_then(|cell| spelled(&encoding.decode(cell))).filter(is_real);
    ((!numbers.is_empty()).then(|| numbers.join(" ")), postcode)
}
