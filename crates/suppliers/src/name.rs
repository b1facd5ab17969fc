//! A printed name taken apart, as far as it tells who is paid.

use encoding_rs::WINDOWS_1252;
use model::name::name_key;
use model::payee::PRIVATE_INDIVIDUAL;
use rapidfuzz::distance::osa;

use crate::reduced::Reduced;
use crate::words::{Sort, Words};

/// What of a printed name is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// Upper case, no punctuation, no legal form, no noise (method, section 2.2).
    pub key: String,
    pub tokens: Vec<String>,
    /// `LIMITED`, `PLC` and the like.
    pub form: Option<&'static str>,
    /// The name without what was added to it and in one spelling; none where it stays as it is.
    pub reduced: Option<Reduced>,
    /// A person's, as far as words tell.
    pub is_person: bool,
    /// The key of the name that it trades under.
    pub trading: Option<String>,
    /// The key without spaces.
    pub compact: String,
    /// As printed, in plain letters and single spaces: what a system cut off.
    pub plain: String,
    pub sort: Sort,
    /// Other bodies may pay other organisations under it.
    pub is_general: bool,
    /// For each word whether it says what and not who.
    pub general_words: Vec<bool>,
}

const SCHOOLS: [&str; 5] = ["SCHOOL", "COLLEGE", "ACADEMY", "SCHOOLS", "COLL"];

/// Legal forms that clerks print with dots.
const DOTTED: [(&str, &str); 4] = [("C.I.C", "CIC"), ("P.L.C", "PLC"), ("L.L.P", "LLP"), ("C.I.O", "CIO")];

impl Name {
    pub fn of(printed: &str, words: &Words) -> Name {
        let repaired = repaired(printed);
        let clean = without_noise(&repaired, words);
        let parts = name_key(&clean);
        let whose = clean.split(" T/A ").next().unwrap_or(&clean);
        let reduced = Reduced::of(whose, words);
        let tokens: Vec<String> = parts.key.split(' ').filter(|token| !token.is_empty()).map(str::to_owned).collect();
        Name {
            compact: tokens.concat(),
            form: parts.legal_form,
            trading: parts.trading_name.map(|trading| name_key(&trading).key).filter(|key| !key.is_empty()),
            plain: plain(&clean),
            sort: if printed == PRIVATE_INDIVIDUAL { Sort::Individual } else { words.sort(&parts.key) },
            is_general: parts.legal_form.is_none()
                && (words.is_general(&tokens)
                    || reduced.as_ref().is_some_and(|name| name.form.is_none() && words.is_general(&name.tokens))),
            is_person: parts.legal_form.is_none() && words.is_person(&tokens),
            general_words: tokens.iter().map(|token| words.is_general(std::slice::from_ref(token))).collect(),
            key: parts.key,
            tokens,
            reduced,
        }
    }

    /// The key, the words and the legal form that are compared last: reduced where there is something to reduce.
    pub fn compared(&self) -> (&str, &[String], Option<&'static str>) {
        match &self.reduced {
            Some(reduced) => (&reduced.key, &reduced.tokens, self.form.or(reduced.form)),
            None => (&self.key, &self.tokens, self.form),
        }
    }

    /// Whether who it is rests on the word at a place alone: all others say what.
    pub fn rests_on(&self, place: usize) -> bool {
        self.general_words.iter().enumerate().all(|(at, is_general)| at == place || *is_general)
    }

    /// A school or college. There are tens of thousands, many of whose names differ by a letter or a space:
    /// Freman College and Freeman College, Ashfield School and Ash Field School are four.
    pub fn is_school(&self) -> bool {
        self.form.is_none() && self.tokens.iter().any(|token| SCHOOLS.contains(&token.as_str()))
    }

    /// For an id: `capita-business-services-limited`.
    pub fn slug(&self) -> String {
        let words = self.tokens.iter().map(String::as_str).chain(self.form);
        let slug = words.collect::<Vec<_>>().join("-").to_lowercase();
        if slug.is_empty() { "nameless".to_owned() } else { slug }
    }
}

/// Text that was UTF-8 and was read as Windows-1252 goes back: `CafÃ©` becomes `Café`.
fn repaired(printed: &str) -> String {
    if printed.is_ascii() {
        return printed.to_owned();
    }
    // Capitals of it: `â€™`, an apostrophe, became `Â€™`.
    let printed = &printed.replace("Â€", "â€");
    let (bytes, _, has_other_letters) = WINDOWS_1252.encode(printed);
    match std::str::from_utf8(&bytes) {
        Ok(utf8) if !has_other_letters && utf8 != printed => utf8.to_owned(),
        _ => printed.to_owned(),
    }
}

/// Upper case without what a finance system or a clerk added.
fn without_noise(printed: &str, words: &Words) -> String {
    let mut name = with_trading_sign(printed.to_uppercase());
    for (dotted, form) in DOTTED {
        if let Some(at) = name.find(dotted).filter(|at| name[at + dotted.len()..].len() <= 1 && 0 < *at) {
            name = format!("{}{form}", &name[..at]);
        }
    }
    for noise in &words.noise {
        let trimmed = name.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned();
        if let Some(rest) = trimmed.strip_suffix(noise.as_str())
            && rest.ends_with(|c: char| !c.is_alphanumeric())
            && rest.contains(|c: char| c.is_alphanumeric())
        {
            name = rest.trim_end_matches([' ', '-', '(', '*', ',']).to_owned();
        }
    }
    with_form_repaired(name)
}

/// Ways to write that an organisation trades under another name, all as `T/A`.
fn with_trading_sign(name: String) -> String {
    const SIGNS: [&str; 10] = [
        "(T/A ",
        " T / A ",
        " T/A: ",
        " T.A. ",
        " T.A ",
        " TRADING-AS ",
        " TRADES AS ",
        "(TRADING AS ",
        " D/B/A ",
        " DBA ",
    ];
    let has_sign =
        |name: &str| name.contains('/') || name.contains("T.A") || name.contains("TRAD") || name.contains(" DBA ");
    let name = if has_sign(&name) {
        let sign = SIGNS.iter().find_map(|sign| name.find(sign).map(|at| (at, sign.len())));
        match sign.filter(|(at, _)| 0 < *at) {
            Some((at, n)) => format!("{} T/A {}", name[..at].trim_end(), name[at + n..].trim_end_matches(')')),
            None => name,
        }
    } else {
        name
    };
    // Without a stroke only where a legal form stands before it: `TA` may be a name.
    let form = ["LIMITED TA ", "LTD TA ", "LTD. TA ", "PLC TA ", "LLP TA "];
    match form.iter().find_map(|form| name.find(form).map(|at| at + form.len())) {
        Some(at) => format!("{} T/A {}", &name[..at - " TA ".len()], &name[at..]),
        None => name,
    }
}

/// Long forms in which one letter is easily amiss.
const LONG_FORMS: [&[&str]; 4] = [
    &["PUBLIC", "LIMITED", "COMPANY"],
    &["LIMITED", "LIABILITY", "PARTNERSHIP"],
    &["COMMUNITY", "INTEREST", "COMPANY"],
    &["LIMITED"],
];

/// One slip in a legal form that is written out: `LIMTED`, `PUBLIC LIMITED COPANY`.
fn with_form_repaired(name: String) -> String {
    let words: Vec<&str> = name.split_whitespace().map(|word| word.trim_end_matches([',', '.', ')'])).collect();
    let slipped = LONG_FORMS.iter().find(|form| form.len() < words.len() && has_one_slip(&words, form));
    match slipped {
        Some(form) => format!("{} {}", words[..words.len() - form.len()].join(" "), form.join(" ")),
        None => name,
    }
}

/// Whether a name ends in a form except for one slip. Lengths are looked at first: this is asked of every name.
fn has_one_slip(words: &[&str], form: &[&str]) -> bool {
    let last = &words[words.len() - form.len()..];
    let mut pairs = last.iter().zip(form);
    let n_other = pairs.clone().filter(|(word, form)| word != form).count();
    n_other == 1
        && pairs.all(|(word, form)| {
            word == form || word.len().abs_diff(form.len()) <= 1 && osa::distance(word.bytes(), form.bytes()) == 1
        })
}

/// Words as they are compared where a system may have cut some off.
fn plain(name: &str) -> String {
    let spaced: String = name
        .replace('&', " AND ")
        .chars()
        .filter(|c| !matches!(c, '\'' | '\u{2019}' | '\u{2018}'))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(printed: &str, key: &str, form: Option<&str>) {
        let name = Name::of(printed, &Words::shipped());
        assert_eq!((name.key.as_str(), name.form), (key, form), "{printed}");
    }

    /// Method, T19: the keys are those of `model::name`.
    #[test]
    fn names_keep_the_keys_of_t19() {
        check("The Capita Business Services Ltd.", "CAPITA BUSINESS SERVICES", Some("LIMITED"));
        check("Marks & Spencer PLC", "MARKS AND SPENCER", Some("PLC"));
        check("Smith Bros & Co Ltd (BACS)", "SMITH BROTHERS AND COMPANY", Some("LIMITED"));
        check("J O’Neill T/A Neill’s Taxis", "J ONEILL", None);
        check("St. Anne’s Community Interest Company", "ST ANNES", Some("CIC"));
        check("Café Nero Cyf", "CAFE NERO", Some("LIMITED"));
        check("Veolia ES (UK) Plc", "VEOLIA ES UK", Some("PLC"));
        check("Veolia ES Plc", "VEOLIA ES", Some("PLC"));
    }

    #[test]
    fn what_systems_and_clerks_added_is_left_out() {
        check("HEALTHWORKS NEWCASTLE (DO NOT USE)", "HEALTHWORKS NEWCASTLE", None);
        check("Acorn Ltd - DO NOT USE", "ACORN", Some("LIMITED"));
        check("CafÃ© Nero Ltd", "CAFE NERO", Some("LIMITED"));
        check("Oâ€™Neill & Sons Ltd", "ONEILL AND SONS", Some("LIMITED"));
        check("OÂ€™NEILL & SONS LTD", "ONEILL AND SONS", Some("LIMITED"));
        check("Acorn Roads Limtied", "ACORN ROADS", Some("LIMITED"));
        check("ACORN PUBLIC LIMITED COPANY", "ACORN", Some("PLC"));
        check("Acorn Unlimited", "ACORN UNLIMITED", None);
        check("Acorn C.I.C.", "ACORN", Some("CIC"));
        check("Acorn, Limited", "ACORN", Some("LIMITED"));
        check("BACS", "BACS", None);
        check("Nguyễn", "NGUYEN", None);
    }

    #[test]
    fn entries_that_are_no_names_and_names_that_are_anybodys_are_known() {
        let name = |printed: &str| Name::of(printed, &Words::shipped());
        assert_eq!(name("REDACTED - Personal Information").sort, Sort::Withheld);
        assert_eq!(name("Redacted Personal Data").sort, Sort::Withheld);
        assert_eq!(name("MISCELLANEOUS PAYMENTS BACS").sort, Sort::Collective);
        assert_eq!(name(PRIVATE_INDIVIDUAL).sort, Sort::Individual);
        assert_eq!(name("REDACTIVE PUBLISHING LTD").sort, Sort::Named);
        for general in [
            "St Mary's Primary School",
            "The Willows",
            "J SMITH",
            "Mr John Smith",
            "Margaret Brown",
            "PARK HOUSE NURSING HOME",
        ] {
            assert!(name(general).is_general, "{general}");
        }
        for own in [
            "WILLOWS CARE HOME LTD",
            "Changing Lives",
            "Percy Hedley Foundation",
            "Akari Care Homes",
            "Thomas Gray Coaches Hire and Tours",
        ] {
            assert!(!name(own).is_general, "{own}");
        }
    }
}
