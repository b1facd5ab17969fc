//! A file that may be an event log: unpacked where it is packed, and told by what it holds, never by its name.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use memchr::memmem;

use super::error::Error;
use super::options::Options;
use super::role::Role;
use crate::encoding::ByteSurvey;
use crate::open::{Content, Kind, Text, Unreadable, head, kind_of};

/// What unpacks to no more than this is held in memory, so that it is unpacked once.
const MEMORY_BYTES_MAX: usize = 64 << 20;

/// The form of an event log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// CSV, TSV and their like.
    Text,
    Workbook,
    Parquet,
    Xes,
    OcelJson,
    OcelXml,
    OcelSqlite,
}

impl Form {
    /// The form in words.
    pub fn words(self) -> &'static str {
        match self {
            Form::Text => "a table of text",
            Form::Workbook => "a workbook",
            Form::Parquet => "a Parquet file",
            Form::Xes => "an XES log",
            Form::OcelJson | Form::OcelXml | Form::OcelSqlite => "an OCEL log",
        }
    }

    /// The first option that is given and that this form has no use for.
    pub(super) fn needless_option(self, options: &Options) -> Option<&'static str> {
        let is_ocel = matches!(self, Form::OcelJson | Form::OcelXml | Form::OcelSqlite);
        let is_named = |role: &Role| options.columns.of(*role).is_some();
        let column = Role::EVERY.into_iter().find(is_named).and_then(Role::option);
        let needless = [
            ("--classifier", options.classifier.is_some() && self != Form::Xes),
            ("--sheet", options.sheet.is_some() && self != Form::Workbook),
            ("--object-type", options.object_type.is_some() && !is_ocel),
            ("--pair-lifecycle", options.is_lifecycle_paired && is_ocel),
            (column.unwrap_or_default(), column.is_some() && is_ocel),
        ];
        needless.into_iter().find(|(_, is_needless)| *is_needless).map(|(option, _)| option)
    }
}

/// A file, opened far enough to know its form.
pub(super) enum Source {
    Text(Text),
    Workbook(Vec<u8>),
    Parquet,
    Xes(Xml),
    OcelJson(Content),
    OcelXml(Xml),
    Sqlite,
}

/// An XML document and what a look at its bytes says.
pub(super) struct Xml {
    pub content: Content,
    pub survey: ByteSurvey,
    /// Its first quarter of a megabyte.
    pub head: Vec<u8>,
}

impl Source {
    pub fn form(&self) -> Form {
        match self {
            Source::Text(_) => Form::Text,
            Source::Workbook(_) => Form::Workbook,
            Source::Parquet => Form::Parquet,
            Source::Xes(_) => Form::Xes,
            Source::OcelJson(_) => Form::OcelJson,
            Source::OcelXml(_) => Form::OcelXml,
            Source::Sqlite => Form::OcelSqlite,
        }
    }

    /// Opens a file, and says how many bytes it holds when unpacked.
    pub fn open(path: &Path) -> Result<(Source, u64), Error> {
        let content = content(path).map_err(Error::file(path))?;
        let head = head(&content).map_err(|source| unpacking(path, source))?;
        if let Some(source) = told_by_magic(path, &content, &head)? {
            let n_bytes = std::fs::metadata(path).map_err(Error::file(path))?.len();
            return Ok((source, n_bytes));
        }
        let survey = survey(&content).map_err(|source| unpacking(path, source))?;
        let n_bytes = survey.n_bytes();
        Ok((told_by_text(path, content, head, survey)?, n_bytes))
    }
}

fn content(path: &Path) -> std::io::Result<Content> {
    let mut start = Vec::new();
    std::fs::File::open(path)?.take(2).read_to_end(&mut start)?;
    let content =
        if start == *b"\x1f\x8b" { Content::Packed(path.to_owned()) } else { Content::OnDisk(path.to_owned()) };
    let mut bytes = Vec::new();
    // An error here is met again, and said, when the file is read.
    let is_read = content.open()?.take(MEMORY_BYTES_MAX as u64 + 1).read_to_end(&mut bytes).is_ok();
    let is_small = is_read && bytes.len() <= MEMORY_BYTES_MAX;
    Ok(if is_small { Content::Memory(Arc::from(bytes)) } else { content })
}

fn unpacking(path: &Path, source: std::io::Error) -> Error {
    match source.kind() {
        std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::InvalidInput | std::io::ErrorKind::InvalidData => {
            Error::Damaged { path: path.to_owned(), at: 0, why: format!("it cannot be unpacked ({source})") }
        }
        _ => Error::file(path)(source),
    }
}

fn survey(content: &Content) -> std::io::Result<ByteSurvey> {
    let mut survey = ByteSurvey::default();
    let mut input = content.open()?;
    let mut buffer = vec![0; 1 << 18];
    loop {
        match input.read(&mut buffer)? {
            0 => return Ok(survey),
            n => survey.feed(&buffer[..n]),
        }
    }
}

/// Forms that are not text say in their first bytes what they are.
fn told_by_magic(path: &Path, content: &Content, head: &[u8]) -> Result<Option<Source>, Error> {
    let packed = |what: &str| Err(Error::not_a_log(path, format!("it is {what} packed with gzip; unpack it first")));
    let is_packed = starts_packed(path).map_err(Error::file(path))?;
    if head.starts_with(b"PAR1") {
        return if is_packed { packed("a Parquet file") } else { Ok(Some(Source::Parquet)) };
    }
    if head.starts_with(b"SQLite format 3\0") {
        return if is_packed { packed("an SQLite database") } else { Ok(Some(Source::Sqlite)) };
    }
    let is_zip = head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06");
    if !is_zip && !head.starts_with(b"\xd0\xcf\x11\xe0") {
        return Ok(None);
    }
    let (survey, n_bytes) = (ByteSurvey::default(), std::fs::metadata(path).map_err(Error::file(path))?.len());
    match kind_of(content.clone(), head, n_bytes, &survey).map_err(Error::file(path))? {
        Kind::Workbook(bytes) if is_zip && !is_workbook(&bytes) => {
            Err(Error::not_a_log(path, "it is a ZIP archive; unpack it and name each log"))
        }
        Kind::Workbook(bytes) => Ok(Some(Source::Workbook(bytes))),
        _ => Err(Error::not_a_log(path, "it is neither a workbook nor a text")),
    }
}

fn starts_packed(path: &Path) -> std::io::Result<bool> {
    let mut start = Vec::new();
    std::fs::File::open(path)?.take(2).read_to_end(&mut start)?;
    Ok(start == *b"\x1f\x8b")
}

fn is_workbook(bytes: &[u8]) -> bool {
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes));
    let members = ["[Content_Types].xml", "content.xml", "xl/workbook.xml", "xl/workbook.bin"];
    archive.is_ok_and(|archive| members.iter().any(|name| archive.index_for_name(name).is_some()))
}

fn told_by_text(path: &Path, content: Content, head: Vec<u8>, survey: ByteSurvey) -> Result<Source, Error> {
    let plain = without_nul(&head);
    let start = plain.trim_ascii_start();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    if start.strip_prefix(b"[").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"{")) {
        return Err(Error::not_a_log(path, "it is a list in JSON; save it as CSV, or as OCEL 2.0"));
    }
    if start.starts_with(b"{") {
        return Ok(Source::OcelJson(content));
    }
    if start.starts_with(b"<") && !is_web_page(start) {
        return told_by_root(path, start, Xml { content, survey, head: plain.clone() });
    }
    let n_bytes = survey.n_bytes();
    match kind_of(content, &head, n_bytes, &survey).map_err(Error::file(path))? {
        Kind::Text(text) => Ok(Source::Text(text)),
        Kind::Unreadable(Unreadable::Empty) => Err(Error::Empty { path: path.to_owned() }),
        Kind::Unreadable(Unreadable::NotALedger(why) | Unreadable::Broken(why)) => Err(Error::not_a_log(path, why)),
        Kind::Workbook(_) => Err(Error::not_a_log(path, "it is neither a workbook nor a text")),
    }
}

/// Tags are ASCII, so UTF-16 without its NUL bytes shows them.
fn without_nul(head: &[u8]) -> Vec<u8> {
    let is_mark = |at: usize, byte: u8| at < 2 && matches!(byte, 0xff | 0xfe);
    let utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let pairs = head.iter().copied().enumerate();
    pairs.filter(|(at, byte)| *byte != 0 && !(utf16 && is_mark(*at, *byte))).map(|(_, byte)| byte).collect()
}

fn is_web_page(start: &[u8]) -> bool {
    let lower: Vec<u8> = start.iter().take(64).map(u8::to_ascii_lowercase).collect();
    lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html")
}

/// XES and OCEL both have the root `log`; their first elements tell them apart.
fn told_by_root(path: &Path, start: &[u8], xml: Xml) -> Result<Source, Error> {
    let has = |tag: &str| memmem::find(start, tag.as_bytes()).is_some();
    if !(has("<log") || has(":log")) {
        return Err(Error::not_a_log(path, "it is an XML document whose root is not `log`, so neither XES nor OCEL"));
    }
    let is_ocel_1 =
        has(r#"scope="object""#) || has(r#"key="omap""#) || has(r#"key="ocel:"#) || has("<list key=\"object-types\"");
    if is_ocel_1 {
        return Err(Error::Ocel1 { path: path.to_owned() });
    }
    let is_ocel = has("<object-types") || has("<event-types") || has("<objects>") || has("<object ");
    Ok(if is_ocel { Source::OcelXml(xml) } else { Source::Xes(xml) })
}
