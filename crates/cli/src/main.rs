//! `totalplace`: from the files that each public body of a place holds to one account of the place.
//!
//! Data goes to stdout and talk to stderr. Exit 0 is done and reconciled, 1 is done but something needs
//! a look, 2 is not done.

#[macro_use]
mod talk;

mod appointments;
mod appraise;
mod build;
mod check;
mod classify;
mod completions;
mod coverage;
mod demo;
mod estate;
mod explain;
mod export;
mod fail;
mod full_disk;
mod journeys;
mod link;
mod locate;
mod mine;
mod new;
mod one_at_a_time;
mod overlaps;
mod people;
mod progress;
mod publish;
mod query;
mod review;
mod serve;
mod sign;
mod suppliers;
mod synth;
mod table;
mod team;
mod trace;
mod unit_costs;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use fail::Failure;

/// Counts all public money in a place once, with every figure traceable to its source row.
#[derive(Parser)]
#[command(name = "totalplace", version, propagate_version = true, arg_required_else_help = true, max_term_width = 110)]
#[command(after_help = "Start with `totalplace new my-place`, put the files as received into my-place/sources/, \
    describe the bodies in my-place/place.toml, then run `totalplace check my-place` and `totalplace build my-place`.\n\n\
    Exit status: 0 done and reconciled; 1 done, and something needs a look; 2 not done.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a fictional place, build it and open its pages: the five-minute tour
    Demo(demo::Arguments),
    /// Start a place: a folder with a commented place.toml
    New(new::Arguments),
    /// Show what is in the sources, how each file is read and what looks wrong; writes proposed mappings
    Check(check::Arguments),
    /// Bring out/ up to date and print the account
    Build(build::Arguments),
    /// What is counted for each body and service, how much is traced to payments, and what to ask each body for
    Coverage(coverage::Arguments),
    /// Query every table in SQL
    Query(query::Arguments),
    /// Trace a figure to its rows: file, sheet and row, as printed
    Trace(Box<trace::Arguments>),
    /// Who is paid, by which bodies, under which names
    Suppliers(suppliers::Arguments),
    /// Export the account for other tools
    Export(export::Arguments),
    /// Serve the pages of a built place, with search and drill-down to rows
    Serve(serve::Arguments),
    /// Check the pages and publish them, all at once
    Publish(publish::Arguments),
    /// Make a fictional place of any size, with the right answers known
    Synth(synth::Arguments),
    /// What a better design costs, who pays and who gains
    Appraise(appraise::Arguments),
    /// Look up what a unit of something costs, with year, agency, source and what it includes
    UnitCosts(unit_costs::Arguments),
    /// Find which records in any files are of the same person: CSV, workbooks, Parquet
    Link(Box<link::Arguments>),
    /// Show why two records are, or are not, of one person: a waterfall of evidence
    Explain(explain::Arguments),
    /// Review doubtful pairs of records in the browser, without seeing the program's answer
    Review(review::Arguments),
    /// Show what changed in who is who, and sign it
    Sign(sign::Arguments),
    /// Who hands people to whom, where they wait, what they are asked twice, what it costs
    Journeys(journeys::Arguments),
    /// One book of what agencies do with a person or family, safe to print
    Appointments(appointments::Arguments),
    /// Who sees a family, who could step back and who could lead: a proposal
    Team(team::Arguments),
    /// Process mining on any event log: steps, variants, hand-offs, waits, a designed pathway, a model
    Mine(Box<mine::Arguments>),
    /// What is done twice, in pounds, and the first draft of a proposal from a finding
    Overlaps(overlaps::Arguments),
    /// Buildings: whose they are, who are neighbours, plans by money and access, what closures cost whom
    Estate(estate::Arguments),
    /// Where services should be: location models with a proof (p-median, p-centre, cover, shared roofs)
    Locate(locate::Arguments),
    /// List the largest headings without a service, propose one for each, and turn your answers into rules
    Classify(classify::Arguments),
    /// What a shell completes, or the manual page: bash, zsh, fish, powershell, elvish, man
    Completions(completions::Arguments),
}

/// The place's folder, as most commands take it.
#[derive(clap::Args)]
struct PlaceFolder {
    /// Folder of the place
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
}

/// What a command that was done found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    /// Done, and something needs a look.
    Look,
}

/// Prints to stdout; a reader that has stopped reading, as `head` does, is no fault.
fn print(text: impl std::fmt::Display) -> Result<(), Failure> {
    use std::io::Write;
    Ok(writeln!(std::io::stdout().lock(), "{}", talk::shown(&text.to_string()))?)
}

/// Goes on where a reader has stopped reading: there is work to be done besides printing.
fn unless_closed(printed: Result<(), Failure>) -> Result<(), Failure> {
    match printed {
        Err(Failure::ClosedPipe) => Ok(()),
        other => other,
    }
}

/// The day of the machine's clock, for what people sign.
fn today() -> String {
    today_date().to_string()
}

fn today_date() -> jiff::civil::Date {
    jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date()
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Appraise(arguments) => appraise::run(arguments),
        Command::UnitCosts(arguments) => unit_costs::run(arguments),
        Command::Demo(arguments) => demo::run(arguments),
        Command::Serve(arguments) => serve::run(arguments),
        Command::Publish(arguments) => publish::run(arguments),
        Command::Synth(arguments) => synth::run(arguments),
        Command::New(arguments) => new::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Build(arguments) => build::run(arguments),
        Command::Coverage(arguments) => coverage::run(arguments),
        Command::Query(arguments) => query::run(arguments),
        Command::Trace(arguments) => trace::run(*arguments),
        Command::Suppliers(arguments) => suppliers::run(arguments),
        Command::Export(arguments) => export::run(arguments),
        Command::Journeys(arguments) => journeys::run(arguments),
        Command::Overlaps(arguments) => overlaps::run(arguments),
        Command::Appointments(arguments) => appointments::run(arguments),
        Command::Team(arguments) => team::run(arguments),
        Command::Mine(arguments) => mine::run(*arguments),
        Command::Estate(arguments) => estate::run(arguments),
        Command::Locate(arguments) => locate::run(arguments),
        Command::Link(arguments) => link::run(*arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Review(arguments) => review::run(arguments),
        Command::Sign(arguments) => sign::run(arguments),
        Command::Classify(arguments) => classify::run(arguments),
        Command::Completions(arguments) => completions::run(arguments),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Look) => ExitCode::from(1),
        Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print();
            ExitCode::from(2)
        }
    }
}
