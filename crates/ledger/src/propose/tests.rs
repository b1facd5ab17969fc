use super::*;

const SERVICES: [(&str, [&str; 6]); 4] = [
    ("adult_social_care", ["residential", "nursing", "homecare", "carers", "older", "reablement"]),
    ("highways_transport", ["road", "gritting", "signals", "bridge", "kerb", "lighting"]),
    ("environmental_regulatory", ["refuse", "recycling", "landfill", "skip", "sweeping", "bins"]),
    ("education", ["school", "nursery", "pupil", "teaching", "classroom", "tuition"]),
];

/// Headings of three words from the vocabulary of their service, and a word that all share; of four bodies in turn.
fn planted() -> Vec<Example> {
    let mut examples = Vec::new();
    for (service, words) in SERVICES {
        for a in 0..words.len() {
            for b in 0..words.len() {
                let text = format!("council {} {} {}", words[a], words[b], words[(a + b) % words.len()]);
                examples.push(Example {
                    body_id: format!("body-{}", b % 4),
                    text,
                    n_lines: 1,
                    amount: Money::from_pence(100_00),
                    service: service.to_owned(),
                });
            }
        }
    }
    examples
}

fn heading(text: &str) -> Heading {
    Heading { text: text.to_owned(), n_lines: 1, amount: Money::from_pence(1_00) }
}

#[test]
fn vocabularies_that_differ_are_told_apart() {
    let found =
        propose(&planted(), &[heading("council skip landfill bins refuse"), heading("nursery pupil school teaching")]);
    let accuracy = found.accuracy_held_back.unwrap();
    assert!(0.95 < accuracy.by_heading && accuracy.by_amount.is_some_and(|share| 0.95 < share), "{accuracy:?}");
    let services: Vec<(&str, &str)> =
        found.proposals.iter().map(|one| (one.heading.text.as_str(), one.service.as_str())).collect();
    assert_eq!(
        services,
        [
            ("council skip landfill bins refuse", "environmental_regulatory"),
            ("nursery pupil school teaching", "education")
        ]
    );
    assert!(found.proposals.iter().all(|one| 0.9 < one.confidence && one.confidence < 1.0), "{:?}", found.proposals);
}

/// With the labels dealt out anew the words say nothing: four services, so about one in four is right.
#[test]
fn shuffled_labels_are_guessed_no_better_than_by_chance() {
    let mut examples = planted();
    for (at, example) in examples.iter_mut().enumerate() {
        // 7 and the number of services have no common factor, so every service is dealt out alike.
        example.service = SERVICES[(at * 7 + at / 6) % SERVICES.len()].0.to_owned();
    }
    let accuracy = propose(&examples, &[]).accuracy_held_back.unwrap();
    assert!(accuracy.by_heading < 0.45, "{accuracy:?}");
}

#[test]
fn too_few_examples_are_not_computed() {
    let found = propose(&planted()[..EXAMPLES_MIN - 1], &[heading("council school")]);
    assert_eq!((found.accuracy_held_back, found.n_held_back, found.proposals.len()), (None, 0, 0));
}

#[test]
fn one_service_alone_is_not_computed() {
    let alike: Vec<Example> =
        planted().into_iter().map(|example| Example { service: "education".to_owned(), ..example }).collect();
    assert_eq!(propose(&alike, &[heading("school")]).accuracy_held_back, None);
}

#[test]
fn a_heading_of_unknown_words_has_no_proposal() {
    assert!(propose(&planted(), &[heading("zymurgy")]).proposals.is_empty());
}

#[test]
fn the_order_of_the_headings_changes_nothing() {
    let asked = [heading("council skip"), heading("school signals"), heading("council")];
    let mut backwards = planted();
    backwards.reverse();
    let mut asked_backwards = asked.clone();
    asked_backwards.reverse();
    assert_eq!(propose(&planted(), &asked), propose(&backwards, &asked_backwards));
}

#[test]
fn every_example_is_held_back_once() {
    let found = propose(&planted(), &[]);
    assert_eq!(found.n_held_back, found.n_train);
}

#[test]
fn a_text_with_two_services_counts_for_the_one_with_more_pounds() {
    let example = |service: &str, pence: i64| Example {
        body_id: "county".to_owned(),
        text: "stores".to_owned(),
        n_lines: 1,
        amount: Money::from_pence(pence),
        service: service.to_owned(),
    };
    let kept = distinct(&[example("education", 5_00), example("fire", -9_00), example("education", 3_00)]);
    assert_eq!(kept, [Example { n_lines: 1, ..example("fire", 9_00) }]);
}

/// Every service has its own words at each body, so nothing carries over, although each body is consistent.
#[test]
fn what_one_body_alone_says_is_proposed_to_no_other() {
    let mut examples = planted();
    for (at, example) in examples.iter_mut().enumerate() {
        example.text = example.text.split(' ').map(|word| format!("{word}{} ", example.body_id)).collect();
        example.service = SERVICES[(at / 36 + at % 4) % SERVICES.len()].0.to_owned();
    }
    let found = propose(&examples, &[heading("skipbody-1 landfillbody-1")]);
    assert_eq!((found.n_bodies, found.proposals.len()), (4, 0), "{found:?}");
    assert!(found.accuracy_held_back.unwrap().by_heading < 0.5, "{found:?}");
}

#[test]
fn a_proposal_stands_only_where_nine_in_ten_were_right() {
    let found = propose(&planted(), &[heading("council skip landfill bins refuse"), heading("council")]);
    assert!(found.proposals.iter().all(|one| CONFIDENCE_MIN <= one.confidence), "{:?}", found.proposals);
    assert_eq!(found.proposals.len(), 1, "a word that all share says nothing: {:?}", found.proposals);
    assert!(found.accuracy_proposed.is_some_and(|accuracy| CONFIDENCE_MIN <= accuracy.by_heading), "{found:?}");
}

#[test]
fn the_headings_of_one_body_cannot_be_held_back() {
    let alone: Vec<Example> =
        planted().into_iter().map(|example| Example { body_id: "county".to_owned(), ..example }).collect();
    let found = propose(&alone, &[heading("council skip landfill")]);
    assert_eq!((found.accuracy_held_back, found.n_bodies, found.proposals.len()), (None, 0, 0));
}
