//! Words that ledgers print short or misspell and that say nothing about which body is meant: `Auth`, `Trst`, `Lancs`.
//!
//! A name spelt out in this way counts only if it is then a listed body's own name: `S Yorks Fire & Rescue Auth` is South
//! Yorkshire Fire and Rescue Authority, and a firm in South Yorkshire stays what it is.

use std::collections::BTreeSet;

/// A name with more readings than this says nothing.
const READINGS_MAX: usize = 16;

/// The key with short and misspelt words in full and without its own initials at the end, in every way that they can be
/// meant; nothing where it has none of these.
pub(super) fn in_long(key: &str) -> Vec<String> {
    let words: Vec<&str> = key.split(' ').collect();
    let phrases = in_whole_phrases(with_joined_end(without_own_initials(&words).join(" ")));
    let words: Vec<&str> = phrases.split(' ').collect();
    let mut readings = vec![String::new()];
    for (at, word) in words.iter().enumerate() {
        let longs = long_words(word, at == 0 && 2 < words.len());
        if READINGS_MAX < readings.len() * longs.len() {
            return Vec::new();
        }
        let with = |long: &&str| readings.iter().map(|start| format!("{start} {long}")).collect::<Vec<_>>();
        readings = longs.iter().flat_map(with).collect();
    }
    let whole = readings.iter().flat_map(|reading| with_whole_end(reading.trim_start()));
    let all: BTreeSet<String> = whole.filter(|reading| reading != key).collect();
    all.into_iter().collect()
}

/// `Hyndburn B.C.`
fn with_joined_end(key: String) -> String {
    let joined = [(" B C", " BC"), (" C C", " CC"), (" D C", " DC"), (" M B C", " MBC")];
    let found = joined.iter().find_map(|(apart, together)| Some(format!("{}{together}", key.strip_suffix(apart)?)));
    found.unwrap_or(key)
}

/// `Riverton F&RA`, `Riverton DC`, `PCC Riverton`: letters for several words, at the end or the start of a name.
fn in_whole_phrases(key: String) -> String {
    let end = |(short, long): &(&str, &str)| {
        let before = key.strip_suffix(short)?.strip_suffix(' ')?;
        Some(format!("{before} {long}"))
    };
    let start = |short: &&str| {
        let rest = key.strip_prefix(*short)?.strip_prefix(' ')?;
        let place = rest.strip_prefix("FOR ").unwrap_or(rest);
        Some(format!("POLICE AND CRIME COMMISSIONER FOR {place}"))
    };
    ENDS.iter().find_map(end).or_else(|| ["PCC", "OPCC"].iter().find_map(start)).unwrap_or(key)
}

/// `Riverton Hospital NHS` lacks its last words, whichever they are.
fn with_whole_end(reading: &str) -> Vec<String> {
    match reading.strip_suffix(" NHS") {
        Some(before) if before.contains(' ') => {
            ["NHS", "NHS TRUST", "NHS FOUNDATION TRUST"].map(|end| format!("{before} {end}")).to_vec()
        }
        _ => vec![reading.to_owned()],
    }
}

/// `Lancashire County Council LCC`
fn without_own_initials<'a, 'b>(words: &'a [&'b str]) -> &'a [&'b str] {
    match words {
        [name @ .., last] if (3..=6).contains(&last.len()) && initials(name).any(|initials| initials == *last) => name,
        _ => words,
    }
}

/// The first letters of a name's words, with the small words and without.
pub(super) fn initials(words: &[&str]) -> impl Iterator<Item = String> {
    let first = |word: &&str| word.chars().next();
    let is_small = |word: &&&str| matches!(**word, "AND" | "OF" | "FOR" | "THE" | "UPON" | "ON");
    let all: String = words.iter().filter_map(first).collect();
    let without_small: String = words.iter().filter(|word| !is_small(word)).filter_map(first).collect();
    [all, without_small].into_iter()
}

fn long_words(word: &str, is_first: bool) -> Vec<&str> {
    let short: Vec<&str> = SHORT.iter().filter(|(short, _)| *short == word).map(|(_, long)| *long).collect();
    if !short.is_empty() {
        return short;
    }
    let point = POINTS.iter().find(|(short, _)| is_first && *short == word).map(|(_, long)| *long);
    let misspelt = || KINDS.iter().find(|kind| is_misprint(word, kind)).copied();
    vec![point.or_else(misspelt).unwrap_or(word)]
}

/// One letter added, left out or wrong, or two letters exchanged; a plural is a word of its own.
fn is_misprint(word: &str, kind: &str) -> bool {
    word.starts_with(&kind[..1]) && !word.starts_with(kind) && super::near::is_misspelling(word, kind)
}

/// Words that say what sort of body it is. `POLICY` is too near to POLICE.
const KINDS: [&str; 8] =
    ["AUTHORITY", "BOROUGH", "COMBINED", "COUNCIL", "DISTRICT", "FOUNDATION", "METROPOLITAN", "TRUST"];

/// Points of the compass, at the beginning of a name.
const POINTS: [(&str, &str); 7] = [
    ("N", "NORTH"),
    ("S", "SOUTH"),
    ("E", "EAST"),
    ("W", "WEST"),
    ("NTH", "NORTH"),
    ("STH", "SOUTH"),
    ("GTR", "GREATER"),
];

/// Letters for several words at the end of a name. `CA` is left out: Citizens Advice has it too.
const ENDS: [(&str, &str); 16] = [
    ("F AND RA", "FIRE AND RESCUE AUTHORITY"),
    ("F AND R A", "FIRE AND RESCUE AUTHORITY"),
    ("F AND R AUTHORITY", "FIRE AND RESCUE AUTHORITY"),
    ("F AND R AUTH", "FIRE AND RESCUE AUTHORITY"),
    ("F AND RS", "FIRE AND RESCUE SERVICE"),
    ("F AND R S", "FIRE AND RESCUE SERVICE"),
    ("F AND R SERVICE", "FIRE AND RESCUE SERVICE"),
    ("FRA", "FIRE AND RESCUE AUTHORITY"),
    ("FRS", "FIRE AND RESCUE SERVICE"),
    ("BC", "BOROUGH COUNCIL"),
    ("DC", "DISTRICT COUNCIL"),
    ("OPCC", "POLICE AND CRIME COMMISSIONER"),
    ("PCC", "POLICE AND CRIME COMMISSIONER"),
    ("MCA", "MAYORAL COMBINED AUTHORITY"),
    ("NPA", "NATIONAL PARK AUTHORITY"),
    ("CCA", "COMBINED COUNTY AUTHORITY"),
];

/// One word may be short for two.
const SHORT: [(&str, &str); 119] = [
    ("AMB", "AMBULANCE"),
    ("ATHY", "AUTHORITY"),
    ("AUTH", "AUTHORITY"),
    ("AUTHRTY", "AUTHORITY"),
    ("AUTHTY", "AUTHORITY"),
    ("AUTHY", "AUTHORITY"),
    ("BGH", "BOROUGH"),
    ("BOR", "BOROUGH"),
    ("BORGH", "BOROUGH"),
    ("BORO", "BOROUGH"),
    ("BRD", "BOARD"),
    ("CL", "COUNCIL"),
    ("CLIN", "CLINICAL"),
    ("CLINL", "CLINICAL"),
    ("CMB", "COMBINED"),
    ("CMBD", "COMBINED"),
    ("CMBND", "COMBINED"),
    ("CNCIL", "COUNCIL"),
    ("CNCL", "COUNCIL"),
    ("CNL", "COUNCIL"),
    ("CNTY", "COUNTY"),
    ("CNY", "COUNTY"),
    ("COLL", "COLLEGE"),
    ("COMB", "COMBINED"),
    ("COMBD", "COMBINED"),
    ("COMM", "COMMISSIONER"),
    ("COMM", "COMMUNITY"),
    ("COMMISS", "COMMISSIONING"),
    ("COMMR", "COMMISSIONER"),
    ("COMMSNG", "COMMISSIONING"),
    ("COMMSNR", "COMMISSIONER"),
    ("COMR", "COMMISSIONER"),
    ("COMSNR", "COMMISSIONER"),
    ("CONST", "CONSTABULARY"),
    ("CONSTAB", "CONSTABULARY"),
    ("COUN", "COUNCIL"),
    ("COUNC", "COUNCIL"),
    ("CTY", "CITY"),
    ("CTY", "COUNTY"),
    ("DIST", "DISTRICT"),
    ("DISTR", "DISTRICT"),
    ("DST", "DISTRICT"),
    ("EXEC", "EXECUTIVE"),
    ("FDN", "FOUNDATION"),
    ("FDTN", "FOUNDATION"),
    ("FND", "FOUNDATION"),
    ("FNDN", "FOUNDATION"),
    ("FNDTN", "FOUNDATION"),
    ("FOUND", "FOUNDATION"),
    ("GEN", "GENERAL"),
    ("GP", "GROUP"),
    ("GRP", "GROUP"),
    ("HLTH", "HEALTH"),
    ("HLTHCARE", "HEALTHCARE"),
    ("HOSP", "HOSPITAL"),
    ("HOSP", "HOSPITALS"),
    ("HOSPL", "HOSPITAL"),
    ("HOSPS", "HOSPITALS"),
    ("HSP", "HOSPITAL"),
    ("HSPS", "HOSPITALS"),
    ("INT", "INTEGRATED"),
    ("INTEG", "INTEGRATED"),
    ("INTGD", "INTEGRATED"),
    ("INTGR", "INTEGRATED"),
    ("LDN", "LONDON"),
    ("MET", "METROPOLITAN"),
    ("METRO", "METROPOLITAN"),
    ("METROP", "METROPOLITAN"),
    ("MNTL", "MENTAL"),
    ("NAT", "NATIONAL"),
    ("NATL", "NATIONAL"),
    ("PARTSHIP", "PARTNERSHIP"),
    ("PK", "PARK"),
    ("POL", "POLICE"),
    ("PSHIP", "PARTNERSHIP"),
    ("PTNRSHP", "PARTNERSHIP"),
    ("RESC", "RESCUE"),
    ("RESCU", "RESCUE"),
    ("RSC", "RESCUE"),
    ("SERV", "SERVICE"),
    ("SERV", "SERVICES"),
    ("SERVS", "SERVICES"),
    ("SRV", "SERVICE"),
    ("SRVC", "SERVICE"),
    ("SVC", "SERVICE"),
    ("SVC", "SERVICES"),
    ("SVCE", "SERVICE"),
    ("SVCS", "SERVICES"),
    ("SVS", "SERVICES"),
    ("TCHG", "TEACHING"),
    ("TEACH", "TEACHING"),
    ("TPT", "TRANSPORT"),
    ("TR", "TRUST"),
    ("TRANSP", "TRANSPORT"),
    ("TST", "TRUST"),
    ("UNI", "UNIVERSITY"),
    ("UNIV", "UNIVERSITY"),
    // Counties, as the Post Office shortened them.
    ("BEDS", "BEDFORDSHIRE"),
    ("BERKS", "BERKSHIRE"),
    ("BUCKS", "BUCKINGHAMSHIRE"),
    ("CAMBS", "CAMBRIDGESHIRE"),
    ("DERBYS", "DERBYSHIRE"),
    ("GLOS", "GLOUCESTERSHIRE"),
    ("HANTS", "HAMPSHIRE"),
    ("HEREFS", "HEREFORDSHIRE"),
    ("HERTS", "HERTFORDSHIRE"),
    ("LANCS", "LANCASHIRE"),
    ("LEICS", "LEICESTERSHIRE"),
    ("LINCS", "LINCOLNSHIRE"),
    ("MIDDX", "MIDDLESEX"),
    ("NORTHANTS", "NORTHAMPTONSHIRE"),
    ("NOTTS", "NOTTINGHAMSHIRE"),
    ("OXON", "OXFORDSHIRE"),
    ("STAFFS", "STAFFORDSHIRE"),
    ("WARKS", "WARWICKSHIRE"),
    ("WILTS", "WILTSHIRE"),
    ("WORCS", "WORCESTERSHIRE"),
    ("YORKS", "YORKSHIRE"),
    ("NORTHUMB", "NORTHUMBERLAND"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, long: Option<&str>) {
        let readings = in_long(key);
        match long {
            Some(long) => assert!(readings.iter().any(|reading| reading == long), "{key}: {readings:?}"),
            None => assert_eq!(readings, [""; 0], "{key}"),
        }
    }

    #[test]
    fn short_and_misspelt_words_are_read_in_full() {
        check("S YORKS FIRE AND RESCUE AUTH", Some("SOUTH YORKSHIRE FIRE AND RESCUE AUTHORITY"));
        check("ASHBY NHS FOUNDATION TRST", Some("ASHBY NHS FOUNDATION TRUST"));
        check("ASHBY CITY COUCNIL", Some("ASHBY CITY COUNCIL"));
        check("LANCASHIRE COUNTY COUNCIL LCC", Some("LANCASHIRE COUNTY COUNCIL"));
        check("DEPARTMENT FOR EDUCATION DFE", Some("DEPARTMENT FOR EDUCATION"));
        check("ASHBY F AND RA", Some("ASHBY FIRE AND RESCUE AUTHORITY"));
        check("ASHBY FIRE AND RESC AUTH", Some("ASHBY FIRE AND RESCUE AUTHORITY"));
        check("ASHBY CMBD AUTH", Some("ASHBY COMBINED AUTHORITY"));
        check("ASHBY HOSP NHS", Some("ASHBY HOSPITALS NHS FOUNDATION TRUST"));
        check("ASHBY CTY CNCL", Some("ASHBY COUNTY COUNCIL"));
        check("ASHBY CTY CNCL", Some("ASHBY CITY COUNCIL"));
        check("OPCC FOR ASHBY", Some("POLICE AND CRIME COMMISSIONER FOR ASHBY"));
        check("ASHBY D C", Some("ASHBY DISTRICT COUNCIL"));
    }

    /// `CTY` and `COMM` have two meanings each.
    #[test]
    fn a_name_that_can_be_read_in_more_than_sixteen_ways_says_nothing() {
        assert_eq!(in_long("CTY COMM CTY COMM POOL").len(), 16);
        check("CTY COMM CTY COMM CTY POOL", None);
    }

    #[test]
    fn words_of_their_own_stay() {
        for key in [
            "ASHBY CITY COUNCIL",
            "ASHBY COUNCILS",
            "W SMITH",
            "POLICY ASHBY",
            "ASHBY BCC",
            "ASHBY NHS",
            "ASHBY CA",
            "DC",
            "",
        ] {
            check(key, None);
        }
    }
}
