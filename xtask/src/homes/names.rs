//! What people are called: a few names of many, and many of few.

use std::sync::LazyLock;

use crate::strangers::dice::Dice;

const WOMEN: &str = "Margaret Susan Sarah Patricia Christine Emma Laura Linda Julie Karen Helen Claire Rebecca Jennifer \
    Elizabeth Nicola Joanne Samantha Amy Gemma Lisa Rachel Catherine Victoria Deborah Alison Louise Katherine Amanda \
    Michelle Olivia Amelia Isla Ava Emily Sophie Grace Lily Chloe Jessica Charlotte Freya Ella Lucy Hannah Megan Holly \
    Molly Abigail Zoe Fatima Aisha Maryam Zainab Priya Anita Agnieszka Magdalena Siobhan Bronwen Rhiannon Ngozi Mei Dorothy \
    Joan Jean Maureen Sheila Barbara Sandra Pauline Janet Carol Jacqueline Sharon Tracey Beverley Lorraine Heather Fiona";
const MEN: &str = "David John Michael Paul Peter James Robert Stephen Andrew Mark Richard Christopher Alan Daniel Matthew \
    Thomas Ian Kevin Simon Jonathan Anthony Philip Nicholas Steven Martin Gary Neil Adam Benjamin William Oliver Jack \
    Harry George Noah Charlie Jacob Alfie Oscar Muhammad Mohammed Ahmed Imran Tariq Rajesh Sanjay Piotr Tomasz Sean \
    Patrick Dylan Rhys Gareth Emeka Kwame Wei Kenneth Ronald Derek Raymond Brian Keith Roger Trevor Barry Geoffrey \
    Terence Graham Dennis Leslie Norman Stanley Samuel Joseph Edward Henry Alexander Callum Liam Ryan Jordan Joshua";
const FAMILIES: &str = "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White \
    Roberts Green Hall Wood Jackson Clarke Patel Khan Turner Hill Cooper Harris Ward Martin Morris Moore Lee King Baker \
    Harrison Morgan Allen James Scott Phillips Watson Parker Price Bennett Young Griffiths Mitchell Kelly Cook Carter \
    Richardson Bailey Collins Bell Shaw Murphy Miller Cox Marshall Simpson Anderson Hussain Ahmed Ali Begum Singh Kaur \
    Foster Chapman Mason Webb Rogers Hunt Mills Palmer Holmes Fletcher Knight Barnes Butler Barker Dixon Gray Kowalski \
    Nowak Okafor Mensah Chen Wong Byrne Gallagher Doherty Rees Llewellyn Begley Ellis Adams Saunders Osborne Fisher";
/// Halves of surnames and first names that few bear.
const BEGINNINGS: &str = "ash bar cal den el far gar hol in jar kel lun mar nor oak pen ral stan thorn wal brad cop dun eg \
    fen gren hart ilk kirk lang mel nether";
const ENDS: &str = "by ton ham ley well ford wick shaw more field land son er man wood worth bourne combe den stead";
const SHORT: [(&str, &str); 36] = [
    ("Margaret", "Maggie"),
    ("Susan", "Sue"),
    ("Patricia", "Pat"),
    ("Christine", "Chris"),
    ("Rebecca", "Becky"),
    ("Jennifer", "Jenny"),
    ("Elizabeth", "Liz"),
    ("Nicola", "Nicky"),
    ("Samantha", "Sam"),
    ("Catherine", "Kate"),
    ("Victoria", "Vicky"),
    ("Deborah", "Debbie"),
    ("Katherine", "Kate"),
    ("Amanda", "Mandy"),
    ("Jessica", "Jess"),
    ("Charlotte", "Lottie"),
    ("Abigail", "Abbie"),
    ("Barbara", "Barb"),
    ("Jacqueline", "Jackie"),
    ("David", "Dave"),
    ("Michael", "Mike"),
    ("James", "Jim"),
    ("Robert", "Bob"),
    ("Stephen", "Steve"),
    ("Andrew", "Andy"),
    ("Richard", "Rick"),
    ("Christopher", "Chris"),
    ("Daniel", "Dan"),
    ("Matthew", "Matt"),
    ("Thomas", "Tom"),
    ("Anthony", "Tony"),
    ("Philip", "Phil"),
    ("Nicholas", "Nick"),
    ("Benjamin", "Ben"),
    ("William", "Bill"),
    ("Joseph", "Joe"),
];

static LISTS: LazyLock<[Vec<&str>; 5]> =
    LazyLock::new(|| [WOMEN, MEN, FAMILIES, BEGINNINGS, ENDS].map(|text| text.split_whitespace().collect()));

/// A word of a list whose words are used less and less.
fn falling(list: &[&'static str], dice: &mut Dice) -> &'static str {
    let [first, second] = [(); 2].map(|()| dice.below(list.len()));
    list[first * second / list.len()]
}

/// One of some twelve thousand words that sound like a name.
fn rare(dice: &mut Dice) -> String {
    let [_, _, _, beginnings, ends] = &*LISTS;
    let (beginning, end) = (*dice.pick(beginnings), *dice.pick(ends));
    let middle = *dice
        .pick(&["", "", "e", "en", "ing", "er", "le", "a", "i", "o", "er", "ar", "in", "un", "ol", "ic", "el", "an"]);
    let (first, rest) = beginning.split_at(1);
    format!("{}{rest}{middle}{end}", first.to_uppercase())
}

pub fn given(is_female: bool, dice: &mut Dice) -> String {
    match dice.is_one_in(12) {
        true => rare(dice),
        false => falling(&LISTS[usize::from(!is_female)], dice).to_owned(),
    }
}

pub fn family(dice: &mut Dice) -> String {
    match dice.below(100) {
        0..55 => falling(&LISTS[2], dice).to_owned(),
        55..98 => rare(dice),
        _ => format!("{}-{}", falling(&LISTS[2], dice), rare(dice)),
    }
}

/// What friends say.
pub fn short(given: &str) -> Option<&'static str> {
    SHORT.iter().find(|(long, _)| *long == given).map(|(_, short)| *short)
}
