//! The project's own errands: `cargo xtask check` before every push, and what it is made of.
//!
//! It knows the other crates only from outside, by their commands and their files, so that it builds in
//! seconds.

mod bench;
mod browser;
mod check;
mod circles;
mod compare;
mod deny;
mod documents;
mod homes;
mod kills;
mod layers;
mod leaks;
mod links;
mod notices;
mod pages;
mod phrases;
mod server;
mod shell;
mod sizes;
mod skipped;
mod source;
mod strangers;
mod transcripts;

use std::process::ExitCode;

/// What an errand gives, or what is wrong, in words for the person who ran it.
type Outcome<T = ()> = Result<T, String>;

const USAGE: &str = "\
cargo xtask check                 all of the below but the benchmark, and the tests: before every push
cargo xtask quick                 what needs no compiled crate: format, layers, documents, leaks, links, phrases
cargo xtask layers                every crate depends only on crates to its left; the longest chain of them
cargo xtask circles               modules of one crate do not use each other in a circle
cargo xtask documents             the crates, tables and types that ARCHITECTURE and GLOSSARY name exist
cargo xtask leaks                 no tracked file names this machine
cargo xtask links                 every link between pages leads somewhere
cargo xtask phrases               no text contains a phrase of xtask/src/phrases.csv, which says what to write instead
cargo xtask reference             write docs/reference/ again from the declarations
cargo xtask notices               write docs/reference/third-party.md, and the texts of licences in target/
cargo xtask deny                  licences, banned crates, sources and advisories by deny.toml, where cargo-deny is at hand
cargo xtask browser               every page of the demo in a real browser; screenshots in target/browser
cargo xtask transcripts           every console block of README and guides prints what it says
cargo xtask transcripts --update  write down what they print
cargo xtask sizes [COMMIT]        lines that are no tests and lengths of functions, beside those of a commit
cargo xtask compare OLD NEW       two programs build the same places: every table row for row
    [PLACE ...]                   of examples/, a folder, or `synthetic` (all four examples and synthetic)
    --people N                    people of the synthetic place (20000)
cargo xtask strangers [people]    ledgers, or files about people, changed at random: read rightly, said, or silent and wrong
    --runs N                      good files, single changes, pairs and threes (1000)
    --seed N                      the same seed makes the same files (7)
    --part K/N                    the K-th of N parts of these runs; all parts together are the whole
    --change NAME                 these changes alone, together if given again; --list names them
    --body WORD                   only the files of this body are changed
    --shrink                      keep the smallest files that show what is wrong
    --binary PATH                 the program (the release build)
    --threads N                   runs at once (every core)
cargo xtask kills                 200 kills of build, publish, sign, export and link each, and full disks: nothing is half written
    --kills N, --disks N          of each command (200, 40)
    --seed N                      the same moments again (7)
    --program PATH                the program to stop (the release build)
cargo xtask bench count           ours and DuckDB on the same real ledgers, growth, memory, rebuild
    --runs N                      runs of each (5)
    --skip-growth                 only the comparison and the rebuild
cargo xtask bench appraisal       draws of a proposal: ours, NumPy and R, with their answers
    --runs N                      runs of each (5)
    --draws N                     draws of one proposal (100000)
    --portfolio-draws N           draws of each of 200 proposals (10000)
cargo xtask bench journey         event logs mined: ours and PM4Py on the same files, and a long log; time, memory
    --runs N                      runs of each (5)
    --events N                    events of a long log, may be given again (1000000, 10000000)
    --peer-max N                  leave PM4Py out of a long log with more events (1000000)
    --only WORD                   logs whose name has this word; `long` is the long ones
    --program PATH                the program (the release build)
cargo xtask bench linkage         people linked: ours and Splink on the same records; time, F1, memory
    --records N                   how many, may be given again (100000, 1000000, 10000000)
    --people alone|homes          each person alone, or families with twins, namesakes, moves and marriages (both)
    --runs N                      runs of each (3)
    --splink-max N                leave out Splink above this many records (1000000)
    --program PATH                the program (the release build)
cargo xtask bench linkage-memory  people linked with less and less memory: time, peak, and whether any byte differs
    --records N                   how many, may be given again (1000000)
    --memory SIZE                 a limit, may be given again (256MiB, 64MiB)
    --runs N                      runs of each (3)
cargo xtask bench linkage-quality FEBRL 1 to 4 and five agencies: ours without a configuration, and beside Splink
    --program PATH                the program (the release build)
    --only WORD                   data whose name has this word
    --skip-splink                 ours alone
cargo xtask bench services        pounds that get a service, and the right one, when a body's own labels are hidden
    --program PATH                the program (the release build)
cargo xtask bench rows            published rows on Python's host of files and on nginx: bytes and seconds of ten lines, and publishing
    --lines N                     lines of the large place (7000000)
    --links N                     filters of each shape that are opened (2)
    --program PATH                the program (the release build)
    --place DIR                   a place that is there, instead of the large one
cargo xtask bench site            the demo's first page, fifty readers of a large place, Datasette on the same lines
    --lines N                     lines of the large place (7000000)
    --seconds N                   of each run of the load test (20, at most 20)
    --runs N                      runs of each question (5)
    --built                       the release program that is there, as it is";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["check"] => check::all(),
        ["quick"] => check::quick(),
        ["layers"] => layers::check(),
        ["circles"] => circles::check(),
        ["documents"] => documents::check(),
        ["leaks"] => leaks::check(),
        ["links"] => links::check(),
        ["phrases"] => phrases::check(),
        ["compare", options @ ..] => compare::Options::parse(options).and_then(|options| compare::compare(&options)),
        ["sizes"] => sizes::sizes(None),
        ["sizes", commit] => sizes::sizes(Some(commit)),
        ["reference"] => pages::write_reference(),
        ["notices"] => notices::write_notices(),
        ["deny"] => deny::check(),
        ["browser"] => browser::check(),
        ["transcripts"] => transcripts::run(transcripts::Mode::Verify),
        ["transcripts", "--update"] => transcripts::run(transcripts::Mode::Update),
        ["strangers", options @ ..] => {
            strangers::Options::parse(options).and_then(|options| strangers::strangers(&options))
        }
        ["kills", options @ ..] => kills::Options::parse(options).and_then(|options| kills::kills(&options)),
        ["bench", "count", options @ ..] => bench::count::Options::parse(options).and_then(bench::count::count),
        ["bench", "appraisal", options @ ..] => {
            bench::appraisal::Options::parse(options).and_then(|options| bench::appraisal::appraisal(&options))
        }
        ["bench", "journey", options @ ..] => {
            bench::journey::Options::parse(options).and_then(|options| bench::journey::journey(&options))
        }
        ["bench", "linkage", options @ ..] => {
            bench::linkage::Options::parse(options).and_then(|options| bench::linkage::linkage(&options))
        }
        ["bench", "linkage-memory", options @ ..] => bench::linkage_memory::Options::parse(options)
            .and_then(|options| bench::linkage_memory::linkage_memory(&options)),
        ["bench", "linkage-quality", options @ ..] => bench::linkage_quality::Options::parse(options)
            .and_then(|options| bench::linkage_quality::linkage_quality(&options)),
        ["bench", "rows", options @ ..] => {
            bench::rows::Options::parse(options).and_then(|options| bench::rows::rows(&options))
        }
        ["bench", "services", options @ ..] => {
            bench::services::Options::parse(options).and_then(bench::services::services)
        }
        ["bench", "site", options @ ..] => {
            bench::site::Options::parse(options).and_then(|options| bench::site::site(&options))
        }
        _ => Err(format!("no such errand; there are\n\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(text) => {
            eprintln!("error: {text}");
            ExitCode::FAILURE
        }
    }
}
