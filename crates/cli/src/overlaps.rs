//! `totalplace overlaps`: what is done twice, in pounds, and the first draft of a proposal from a finding.

use std::path::Path;

use casebook::draft::{Draft, Payer, file_name};
use model::{Place, Strand};
use report::block::Block;
use report::overlaps::{Finding, Overlaps, overlaps};
use report::render::render_blocks;

use crate::fail::Failure;
use crate::{Outcome, PlaceFolder, table};

#[derive(clap::Args)]
#[command(
    after_help = "A pound is in one finding at most. A finding is money that is spent, not money that can be saved; --propose \
    writes the first draft of a proposal, which says what would be done instead.\n\
    Examples: totalplace overlaps my-place --strand property\n          \
    totalplace overlaps my-place --finding 1\n          \
    totalplace overlaps my-place --propose 1"
)]
pub struct Arguments {
    #[command(flatten)]
    folder: PlaceFolder,
    /// Findings of one strand of savings
    #[arg(long, value_name = "STRAND")]
    strand: Option<String>,
    /// One finding with its evidence, by its number or id
    #[arg(long, value_name = "N", conflicts_with_all = ["strand", "propose"])]
    finding: Option<String>,
    /// Write the first draft of a proposal from a finding into proposals/
    #[arg(long, value_name = "N", conflicts_with = "strand")]
    propose: Option<String>,
    /// Every row of every table
    #[arg(long)]
    all: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let dir = &arguments.folder.dir;
    let place = place::read(dir)?;
    let strand = arguments.strand.as_deref().map(strand_named).transpose()?;
    let found = pipeline::of_one_build(dir, |folder| -> Result<_, Failure> { Ok(overlaps(folder)?) })?;
    let Some(found) = found else {
        say!("{} was built before overlaps were looked for: run `totalplace build {}`", place.name, dir.display());
        return Ok(Outcome::Look);
    };
    if let Some(asked) = &arguments.propose {
        return propose(dir, &place, finding(&found, asked)?);
    }
    if let Some(asked) = &arguments.finding {
        return show(&place, &found, finding(&found, asked)?, &arguments);
    }
    if arguments.json {
        crate::print(format!("{:#}", found.to_json(strand)))?;
        return Ok(Outcome::Done);
    }
    if !place.earlier_years.is_empty() {
        say!(
            "of {}, the latest year: what bodies spend in several years is no more done twice than in one",
            place.year
        );
    }
    let mut blocks = vec![found.strands_block(), found.findings_block(&place, strand)];
    if strand.is_none() {
        blocks.extend([found.repeats_block(&place), found.voluntary_block(&place)]);
        blocks.extend(found.ends_block());
    }
    print_blocks(blocks, arguments.all)?;
    if !found.all.is_empty() {
        say!("\n`totalplace overlaps {} --finding N` shows the evidence for one", dir.display());
    }
    Ok(Outcome::Done)
}

fn strand_named(written: &str) -> Result<Strand, Failure> {
    let plain = written.to_lowercase().replace([' ', '-'], "_");
    Strand::parse(&plain).ok_or_else(|| Failure::not_there("strand", written, Strand::ALL.iter().map(|of| of.word())))
}

fn finding<'a>(found: &'a Overlaps, asked: &str) -> Result<&'a Finding, Failure> {
    found.find(asked).ok_or_else(|| match found.all.len() {
        0 => Failure::new("nothing was found to be done twice", "build a place with the ledgers of several bodies"),
        n => Failure::new(format!("there is no finding `{asked}`"), format!("a number from 1 to {n}, or an id")),
    })
}

fn show(place: &Place, found: &Overlaps, finding: &Finding, arguments: &Arguments) -> Result<Outcome, Failure> {
    if arguments.json {
        crate::print(format!("{:#}", finding.to_json_with(found.evidence_of(finding))))?;
        return Ok(Outcome::Done);
    }
    let amount = finding.amount.map_or("pounds not known".to_owned(), |amount| amount.to_string());
    crate::print(report::for_terminal(&format!("{}. {}: {amount}", finding.rank, finding.title)))?;
    for line in finding.lines() {
        crate::print(format!("  {}", report::for_terminal(&line)))?;
    }
    print_blocks(vec![found.evidence_block(place, finding)], arguments.all)?;
    say!("\n`totalplace overlaps {} --propose {}` drafts a proposal", arguments.folder.dir.display(), finding.rank);
    Ok(Outcome::Done)
}

/// Writes a draft, never over a file that is there.
fn propose(dir: &Path, place: &Place, finding: &Finding) -> Result<Outcome, Failure> {
    let payers = payers(place, finding);
    let draft = Draft { finding, payers: &payers, place: &place.name, year: place.year };
    let text = draft.toml().map_err(|why| {
        Failure::new(
            format!("no proposal can be drafted from finding {}: {why}", finding.rank),
            "write one with docs/guides/write-a-proposal.md, and say there what would be done instead",
        )
    })?;
    let path = dir.join("proposals").join(file_name(&finding.title));
    write_new(&path, &text)?;
    crate::print(path.display())?;
    say!("`totalplace appraise {}` says who pays and who gains; change first what you know better", path.display());
    Ok(Outcome::Done)
}

/// Writes a file that is not there yet: somebody may have worked on the draft of an earlier day.
fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    if path.symlink_metadata().is_ok() {
        return Err(Failure::new(
            format!("{} is there already and is left as it is", path.display()),
            "appraise it, or move it away and propose again",
        ));
    }
    let failed = |error: std::io::Error| {
        Failure::new(format!("{} cannot be written: {error}", path.display()), "make room or give leave to write there")
    };
    std::fs::create_dir_all(path.parent().expect("a folder")).map_err(failed)?;
    authored::write_whole(path, text.as_bytes()).map_err(failed)
}

/// Who pays for it, the largest first.
fn payers(place: &Place, finding: &Finding) -> Vec<Payer> {
    let payer = |(id, amount): &(String, money::Money)| {
        let body = place.bodies.iter().find(|body| body.id == *id);
        let name = body.map_or_else(|| id.clone(), |body| body.name.clone());
        let kind = body.map_or(model::BodyKind::Other, |body| body.kind);
        Payer { id: id.clone(), name, kind, amount: *amount }
    };
    finding.payers.iter().map(payer).collect()
}

fn print_blocks(blocks: Vec<Block>, all: bool) -> Result<(), Failure> {
    // What is empty says nothing, except for the first table, which then says that nothing was found.
    let is_said = |(at, block): &(usize, Block)| *at == 0 || !block.rows.is_empty();
    let blocks: Vec<Block> = blocks.into_iter().enumerate().filter(is_said).map(|(_, block)| block).collect();
    let blocks = if all { blocks.into_iter().map(Block::unshortened).collect() } else { blocks };
    crate::print(render_blocks(blocks, usize::from(table::width()), table::is_coloured()).trim_start_matches('\n'))
}
