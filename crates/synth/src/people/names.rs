//! What people are called: given names by sex and age, family names, nicknames, names of many origins.

use fake::Fake;
use fake::faker::name::raw::{FirstName, LastName};
use fake::locales::{CY_GB, EN, FR_FR, PT_PT, TR_TR};
use rand::RngExt;

use crate::dice::{Dice, pick};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sex {
    Female,
    Male,
}

/// Where a family's names come from; error rates are to be compared by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    English,
    Welsh,
    Irish,
    SouthAsian,
    Polish,
    Arabic,
    WestAfrican,
    Chinese,
    European,
}

/// Families in a thousand of each origin.
pub(crate) const ORIGINS: [(u32, Origin); 9] = [
    (745, Origin::English),
    (50, Origin::Welsh),
    (25, Origin::Irish),
    (70, Origin::SouthAsian),
    (35, Origin::Polish),
    (25, Origin::Arabic),
    (20, Origin::WestAfrican),
    (10, Origin::Chinese),
    (20, Origin::European),
];

impl Origin {
    pub fn word(self) -> &'static str {
        match self {
            Origin::English => "english",
            Origin::Welsh => "welsh",
            Origin::Irish => "irish",
            Origin::SouthAsian => "south_asian",
            Origin::Polish => "polish",
            Origin::Arabic => "arabic",
            Origin::WestAfrican => "west_african",
            Origin::Chinese => "chinese",
            Origin::European => "european",
        }
    }
}

/// Common names first: use falls off as in the registers of births.
const FEMALE_OLD: [&str; 24] = [
    "Margaret",
    "Patricia",
    "Jean",
    "Christine",
    "Susan",
    "Barbara",
    "Jacqueline",
    "Linda",
    "Carol",
    "Sandra",
    "Ann",
    "Elizabeth",
    "Julie",
    "Deborah",
    "Catherine",
    "Pauline",
    "Sheila",
    "Maureen",
    "Dorothy",
    "Joan",
    "Janet",
    "Kathleen",
    "Gillian",
    "Pamela",
];
const MALE_OLD: [&str; 24] = [
    "David", "John", "Peter", "Michael", "Alan", "Robert", "Stephen", "Paul", "Brian", "Graham", "Philip", "Anthony",
    "Keith", "Kenneth", "Raymond", "Roger", "Derek", "Ronald", "William", "James", "Trevor", "Barry", "Geoffrey",
    "Terence",
];
const FEMALE_MIDDLE: [&str; 24] = [
    "Sarah",
    "Claire",
    "Emma",
    "Laura",
    "Rebecca",
    "Gemma",
    "Rachel",
    "Kelly",
    "Victoria",
    "Katherine",
    "Lisa",
    "Michelle",
    "Joanne",
    "Samantha",
    "Amy",
    "Jennifer",
    "Nicola",
    "Stacey",
    "Hayley",
    "Louise",
    "Natalie",
    "Donna",
    "Alexandra",
    "Jessica",
];
const MALE_MIDDLE: [&str; 24] = [
    "Christopher",
    "James",
    "David",
    "Daniel",
    "Michael",
    "Matthew",
    "Andrew",
    "Richard",
    "Paul",
    "Mark",
    "Thomas",
    "Adam",
    "Robert",
    "Lee",
    "Benjamin",
    "Craig",
    "Jonathan",
    "Joseph",
    "Gareth",
    "Nicholas",
    "Stuart",
    "Darren",
    "Anthony",
    "Edward",
];
const FEMALE_YOUNG: [&str; 24] = [
    "Olivia",
    "Amelia",
    "Isla",
    "Ava",
    "Mia",
    "Ivy",
    "Lily",
    "Isabella",
    "Sophia",
    "Grace",
    "Freya",
    "Willow",
    "Poppy",
    "Evie",
    "Ella",
    "Charlotte",
    "Sienna",
    "Daisy",
    "Phoebe",
    "Millie",
    "Alice",
    "Ruby",
    "Maisie",
    "Abigail",
];
const MALE_YOUNG: [&str; 24] = [
    "Oliver", "George", "Noah", "Arthur", "Harry", "Leo", "Muhammad", "Jack", "Charlie", "Oscar", "Jacob", "Henry",
    "Thomas", "Freddie", "Alfie", "Theodore", "Archie", "Joshua", "Ethan", "Logan", "Samuel", "Daniel", "Max",
    "Finley",
];
/// Common English family names, the commonest first.
const FAMILY: [&str; 80] = [
    "Smith",
    "Jones",
    "Taylor",
    "Brown",
    "Williams",
    "Wilson",
    "Johnson",
    "Davies",
    "Robinson",
    "Wright",
    "Thompson",
    "Evans",
    "Walker",
    "White",
    "Roberts",
    "Green",
    "Hall",
    "Wood",
    "Jackson",
    "Clarke",
    "Clark",
    "Turner",
    "Hill",
    "Cooper",
    "Harris",
    "Ward",
    "Martin",
    "Morris",
    "Moore",
    "Lee",
    "King",
    "Baker",
    "Harrison",
    "Morgan",
    "Allen",
    "James",
    "Scott",
    "Phillips",
    "Watson",
    "Davis",
    "Parker",
    "Price",
    "Bennett",
    "Young",
    "Griffiths",
    "Mitchell",
    "Kelly",
    "Cook",
    "Carter",
    "Richardson",
    "Bailey",
    "Collins",
    "Bell",
    "Shaw",
    "Murphy",
    "Miller",
    "Cox",
    "Marshall",
    "Simpson",
    "Anderson",
    "Richards",
    "Wilkinson",
    "Adams",
    "Ellis",
    "Foster",
    "Chapman",
    "Mason",
    "Webb",
    "Rogers",
    "Hunt",
    "Mills",
    "Palmer",
    "Holmes",
    "Fletcher",
    "Knight",
    "Barnes",
    "Butler",
    "Barker",
    "Dixon",
    "Gray",
];

/// Given names of women and men, and family names, of one origin.
type Lists = (&'static [&'static str], &'static [&'static str], &'static [&'static str]);

const IRISH: Lists = (
    &["Siobhán", "Aoife", "Niamh", "Sinéad", "Bridget", "Orla", "Róisín", "Ciara"],
    &["Seán", "Patrick", "Ciarán", "Declan", "Pádraig", "Conor", "Oisín", "Eoin"],
    &["O'Brien", "Ó Súilleabháin", "Byrne", "O'Neill", "Doherty", "Gallagher", "Kennedy", "McCarthy", "Ní Dhomhnaill"],
);

const SOUTH_ASIAN: Lists = (
    &["Aisha", "Fatima", "Priya", "Zainab", "Harpreet", "Nasreen", "Sunita", "Maryam", "Anjali", "Shabnam"],
    &["Mohammed", "Muhammad", "Imran", "Gurpreet", "Rajesh", "Abdul", "Asif", "Harjit", "Sanjay", "Tariq"],
    &["Khan", "Patel", "Singh", "Ahmed", "Hussain", "Begum", "Kaur", "Ali", "Shah", "Akhtar", "Chowdhury", "Mahmood"],
);

const POLISH: Lists = (
    &["Agnieszka", "Małgorzata", "Katarzyna", "Joanna", "Zofia", "Elżbieta", "Magdalena"],
    &["Łukasz", "Paweł", "Tomasz", "Krzysztof", "Michał", "Wojciech", "Jakub"],
    &["Kowalski", "Nowak", "Wiśniewski", "Wójcik", "Zieliński", "Dąbrowski", "Kamiński", "Szymański"],
);

const ARABIC: Lists = (
    &["Maryam", "Fadumo", "Hodan", "Amal", "Layla", "Nour", "Hibo"],
    &["Ahmed", "Mohamed", "Abdirahman", "Yusuf", "Ibrahim", "Omar", "Khalid"],
    &["Ali", "Hassan", "Mohamed", "Abdi", "Al-Masri", "Haddad", "Farah", "Warsame"],
);

const WEST_AFRICAN: Lists = (
    &["Adaeze", "Folasadé", "Ama", "Chioma", "Yetunde", "Efua"],
    &["Chukwuemeka", "Oluwaseun", "Kwame", "Emeka", "Tunde", "Kofi"],
    &["Okafor", "Adeyemi", "Mensah", "Okonkwo", "Owusu", "Balogun", "Eze"],
);

const CHINESE: Lists = (
    &["Mei", "Xiaoling", "Li Na", "Hui Min", "Yan"],
    &["Wei", "Jun", "Chi Ming", "Hao", "Kwok Wai"],
    &["Wang", "Li", "Zhang", "Chan", "Wong", "Lü", "Chen"],
);

fn lists(origin: Origin) -> Lists {
    match origin {
        Origin::Irish => IRISH,
        Origin::SouthAsian => SOUTH_ASIAN,
        Origin::Polish => POLISH,
        Origin::Arabic => ARABIC,
        Origin::WestAfrican => WEST_AFRICAN,
        Origin::Chinese => CHINESE,
        Origin::English | Origin::Welsh | Origin::European => (&[], &[], &FAMILY),
    }
}

/// The origin of a family.
pub(crate) fn origin(dice: &mut Dice) -> Origin {
    let mut at = dice.random_range(0..1_000);
    for (share, origin) in ORIGINS {
        if at < share {
            return origin;
        }
        at -= share;
    }
    Origin::English
}

/// A position in a list that is used less and less towards its end.
fn falling<'a>(list: &[&'a str], dice: &mut Dice) -> &'a str {
    let at = dice.random::<f64>() * dice.random::<f64>();
    list[((at * list.len() as f64) as usize).min(list.len() - 1)]
}

/// A given name for somebody born in a year.
pub(crate) fn given_name(origin: Origin, sex: Sex, born: i16, dice: &mut Dice) -> String {
    let (women, men, _) = lists(origin);
    let own = if sex == Sex::Female { women } else { men };
    match origin {
        _ if !own.is_empty() => falling(own, dice).to_owned(),
        Origin::Welsh => FirstName(CY_GB).fake_with_rng::<&str, _>(dice).to_owned(),
        Origin::European => match dice.random_range(0..3) {
            0 => FirstName(FR_FR).fake_with_rng::<&str, _>(dice).to_owned(),
            1 => FirstName(PT_PT).fake_with_rng::<&str, _>(dice).to_owned(),
            _ => FirstName(TR_TR).fake_with_rng::<&str, _>(dice).to_owned(),
        },
        // One in eight has a name that few share.
        _ if dice.random_ratio(1, 8) => FirstName(EN).fake_with_rng::<&str, _>(dice).to_owned(),
        _ => {
            let list = match (sex, born) {
                (Sex::Female, ..1965) => &FEMALE_OLD,
                (Sex::Female, ..2000) => &FEMALE_MIDDLE,
                (Sex::Female, _) => &FEMALE_YOUNG,
                (Sex::Male, ..1965) => &MALE_OLD,
                (Sex::Male, ..2000) => &MALE_MIDDLE,
                (Sex::Male, _) => &MALE_YOUNG,
            };
            falling(list, dice).to_owned()
        }
    }
}

/// A family name; one in sixty is of two.
pub(crate) fn family_name(origin: Origin, dice: &mut Dice) -> String {
    let one = |dice: &mut Dice| match origin {
        Origin::Welsh => LastName(CY_GB).fake_with_rng::<&str, _>(dice).to_owned(),
        Origin::European => match dice.random_range(0..3) {
            0 => LastName(FR_FR).fake_with_rng::<&str, _>(dice).to_owned(),
            1 => LastName(PT_PT).fake_with_rng::<&str, _>(dice).to_owned(),
            _ => LastName(TR_TR).fake_with_rng::<&str, _>(dice).to_owned(),
        },
        Origin::English if dice.random_bool(0.4) => LastName(EN).fake_with_rng::<&str, _>(dice).to_owned(),
        origin => falling(lists(origin).2, dice).to_owned(),
    };
    match dice.random_ratio(1, 60) {
        true => format!("{}-{}", one(dice), one(dice)),
        false => one(dice),
    }
}

/// What people are called by those who know them.
const NICKNAMES: [(&str, &[&str]); 44] = [
    ("Margaret", &["Maggie", "Peggy", "Meg"]),
    ("Patricia", &["Pat", "Trish"]),
    ("Christine", &["Chris", "Tina"]),
    ("Susan", &["Sue"]),
    ("Elizabeth", &["Liz", "Beth", "Betty"]),
    ("Deborah", &["Debbie", "Deb"]),
    ("Catherine", &["Cath", "Kate"]),
    ("Pamela", &["Pam"]),
    ("Jacqueline", &["Jackie"]),
    ("Barbara", &["Barb"]),
    ("Gillian", &["Gill"]),
    ("Kathleen", &["Kath"]),
    ("Katherine", &["Kate", "Katie"]),
    ("Victoria", &["Vicky", "Tori"]),
    ("Rebecca", &["Becky", "Bex"]),
    ("Samantha", &["Sam"]),
    ("Jennifer", &["Jenny", "Jen"]),
    ("Alexandra", &["Alex", "Sandra"]),
    ("Jessica", &["Jess"]),
    ("Nicola", &["Nicky"]),
    ("Isabella", &["Bella", "Izzy"]),
    ("Charlotte", &["Charlie", "Lottie"]),
    ("Abigail", &["Abbie"]),
    ("Amelia", &["Millie"]),
    ("David", &["Dave"]),
    ("Michael", &["Mike", "Mick"]),
    ("Robert", &["Bob", "Rob", "Bobby"]),
    ("Stephen", &["Steve"]),
    ("Philip", &["Phil"]),
    ("Anthony", &["Tony"]),
    ("Kenneth", &["Ken"]),
    ("Raymond", &["Ray"]),
    ("William", &["Bill", "Will", "Billy"]),
    ("James", &["Jim", "Jamie"]),
    ("Christopher", &["Chris"]),
    ("Daniel", &["Dan", "Danny"]),
    ("Matthew", &["Matt"]),
    ("Andrew", &["Andy"]),
    ("Richard", &["Rick", "Dick"]),
    ("Thomas", &["Tom"]),
    ("Benjamin", &["Ben"]),
    ("Jonathan", &["Jon"]),
    ("Joseph", &["Joe"]),
    ("Nicholas", &["Nick"]),
];

pub(crate) fn nickname(given: &str, dice: &mut Dice) -> Option<&'static str> {
    let (_, short) = NICKNAMES.iter().find(|(long, _)| *long == given)?;
    Some(pick(dice, short))
}

/// The nearest plain letters, as systems without marks print them: `Łukasz` becomes `Lukasz`.
pub(crate) fn plain_letters(text: &str) -> String {
    let plain = |c: char| match c {
        'á' | 'à' | 'â' | 'ã' | 'ä' | 'ą' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'ę' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ı' => 'i',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ŵ' => 'w',
        'ŷ' | 'ý' => 'y',
        'ç' | 'ć' | 'č' => 'c',
        'ł' => 'l',
        'Ł' => 'L',
        'ń' | 'ñ' => 'n',
        'ś' | 'ş' | 'š' => 's',
        'Ş' | 'Ś' => 'S',
        'ż' | 'ź' | 'ž' => 'z',
        'ğ' => 'g',
        'Ó' | 'Ö' => 'O',
        'É' => 'E',
        'Á' | 'Â' => 'A',
        'İ' => 'I',
        'Ü' | 'Ú' => 'U',
        'Ç' => 'C',
        '\u{2019}' => '\'',
        c => c,
    };
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::dice;
    use std::collections::HashMap;

    #[test]
    fn names_are_of_many_origins_and_some_are_common() {
        let mut dice = dice(1, "names");
        let mut n_of: HashMap<String, u32> = HashMap::new();
        let mut n_marked = 0;
        for _ in 0..5_000 {
            let name = family_name(origin(&mut dice), &mut dice);
            n_marked += u32::from(!name.is_ascii());
            *n_of.entry(name).or_default() += 1;
        }
        assert!(n_of["Smith"] > 50 && n_of.len() > 600, "{} names", n_of.len());
        assert!(n_marked > 50, "{n_marked} with marks");
        assert_eq!(ORIGINS.iter().map(|(share, _)| share).sum::<u32>(), 1_000);
    }

    #[test]
    fn marks_are_taken_off() {
        assert_eq!(plain_letters("Łukasz Wiśniewski"), "Lukasz Wisniewski");
        assert_eq!(plain_letters("Siobhán Ní Dhomhnaill"), "Siobhan Ni Dhomhnaill");
    }
}
