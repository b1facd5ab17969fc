//! Event logs in XES: a stream of traces and events, of any size.

use std::collections::HashMap;
use std::path::Path;

use quick_xml::events::{BytesStart, Event as XmlEvent};

use super::columns::ColumnRead;
use super::error::Error;
use super::log_builder::{EventCells, LogBuilder, ProblemColumns};
use super::options::Options;
use super::problem::Notice;
use super::role::Role;
use super::source::Xml;
use super::written::{CLOCK_KEY, START_KEY, WALL};
use super::xes_cells::XesCells;
use super::xes_keys::{Classifier, XesKeys};
use super::xml::{attribute, damaged, reader};

/// Reads every event of a log.
pub(super) fn read_xes(
    path: &Path,
    file_name: &str,
    xml: &Xml,
    options: &Options,
) -> Result<(LogBuilder, Vec<ColumnRead>), Error> {
    let mut builder = LogBuilder::new(file_name, options.is_lifecycle_paired);
    let mut input = reader(path, xml, &mut builder.notices)?;
    let mut xes = XesReader::new(path, options, builder);
    let mut buffer = Vec::new();
    loop {
        let event = input.read_event_into(&mut buffer);
        match event.map_err(|error| damaged(path, input.error_position(), &error))? {
            XmlEvent::Start(element) => xes.begin(&element)?,
            XmlEvent::End(_) => xes.end()?,
            XmlEvent::Eof if xes.open.is_empty() => break,
            XmlEvent::Eof => {
                let why = "it ends in the middle of the log".to_owned();
                return Err(Error::Damaged { path: path.to_owned(), at: input.buffer_position(), why });
            }
            _ => {}
        }
        buffer.clear();
    }
    xes.finish()
}

/// What an open element is. Attributes nest in attributes, and those belong to their attribute and not to the event.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Log,
    Global,
    Trace,
    Event,
    Attribute,
}

struct XesReader<'a> {
    path: &'a Path,
    options: &'a Options,
    keys: XesKeys,
    classifier: Option<Classifier>,
    declared: Vec<Classifier>,
    global_keys: Vec<String>,
    builder: LogBuilder,
    open: Vec<Open>,
    case: String,
    n_events_of_trace: u64,
    n_traces_empty: u64,
    /// How many traces each name has.
    traces: HashMap<Box<str>, u32>,
    cells: XesCells,
    /// Events of the trace at hand, whose name may stand behind them.
    nameless: Vec<(u32, XesCells)>,
    event_keys: Vec<String>,
    n_events: u64,
    /// The log says that its moments are those of a wall clock, whatever offset stands behind them.
    is_wall: bool,
}

impl<'a> XesReader<'a> {
    fn new(path: &'a Path, options: &'a Options, mut builder: LogBuilder) -> XesReader<'a> {
        let keys = XesKeys::of(options);
        let heading = |role| keys.key(role).unwrap_or_default().to_owned();
        builder.columns =
            ProblemColumns { start: heading(Role::Start), end: heading(Role::End), cost: heading(Role::Cost) };
        XesReader {
            path,
            options,
            keys,
            classifier: None,
            declared: Vec::new(),
            global_keys: Vec::new(),
            builder,
            open: Vec::new(),
            case: String::new(),
            n_events_of_trace: 0,
            n_traces_empty: 0,
            traces: HashMap::new(),
            cells: XesCells::default(),
            nameless: Vec::new(),
            event_keys: Vec::new(),
            n_events: 0,
            is_wall: false,
        }
    }

    fn begin(&mut self, element: &BytesStart<'_>) -> Result<(), Error> {
        let open = match (self.open.last().copied(), element.local_name().into_inner()) {
            (None, "log") => Open::Log,
            (None, other) => return Err(Error::not_a_log(self.path, format!("its root is `{other}` and not `log`"))),
            (Some(Open::Log), "global") => Open::Global,
            (Some(Open::Log), "classifier") => {
                self.declare(element);
                Open::Attribute
            }
            (Some(Open::Log), "trace") => {
                self.begin_trace()?;
                Open::Trace
            }
            (Some(Open::Log | Open::Trace), "event") => {
                self.begin_event();
                Open::Event
            }
            (Some(parent), _) => {
                self.take(parent, element);
                Open::Attribute
            }
        };
        self.open.push(open);
        Ok(())
    }

    fn declare(&mut self, element: &BytesStart<'_>) {
        let name = attribute(element, "name").unwrap_or_default().into_owned();
        let keys = attribute(element, "keys").unwrap_or_default().into_owned();
        self.declared.push(Classifier::of(&name, &keys, &self.global_keys));
    }

    fn begin_trace(&mut self) -> Result<(), Error> {
        self.choose_classifier()?;
        self.case.clear();
        self.n_events_of_trace = 0;
        Ok(())
    }

    /// All classifiers are declared above the first trace.
    fn choose_classifier(&mut self) -> Result<(), Error> {
        if self.classifier.is_none()
            && let Some(asked) = &self.options.classifier
        {
            self.classifier = Some(Classifier::named(self.path, asked, &self.declared)?);
        }
        Ok(())
    }

    fn begin_event(&mut self) {
        self.cells.clear(self.classifier.as_ref());
    }

    /// An attribute of a trace, an event or a global scope.
    fn take(&mut self, parent: Open, element: &BytesStart<'_>) {
        if parent == Open::Attribute {
            return;
        }
        let key = attribute(element, "key").unwrap_or_default();
        let value = attribute(element, "value").unwrap_or_default();
        match parent {
            Open::Global => self.global_keys.push(key.into_owned()),
            Open::Log if key == CLOCK_KEY => self.is_wall = value == WALL,
            Open::Trace if self.keys.key(Role::Case) == Some(&*key) => self.case = value.into_owned(),
            Open::Event => self.take_of_event(&key, &value),
            _ => {}
        }
    }

    fn take_of_event(&mut self, key: &str, value: &str) {
        self.cells.take(&self.keys, self.classifier.as_ref(), key, value);
        if !self.event_keys.iter().any(|seen| seen == key) {
            self.event_keys.push(key.to_owned());
        }
    }

    fn end(&mut self) -> Result<(), Error> {
        match self.open.pop() {
            Some(Open::Event) => self.end_event()?,
            Some(Open::Trace) => self.end_trace(),
            _ => {}
        }
        Ok(())
    }

    fn end_trace(&mut self) {
        for (row, cells) in std::mem::take(&mut self.nameless) {
            self.add(row, &cells);
        }
        if self.n_events_of_trace == 0 {
            self.n_traces_empty += 1;
        } else if !self.case.is_empty() {
            *self.traces.entry(self.case.as_str().into()).or_default() += 1;
        }
        self.case.clear();
    }

    fn end_event(&mut self) -> Result<(), Error> {
        self.n_events += 1;
        self.n_events_of_trace += 1;
        let row = u32::try_from(self.n_events).map_err(|_| Error::TooManyRows { path: self.path.to_owned() })?;
        let cells = std::mem::take(&mut self.cells);
        if self.case.is_empty() && self.open.last() == Some(&Open::Trace) {
            self.nameless.push((row, cells));
        } else {
            self.add(row, &cells);
            self.cells = cells;
        }
        Ok(())
    }

    fn add(&mut self, row: u32, cells: &XesCells) {
        let [start, end] = cells.moments(self.is_start_beside(), self.is_wall);
        let class = cells.class();
        self.builder.add(&EventCells {
            row,
            case: &self.case,
            activity: class.as_deref().unwrap_or(cells.cell(Role::Activity)),
            start,
            end,
            agency: cells.cell(Role::Agency),
            team: cells.cell(Role::Team),
            resource: cells.cell(Role::Resource),
            cost: cells.cost(),
            lifecycle: cells.cell(Role::Lifecycle),
            instance: cells.cell(Role::Instance),
            hash: cells.hash_in(&self.case),
        });
    }

    fn is_start_beside(&self) -> bool {
        self.options.columns.time.is_none() && self.options.columns.end.is_none()
    }

    /// A key that a person names and no event has is a slip of the pen, and not a log without teams.
    fn insist_on_named_keys(&self) -> Result<(), Error> {
        let is_there = |role: Role, key: &str| match role {
            Role::Case => self.builder.log.events.is_empty() || !self.builder.log.cases.is_empty(),
            _ => self.event_keys.iter().any(|seen| seen == key),
        };
        for role in Role::EVERY {
            if let Some(asked) = self.options.columns.of(role).filter(|asked| !is_there(role, asked)) {
                return Err(Error::NoSuchColumn {
                    path: self.path.to_owned(),
                    option: role.option().unwrap_or_default(),
                    asked: asked.to_owned(),
                    headings: self.event_keys.clone(),
                });
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(LogBuilder, Vec<ColumnRead>), Error> {
        self.choose_classifier()?;
        let n_traces: u64 = self.traces.values().filter(|n| 1 < **n).map(|n| u64::from(n - 1)).sum();
        let notices = &mut self.builder.notices;
        if 0 < n_traces {
            notices.push(Notice::TracesOfOneName { n_traces });
        }
        if 0 < self.n_traces_empty {
            notices.push(Notice::TracesWithoutEvents { n_traces: self.n_traces_empty });
        }
        if self.classifier.is_none() && self.options.columns.activity.is_none() {
            let activity = |classifier: &&Classifier| {
                classifier.keys.len() > 1 && classifier.keys.iter().any(|key| key == "concept:name")
            };
            let unused = self.declared.iter().filter(activity);
            notices.extend(unused.map(|Classifier { name, keys }| Notice::ClassifierUnused {
                name: name.clone(),
                keys: keys.join(", "),
            }));
        }
        if self.is_start_beside() && self.event_keys.iter().any(|key| key == START_KEY) {
            self.keys.take_start_beside(START_KEY);
        }
        self.insist_on_named_keys()?;
        let columns = self.keys.read(&self.event_keys);
        Ok((self.builder, columns))
    }
}
