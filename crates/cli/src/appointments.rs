//! `totalplace appointments`: one book of everything that agencies do with a person, safe to print.

use std::path::{Path, PathBuf};

use authored::WholeFile;
use casebook::book::{MARKS, Print, book_text, calendar, paper};
use pipeline::{Looking, MadeBook, Refusal, Whose};
use place::PurposeUse;

use crate::Outcome;
use crate::fail::Failure;

#[derive(clap::Args)]
#[command(
    after_help = "A book is one person's. It holds contacts under records that a person confirmed to be theirs, and \
    never those about domestic abuse, sexual health, police, child protection or adoption; rules/never_printed.csv can only \
    add to that list. A family's book holds what every adult of the family agreed to share (decisions/sharing.csv).\n\
    place.toml must name a [purpose]. Each look is written down in decisions/uses.csv.\n\
    Example: totalplace appointments my-place health:P774840998 --by \"A. Lead\" --ics book.ics --print book.html"
)]
pub struct Arguments {
    /// Folder of the place (may be left out), then whose book: `health:P774840998`, `person:12` or `family:7`
    #[arg(value_name = "[DIR] WHOSE", num_args = 1..=2, required = true)]
    arguments: Vec<String>,
    /// Who looks
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Write a calendar file; its entries say `Appointment` and when
    #[arg(long, value_name = "FILE")]
    ics: Option<PathBuf>,
    /// Write a page for paper
    #[arg(long, value_name = "FILE")]
    print: Option<PathBuf>,
    /// In large print
    #[arg(long, requires = "print")]
    large: bool,
    /// Confirm that this record is of the same person, such as `schools:77`: you have asked or checked
    #[arg(long, value_name = "RECORD")]
    confirm: Vec<String>,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let (dir, whose) = whose(&arguments.arguments)?;
    let looking = looking(&arguments.by, PurposeUse::Appointments)?;
    for path in arguments.ics.iter().chain(&arguments.print) {
        is_free(path)?;
    }
    if arguments.ics.is_some() && arguments.ics == arguments.print {
        return Err(Failure::new("a calendar and a page cannot be one file", "give them two names"));
    }
    for record in &arguments.confirm {
        let Whose::Record(one) = &whose else {
            return Err(Failure::new(
                "a confirmation is about two records",
                "name whose book it is by a record, as `health:P774840998`",
            ));
        };
        pipeline::confirm(&dir, one, &crate::explain::record(record)?, &looking)?
            .map_err(|refusal| refused(refusal, &dir, PurposeUse::Appointments))?;
    }
    let made =
        pipeline::book(&dir, &whose, &looking)?.map_err(|refusal| refused(refusal, &dir, PurposeUse::Appointments))?;
    let lines: Vec<String> = book_text(&made.book).iter().map(|line| report::for_terminal(line).into_owned()).collect();
    crate::print(lines.join("\n"))?;
    if let Some(path) = &arguments.ics {
        write(path, calendar(&made.book).as_bytes())?;
    }
    if let Some(path) = &arguments.print {
        let print = if arguments.large { Print::Large } else { Print::Usual };
        write(path, paper(&made.book, "Appointments", print).as_bytes())?;
    }
    left_out(&made);
    let is_whole = made.book.unconfirmed.is_empty() && made.silent_adults.is_empty() && made.elsewhere.is_empty();
    Ok(if is_whole { Outcome::Done } else { Outcome::Look })
}

/// Says what stays out until somebody confirms or agrees.
fn left_out(made: &MadeBook) {
    let unconfirmed = &made.book.unconfirmed;
    if !unconfirmed.is_empty() {
        let records: Vec<String> = unconfirmed.iter().map(|(agency, record)| format!("{agency}:{record}")).collect();
        say!(
            "left out until a person confirms that they are of the same person: {}; once you have checked, `--confirm RECORD`",
            records.join(", ")
        );
    }
    if !made.silent_adults.is_empty() {
        let adults: Vec<String> = made.silent_adults.iter().map(|person| format!("person {person}")).collect();
        say!(
            "nothing of the family is shown until every adult agrees: {} said nothing yet ({})",
            adults.join(" and "),
            place::SHARING
        );
    }
    if !made.elsewhere.is_empty() {
        let records: Vec<String> = made.elsewhere.iter().map(|(agency, record)| format!("{agency}:{record}")).collect();
        say!(
            "confirmed, and not in the book because the last build has them under somebody else: {}; run `totalplace build`",
            records.join(", ")
        );
    }
    // Said of every book, so that it tells nothing of this one.
    say!(
        "some kinds of contact are left out of every book (reference/journeys/never_printed.csv, rules/never_printed.csv)"
    );
    say!("this look is written down in {}", place::USES);
}

pub fn looking(by: &str, what: PurposeUse) -> Result<Looking<'_>, Failure> {
    match by.trim() {
        "" => Err(Failure::new("nobody is named", "say who looks with `--by NAME`")),
        by => Ok(Looking { by, today: crate::today_date(), what }),
    }
}

/// The folder, and whose book.
pub fn whose(arguments: &[String]) -> Result<(PathBuf, Whose), Failure> {
    let (dir, text) = match arguments {
        [dir, whose] => (PathBuf::from(dir), whose),
        [whose] => (PathBuf::from("."), whose),
        _ => unreachable!("clap takes one or two"),
    };
    let number = |number: &str| number.trim().parse::<i64>().ok();
    let whose = match text.split_once(':') {
        Some(("person", id)) if number(id).is_some() => number(id).map(Whose::Person),
        Some(("family", id)) if number(id).is_some() => number(id).map(Whose::Family),
        Some((agency, record)) if !agency.is_empty() && !record.is_empty() => {
            Some(Whose::Record((agency.to_owned(), record.to_owned())))
        }
        _ => None,
    };
    let hint = "name a record as `health:P774840998`, a person as `person:12`, a family as `family:7`";
    Ok((dir, whose.ok_or_else(|| Failure::new(format!("`{text}` names nobody"), hint))?))
}

pub fn refused(refusal: Refusal, dir: &Path, what: PurposeUse) -> Failure {
    let toml = dir.join("place.toml");
    let toml = toml.display();
    match refusal {
        Refusal::NoPurpose => Failure::new(
            format!("{toml} names no [purpose], and single people may only be looked at for one"),
            format!(
                "add to it, once it is true and approved:\n[purpose]\nsupport = \"\"\npower = \"\"\narticle_6 = \"6(1)(e)\"\n\
                 article_9 = \"9(2)(g)\"\nimpact_assessment = \"\"\nuntil = 2027-03-31\nuses = [\"{}\"]",
                what.word()
            ),
        ),
        Refusal::NotForThis(uses) => {
            let named: Vec<&str> = uses.iter().map(|word| word.word()).collect();
            Failure::new(
                format!("the [purpose] of {toml} is for {}, not for {}", named.join(" and "), what.word()),
                format!("if its impact assessment covers it, add \"{}\" to `uses`", what.word()),
            )
        }
        Refusal::Ended(until) => Failure::new(
            format!("the [purpose] of {toml} ended on {until}"),
            "have it reviewed, and write the new last day there",
        ),
        Refusal::SharingUnclear(what) => Failure::new(
            format!("{} names {what}, which cannot be right; it might be a refusal", place::SHARING),
            "write agencies and records as the files about people do, and no day to come; then try again",
        ),
        Refusal::Unknown => Failure::new(
            "nobody is known by that record or number",
            "`totalplace query` lists records and people in person_cluster, families in family_member",
        ),
    }
}

/// A book is never written over anything but an earlier book: `--print decisions/uses.csv` would undo a record.
fn is_free(path: &Path) -> Result<(), Failure> {
    let is_book = |bytes: &[u8]| MARKS.iter().any(|mark| bytes.windows(mark.len()).any(|part| part == mark.as_bytes()));
    match std::fs::read(path) {
        Ok(bytes) if !is_book(&bytes) => Err(Failure::new(
            format!("{} is there already, and it is not a book", path.display()),
            "give another name, or move that file away",
        )),
        _ => Ok(()),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    WholeFile::prepare_for_owner(path, bytes).and_then(WholeFile::put_in_place).map_err(|error| {
        Failure::new(format!("{} cannot be written: {error}", path.display()), "name a file in a folder that exists")
    })
}
