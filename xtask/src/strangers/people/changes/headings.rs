//! Headings in other words, other languages, short, or without meaning.

use super::{Book, Cell, Change, Field, keeps};

pub const CHANGES: &[Change] = &[
    keeps("headings-of-people-by-other-words", &["headings"], |book, dice| {
        headed(book, &mut |about, _| (*dice.pick(words(about))).to_owned())
    }),
    keeps("headings-of-people-abbreviated", &["headings"], |book, dice| {
        headed(book, &mut |about, _| (*dice.pick(short(about))).to_owned())
    }),
    keeps("headings-in-german", &["headings"], |book, _| in_language(book, 0)),
    keeps("headings-in-french", &["headings"], |book, _| in_language(book, 1)),
    keeps("headings-in-spanish", &["headings"], |book, _| in_language(book, 2)),
    keeps("headings-in-polish", &["headings"], |book, _| in_language(book, 3)),
    keeps("headings-in-welsh", &["headings"], |book, _| in_language(book, 4)),
    keeps("headings-with-a-prefix", &["headings"], |book, dice| {
        let prefix = *dice.pick(&["Client", "Patient", "Person", "tbl_person", "Tenant 1"]);
        headed(book, &mut |about, _| format!("{prefix} {}", words(about)[0]))
    }),
    keeps("headings-with-a-suffix", &["headings"], |book, dice| {
        let suffix = *dice.pick(&["fake", "(as recorded)", "1", "value", "- current"]);
        headed(book, &mut |about, _| format!("{} {suffix}", words(about)[0]))
    }),
    // Only what stands below says what it is; the record's number cannot be told from other numbers.
    keeps("headings-without-meaning", &["headings"], |book, _| {
        headed(book, &mut |about, at| if about == "id" { "ID".to_owned() } else { format!("Field{}", at + 1) })
    }),
];

fn words(about: &str) -> &'static [&'static str] {
    match about {
        "id" => &["Client ID", "Person ID", "Case Number", "Patient ID", "Local ID", "Reference Number"],
        "given" => &["First Name", "Forename", "Given Name", "Christian Name", "Forename 1"],
        "family" => &["Surname", "Last Name", "Family Name"],
        "born" => &["DOB", "Date of Birth", "Birth Date", "D.O.B."],
        "sex" => &["Sex", "Gender", "Gender Code"],
        "nhs" => &["NHS Number", "NHS No", "NHS No.", "NHSNumber"],
        "address" => &["Address", "Home Address", "Full Address", "Current Address"],
        "name" => &["Name", "Full Name", "Client Name"],
        _ => &["Postcode", "Post Code", "Home Postcode"],
    }
}

fn short(about: &str) -> &'static [&'static str] {
    match about {
        "id" => &["ID", "ClID", "pers_id"],
        "given" => &["FName", "Fst Nm", "FORENM", "fn", "first_nm"],
        "family" => &["SName", "LName", "Surnm", "sn", "last_nm"],
        "born" => &["DOB", "D_O_B", "BirthDt", "brth_date", "dt_birth"],
        "sex" => &["Sex", "Gend", "sx"],
        "nhs" => &["NHSNo", "NHS_NUM", "nhs_no", "NHS #"],
        "address" => &["Addr", "Addr1", "ADDRESS_LN"],
        "name" => &["FullNm", "Nm", "Cl Name"],
        _ => &["PCode", "PC", "Postcd", "post_cd"],
    }
}

/// German, French, Spanish, Polish, Welsh.
fn translated(about: &str) -> [&'static str; 5] {
    match about {
        "id" => ["Kundennummer", "Identifiant", "Identificador", "Numer klienta", "Rhif cleient"],
        "given" => ["Vorname", "Prénom", "Nombre", "Imię", "Enw cyntaf"],
        "family" => ["Nachname", "Nom de famille", "Apellido", "Nazwisko", "Cyfenw"],
        "born" => ["Geburtsdatum", "Date de naissance", "Fecha de nacimiento", "Data urodzenia", "Dyddiad geni"],
        "sex" => ["Geschlecht", "Sexe", "Sexo", "Płeć", "Rhyw"],
        "nhs" => ["NHS-Nummer", "Numéro NHS", "Número NHS", "Numer NHS", "Rhif GIG"],
        "address" => ["Anschrift", "Adresse", "Dirección", "Adres", "Cyfeiriad"],
        "name" => ["Name", "Nom complet", "Nombre completo", "Imię i nazwisko", "Enw llawn"],
        _ => ["Postleitzahl", "Code postal", "Código postal", "Kod pocztowy", "Cod post"],
    }
}

fn in_language(book: &mut Book, language: usize) -> bool {
    headed(book, &mut |about, _| translated(about)[language].to_owned())
}

/// Every column of a person gets another heading.
fn headed(book: &mut Book, heading: &mut dyn FnMut(&'static str, usize) -> String) -> bool {
    for sheet in book.sheets_mut() {
        for at in 0..sheet.width() {
            let Field::About(about) = sheet.columns[at] else { continue };
            let words = heading(about, at);
            sheet.headings_mut().for_each(|row| row.cells[at] = Cell::text(words.as_str()));
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_id_is_said_in_each_language() {
        assert_eq!(translated("born")[4], "Dyddiad geni");
    }
}
