//! The files about people: one for each agency, one for its contacts, and the truth.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use rand::RngExt;

use super::agencies::{Agency, knows};
use super::contacts::{Contact, contacts};
use super::families::Family;
use super::fates::{Former, FormerKind, Provision};
use super::households::{Chunk, chunk as households};
use super::journeys::{
    self, JOURNEY_FILES, JourneyRow, Planned, REFUGES, Subject, Told, closures, journey_rows, printed_times, refuge_of,
    timetable,
};
use super::periods::days;
use super::person::{Person, Role, upn};
use super::records::{Record, SECOND_RECORD, Slip, Wanted, Which, record, record_id};
use super::relations::{add_relations, former_record};
use super::truth::{FamilyYear, PeopleTruth};
use crate::dice::{Dice, dice};
use crate::folder::parent_of;
use crate::{Error, Plan};

const N_AGENCIES: usize = Agency::ALL.len();
/// Files after those of the agencies and their contacts.
const TRUTHS: [(&str, &str); 5] = [
    (
        "truth/people/persons.csv",
        "person_id,household,sex,born,given,middle,family,former_family,origin,role,need,uprn_at_start,uprn_at_end,nhs_number",
    ),
    ("truth/people/records.csv", "agency,record_id,person_id,errors"),
    ("truth/people/family_members.csv", "family_id,person_id,role,from,to,is_main"),
    (
        "truth/people/families.csv",
        "family_id,members,children,need,agencies_known,agencies_in_contact,contacts,assessments,cost",
    ),
    ("truth/people/ended_ties.csv", "agency,record_id,kind,person_id,other_person_id,from,to"),
];
const N_FILES: usize = 2 * N_AGENCIES + TRUTHS.len() + JOURNEY_FILES.len();
const CONTACT_HEADINGS: &str = "contact_id,person_ref,agency,activity,start,end,channel,outcome,cost,start_time,end_time,case_id,\
                                assessment_type,triggered_by,demand";

/// Where the rows of a file are, by position.
fn contacts_of(agency: Agency) -> usize {
    N_AGENCIES + agency as usize
}

const PERSONS: usize = 2 * N_AGENCIES;
const RECORDS: usize = PERSONS + 1;
const MEMBERS: usize = PERSONS + 2;
const FAMILIES: usize = PERSONS + 3;
const ENDED: usize = PERSONS + 4;
const JOURNEYS: usize = PERSONS + TRUTHS.len();
/// How often an agency has heard that somebody moved out of a family.
pub(crate) const HEARD_OF_MOVE: f64 = 0.6;

/// The files while they are written.
pub(crate) struct Outputs(Vec<(PathBuf, BufWriter<File>)>);

impl Outputs {
    pub fn create(dir: &Path) -> Result<Outputs, Error> {
        let people =
            Agency::ALL.iter().map(|agency| (format!("people/{}.csv", agency.word()), agency.headings().join(",")));
        let contacts = Agency::ALL
            .iter()
            .map(|agency| (format!("people/contacts_{}.csv", agency.word()), CONTACT_HEADINGS.to_owned()));
        let truths =
            TRUTHS.iter().chain(&JOURNEY_FILES).map(|(name, headings)| ((*name).to_owned(), (*headings).to_owned()));
        let create = |(name, headings): (String, String)| {
            let path = dir.join(name);
            parent_of(&path)?;
            let mut file = BufWriter::with_capacity(1 << 18, File::create(&path).map_err(Error::io(&path))?);
            writeln!(file, "{headings}").map_err(Error::io(&path))?;
            Ok((path, file))
        };
        people.chain(contacts).chain(truths).map(create).collect::<Result<_, Error>>().map(Outputs)
    }

    pub fn append(&mut self, chunk: &ChunkOutput) -> Result<(), Error> {
        self.0
            .iter_mut()
            .zip(&chunk.rows)
            .try_for_each(|((path, file), rows)| file.write_all(rows).map_err(Error::io(path)))
    }

    pub fn finish(self) -> Result<(), Error> {
        self.0.into_iter().try_for_each(|(path, mut file)| file.flush().map_err(Error::io(&path)))
    }
}

/// The rows of one chunk, file by file.
pub(crate) struct ChunkOutput {
    rows: Vec<Vec<u8>>,
    pub truth: PeopleTruth,
}

struct Rows(Vec<csv::Writer<Vec<u8>>>);

impl Rows {
    fn row<I: IntoIterator<Item: AsRef<[u8]>>>(&mut self, file: usize, cells: I) {
        self.0[file].write_record(cells).expect("memory takes every row, and all rows of a file are alike");
    }
}

/// What is known of a person of the chunk.
struct Known {
    agencies: Vec<Agency>,
    contacts: Vec<Contact>,
    planned: Planned,
}

impl Known {
    fn adds(&mut self, agency: Agency) {
        if !self.agencies.contains(&agency) {
            self.agencies.push(agency);
        }
    }
}

/// Makes the people of one chunk and everything that is written about them.
pub(crate) fn chunk(plan: &Plan, number: u64) -> ChunkOutput {
    let chunk = households(plan.seed, plan.year, number);
    let mut maker = Maker {
        plan,
        dice: dice(plan.seed, &format!("records {number}")),
        dates: dice(plan.seed, &format!("dates {number}")),
        journeys: dice(plan.seed, &format!("journeys {number}")),
        rows: Rows((0..N_FILES).map(|_| csv::Writer::from_writer(Vec::new())).collect()),
        truth: PeopleTruth::default(),
    };
    let mut known: Vec<Known> = chunk.people.iter().map(|person| maker.person(person, &chunk)).collect();
    // Of a couple that claimed together and parted one claims alone, or nobody would know.
    let is_told = |former: &&Former, known: &[Known]| {
        let claims = |person: usize| known[person].agencies.contains(&Agency::Benefits);
        former.what != FormerKind::Claim || claims(former.person) || claims(former.other)
    };
    let formers: Vec<&Former> = chunk.formers.iter().filter(|former| is_told(former, &known)).collect();
    for former in formers {
        let agency = maker.former(former, &chunk);
        known[former.person].adds(agency);
    }
    for (person, known) in chunk.people.iter().zip(&mut known).filter(|(person, _)| is_older_pupil_with_plan(person)) {
        maker.older_pupil(person, &chunk);
        known.adds(Agency::Schools);
    }
    maker.contacts(&chunk, &mut known);
    for family in &chunk.families {
        maker.family(family, &chunk, &known);
    }
    if number == 0 {
        maker.journey_rows(closures(plan.year));
    }
    let rows = maker.rows.0.into_iter().map(|writer| writer.into_inner().expect("memory takes every row")).collect();
    ChunkOutput { rows, truth: maker.truth }
}

struct Maker<'a> {
    plan: &'a Plan,
    dice: Dice,
    /// For what was added to files later, so that the rest of them is as it was.
    dates: Dice,
    /// For journeys, which came later still.
    journeys: Dice,
    rows: Rows,
    truth: PeopleTruth,
}

impl Maker<'_> {
    fn person(&mut self, person: &Person, chunk: &Chunk) -> Known {
        let (first, last) = (self.plan.year.first_day(), self.plan.year.last_day());
        let age = person.age_on(first);
        let agencies: Vec<Agency> =
            Agency::ALL.into_iter().filter(|agency| knows(*agency, person, chunk, age, &mut self.dice)).collect();
        let mut records: Vec<(Agency, Record)> = Vec::new();
        for agency in &agencies {
            let has_two = self.dice.random_bool(SECOND_RECORD);
            for which in [Which::First, Which::Second].into_iter().take(1 + usize::from(has_two)) {
                let wanted = self.home_for(*agency, person);
                records.push((*agency, record(*agency, person, which, wanted, &mut self.dice)));
            }
        }
        let mut contacts = contacts(person, &agencies, first, last, &mut self.dice);
        let subject = Subject { person, agencies: &agencies, first: person.born.max(first), last };
        let planned = journeys::plan(&subject, &mut contacts, &mut self.journeys);
        records.into_iter().for_each(|(agency, record)| self.write(agency, record, person, chunk, &contacts));
        self.person_truth(person, age, &agencies, &contacts);
        Known { agencies, contacts, planned }
    }

    /// At which home an agency writes somebody down; a landlord knows who has left a tenancy.
    fn home_for(&mut self, agency: Agency, person: &Person) -> Wanted {
        let day = self.plan.year.last_day();
        match person.departed {
            None if agency == Agency::Housing => Wanted::Tenancy(person.tenancy_home(day)),
            None => Wanted::Now { day, heard: true },
            Some(departure) if agency == Agency::Housing => {
                Wanted::Tenancy(person.household_home_on(departure.day.min(day)))
            }
            Some(_) => Wanted::Now { day, heard: self.dates.random_bool(HEARD_OF_MOVE) },
        }
    }

    fn write(&mut self, agency: Agency, mut record: Record, person: &Person, chunk: &Chunk, contacts: &[Contact]) {
        record.days = days(agency, person, record.home, contacts, self.plan.year, &mut self.dates);
        record.pregnancy = person.pregnancy;
        record.provision = person.provision;
        add_relations(&mut record, agency, person, chunk);
        if let Some(address) = refuge_of(agency, person, contacts) {
            record.address = address;
            let cells = [agency.word(), &record.id, &person.id.to_string(), &record.address];
            self.journey_rows(vec![JourneyRow { file: REFUGES, cells: cells.map(str::to_owned).to_vec() }]);
        }
        self.row(agency, &record, person);
        if let Some(departure) = person.departed.filter(|_| agency == Agency::Housing) {
            self.ended(agency, &record, "shared_tenancy", person, &chunk.people[departure.other]);
        }
    }

    /// A record of what is over, and that it is.
    fn former(&mut self, former: &Former, chunk: &Chunk) -> Agency {
        let (agency, record) = former_record(former, chunk, &mut self.dates);
        let (person, other) = (&chunk.people[former.person], &chunk.people[former.other]);
        self.row(agency, &record, person);
        self.ended(agency, &record, former.what.word(), person, other);
        agency
    }

    fn ended(&mut self, agency: Agency, record: &Record, kind: &'static str, person: &Person, other: &Person) {
        let [from, to] = [record.first_day(|day| day.to_string()), record.last_day(|day| day.to_string())];
        let [one, other] = [person, other].map(|person| person.id.to_string());
        self.rows.row(ENDED, [agency.word(), &record.id, kind, &one, &other, &from, &to]);
        self.truth.count_ended(kind);
    }

    /// A plan goes on after the age until which schools are asked about everybody.
    fn older_pupil(&mut self, person: &Person, chunk: &Chunk) {
        let wanted = Wanted::At(person.home_on(self.plan.year.last_day()));
        let mut record = record(Agency::Schools, person, Which::Other, wanted, &mut self.dates);
        record.upn = upn(person.id);
        self.write(Agency::Schools, record, person, chunk, &[]);
    }

    fn row(&mut self, agency: Agency, record: &Record, person: &Person) {
        self.rows.row(agency as usize, agency.row(record));
        let errors: Vec<&str> = record.errors.iter().map(|slip: &Slip| slip.word()).collect();
        self.rows.row(RECORDS, [agency.word(), &record.id, &person.id.to_string(), &errors.join("|")]);
        self.truth.count_record(agency, &record.errors);
    }

    /// Gives everybody's contacts their times and numbers, and writes them with what was planned of them.
    fn contacts(&mut self, chunk: &Chunk, known: &mut [Known]) {
        let mut own: Vec<&mut Vec<Contact>> = known.iter_mut().map(|known| &mut known.contacts).collect();
        let clashes = timetable(chunk, &mut own, &mut self.journeys);
        let mut told = Vec::new();
        for (person, known) in chunk.people.iter().zip(known) {
            known.contacts.sort_by_key(|of| (of.start, of.slot, of.activity.name, of.key));
            let known: &Known = known;
            let numbered = known.contacts.iter().enumerate();
            let ids = numbered.map(|(position, of)| (of.key, contact_id(person, position, of))).collect();
            known.contacts.iter().enumerate().for_each(|(position, of)| self.contact(person, position, of));
            told.push(Told { person, contacts: &known.contacts, planned: &known.planned, ids });
        }
        self.journey_rows(journey_rows(&told, &clashes));
    }

    fn journey_rows(&mut self, rows: Vec<JourneyRow>) {
        for JourneyRow { file, cells } in rows {
            self.rows.row(JOURNEYS + file, cells);
            let path = JOURNEY_FILES[file].0.trim_start_matches("truth/people/");
            self.truth.count_journey_row(path.trim_end_matches(".csv"));
        }
    }

    fn contact(&mut self, person: &Person, position: usize, contact: &Contact) {
        let agency = contact.activity.agency;
        let [start, end, start_time, end_time] = printed_times(contact);
        let cells = [
            contact_id(person, position, contact),
            record_id(agency, person.id, Which::First),
            agency.word().to_owned(),
            contact.activity.name.to_owned(),
            start,
            end,
            contact.channel.to_owned(),
            contact.outcome.to_owned(),
            contact.pence.map(|pence| money::Money::from_pence(pence).plain()).unwrap_or_default(),
            start_time,
            end_time,
            contact.case_id.clone(),
            contact.assessment_type.to_owned(),
            contact.triggered_by.to_owned(),
            contact.demand.to_owned(),
        ];
        self.rows.row(contacts_of(agency), cells);
        self.truth.count_contact(agency, contact);
    }

    fn person_truth(&mut self, person: &Person, age: i16, agencies: &[Agency], contacts: &[Contact]) {
        let cells = [
            person.id.to_string(),
            person.household.to_string(),
            format!("{:?}", person.sex).to_lowercase(),
            person.born.to_string(),
            person.given.clone(),
            person.middle.clone(),
            person.family.clone(),
            person.former_family.clone().unwrap_or_default(),
            person.origin.word().to_owned(),
            format!("{:?}", person.role).to_lowercase(),
            person.need.to_string(),
            person.homes[0].1.uprn().to_string(),
            person.home_on(self.plan.year.last_day()).uprn().to_string(),
            person.nhs_number.to_string(),
        ];
        self.rows.row(PERSONS, cells);
        self.truth.count_person(age, agencies, contacts);
    }

    fn family(&mut self, family: &Family, chunk: &Chunk, known: &[Known]) {
        let mut year = FamilyYear::default();
        for member in &family.members {
            let person = &chunk.people[member.person];
            let role = if person.role == Role::Child { "child" } else { "parent" };
            let to = member.to.map(|to| to.to_string()).unwrap_or_default();
            let cells = [
                family.id.to_string(),
                person.id.to_string(),
                role.to_owned(),
                member.from.to_string(),
                to,
                member.is_main.to_string(),
            ];
            self.rows.row(MEMBERS, cells);
            // The family of the year is that of its last day, with all that was done with its members in the year.
            if member.to.is_none() {
                year.add(person.role == Role::Child, person.need, &known[member.person].agencies);
                known[member.person].contacts.iter().for_each(|contact| year.add_contact(contact));
            }
        }
        if family.lasts() {
            self.rows.row(FAMILIES, year.cells(family.id));
            self.truth.count_family(&year);
        }
    }
}

/// The agency's number of a contact, by its place among the person's.
fn contact_id(person: &Person, position: usize, contact: &Contact) -> String {
    format!("{}-{position:03}", record_id(contact.activity.agency, person.id, Which::First))
}

/// Whether schools know somebody for a plan alone.
fn is_older_pupil_with_plan(person: &Person) -> bool {
    person.provision == Provision::Plan && person.upn.is_empty()
}
