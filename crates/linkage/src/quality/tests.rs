use super::*;
use crate::clusters::link;
use crate::score::match_weight;

struct Case {
    clusters: Vec<u32>,
    sources: Vec<u16>,
    holds_once: bool,
    links: Vec<Link>,
    open: Vec<Link>,
    apart: Vec<Link>,
    is_bare: Vec<bool>,
    own: Vec<u64>,
    groups: Vec<u16>,
    unreached: Option<f64>,
    numbers: NumberPairs,
}

impl Case {
    /// This many people in each source, the first `n_both` of whom are linked to the other source.
    fn two_sources(n: u32, n_both: u32) -> Case {
        let sources = (0..2 * n).map(|row| u16::from(n <= row)).collect();
        let clusters = (0..2 * n).map(|row| if n <= row && row < n + n_both { row - n } else { row }).collect();
        let links = (0..n_both).map(|row| link(row, row + n, 40.0)).collect();
        let (open, apart, is_bare) = (Vec::new(), Vec::new(), Vec::new());
        let own = (0..2 * u64::from(n)).map(|row| row % u64::from(n) + 1).collect();
        Case {
            clusters,
            sources,
            holds_once: true,
            links,
            open,
            apart,
            is_bare,
            own,
            groups: Vec::new(),
            unreached: Some(0.0),
            numbers: NumberPairs::default(),
        }
    }

    fn quality(&self) -> Quality {
        self.quality_by_group().0
    }

    fn quality_by_group(&self) -> (Quality, Vec<GroupQuality>) {
        let findings = Findings {
            clusters: &Clusters::of_labels(&self.clusters),
            source_of_row: &self.sources,
            holds_once: self.holds_once,
            links: &self.links.clone().into(),
            open: &self.open.clone().into(),
            apart: &self.apart.clone().into(),
            is_bare: &self.is_bare,
            own_of_row: &self.own,
            group_of_row: &self.groups,
            unreached: self.unreached,
            numbers: self.numbers,
        };
        quality(&findings).expect("an estimate")
    }

    fn missed(&self) -> f64 {
        self.quality().missed.estimate().expect("an estimate").n
    }
}

fn at(left: u32, right: u32, probability: f64) -> Link {
    link(left, right, match_weight(probability) as f32)
}

fn check(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-3, "{found} and not {expected}");
}

#[test]
fn all_that_is_linked_beyond_doubt_is_right_and_nothing_is_missed() {
    let quality = Case::two_sources(100, 80).quality();
    assert_eq!((quality.n_found, quality.warning()), (80, None));
    check(quality.wrong.n, 0.0);
    check(quality.recall().expect("an estimate"), 1.0);
    assert_eq!(quality.to_string(), "estimated: 0 (0 to 3) of 80 pairs found are wrong, 0 (0 to 3) matches are missed");
}

#[test]
fn pairs_that_compete_with_a_link_show_how_many_of_the_others_are_chance() {
    // Half of each source is linked, so of pairs by chance a quarter is free: six compete, two of five are chance.
    let mut case = Case::two_sources(100, 50);
    case.open = (0..6).map(|row| at(row, 101 + row, 0.3)).collect();
    case.open.extend((0..5).map(|row| at(60 + row, 160 + row, 0.3)));
    check(case.missed(), 3.0);
    // Two records of one source compete whatever they say, and tell nothing of the others.
    case.open.extend((0..9).map(|row| at(70 + row, 80 + row, 0.3)));
    check(case.missed(), 3.0);
}

#[test]
fn what_no_rule_brings_together_is_missed_as_far_as_the_model_is_believed() {
    let mut case = Case::two_sources(100, 80);
    case.unreached = Some(0.2);
    check(case.missed(), 20.0);
    // The model expects two matches of two pairs that cannot be, and is not believed.
    case.open = vec![at(0, 101, 0.94), at(1, 102, 0.94)];
    check(case.missed(), 0.0);
    case.unreached = None;
    assert_eq!(case.quality().missed, Missed::Unknown);
    assert!(
        case.quality().to_string().ends_with("is not known: the model was not trained here or saw too few matches")
    );
}

#[test]
fn all_pairs_between_two_clusters_are_missed_with_one() {
    // One list: rows 0 to 2 are one person, 3 and 4 another; two pairs connect them, of which the stronger one counts.
    let case = Case {
        clusters: vec![0, 0, 0, 3, 3, 5],
        sources: vec![0; 6],
        holds_once: false,
        links: vec![link(0, 1, 40.0), link(1, 2, 40.0), link(3, 4, 40.0)],
        open: vec![at(0, 3, 0.5), at(1, 4, 0.2)],
        apart: Vec::new(),
        is_bare: Vec::new(),
        own: Vec::new(),
        groups: Vec::new(),
        unreached: Some(0.0),
        numbers: NumberPairs::default(),
    };
    check(case.missed(), 3.0);
    // A pair that was held apart counts as the model sees it, by half where people are held once.
    let mut case = Case { apart: vec![at(0, 3, 0.999)], ..case };
    check(case.missed(), 5.994);
    case.holds_once = true;
    check(case.missed(), 2.997);
}

#[test]
fn without_competition_pairs_beyond_chance_are_matches() {
    // Five weak pairs leave room for (5 + 3) / 4 by chance two bands higher, where there are twenty.
    let mut case = Case { holds_once: false, ..Case::two_sources(100, 50) };
    case.open = (0..5).map(|row| at(60 + row, 160 + row, 0.1)).collect();
    case.open.extend((5..25).map(|row| at(60 + row, 160 + row, 0.6)));
    check(case.missed(), 0.5 + 18.0);
}

#[test]
fn what_third_records_join_is_not_missed() {
    let open = Believed { n_whole: 10.0, trust: 1.0, ..Believed::default() };
    let missed = |n_of_bare, unreached, n_found| {
        let (n_open, n_further) = n_missed(&open, n_of_bare, unreached, n_found);
        n_open + n_further
    };
    check(missed(0.0, 0.1, (80.0, 0.0)), 20.0);
    check(missed(0.0, 0.1, (80.0, 60.0)), 10.0 + 10.0 * 20.0 / 80.0);
    // What bare records miss is among what no rule brings together, unless it is more.
    check(missed(7.0, 0.1, (80.0, 0.0)), 20.0);
    check(missed(17.0, 0.1, (80.0, 0.0)), 27.0);
}

#[test]
fn two_estimates_far_apart_are_none() {
    let of = |n_open, n_by_training, n_by_triples| Missed::of(n_open, n_by_training, n_by_triples, None);
    assert_eq!(of(10.0, 50.0, None), Missed::Known(Estimate::of(60.0)));
    assert_eq!(of(10.0, 50.0, Some(10.0)), Missed::Known(Estimate::of(60.0)));
    let witness = Witness::ThirdRecords;
    assert_eq!(of(10.0, 150.0, Some(2.0)), Missed::Between { low: 12.0, high: 160.0, witness });
    // Three more or less is chance.
    assert_eq!(of(0.0, 5.0, Some(0.0)), Missed::Known(Estimate::of(5.0)));
    let quality = Quality { missed: Missed::Between { low: 12.0, high: 160.0, witness }, ..Quality::default() };
    assert!(quality.to_string().ends_with("is uncertain: 12 or 160, by what third records show and by the training"));
    assert_eq!((quality.recall(), quality.warning()), (None, None));
}

#[test]
fn records_with_a_number_in_common_tell_how_many_are_missed_without() {
    // Of 800 pairs found 500 have a number in common, of whom 400 would be linked without: of the other 300 / 0.8 = 375 there are 75
    // missing. The training says 40.
    let mut case = Case::two_sources(1_000, 800);
    case.unreached = Some(40.0 / 840.0);
    check(case.missed(), 40.0);
    case.numbers = NumberPairs { n_agree: 500, n_alike_else: 400 };
    check(case.missed(), 75.0);
    // Few tell nothing.
    case.numbers = NumberPairs { n_agree: 150, n_alike_else: 120 };
    check(case.missed(), 40.0);
    // 300 / 0.5 - 300 is more than three times as many as 40.
    case.numbers = NumberPairs { n_agree: 500, n_alike_else: 250 };
    let missed = case.quality().missed;
    assert!(matches!(missed, Missed::Between { witness: Witness::CommonNumbers, .. }), "{missed:?}");
    assert!(
        case.quality()
            .to_string()
            .ends_with("40 or 300, by what records with a number in common show and by the training")
    );
}

#[test]
fn bare_records_that_find_no_partner_as_others_do_miss_theirs() {
    // Of 200 records ten are bare; 160 of the others have a partner and none of the bare, whose partners are then bare too.
    let mut case = Case::two_sources(100, 80);
    case.is_bare = (0..200).map(|row| (90..100).contains(&row)).collect();
    let n_missing = 10.0 * 160.0 / 190.0;
    check(case.missed(), n_missing / 2.0);
    // Of 14 bare records four have partners, none of them bare: of another's partner it is one in five.
    case.is_bare = (0..200).map(|row| (90..100).contains(&row) || row < 4).collect();
    let n_missing = 14.0 * 156.0 / 186.0 - 4.0;
    check(case.missed(), n_missing * (1.0 - 1.0 / 5.0 / 2.0));
}

#[test]
fn two_records_of_a_source_in_one_person_are_wrong_unless_they_say_the_same() {
    let mut case = Case::two_sources(100, 50);
    (case.clusters[99], case.clusters[98]) = (0, 1);
    check(case.quality().wrong.n, 4.0);
    // One of the two says the very same name and birth, as all records of one person do: a duplicate.
    case.own[99] = case.own[0];
    check(case.quality().wrong.n, 2.0);
    // If half of them only do, there is another duplicate that does not.
    (100..125).for_each(|row| case.own[row] += 1_000);
    check(case.quality().wrong.n, 2.0 * (2.0 - 51.0 / 26.0));
}

#[test]
fn a_pair_counts_in_the_groups_of_both_records() {
    // Of 50 linked people ten are of the other group in one source; open pairs are three, all of the other group.
    let mut case = Case { holds_once: false, ..Case::two_sources(100, 50) };
    case.groups = (0..200).map(|row| u16::from(row < 10 || (60..63).contains(&row))).collect();
    case.open = (60..63).map(|row| at(row, row + 100, 0.94)).collect();
    case.links[0].weight = match_weight(0.96) as f32;
    let (quality, groups) = case.quality_by_group();
    assert_eq!(groups.iter().map(|group| (group.n_records, group.n_found)).collect::<Vec<_>>(), [(187, 50), (13, 10)]);
    check(groups[1].n_wrong, 0.04);
    check(groups[0].n_wrong, 0.04);
    let missed = quality.missed.estimate().expect("an estimate").n;
    check(groups[0].n_missed.expect("an estimate"), missed);
    check(groups[1].n_missed.expect("an estimate"), missed);
}

#[test]
fn a_run_that_misses_most_or_is_wrong_often_is_not_done() {
    let estimate = |n: f64| Estimate::of(n);
    let quality = Quality { n_found: 100, wrong: estimate(1.0), missed: Missed::Known(estimate(30.0)) };
    assert_eq!(quality.warning(), None);
    let misses = Quality { missed: Missed::Known(estimate(900.0)), ..quality };
    assert!(misses.warning().expect("a warning").starts_with("some 90% of matches are estimated to be missed"));
    let few = Quality { n_found: 0, missed: Missed::Known(estimate(6.0)), ..quality };
    assert_eq!((few.recall(), few.warning()), (Some(0.0), None), "of two files without anybody in common");
    let wrong = Quality { wrong: estimate(10.0), missed: Missed::Unknown, ..quality };
    assert!(wrong.warning().expect("a warning").starts_with("some 10% of links are estimated to be wrong"));
}
