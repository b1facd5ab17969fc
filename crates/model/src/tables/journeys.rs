//! Tables of what happens to people between agencies.

use crate::words;

words! {
    /// How it is known that one agency handed somebody to another.
    HandoffBasis {
        /// By the agencies' own words: the outcome of one contact names the agency, or the next says who sent it.
        Recorded = "recorded",
        /// By order alone: the next contact of the person is with another agency.
        Next = "next",
    }
}

words! {
    /// What somebody waited for.
    WaitKind {
        /// From a referral to the first contact after it, at the agency that received it.
        Referral = "referral",
        /// From one contact of the person to the next, whichever agencies they are with.
        Step = "step",
    }
}

words! {
    /// Where the cost of a contact comes from.
    CostSource {
        /// The agency's file gives it.
        File = "file",
        /// What the service costs by the whole count, pay included, divided by its contacts.
        WholeCount = "whole_count",
        /// A unit cost, published or the place's own.
        UnitCost = "unit_cost",
        /// Pounds of a ledger divided by contacts: without pay, and in no total.
        LedgerWithoutPay = "ledger_without_pay",
        NotKnown = "not_known",
    }
}

words! {
    /// How somebody was in touch.
    ContactChannel {
        FaceToFace = "face_to_face",
        Telephone = "telephone",
        Online = "online",
        /// By letter, email or text message.
        Written = "written",
        /// Printed in words that the rules do not know.
        Other = "other",
        /// The agency does not say.
        NotRecorded = "not_recorded",
    }
}

words! {
    /// A contact with which somebody says that something went wrong, or by which it is put right.
    ContactEvent {
        Complaint = "complaint",
        Redress = "redress",
    }
}

super::tables! {
    /// What happened to one person, over all agencies.
    JOURNEY journey "journey" by "journey" about people {
        PERSON_ID "person_id" Id required "The person";
        FAMILY_ID "family_id" Id optional "The main family on the last day of the year; empty if there is none";
        FIRST "first" Date required "Day of the first contact";
        LAST "last" Date required "Day of the last contact";
        LEAD_DAYS "lead_days" Count required "Calendar days from the first to the last";
        STARTS_WITH "starts_with" Text required "First activity; several of one day with `|` between them";
        LIFE_EVENT "life_event" Text optional "Kind of life event or exit that it begins with, by the rules; empty if by none";
        N_CONTACTS "n_contacts" Count required "Contacts";
        N_AGENCIES "n_agencies" Count required "Agencies in contact";
        N_STEPS "n_steps" Count required "Steps from one contact to the next";
        N_STEPS_ACROSS "n_steps_across" Count required "Those between two agencies, which neither sees alone";
        N_TIED "n_tied" Count required "Contacts whose order towards the one before is unknown: both are known by day alone";
        N_ASSESSMENTS "n_assessments" Count required "Assessments among the contacts";
        N_REPEATS "n_repeats" Count required "Assessments done again, see `repeat`";
        N_REPEATS_ACROSS "n_repeats_across" Count required "Those done again by another agency";
        N_CLASHES "n_clashes" Count required "Contacts that overlap in time with one at another agency";
        N_FAILURE_DEMAND "n_failure_demand" Count required "Contacts recorded as failure demand";
        N_AVOIDABLE "n_avoidable" Count required "Contacts recorded as avoidable";
        N_DEMAND_RECORDED "n_demand_recorded" Count required "Contacts with any kind of demand recorded";
        COST "cost" Money required "Of contacts whose cost is known: the sum of `journey_contact`, to the penny";
        COST_REPEATS "cost_repeats" Money required "Of the repeats among them";
        N_WITHOUT_COST "n_without_cost" Count required "Contacts without a cost";
    }

    /// A person handed from one agency to another.
    HANDOFF handoff "handoff" by "journey" about people {
        PERSON_ID "person_id" Id required "The person";
        BASIS "basis" Text<HandoffBasis> required "How it is known";
        FROM_AGENCY "from_agency" Text required "Who hands over";
        FROM_CONTACT_ID "from_contact_id" Text required "Its contact";
        FROM_ACTIVITY "from_activity" Text required "What that was";
        TO_AGENCY "to_agency" Text required "Who takes over";
        TO_CONTACT_ID "to_contact_id" Text optional "Its contact; empty if it did not take up a recorded referral";
        TO_ACTIVITY "to_activity" Text optional "What that was";
        DAYS "days" Count optional "Calendar days between the two";
    }

    /// An assessment done again.
    REPEAT repeat "repeat" by "journey" about people {
        PERSON_ID "person_id" Id required "The person";
        ASSESSMENT_TYPE "assessment_type" Text required "The type, as the agencies print it; the activity if they print none";
        FIRST_AGENCY "first_agency" Text required "Who assessed first";
        FIRST_CONTACT_ID "first_contact_id" Text required "Its contact";
        AGAIN_AGENCY "again_agency" Text required "Who assessed again";
        AGAIN_CONTACT_ID "again_contact_id" Text required "Its contact";
        IS_ACROSS "is_across" Flag required "Whether these are two agencies";
        DAYS "days" Count required "Calendar days between the two";
        COST "cost" Money optional "Of the second, if it is known";
    }

    /// A wait of a person.
    WAIT wait "wait" by "journey" about people {
        PERSON_ID "person_id" Id required "The person";
        KIND "kind" Text<WaitKind> required "What was waited for";
        FROM_AGENCY "from_agency" Text required "Agency of the contact before";
        FROM_CONTACT_ID "from_contact_id" Text required "That contact";
        FROM_ACTIVITY "from_activity" Text required "What it was";
        TO_AGENCY "to_agency" Text required "Agency that was waited for";
        TO_CONTACT_ID "to_contact_id" Text optional "The contact that ended the wait; empty while it lasts";
        TO_ACTIVITY "to_activity" Text optional "What it was";
        DAYS "days" Count required "Calendar days; until the last day of the year while it lasts";
        WORKING_DAYS "working_days" Count optional "Working days after the first, up to and with the last; empty where the table of bank holidays has not got the year";
    }

    /// Two contacts that overlap in time: one person, or two of one family, in two places at once.
    CLASH clash "clash" by "journey" about people {
        DATE "date" Date required "The day";
        PERSON_ID "person_id" Id required "One person";
        AGENCY "agency" Text required "One agency";
        CONTACT_ID "contact_id" Text required "Its contact";
        OTHER_PERSON_ID "other_person_id" Id required "The other person, or the same";
        OTHER_AGENCY "other_agency" Text required "The other agency";
        OTHER_CONTACT_ID "other_contact_id" Text required "Its contact";
    }

    /// A step that people take: an edge of the map of journeys.
    JOURNEY_STEP journey_step "journey_step" by "journey" about people {
        FROM_AGENCY "from_agency" Text required "Agency of the first contact";
        FROM_ACTIVITY "from_activity" Text required "What it was";
        TO_AGENCY "to_agency" Text required "Agency of the contact after it";
        TO_ACTIVITY "to_activity" Text required "What that was";
        N_STEPS "n_steps" Count required "How often";
        N_PEOPLE "n_people" Count required "How many people";
    }

    /// One contact of a journey: how it is read, and what it costs.
    JOURNEY_CONTACT journey_contact "journey_contact" by "journey" about people {
        PERSON_ID "person_id" Id required "The person";
        AGENCY "agency" Text required "The agency";
        CONTACT_ID "contact_id" Text required "The agency's number for it";
        DATE "date" Date required "First day";
        ACTIVITY "activity" Text required "What was done, as printed";
        CHANNEL "channel" Text<ContactChannel> required "How they were in touch, by the rules";
        EVENT "event" Text<ContactEvent> optional "Whether it is a complaint or redress, by the rules";
        IS_REPEAT "is_repeat" Flag required "Whether it is an assessment done again, see `repeat`";
        IS_DEMAND_RECORDED "is_demand_recorded" Flag required "Whether staff recorded what kind of demand it was";
        IS_FAILURE_DEMAND "is_failure_demand" Flag required "Whether they recorded failure demand";
        COST "cost" Money optional "Pounds; empty if not known";
        COST_SOURCE "cost_source" Text<CostSource> required "Where they come from";
        COST_RULE "cost_rule" Count optional "The rule that gives them: the row of `contact_price`, from 1";
    }

    /// What one contact costs by a rule of the place.
    CONTACT_PRICE contact_price "contact_price" by "journey" about people {
        RULE "rule" Count required "The rule: its place in rules/journeys.toml, from 1";
        AGENCY "agency" Text required "The agency whose contacts it is for";
        SOURCE "source" Text<CostSource> required "What it is based on; pounds of a ledger are without pay and in no total";
        POUNDS "pounds" Money optional "What the service costs in the year, if that is divided";
        N_CONTACTS "n_contacts" Count optional "The contacts it is divided by";
        EACH "each" Money optional "Pounds of one contact, in prices of the place's year; empty if it cannot be told";
        N_PRICED "n_priced" Count required "Contacts that take their cost from it";
        HOW "how" Text required "How it was worked out, or why it was not";
    }

    /// Contacts that move from one channel to another, as somebody counted or planned them.
    CHANNEL_SHIFT channel_shift "channel_shift" by "journey" about people {
        RULE "rule" Count required "The shift: its place in rules/journeys.toml, from 1";
        AGENCY "agency" Text required "The agency";
        ACTIVITY "activity" Text required "What is done, as printed";
        FROM_CHANNEL "from_channel" Text<ContactChannel> required "How it is done now";
        TO_CHANNEL "to_channel" Text<ContactChannel> required "How it would be done";
        N_CONTACTS "n_contacts" Count required "Such contacts of the year by the first channel";
        N_MOVED "n_moved" Count required "Those that move, as stated";
        SOURCE "source" Text required "Who stated it";
        N_PEOPLE_FROM "n_people_from" Count required "People whose contacts tell the cost by the first channel";
        N_PEOPLE_TO "n_people_to" Count required "People whose contacts tell the cost by the second";
        EACH_FROM "each_from" Money optional "Mean cost of one contact by the first channel, of those the file prices";
        EACH_TO "each_to" Money optional "The same by the second";
        CAPACITY_RELEASED "capacity_released" Money optional "What the contacts that move cost less; below zero if they cost more; empty if it cannot be told";
    }

    /// An agency that serves a theme, as a person wrote it down.
    JOURNEY_THEME journey_theme "journey_theme" by "journey" {
        THEME "theme" Text required "Theme of the place";
        AGENCY "agency" Text required "An agency that serves it, as contacts name it";
    }
}
