//! Proves published instances and says how long it took:
//! `cargo run --release -p estate --example prove -- FORMAT FILE...`, where FORMAT is `pmed`, `pcentre`, `pmedcap`,
//! `holmberg` or `holmberg-split`.

#![allow(clippy::print_stdout)] // an example is read on the terminal

use std::ops::ControlFlow;
use std::time::Instant;

use estate::read::{read_holmberg, read_pmed, read_pmedcap};
use estate::{Answer, Model, Progress, Question, locate};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let format = arguments.next().expect("the format comes first");
    for file in arguments {
        let text = std::fs::read_to_string(&file).expect("the file can be read");
        let model = read(&format, &text, &file);
        let started = Instant::now();
        let mut watch = |progress: &Progress| {
            if std::env::var_os("WATCH").is_some() {
                println!("{:.2}s {progress:?}", started.elapsed().as_secs_f64());
            }
            match started.elapsed().as_secs() < 300 {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            }
        };
        let answer = locate(&model, 1, &mut watch);
        show(&file, &answer, started.elapsed().as_secs_f64());
    }
}

fn read(format: &str, text: &str, file: &str) -> Model {
    let model = match format {
        "pmed" | "pcentre" => read_pmed(text, file),
        "pmedcap" => read_pmedcap(text, file),
        "holmberg" | "holmberg-split" => read_holmberg(text, file),
        _ => panic!("there is no format {format}"),
    };
    let mut model = model.expect("the file has no mistakes");
    model.may_split = format == "holmberg-split";
    if let (Question::Median { n_sites }, "pcentre") = (model.question, format) {
        model.question = Question::Centre { n_sites };
    }
    model
}

fn show(file: &str, answer: &Answer, seconds: f64) {
    let name = std::path::Path::new(file).file_stem().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    match answer {
        Answer::Plans { plans, proof } => {
            let state = if proof.is_proved { "proved" } else { "not proved" };
            println!(
                "{name} {} {state}, gap {:.5}, {} nodes, {seconds:.2} s",
                plans[0].value, proof.gap, proof.n_nodes
            );
        }
        other => println!("{name} {other:?}, {seconds:.2} s"),
    }
}
