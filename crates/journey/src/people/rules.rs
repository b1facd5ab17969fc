//! How contacts are read as journeys: `reference/journeys/rules.toml`, and what a place adds in `rules/journeys.toml`.

use authored::{Keys, Mistakes, read_toml};
use model::tables::{ContactChannel, ContactEvent};

use super::cost_rules::{CostRule, cost_rules};
use super::shifts::{ShiftRule, shift_rules};
use super::words::Phrases;

/// Where a place says more.
pub const JOURNEY_RULES: &str = "rules/journeys.toml";

const SHIPPED: &str = include_str!("../../../../reference/journeys/rules.toml");
const SHIPPED_FILE: &str = "reference/journeys/rules.toml";
const KEYS: [&str; 14] = [
    "window_months",
    "triggers",
    "statutory",
    "referrals",
    "closing",
    "failure_demand",
    "avoidable",
    "complaints",
    "redress",
    "channels",
    "life_event",
    "theme",
    "cost",
    "shift",
];
/// Channels that words tell.
pub(super) const CHANNELS: [ContactChannel; 4] =
    [ContactChannel::FaceToFace, ContactChannel::Telephone, ContactChannel::Online, ContactChannel::Written];
const THEME_KEYS: [&str; 2] = ["id", "agencies"];
const LIFE_EVENT_KEYS: [&str; 2] = ["kind", "words"];
const MONTHS_MAX: i64 = 60;

/// Rules for contacts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JourneyRules {
    /// An assessment of one type within this many months of the one before is a repeat.
    pub window_months: i32,
    pub triggers: Phrases,
    pub statutory: Phrases,
    pub referrals: Phrases,
    /// What closes a case; nothing where the place does not say.
    pub closing: Phrases,
    pub failure_demand: Phrases,
    pub avoidable: Phrases,
    pub complaints: Phrases,
    pub redress: Phrases,
    /// How people are in touch, by what agencies print; the first that fits counts.
    pub channels: Vec<(ContactChannel, Phrases)>,
    /// What contacts cost whose file gives no cost.
    pub costs: Vec<CostRule>,
    pub shifts: Vec<ShiftRule>,
    pub life_events: Vec<LifeEvent>,
    /// Ids of the place's themes with the agencies that serve them.
    pub themes: Vec<(String, Vec<String>)>,
}

/// A kind of event with which a journey may begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifeEvent {
    pub kind: String,
    pub words: Phrases,
}

/// The shipped rules with what a place adds.
///
/// # Errors
/// Every mistake in the place's file.
///
/// # Panics
/// If the shipped rules have a mistake, which their test would say.
pub fn journey_rules(own: Option<&str>) -> Result<JourneyRules, Mistakes> {
    let mut rules = JourneyRules::default();
    let shipped = read(SHIPPED, SHIPPED_FILE).expect("the shipped rules have no mistake");
    rules.add(shipped);
    if let Some(own) = own {
        rules.add(read(own, JOURNEY_RULES)?);
    }
    Ok(rules)
}

/// Rules as one file has them.
struct OneFile {
    window_months: Option<i64>,
    rules: JourneyRules,
}

fn read(text: &str, file: &str) -> Result<OneFile, Mistakes> {
    read_toml(text, file, "the rules for journeys", &KEYS, |keys| {
        let phrases = |key: &str, example: &str| Phrases::of(keys.owned_texts(key, example));
        Some(OneFile {
            window_months: keys.whole("window_months", 1..=MONTHS_MAX),
            rules: JourneyRules {
                window_months: 0,
                triggers: phrases("triggers", "\"step up\""),
                statutory: phrases("statutory", "\"looked after child review\""),
                referrals: phrases("referrals", "\"referral\""),
                closing: phrases("closing", "\"case closed\""),
                failure_demand: phrases("failure_demand", "\"progress chasing\""),
                avoidable: phrases("avoidable", "\"avoidable\""),
                complaints: phrases("complaints", "\"complaint\""),
                redress: phrases("redress", "\"apology\""),
                channels: channels(keys),
                costs: cost_rules(keys),
                shifts: shift_rules(keys),
                life_events: life_events(keys),
                themes: themes(keys),
            },
        })
    })
}

fn channels(keys: &Keys<'_>) -> Vec<(ContactChannel, Phrases)> {
    let Some(table) = keys.table("channels", "[channels]", &CHANNELS.map(ContactChannel::word)) else {
        return Vec::new();
    };
    CHANNELS.iter().map(|channel| (*channel, Phrases::of(table.owned_texts(channel.word(), "\"telephone\"")))).collect()
}

fn life_events(keys: &Keys<'_>) -> Vec<LifeEvent> {
    let tables = keys.tables("life_event", "[[life_event]]", &LIFE_EVENT_KEYS);
    let event = |table: &Keys<'_>| {
        let kind = table.needed("kind", "\"leaving care\"");
        table.need("words", "the words of its activities");
        let words = Phrases::of(table.owned_texts("words", "\"left care\""));
        kind.map(|kind| LifeEvent { kind, words })
    };
    tables.iter().filter_map(event).collect()
}

fn themes(keys: &Keys<'_>) -> Vec<(String, Vec<String>)> {
    let tables = keys.tables("theme", "[[theme]]", &THEME_KEYS);
    let theme = |table: &Keys<'_>| {
        let id = table.needed("id", "\"children\"");
        table.need("agencies", "the agencies that serve it");
        let agencies = table.owned_texts("agencies", "\"schools\", \"health\"");
        id.map(|id| (id, agencies))
    };
    tables.iter().filter_map(theme).collect()
}

impl JourneyRules {
    fn add(&mut self, file: OneFile) {
        let OneFile { window_months, rules } = file;
        if let Some(months) = window_months {
            self.window_months = i32::try_from(months).expect("the bounds fit");
        }
        self.triggers.extend(rules.triggers);
        self.statutory.extend(rules.statutory);
        self.referrals.extend(rules.referrals);
        self.closing.extend(rules.closing);
        self.failure_demand.extend(rules.failure_demand);
        self.avoidable.extend(rules.avoidable);
        self.complaints.extend(rules.complaints);
        self.redress.extend(rules.redress);
        // As for life events, a place's own words are looked at first.
        self.channels.splice(0..0, rules.channels);
        self.costs.extend(rules.costs);
        self.shifts.extend(rules.shifts);
        self.themes.extend(rules.themes);
        // A place's own kinds are looked at first.
        self.life_events.splice(0..0, rules.life_events);
    }

    /// How somebody was in touch, by what the agency prints.
    pub fn channel(&self, printed: Option<&str>) -> ContactChannel {
        let Some(printed) = printed.filter(|text| !text.trim().is_empty()) else { return ContactChannel::NotRecorded };
        let known = self.channels.iter().find(|(_, words)| words.are_in(printed));
        known.map_or(ContactChannel::Other, |(channel, _)| *channel)
    }

    /// Whether a contact is a complaint or redress. What puts a complaint right is redress.
    pub fn event(&self, activity: &str) -> Option<ContactEvent> {
        match (self.redress.are_in(activity), self.complaints.are_in(activity)) {
            (true, _) => Some(ContactEvent::Redress),
            (false, true) => Some(ContactEvent::Complaint),
            (false, false) => None,
        }
    }

    /// The kind of life event that an activity is, if any.
    pub fn life_event(&self, activity: &str) -> Option<&str> {
        self.life_events.iter().find(|event| event.words.are_in(activity)).map(|event| event.kind.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_adds_to_lists_and_replaces_the_window() {
        let shipped = journey_rules(None).unwrap();
        assert_eq!(shipped.window_months, 6);
        assert!(shipped.closing.is_empty(), "what closes a case is declared, never guessed");
        let own = journey_rules(Some("window_months = 3\nclosing = [\"Case closed\"]\ntriggers = [\"court order\"]\n"))
            .unwrap();
        assert_eq!(own.window_months, 3);
        assert!(
            own.closing.are_in("case closed") && own.triggers.are_in("Court order") && own.triggers.are_in("step-up")
        );
    }

    #[test]
    fn a_place_names_life_events_of_its_own() {
        let own = "[[life_event]]\nkind = \"flood\"\nwords = [\"flooded out\"]\n";
        let rules = journey_rules(Some(own)).unwrap();
        assert_eq!(rules.life_event("Flooded out of home"), Some("flood"));
        assert_eq!(rules.life_event("Hospital discharge"), Some("leaving hospital"));
        assert_eq!(rules.life_event("First appointment"), None);
    }

    #[test]
    fn channels_complaints_and_redress_are_read_from_words() {
        let rules = journey_rules(Some("[channels]\nonline = [\"phone app\"]\n")).unwrap();
        let channels = ["Phone app", "By phone", "Home visit", "E-mail", "carrier pigeon", " "];
        let channels = channels.map(|printed| rules.channel(Some(printed)).word());
        assert_eq!(channels, ["online", "telephone", "face_to_face", "written", "other", "not_recorded"]);
        assert_eq!(rules.channel(None), ContactChannel::NotRecorded);
        assert_eq!(rules.event("Complaint: stage 1"), Some(ContactEvent::Complaint));
        assert_eq!(rules.event("Apology after a complaint"), Some(ContactEvent::Redress));
        assert_eq!(rules.event("Repair visit"), None);
    }

    #[test]
    fn mistakes_are_all_reported() {
        let mistakes =
            journey_rules(Some("window = 3\nwindow_months = 0\n[[life_event]]\nkind = \"x\"\n")).unwrap_err();
        assert_eq!(mistakes.mistakes.len(), 3);
    }
}
