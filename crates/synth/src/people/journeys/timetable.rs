//! Times of day: no two appointments of a family overlap, except those that are planned to.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rand::RngExt;

use super::calendar::{MIDNIGHT, hours};
use crate::dice::Dice;
use crate::people::agencies::Agency;
use crate::people::contacts::{Activity, Contact, Key};
use crate::people::households::Chunk;

/// Appointments of two agencies on one day that are made to overlap, where they could.
pub(super) const CLASHES: f64 = 0.3;
/// Appointments begin on the quarter of an hour.
const STEP: u16 = 15;

/// Two appointments that overlap, of one person or of two members of a family.
#[derive(Clone, Copy, Debug)]
pub(in crate::people) struct Clash {
    pub day: Date,
    /// Position in the chunk, and contact.
    pub one: (usize, Key),
    pub other: (usize, Key),
}

/// From and until when, in minutes of the day.
pub(in crate::people) type Slot = (u16, u16);

/// Gives a time of day to each contact of an agency that writes times, and says which clash.
pub(in crate::people) fn timetable(chunk: &Chunk, contacts: &mut [&mut Vec<Contact>], dice: &mut Dice) -> Vec<Clash> {
    let families = families(chunk);
    let mut by_day: BTreeMap<(usize, Date), Vec<(usize, usize)>> = BTreeMap::new();
    for (person, own) in contacts.iter().enumerate() {
        let timed = own.iter().enumerate().filter(|(_, contact)| has_time(contact));
        timed.for_each(|(at, contact)| by_day.entry((families[person], contact.start)).or_default().push((person, at)));
    }
    let mut clashes = Vec::new();
    for ((_, day), of_day) in by_day {
        let mut busy: Vec<Busy> = Vec::new();
        for (person, at) in of_day {
            let contact = &mut contacts[person][at];
            let own = Appointment { day, person, activity: contact.activity };
            let clash = own.clash(chunk, &busy, dice);
            let slot = clash.map(|(_, slot)| slot).or_else(|| own.free_slot(&busy, dice));
            contact.slot = slot;
            let Some(slot) = slot else { continue };
            if let Some((with, _)) = clash {
                busy[with].clashes = true;
                clashes.push(Clash { day, one: (busy[with].person, busy[with].key), other: (person, contact.key) });
            }
            let (agency, key) = (contact.activity.agency, contact.key);
            busy.push(Busy { person, agency, key, slot, clashes: clash.is_some() });
        }
    }
    clashes
}

/// Benefits write down days alone, and what lasts for days has no hour.
fn has_time(contact: &Contact) -> bool {
    contact.activity.agency != Agency::Benefits && contact.activity.days == 0
}

/// For each person a number that is the same for all who share a family, at whatever time of the year.
fn families(chunk: &Chunk) -> Vec<usize> {
    let mut of: Vec<usize> = (0..chunk.people.len()).collect();
    for family in &chunk.families {
        for member in &family.members {
            let (one, other) = (of[family.members[0].person], of[member.person]);
            let (from, to) = (one.max(other), one.min(other));
            of.iter_mut().filter(|number| **number == from).for_each(|number| *number = to);
        }
    }
    of
}

/// An appointment that has a time already.
struct Busy {
    person: usize,
    agency: Agency,
    key: Key,
    slot: Slot,
    clashes: bool,
}

impl Busy {
    /// Appointments that touch are kept apart too, because they may be counted either way.
    fn is_near(&self, (from, to): Slot) -> bool {
        from <= self.slot.1 && self.slot.0 <= to
    }

    /// Minutes for which both go on.
    fn shared_minutes(&self, (from, to): Slot) -> u16 {
        to.min(self.slot.1).saturating_sub(from.max(self.slot.0))
    }
}

/// A contact for which a time is looked for.
struct Appointment {
    day: Date,
    person: usize,
    activity: &'static Activity,
}

impl Appointment {
    fn slots(&self) -> Vec<Slot> {
        /// Clocks change in these hours of two Sundays.
        const NIGHT: u16 = 3 * 60;
        let (opens, closes) = hours(self.activity);
        let opens = if closes == MIDNIGHT { NIGHT } else { opens };
        let minutes = minutes(self.activity);
        let last = closes.min(MIDNIGHT - 1).saturating_sub(minutes);
        (opens..=last).step_by(usize::from(STEP)).map(|from| (from, from + minutes)).collect()
    }

    /// A slot in which nobody of the family has an appointment.
    fn free_slot(&self, busy: &[Busy], dice: &mut Dice) -> Option<Slot> {
        let slots = self.slots();
        let first = dice.random_range(0..slots.len());
        let is_free = |slot: &Slot| !busy.iter().any(|other| other.is_near(*slot));
        slots[first..].iter().chain(&slots[..first]).copied().find(is_free)
    }

    /// Now and then a slot that overlaps with one appointment of another agency, and with no other.
    fn clash(&self, chunk: &Chunk, busy: &[Busy], dice: &mut Dice) -> Option<(usize, Slot)> {
        const MINUTES_MIN: u16 = 5;
        let could = |other: &Busy| {
            other.agency != self.activity.agency
                && !other.clashes
                && (other.person == self.person || share_a_lasting_family(chunk, [other.person, self.person], self.day))
        };
        let with = busy.iter().position(could)?;
        if !dice.random_bool(CLASHES) {
            return None;
        }
        let is_near_others = |slot: Slot| busy.iter().enumerate().any(|(at, other)| at != with && other.is_near(slot));
        let overlaps = |slot: &Slot| MINUTES_MIN <= busy[with].shared_minutes(*slot) && !is_near_others(*slot);
        let slots: Vec<Slot> = self.slots().into_iter().filter(overlaps).collect();
        (!slots.is_empty()).then(|| (with, slots[dice.random_range(0..slots.len())]))
    }
}

/// Whether both are in one family on the day and on the last of the year.
fn share_a_lasting_family(chunk: &Chunk, people: [usize; 2], day: Date) -> bool {
    chunk.families.iter().any(|family| {
        people
            .iter()
            .all(|person| family.members.iter().any(|of| of.person == *person && of.to.is_none() && of.from <= day))
    })
}

/// How long an activity takes.
fn minutes(activity: &Activity) -> u16 {
    match activity.name {
        "GP appointment" | "Rent arrears interview" => 15,
        "Progress chasing call" | "Referral received" | "Case closed" | "Left care" => 10,
        "A&E attendance" => 200,
        "Child protection conference" | "Arrest" => 120,
        "Domestic abuse incident" => 90,
        "Health visitor review" | "Attendance meeting" | "Incident attended" | "Debt advice session" => 45,
        "Treatment session" | "Follow-up appointment" => 50,
        _ => 60,
    }
}
