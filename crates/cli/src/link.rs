//! `totalplace link`: which records of any files are of one person.

mod again;
mod extracts;
mod folder;
mod memory;
mod parquet;
mod people;
mod read;
mod reading;
mod sources;
mod summary;
mod write;

use std::path::{Path, PathBuf};
use std::time::Instant;

use bytesize::ByteSize;
use intake::people::PersonField;
use linkage::people::{compared, model_for, no_first_name};
use linkage::review::settled;
use linkage::score::{PairLevels, ScoredPair};
use linkage::{LinkOptions, Linked, MemoryLimit, Model, Note, PairSink, PersonColumn, Records, Stage, link};
use linkage::{NameOrigins, RecordOrigins};

use crate::Outcome;
use crate::fail::Failure;
use again::RunOf;
pub use again::{Again, is_run};
use extracts::Extracts;
use folder::{Folder, MODEL};
pub use memory::of_machine as memory_of_machine;
use people::People;
use sources::{Headings, NamedFile};
use summary::Summary;

#[derive(clap::Args)]
#[command(
    after_help = "Files may be CSV, XLSX (or another workbook) or Parquet, with a heading above each column. In \
    one file, it looks for records of the same person; in several files, it looks within and between them.\n\n\
    If you give no model, one is chosen by the headings and written to the folder as model.toml: edit it there and \
    pass it with --model. A second run into the same folder keeps the people's numbers and lists what changed.\n\n\
    Example: totalplace link council.csv nhs.xlsx police.parquet --out who-is-who"
)]
pub struct Arguments {
    /// Files of records; NAME=FILE names what a file is about, so that people keep their numbers if the file is renamed
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// A linkage model, such as model.toml from an earlier run
    #[arg(long, value_name = "MODEL.toml")]
    model: Option<PathBuf>,
    /// Splink settings instead of a model
    #[arg(long, value_name = "SETTINGS.json", conflicts_with = "model")]
    splink: Option<PathBuf>,
    /// Folder for pairs, clusters and the trained model
    #[arg(long, value_name = "DIR", default_value = "linked")]
    out: PathBuf,
    /// Column that numbers the records of a file; by default it is found by its heading, or the rows are numbered
    #[arg(long, value_name = "COLUMN")]
    id: Option<String>,
    /// Sheet of a workbook; by default the one that says most about people
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Use m, u and the prior from the model, without training
    #[arg(long)]
    as_it_is: bool,
    /// Pairs that one blocking rule may compare
    #[arg(long, value_name = "N", default_value_t = LinkOptions::USUAL.n_pairs_max)]
    pairs_max: u64,
    /// Memory for what grows with records and pairs, such as 512MiB; by default half of the machine's. Beyond it,
    /// unnamed files in the --out folder are used, and the results are the same. It does not cover distinct values,
    /// ids, up to 24 bytes a record, and the numbers of an earlier run
    #[arg(long, value_name = "SIZE", value_parser = memory::parse)]
    memory: Option<ByteSize>,
    /// Column that says who each record really is: precision and recall are printed
    #[arg(long, value_name = "COLUMN")]
    truth: Option<String>,
    /// Also write the trained model as Splink settings, and beside them the records as they are compared
    #[arg(long, value_name = "SETTINGS.json")]
    write_splink: Option<PathBuf>,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let given = given_model(&arguments)?;
    folder::refuse_strangers(&arguments.out)?;
    let files = named_files(&arguments)?;
    let mut stages = Stages { begun: Instant::now() };
    let memory = memory::limit(arguments.memory, &arguments.out);
    let Input { records, model, columns, headings } = input(&arguments, &files, given, &memory)?;
    stages.end("read")?;
    let folder = Folder::prepare(&arguments.out)?;
    let origins = NameOrigins::read(None).expect("the list that comes with the program is read by the tests");
    let settled = settled(&pipeline::pair_answers(&arguments.out)?);
    let options = LinkOptions {
        n_pairs_max: arguments.pairs_max,
        decided: linkage::decided(&records, &settled),
        train: !arguments.as_it_is,
        memory: Some(memory),
        columns,
        around_threshold: true,
        name_origins: Some(origins.clone()),
        ..LinkOptions::USUAL
    };
    let mut following = Following { pairs: write::Pairs::to(folder.next(), &records), stages };
    let linked = link(&records, &model, &options, &mut following);
    if linked.as_ref().is_err_and(asks_to_change_the_model) {
        // Nothing is linked, and there is something to change.
        let path = arguments.out.join(MODEL);
        authored::WholeFile::prepare_for_owner(&path, model.write().as_bytes())?.put_in_place()?;
    }
    let linked = linked?;
    let people = people::number(&records, &linked.clusters, &arguments.out)?;
    let run = RunOf::of(&arguments, &files);
    write_people(folder.next(), &records, &linked, &people, (&headings, &run))?;
    folder.put_in_place()?;
    write_splink(&arguments, &records, &linked.model, &options)?;
    following.stages.end("write")?;
    let origins = arguments
        .truth
        .as_ref()
        .map(|_| RecordOrigins::of(&records, &options.columns, options.memory.as_ref(), &origins))
        .transpose()?;
    summary::print(&Summary {
        n_files: arguments.files.len(),
        records: &records,
        linked: &linked,
        people: &people,
        decided: &options.decided,
        origins,
        arguments: &arguments,
    })
}

/// Whether the hint tells somebody to change the model, which must then exist.
fn asks_to_change_the_model(failure: &Failure) -> bool {
    matches!(failure, Failure::Other { hint: Some(hint), .. } if hint.contains(MODEL))
}

/// The files with the names of their sources: those that are said, else those of the last run where it had them.
fn named_files(arguments: &Arguments) -> Result<Vec<NamedFile>, Failure> {
    let files: Vec<NamedFile> = arguments.files.iter().map(|word| NamedFile::parse(word)).collect();
    read::check_sources(&files)?;
    sources::lasting(files, &arguments.out, arguments.sheet.as_deref(), arguments.id.as_deref())
}

fn write_people(
    dir: &Path,
    records: &Records,
    linked: &Linked,
    people: &People,
    (headings, run): (&Headings, &RunOf),
) -> Result<(), Failure> {
    write::clusters(dir, records, &people.person_of_row)?;
    people::write_changes(dir, people, headings, run)?;
    // A model that was trained says how often values stand among these people.
    write::write_file(&dir.join(MODEL), &(linked.model.write() + &Note::guesses(&linked.notes)))
}

/// The model as settings of Splink, and beside them the records in the form in which it compares them.
fn write_splink(arguments: &Arguments, records: &Records, model: &Model, options: &LinkOptions) -> Result<(), Failure> {
    let Some(path) = &arguments.write_splink else { return Ok(()) };
    let beside = path.with_extension("records.csv");
    let unwritten = |error: &std::io::Error| {
        Failure::new(
            format!("cannot write `{}`: {}", beside.display(), engine::reason(error)),
            "free some space there, or name another file with --write-splink",
        )
    };
    let file = engine::create_file(&beside, true).map_err(|error| unwritten(&error))?;
    let mut file = std::io::BufWriter::new(file);
    let exported =
        linkage::splink::to_splink(records, model, options, &mut file)?.map_err(|error| unwritten(&error))?;
    std::io::Write::flush(&mut file).map_err(|error| unwritten(&error))?;
    let left_out = exported.levels_left_out.iter().chain(&exported.pairs_left_out);
    left_out.into_iter().try_for_each(|what| say(format_args!("not in {}: {what}", path.display())))?;
    say(format_args!("Splink must read `{}` as text throughout (all_varchar = true)", beside.display()))?;
    if !exported.levels_left_out.is_empty() {
        say(format_args!("its weights differ from those here, because levels are left out"))?;
    }
    authored::write_whole(path, exported.json.as_bytes())?;
    Ok(())
}

/// What is linked, and by which model.
struct Input {
    records: Records,
    model: Model,
    /// What columns say of a person that are not called as in `person_record`.
    columns: Vec<(String, PersonColumn)>,
    /// As the files write them.
    headings: Headings,
}

/// The model that a person gives, if any.
fn given_model(arguments: &Arguments) -> Result<Option<Model>, Failure> {
    if let Some(path) = &arguments.model {
        return Model::read(&text_of(path)?).map(Some).map_err(|error| in_file(path, &error));
    }
    if arguments.as_it_is && arguments.splink.is_none() {
        return Err(Failure::new("--as-it-is needs a model", "name one with --model or --splink"));
    }
    let Some(path) = &arguments.splink else { return Ok(None) };
    linkage::splink::from_splink(&text_of(path)?).map(Some).map_err(|error| in_file(path, &error))
}

/// Reads the files as people, unless a model is given that speaks of their columns as they are called there.
fn input(
    arguments: &Arguments,
    files: &[NamedFile],
    given: Option<Model>,
    memory: &MemoryLimit,
) -> Result<Input, Failure> {
    let (sheet, id, truth) = (arguments.sheet.as_deref(), arguments.id.as_deref(), arguments.truth.as_deref());
    let extracts = Extracts::open(files, sheet, id, truth);
    let mut extracts = match (extracts, &given) {
        (Ok(extracts), Some(model)) if !extracts.suit(model) => return as_they_are(arguments, files, model, memory),
        // A file without people's headings may be all that the model speaks of.
        (Err(_), Some(model)) if !speaks_of_people(model) => return as_they_are(arguments, files, model, memory),
        (extracts, _) => extracts?,
    };
    let records = extracts.records(given.as_ref(), memory, id.is_some())?;
    let model = given.map_or_else(|| chosen(&records, truth), Ok)?;
    let headings = extracts.files.iter().map(|file| (file.source.clone(), file.extract.headings())).collect();
    Ok(Input { records, model, columns: Vec::new(), headings })
}

fn speaks_of_people(model: &Model) -> bool {
    model.columns().iter().all(|name| linkage::people::COLUMNS.contains(name))
}

/// Cells as they are, under the headings that the model names.
fn as_they_are(
    arguments: &Arguments,
    files: &[NamedFile],
    model: &Model,
    memory: &MemoryLimit,
) -> Result<Input, Failure> {
    let files = read::open(files, arguments.sheet.as_deref(), arguments.id.as_deref())?;
    let records = read::records(&files, model, arguments.truth.as_deref(), memory)?;
    let meanings = files.iter().flat_map(|file| file.meanings());
    let columns: Vec<(String, PersonColumn)> =
        meanings.filter_map(|(heading, field)| Some((heading.to_owned(), said_by(field)?))).collect();
    let headings = files.iter().map(|file| (file.source.clone(), file.columns().to_vec())).collect();
    Ok(Input { records, model: model.clone(), columns, headings })
}

/// What a heading says to the rule for households.
fn said_by(field: PersonField) -> Option<PersonColumn> {
    PersonColumn::parse(field.word())
}

/// The shipped model for the columns that the records have.
fn chosen(records: &Records, truth: Option<&str>) -> Result<Model, Failure> {
    let columns = || records.columns().iter().filter(|column| truth != Some(column.name.as_str()));
    if columns().all(|column| column.values.is_empty()) {
        return Err(
            linkage::Error::AllMissing { columns: columns().map(|column| column.name.clone()).collect() }.into()
        );
    }
    let model = model_for(records, truth).map_err(|error| {
        Failure::new(
            error.to_string(),
            "give the columns such headings, or say what to compare with --model MODEL.toml",
        )
    })?;
    say(compared(&model))?;
    if let Some(why) = no_first_name(&model) {
        say(format_args!("warning: {why}"))?;
    }
    Ok(model)
}

fn text_of(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| {
        Failure::new(format!("cannot read the model `{}`: {error}", path.display()), "name a file that exists")
    })
}

fn in_file(path: &Path, error: &linkage::Error) -> Failure {
    Failure::new(
        format!("the model `{}` cannot be used\n{error}", path.display()),
        "docs/methods/linkage.md explains what a model contains",
    )
}

impl From<linkage::Error> for Failure {
    fn from(error: linkage::Error) -> Failure {
        Failure::Other { hint: hint(&error).map(str::to_owned), text: error.to_string() }
    }
}

fn hint(error: &linkage::Error) -> Option<&'static str> {
    use linkage::Error as E;
    Some(match error {
        E::IdsRepeat { .. } => {
            "name the column that numbers records with --id COLUMN, or `--id row` to number the rows"
        }
        E::RuleExplodes { .. } => {
            "change the rule in model.toml and give it with --model, or allow more with --pairs-max"
        }
        E::AllMissing { .. } => {
            "check whether the columns are empty, or whether their headings are above the wrong columns"
        }
        E::PriorUnknown | E::PriorImpossible { .. } => {
            "write `probability = 0.0001` under [prior] of model.toml and give it with --model"
        }
        E::ModelMistakes { .. } => "docs/methods/linkage.md explains what a model contains",
        E::Scratch { .. } => {
            "free some space in the --out folder, name another folder, or allow more memory with --memory"
        }
        E::NoPairs => "no two records agree on any rule; add a rule to `blocking` of model.toml",
        _ => return None,
    })
}

/// Pairs on their way to the files, and how long each stage took.
struct Following<'r> {
    pairs: write::Pairs<'r>,
    stages: Stages,
}

impl PairSink for &mut Following<'_> {
    type Error = Failure;

    fn begin(&mut self, rules: &[&str], levels: &PairLevels) -> Result<(), Failure> {
        self.pairs.begin(rules, levels);
        Ok(())
    }

    fn take(&mut self, pairs: &[ScoredPair]) -> Result<(), Failure> {
        self.pairs.take(pairs)
    }

    fn end(&mut self, stage: Stage) -> Result<(), Failure> {
        match stage {
            Stage::Train => self.stages.end("train"),
            Stage::Compare => {
                self.pairs.finish()?;
                self.stages.end("compare")
            }
            Stage::Cluster => self.stages.end("cluster"),
        }
    }
}

/// A line of progress; links are found and written whether or not anybody listens.
fn say(text: impl std::fmt::Display) -> Result<(), Failure> {
    say!("{text}");
    Ok(())
}

/// How long each stage took.
struct Stages {
    begun: Instant,
}

impl Stages {
    fn end(&mut self, stage: &str) -> Result<(), Failure> {
        say(format_args!("{stage:>10}  {:.2} s", self.begun.elapsed().as_secs_f64()))?;
        self.begun = Instant::now();
        Ok(())
    }
}
