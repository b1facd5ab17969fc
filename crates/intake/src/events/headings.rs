//! The headings by which tools and agencies name the columns of an event log.

use super::role::Role;

/// What a heading says, before the columns are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    Role(Role),
    /// `time:timestamp`: the end if there is also a beginning, else the only moment.
    Moment,
}

/// How much a heading commits itself: the standard's own key, the plain word, or a word that may mean something else too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    Standard,
    Plain,
    Weak,
}

type Names = &'static [&'static str];

/// Headings without their case, spaces and signs.
const HEADINGS: &[(Meaning, Strength, Names)] = &[
    (Meaning::Role(Role::Case), Strength::Standard, &["caseconceptname"]),
    (
        Meaning::Role(Role::Case),
        Strength::Plain,
        &[
            "case",
            "caseid",
            "caseno",
            "casenr",
            "casenumber",
            "caseref",
            "casereference",
            "caseidentifier",
            "casekey",
            "casename",
            "trace",
            "traceid",
            "tracename",
            "processinstance",
            "processinstanceid",
        ],
    ),
    (
        Meaning::Role(Role::Case),
        Strength::Weak,
        &[
            "patient",
            "patientid",
            "person",
            "personid",
            "client",
            "clientid",
            "customer",
            "customerid",
            "ticket",
            "ticketid",
            "order",
            "orderid",
            "incident",
            "incidentid",
            "application",
            "applicationid",
            "referral",
            "referralid",
            "episode",
            "episodeid",
            "request",
            "requestid",
            "family",
            "familyid",
            "claim",
            "claimid",
        ],
    ),
    (Meaning::Role(Role::Activity), Strength::Standard, &["conceptname"]),
    (
        Meaning::Role(Role::Activity),
        Strength::Plain,
        &["activity", "activityname", "activitylabel", "activityen", "activitytype"],
    ),
    (
        Meaning::Role(Role::Activity),
        Strength::Weak,
        &[
            "activityid",
            "activitycode",
            "event",
            "eventname",
            "eventtype",
            "task",
            "taskname",
            "action",
            "step",
            "stepname",
            "operation",
            "contacttype",
        ],
    ),
    (Meaning::Moment, Strength::Standard, &["timetimestamp"]),
    (
        Meaning::Moment,
        Strength::Plain,
        &[
            "timestamp",
            "eventtime",
            "eventtimestamp",
            "eventdatetime",
            "datetime",
            "activitytime",
            "activitydate",
            "activitytimestamp",
            "contactdate",
            "dateofcontact",
            "eventdate",
            "occurredat",
            "moment",
            "datum",
        ],
    ),
    (Meaning::Moment, Strength::Weak, &["date", "time", "when", "ts"]),
    (Meaning::Role(Role::Start), Strength::Standard, &["starttimestamp", "timestarttimestamp"]),
    (
        Meaning::Role(Role::Start),
        Strength::Plain,
        &[
            "start",
            "starttime",
            "startdate",
            "startdatetime",
            "begin",
            "begintime",
            "begindate",
            "started",
            "startedat",
            "timestart",
            "activitystart",
        ],
    ),
    (Meaning::Role(Role::End), Strength::Standard, &["completetimestamp", "endtimestamp", "timeendtimestamp"]),
    (
        Meaning::Role(Role::End),
        Strength::Plain,
        &[
            "end",
            "endtime",
            "enddate",
            "enddatetime",
            "complete",
            "completed",
            "completedat",
            "completetime",
            "completiontime",
            "completiondate",
            "finish",
            "finished",
            "finishtime",
            "stop",
            "stoptime",
            "timeend",
            "activityend",
        ],
    ),
    (Meaning::Role(Role::Agency), Strength::Standard, &["orgagency"]),
    (
        Meaning::Role(Role::Agency),
        Strength::Plain,
        &[
            "agency",
            "agencyname",
            "organisation",
            "organization",
            "organisationname",
            "organizationname",
            "body",
            "provider",
            "service",
        ],
    ),
    (Meaning::Role(Role::Team), Strength::Standard, &["orggroup"]),
    (
        Meaning::Role(Role::Team),
        Strength::Plain,
        &["team", "teamname", "group", "department", "unit", "ward", "orgunit", "assignmentgroup"],
    ),
    (Meaning::Role(Role::Resource), Strength::Standard, &["orgresource"]),
    (
        Meaning::Role(Role::Resource),
        Strength::Plain,
        &[
            "resource",
            "resourceid",
            "user",
            "username",
            "userid",
            "worker",
            "staff",
            "staffid",
            "employee",
            "performer",
            "officer",
            "practitioner",
        ],
    ),
    (Meaning::Role(Role::Cost), Strength::Standard, &["costtotal"]),
    (Meaning::Role(Role::Cost), Strength::Plain, &["cost", "costs", "totalcost", "costgbp", "costamount"]),
    (Meaning::Role(Role::Lifecycle), Strength::Standard, &["lifecycletransition"]),
    (Meaning::Role(Role::Lifecycle), Strength::Plain, &["lifecycle", "lifecycleid", "transition"]),
    (Meaning::Role(Role::Instance), Strength::Standard, &["conceptinstance"]),
    (Meaning::Role(Role::Instance), Strength::Plain, &["activityinstanceid", "activityinstance", "instanceid"]),
];

/// What a heading says of its column, if anything.
pub(super) fn meaning(heading: &str) -> Option<(Meaning, Strength)> {
    let plain = without_signs(heading);
    HEADINGS
        .iter()
        .find(|(_, _, names)| names.contains(&plain.as_str()))
        .map(|(meaning, strength, _)| (*meaning, *strength))
}

/// `Case ID`, `case_id` and `CASE-ID` are one heading; a sterling sign or a unit in brackets says nothing here.
pub(super) fn without_signs(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_common_tools_are_known_in_any_spelling() {
        let role = |heading| meaning(heading).map(|(meaning, _)| meaning);
        for heading in ["case:concept:name", "Case ID", "case_id", "CASE-ID", "_CASE_KEY", "traceId"] {
            assert_eq!(role(heading), Some(Meaning::Role(Role::Case)), "{heading}");
        }
        for heading in ["concept:name", "Activity", "ACTIVITY_EN", "activity_id"] {
            assert_eq!(role(heading), Some(Meaning::Role(Role::Activity)), "{heading}");
        }
        for heading in ["time:timestamp", "EVENTTIME", "timestamp"] {
            assert_eq!(role(heading), Some(Meaning::Moment), "{heading}");
        }
        assert_eq!(role("Complete Timestamp"), Some(Meaning::Role(Role::End)));
        assert_eq!(role("start_timestamp"), Some(Meaning::Role(Role::Start)));
    }

    #[test]
    fn a_planned_date_of_the_case_is_no_moment_of_an_event() {
        for heading in ["case:enddate_planned", "case:startdate", "case:enddate", "case:deadline", "case:group"] {
            assert_eq!(meaning(heading), None, "{heading}");
        }
    }

    #[test]
    fn no_heading_has_two_meanings() {
        let mut names: Vec<&str> = HEADINGS.iter().flat_map(|(_, _, names)| names.iter().copied()).collect();
        let n_names = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), n_names);
    }
}
