use super::*;

const SERVICES: [(&str, [&str; 6]); 4] = [
    ("adult_social_care", ["residential", "nursing", "homecare", "carers", "older", "reablement"]),
    ("highways_transport", ["road", "gritting", "signals", "bridge", "kerb", "lighting"]),
    ("environmental_regulatory", ["refuse", "recycling", "landfill", "skip", "sweeping", "bins"]),
    ("education", ["school", "nursery", "pupil", "teaching", "classroom", "tuition"]),
];

/// Headings of three words from the vocabulary of their service, and a word that all share.
fn planted() -> Vec<Example> {
    let mut examples = Vec::new();
    for (service, words) in SERVICES {
        for a in 0..words.len() {
            for b in 0..words.len() {
                let text = format!("council {} {} {}", words[a], words[b], words[(a + b) % words.len()]);
                examples.push(Example {
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
    let found = propose(&planted(), &[heading("council skip landfill"), heading("nursery pupil")]);
    let accuracy = found.accuracy_held_out.unwrap();
    assert!(0.95 < accuracy.by_heading && accuracy.by_amount.is_some_and(|share| 0.95 < share), "{accuracy:?}");
    let services: Vec<(&str, &str)> =
        found.proposals.iter().map(|one| (one.heading.text.as_str(), one.service.as_str())).collect();
    assert_eq!(services, [("council skip landfill", "environmental_regulatory"), ("nursery pupil", "education")]);
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
    let accuracy = propose(&examples, &[]).accuracy_held_out.unwrap();
    assert!(accuracy.by_heading < 0.45, "{accuracy:?}");
}

#[test]
fn too_few_examples_are_not_computed() {
    let found = propose(&planted()[..EXAMPLES_MIN - 1], &[heading("council school")]);
    assert_eq!((found.accuracy_held_out, found.n_held_out, found.proposals.len()), (None, 0, 0));
}

#[test]
fn one_service_alone_is_not_computed() {
    let alike: Vec<Example> =
        planted().into_iter().map(|example| Example { service: "education".to_owned(), ..example }).collect();
    assert_eq!(propose(&alike, &[heading("school")]).accuracy_held_out, None);
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
fn every_example_is_held_out_once() {
    let found = propose(&planted(), &[]);
    assert_eq!(found.n_held_out, found.n_train);
}

#[test]
fn a_text_with_two_services_counts_for_the_one_with_more_pounds() {
    let example = |service: &str, pence: i64| Example {
        text: "stores".to_owned(),
        n_lines: 1,
        amount: Money::from_pence(pence),
        service: service.to_owned(),
    };
    let kept = distinct(&[example("education", 5_00), example("fire", -9_00), example("education", 3_00)]);
    assert_eq!(kept, [Example { n_lines: 1, ..example("fire", 9_00) }]);
}

/// Published values of FNV-1a: 0xcbf29ce484222325 of nothing, 0xaf63dc4c8601ec8c of `a`.
#[test]
fn the_fold_of_a_heading_never_changes() {
    assert_eq!([fold_of(""), fold_of("a")], [0xcbf2_9ce4 % N_FOLDS, 0xaf63_dc4c % N_FOLDS]);
}
