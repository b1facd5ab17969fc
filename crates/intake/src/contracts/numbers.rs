//! Numbers of companies and charities, as cells of registration numbers print them.

use model::identifier::EntityNumber;

use super::cells::says_nothing;

/// What a cell of registration numbers says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Registration {
    /// Eight characters, as Companies House writes them.
    pub company: Option<String>,
    /// As the register of charities writes it.
    pub charity: Option<String>,
    /// Something is printed that neither register has, or that may be a number of either.
    pub has_other: bool,
}

/// The register that a word names.
#[derive(Clone, Copy, PartialEq)]
enum Register {
    Company,
    Charity,
}

impl Registration {
    /// Reads `Charity 1124719 Company 6508034`, `IP 27719 R`, `1091143 & 05912608`. A bare number is of the register whose
    /// form it alone has: eight digits are a company's; six digits, or seven that begin with 1, are a charity's in England
    /// and Wales. Any other bare number may be a company's that lost its zero, or a number of the funder's own.
    pub fn of(cell: &str) -> Registration {
        let mut found = Registration::default();
        if is_silent(cell) {
            return found;
        }
        let mut register = None;
        for word in words(cell) {
            match named(&word) {
                Some(named) => register = Some(named),
                None if word.chars().any(|c| c.is_ascii_digit()) => found.add(&word, register),
                None => {}
            }
        }
        found.has_other |= found.company.is_none() && found.charity.is_none();
        found
    }

    /// Reads a cell whose heading says that it is of companies.
    pub fn of_company(cell: &str) -> Registration {
        let whole = number_of(EntityNumber::Company, cell);
        match whole {
            Some(company) => Registration { company: Some(company), ..Registration::default() },
            None => Registration::of(cell).unless_bare(cell),
        }
    }

    /// Reads a cell whose heading says that it is of charities.
    pub fn of_charity(cell: &str) -> Registration {
        let whole = number_of(EntityNumber::Charity, cell);
        match whole {
            Some(charity) => Registration { charity: Some(charity), ..Registration::default() },
            None => Registration::of(cell),
        }
    }

    /// In a column of companies a bare number is never a charity's.
    fn unless_bare(self, cell: &str) -> Registration {
        let names_charity = words(cell).iter().any(|word| named(word) == Some(Register::Charity));
        let is_bare = self.charity.is_some() && !names_charity;
        if is_bare { Registration { charity: None, has_other: true, ..self } } else { self }
    }

    fn add(&mut self, word: &str, register: Option<Register>) {
        let [company, charity] = [EntityNumber::Company, EntityNumber::Charity].map(|kind| number_of(kind, word));
        let is_company_alone = word.len() == 8 || !word.starts_with(|c: char| c.is_ascii_digit());
        let is_charity_alone = word.starts_with("SC") || word.len() == 6 || word.len() == 7 && word.starts_with('1');
        let (slot, number) = match register {
            Some(Register::Company) => (&mut self.company, company),
            Some(Register::Charity) => (&mut self.charity, charity),
            None if is_charity_alone && charity.is_some() && !word.starts_with("SC") => (&mut self.charity, charity),
            None if is_company_alone && !word.starts_with("SC") => (&mut self.company, company),
            None => return self.has_other = true,
        };
        match (slot.is_none(), number) {
            (true, Some(number)) => *slot = Some(number),
            _ => self.has_other = true,
        }
    }
}

/// The number of a register without the register's prefix.
pub(super) fn number_of(kind: EntityNumber, text: &str) -> Option<String> {
    let id = kind.id(text)?;
    let bare = ["GB-COH-", "GB-CHC-", "GB-SC-", "GB-VAT-"].iter().find_map(|prefix| id.strip_prefix(prefix));
    bare.map(str::to_owned)
}

/// The scheme and the number of a supplier's registration: the company's before the charity's.
pub(super) fn scheme_and_number(registration: &Registration) -> (Option<String>, Option<String>) {
    let of_charity = |number: &String| if number.starts_with("SC") { "GB-SC" } else { "GB-CHC" };
    match (&registration.company, &registration.charity) {
        (Some(company), _) => (Some("GB-COH".to_owned()), Some(company.clone())),
        (None, Some(charity)) => (Some(of_charity(charity).to_owned()), Some(charity.clone())),
        (None, None) => (None, None),
    }
}

/// Whether a cell says that there is no number.
fn is_silent(cell: &str) -> bool {
    const WORDS: [&str; 6] = ["tbc", "individual", "sole trader", "not registered", "unregistered", "none currently"];
    says_nothing(cell) || WORDS.contains(&cell.trim().to_lowercase().as_str())
}

/// Words and numbers in capitals; the parts of `IP 27719 R` are one.
fn words(cell: &str) -> Vec<String> {
    let upper = cell.to_uppercase();
    let parts: Vec<&str> = upper.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let mut words: Vec<String> = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        let society = parts.get(at..at + 3).filter(|three| three[0] == "IP" && three[2] == "R").map(<[&str]>::concat);
        at += if society.is_some() { 3 } else { 1 };
        words.push(society.unwrap_or_else(|| parts[at - 1].to_owned()));
    }
    words
}

fn named(word: &str) -> Option<Register> {
    match word {
        "CHARITY" | "CHARITIES" | "CHAIRTY" | "CHARITABLE" => Some(Register::Charity),
        "COMPANY" | "COMPANIES" | "CO" | "CIC" | "CRN" => Some(Register::Company),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: &str, company: Option<&str>, charity: Option<&str>, has_other: bool) {
        let found = Registration::of(cell);
        assert_eq!(
            (found.company.as_deref(), found.charity.as_deref(), found.has_other),
            (company, charity, has_other),
            "{cell}"
        );
    }

    /// Cells of Devon's lists of grants.
    #[test]
    fn a_cell_may_name_its_registers_or_leave_them_to_the_form_of_the_number() {
        check("1144548", None, Some("1144548"), false);
        check("Charity No. 1003314", None, Some("1003314"), false);
        check("Charity Reg no : 1099477", None, Some("1099477"), false);
        check("Company No. 7394459", Some("07394459"), None, false);
        check("Charity 1124719 Company 6508034", Some("06508034"), Some("1124719"), false);
        check("Charity 1049478 & co. 03096996", Some("03096996"), Some("1049478"), false);
        check("company 09876543 CIC", Some("09876543"), None, false);
        check("IP 27719 R", Some("IP27719R"), None, false);
        check("1091143 & 4334063", None, Some("1091143"), true);
        check("40008789", Some("40008789"), None, false);
        check("Chairty No: 267035", None, Some("267035"), false);
    }

    #[test]
    fn a_number_of_no_register_is_not_made_one() {
        for cell in ["657", "1035", "XR36245", "account being set up", "CD(TI) 123,456/7", "4334063", "20558R"] {
            check(cell, None, None, true);
        }
        for cell in ["none", "None", "N/A", "", "TBC"] {
            check(cell, None, None, false);
        }
    }

    #[test]
    fn in_a_column_of_companies_a_bare_number_is_a_companys() {
        let company = |cell: &str| Registration::of_company(cell).company;
        assert_eq!(company("5912608").as_deref(), Some("05912608"));
        assert_eq!(company("1100990").as_deref(), Some("01100990"), "not a charity's");
        assert_eq!(company("182037").as_deref(), Some("00182037"));
        assert_eq!(company("IP20558R").as_deref(), Some("IP20558R"));
        assert_eq!(company("19059R/28232R"), None);
        assert!(Registration::of_company("19059R/28232R").has_other);
        let charity = Registration::of_company("Charity 1124719");
        assert_eq!((charity.charity.as_deref(), charity.company), (Some("1124719"), None));
    }
}
