//! Method, T7: three families between five agencies, worked by hand.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use journey::{
    AssessmentFamily, Attribute, EventOrder, RepeatRules, TieRule, Timekeeping, Trace, Traces, case_times,
    directly_follows, handoffs, journey_costs, repeats, rework_of_case, variants,
};
use model::event_log::{Event, EventLog, Moment, Precision};
use money::Money;

/// Case, activity, agency, start, end, pounds.
const T7: &str = "
    F1 | Referral   | School      | 2025-01-06 09:00 | 2025-01-06 09:30 | 20
    F1 | Assessment | Council CSC | 2025-01-10 09:00 | 2025-01-10 12:00 | 180
    F1 | Assessment | CAMHS       | 2025-02-10 09:00 | 2025-02-10 11:00 | 220
    F1 | Support    | CAMHS       | 2025-02-17 09:00 | 2025-02-17 10:00 | 90
    F2 | Referral   | Police      | 2025-01-07 10:00 | 2025-01-07 10:15 | 15
    F2 | Assessment | Council CSC | 2025-01-09 09:00 | 2025-01-09 12:00 | 180
    F2 | Assessment | Housing     | 2025-01-20 09:00 | 2025-01-20 10:00 | 60
    F2 | Assessment | CAMHS       | 2025-03-03 09:00 | 2025-03-03 11:00 | 220
    F2 | Close      | Council CSC | 2025-03-04 09:00 | 2025-03-04 09:10 | 10
    F3 | Referral   | School      | 2025-01-08 09:00 | 2025-01-08 09:30 | 20
    F3 | Assessment | Council CSC | 2025-01-13 09:00 | 2025-01-13 12:00 | 180
    F3 | Close      | Council CSC | 2025-01-14 09:00 | 2025-01-14 09:10 | 10
";

fn t7() -> EventLog {
    let mut log = EventLog::default();
    let moment = |text: &str| {
        let at: DateTime = text.replace(' ', "T").parse().expect("a moment");
        let micros = TimeZone::UTC.to_timestamp(at).expect("a moment in range").as_microsecond();
        Moment { micros, precision: Precision::Second }
    };
    for (row, line) in T7.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        log.events.push(Event {
            case: log.cases.number(cells[0]),
            activity: log.activities.number(cells[1]),
            start: moment(cells[3]),
            end: Some(moment(cells[4])),
            agency: Some(log.agencies.number(cells[2])),
            team: None,
            resource: None,
            cost: Some(Money::from_pence(100 * cells[5].parse::<i64>().expect("pounds"))),
            file: log.files.number("t7"),
            row: row as u32 + 1,
        });
    }
    log
}

fn check(check: impl Fn(&Traces)) {
    let log = t7();
    // No two events are of one moment, so both rules give the same.
    for ties in [TieRule::FileOrder, TieRule::Concurrent] {
        check(&Traces::of(&log, EventOrder::Start, ties));
    }
}

#[test]
fn lead_work_wait_and_flow_efficiency_are_those_of_t7() {
    check(|traces| {
        let hundredths_of_hours = |seconds: f64| (seconds / 36.0).round() / 100.0;
        let row = |times: &journey::CaseTimes| {
            let [lead, touch, wait] =
                [times.lead, times.touch, times.wait].map(|time| time.expect("both moments").as_secs_f64());
            let efficiency = (10_000.0 * touch / lead).round() / 100.0;
            ([lead, touch, wait].map(hundredths_of_hours), efficiency)
        };
        let rows: Vec<([f64; 3], f64)> = case_times(traces, Timekeeping::Calendar).iter().map(row).collect();
        let known =
            [([1_009.0, 6.5, 1_002.5], 0.64), ([1_343.17, 6.42, 1_336.75], 0.48), ([144.17, 3.67, 140.5], 2.54)];
        assert_eq!(rows, known);
    });
}

#[test]
fn edges_variants_and_rework_are_those_of_t7() {
    check(|traces| {
        let name = |activity| traces.log.activities.name(activity);
        let edges: Vec<(&str, &str, u64)> =
            directly_follows(traces).edges.iter().map(|edge| (name(edge.from), name(edge.to), edge.n)).collect();
        let known = [
            ("Assessment", "Assessment", 3),
            ("Referral", "Assessment", 3),
            ("Assessment", "Close", 2),
            ("Assessment", "Support", 1),
        ];
        assert_eq!(edges, known);
        assert_eq!(variants(traces).variants.iter().map(|variant| variant.n_cases).collect::<Vec<_>>(), [1, 1, 1]);
        assert_eq!(traces.iter().map(|trace: Trace| rework_of_case(&trace)).collect::<Vec<_>>(), [1, 2, 0]);
    });
}

#[test]
fn seven_handoffs_and_the_share_of_each_are_those_of_t7() {
    check(|traces| {
        let handoffs = handoffs(traces, Attribute::Agency);
        let name = |agency| traces.log.agencies.name(agency);
        let between: Vec<(&str, &str, u64)> =
            handoffs.between().map(|pair| (name(pair.from), name(pair.to), pair.n)).collect();
        let known = [
            ("School", "Council CSC", 2),
            ("CAMHS", "Council CSC", 1),
            ("Council CSC", "CAMHS", 1),
            ("Council CSC", "Housing", 1),
            ("Housing", "CAMHS", 1),
            ("Police", "Council CSC", 1),
        ];
        assert_eq!(between, known);
        // Two steps stay: CAMHS with itself, and the council with itself.
        assert_eq!((handoffs.n_handoffs, handoffs.n_same, handoffs.n_unknown, handoffs.n_steps), (7, 2, 0, 9));
        let to_camhs = handoffs.between().find(|pair| (name(pair.from), name(pair.to)) == ("Council CSC", "CAMHS"));
        let share = handoffs.share(to_camhs.expect("it occurs"));
        assert!((share - 0.1111).abs() < 0.00005);
    });
}

#[test]
fn costs_and_repeats_are_those_of_t7() {
    check(|traces| {
        let family = AssessmentFamily { name: "needs".to_owned(), activities: vec!["Assessment".to_owned()] };
        let rules = RepeatRules { families: vec![family], window_months: 12, triggers: Vec::new(), exempt: Vec::new() };
        let repeats = repeats(traces, &rules);
        let of_case = |case: &str| -> (usize, i64) {
            let case = traces.log.cases.find(case).expect("it is in the log");
            let repeats = repeats.repeats.iter().filter(|repeat| repeat.case == case);
            (repeats.clone().count(), repeats.filter_map(|repeat| repeat.again.cost).map(Money::pence).sum())
        };
        assert_eq!(["F1", "F2", "F3"].map(of_case), [(1, 220_00), (2, 280_00), (0, 0)]);
        assert_eq!((repeats.n_across, repeats.n_within, repeats.cost.pence()), (3, 0, 500_00));
        let costs: Vec<i64> = journey_costs(traces).by_case.iter().map(|case| case.cost.pence()).collect();
        assert_eq!(costs, [510_00, 485_00, 210_00]);
    });
}
