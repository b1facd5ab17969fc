//! Opening a file, whatever it is: text, workbook, or an archive of these.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::encoding::{ByteSurvey, Encoding};
use crate::text::{TextRows, find_delimiter};

/// Files up to this size are held in memory while they are read; larger ones are streamed.
const MEMORY_BYTES_MAX: u64 = 32 << 20;
/// A workbook must be held in memory; a larger one than this is refused.
const WORKBOOK_BYTES_MAX: u64 = 512 << 20;
/// What one archive may unpack to, and how much smaller it may be: more is an attack or a mistake.
const ARCHIVE_BYTES_MAX: u64 = 1 << 30;
const ARCHIVE_RATIO_MAX: u64 = 200;
const SAMPLE_BYTES: usize = 1 << 18;

/// The content of one file, or of one file inside an archive.
#[derive(Clone)]
pub enum Content {
    Memory(Arc<[u8]>),
    OnDisk(PathBuf),
    /// Packed with gzip; what it unpacks to is read.
    Packed(PathBuf),
}

impl Content {
    pub fn open(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(match self {
            Content::Memory(bytes) => Box::new(&bytes[..]),
            Content::OnDisk(path) => Box::new(BufReader::with_capacity(1 << 18, File::open(path)?)),
            Content::Packed(path) => {
                let packed = BufReader::with_capacity(1 << 18, File::open(path)?);
                Box::new(flate2::bufread::MultiGzDecoder::new(packed))
            }
        })
    }

    pub fn is_streamed(&self) -> bool {
        matches!(self, Content::OnDisk(_) | Content::Packed(_))
    }

    fn bytes(&self) -> io::Result<Vec<u8>> {
        match self {
            Content::Memory(bytes) => Ok(bytes.to_vec()),
            Content::OnDisk(path) => std::fs::read(path),
            Content::Packed(_) => {
                let mut bytes = Vec::new();
                self.open()?.read_to_end(&mut bytes)?;
                Ok(bytes)
            }
        }
    }
}

/// A file or archive member, opened far enough to know what it is.
pub struct Opened {
    /// Path relative to the sources' root; `archive.zip!member.csv` inside an archive.
    pub shown_path: String,
    /// SHA-256 of the file as received (of the archive for its members).
    pub sha256: String,
    /// SHA-256 of the content itself: a member's own.
    pub content_sha256: String,
    pub n_bytes: u64,
    pub kind: Kind,
}

pub enum Kind {
    Text(Text),
    Workbook(Vec<u8>),
    /// It cannot be read as a ledger, and why.
    Unreadable(Unreadable),
}

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    Empty,
    /// HTML, PDF, an image: not a table at all.
    NotALedger(String),
    /// Truncated, encrypted, too large.
    Broken(String),
}

/// A text file whose encoding and delimiter are known.
#[derive(Clone)]
pub struct Text {
    pub content: Content,
    pub encoding: Encoding,
    pub delimiter: u8,
    pub n_nul: u64,
    /// Which UTF-16 it is, where no byte order mark says so.
    utf16_order: Option<&'static encoding_rs::Encoding>,
}

impl Text {
    pub fn rows(&self) -> io::Result<TextRows<Box<dyn Read + Send + '_>>> {
        let input = self.content.open()?;
        let input: Box<dyn Read + Send> = match self.encoding {
            Encoding::Utf16 => Box::new(self.utf16(input)),
            _ => input,
        };
        Ok(TextRows::new(without_bom(input)?, self.delimiter))
    }

    fn utf16<R: Read>(&self, input: R) -> impl Read + use<R> {
        encoding_rs_io::DecodeReaderBytesBuilder::new().bom_override(true).encoding(self.utf16_order).build(input)
    }
}

/// Passes over a UTF-8 byte order mark, which would otherwise stick to the first heading.
fn without_bom<'a>(mut input: Box<dyn Read + Send + 'a>) -> io::Result<Box<dyn Read + Send + 'a>> {
    let mut head = [0; 3];
    let n = read_fully(&mut input, &mut head)?;
    let kept = if head[..n] == *b"\xef\xbb\xbf" { Vec::new() } else { head[..n].to_vec() };
    Ok(Box::new(io::Cursor::new(kept).chain(input)))
}

fn read_fully(input: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut n = 0;
    while n < buffer.len() {
        match input.read(&mut buffer[n..])? {
            0 => break,
            more => n += more,
        }
    }
    Ok(n)
}

/// Opens one file; an archive gives one for each of its members.
pub fn open(path: &Path, shown_path: &str) -> Vec<Opened> {
    match open_file(path, shown_path) {
        Ok(opened) => opened,
        Err(error) => vec![Opened {
            shown_path: shown_path.to_owned(),
            sha256: String::new(),
            content_sha256: String::new(),
            n_bytes: 0,
            kind: Kind::Unreadable(Unreadable::Broken(error.to_string())),
        }],
    }
}

/// SHA-256 of a file, in hexadecimal.
pub fn sha256_of(path: &Path) -> io::Result<String> {
    let mut input = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        match input.read(&mut buffer)? {
            0 => return Ok(hex(&hasher.finalize())),
            n => hasher.update(&buffer[..n]),
        }
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn open_file(path: &Path, shown_path: &str) -> io::Result<Vec<Opened>> {
    let n_bytes = std::fs::metadata(path)?.len();
    let content = if n_bytes <= MEMORY_BYTES_MAX {
        Content::Memory(std::fs::read(path)?.into())
    } else {
        Content::OnDisk(path.to_owned())
    };
    let (sha256, survey) = survey(&content)?;
    let opened = |kind: Kind| Opened {
        shown_path: shown_path.to_owned(),
        sha256: sha256.clone(),
        content_sha256: sha256.clone(),
        n_bytes,
        kind,
    };
    let head = head(&content)?;
    if is_zip(&head) && !is_workbook_zip(&content)? {
        return Ok(open_archive(&content, shown_path, &sha256, n_bytes));
    }
    Ok(vec![opened(kind_of(content, &head, n_bytes, &survey)?)])
}

fn survey(content: &Content) -> io::Result<(String, ByteSurvey)> {
    let mut hasher = Sha256::new();
    let mut survey = ByteSurvey::default();
    if let Content::Memory(bytes) = content {
        hasher.update(bytes);
        survey.feed(bytes);
        return Ok((hex(&hasher.finalize()), survey));
    }
    let mut input = content.open()?;
    let mut buffer = vec![0; 1 << 18];
    loop {
        let n = input.read(&mut buffer)?;
        if n == 0 {
            return Ok((hex(&hasher.finalize()), survey));
        }
        hasher.update(&buffer[..n]);
        survey.feed(&buffer[..n]);
    }
}

pub(crate) fn head(content: &Content) -> io::Result<Vec<u8>> {
    let mut head = vec![0; SAMPLE_BYTES];
    let n = read_fully(&mut content.open()?, &mut head)?;
    head.truncate(n);
    Ok(head)
}

fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// XLSX, XLSB and ODS are archives too; what is inside tells them from an archive of ledgers.
fn is_workbook_zip(content: &Content) -> io::Result<bool> {
    let bytes = content.bytes()?;
    let Ok(archive) = zip::ZipArchive::new(io::Cursor::new(bytes)) else {
        // Truncated: which it was is told by its first member, which stands at the beginning.
        return Ok(true);
    };
    let has = |name: &str| archive.index_for_name(name).is_some();
    Ok(has("[Content_Types].xml") || has("content.xml") || has("xl/workbook.xml") || has("xl/workbook.bin"))
}

pub(crate) fn kind_of(content: Content, head: &[u8], n_bytes: u64, survey: &ByteSurvey) -> io::Result<Kind> {
    const XLS_MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    if head.iter().all(u8::is_ascii_whitespace) && n_bytes <= SAMPLE_BYTES as u64 {
        return Ok(Kind::Unreadable(Unreadable::Empty));
    }
    if is_zip(head) || head.starts_with(XLS_MAGIC) {
        if n_bytes > WORKBOOK_BYTES_MAX {
            return Ok(Kind::Unreadable(Unreadable::Broken(
                "the workbook is larger than 512 MB: save its sheets as CSV".to_owned(),
            )));
        }
        return Ok(Kind::Workbook(content.bytes()?));
    }
    if let Some(what) = not_a_table(head) {
        return Ok(Kind::Unreadable(Unreadable::NotALedger(format!("it is {what}"))));
    }
    if survey.is_binary() {
        return Ok(Kind::Unreadable(Unreadable::NotALedger("it is not text: it holds binary data".to_owned())));
    }
    let encoding = survey.encoding();
    let mut text =
        Text { content, encoding, delimiter: b',', n_nul: survey.n_nul(), utf16_order: survey.utf16_order() };
    if encoding == Encoding::Utf16 {
        text.n_nul = 0;
    }
    text.delimiter = find_delimiter(&decoded_head(&text, head)?);
    Ok(Kind::Text(text))
}

fn decoded_head(text: &Text, head: &[u8]) -> io::Result<Vec<u8>> {
    if text.encoding != Encoding::Utf16 {
        // The last line may be cut: leave it out.
        let end = head.iter().rposition(|b| matches!(b, b'\n' | b'\r')).unwrap_or(head.len());
        return Ok(head[..end].to_vec());
    }
    let mut decoded = vec![0; SAMPLE_BYTES];
    let n = read_fully(&mut text.utf16(text.content.open()?), &mut decoded)?;
    decoded.truncate(n);
    Ok(decoded)
}

/// What a file is that is neither text nor a workbook, by its first bytes.
fn not_a_table(head: &[u8]) -> Option<&'static str> {
    let start = head.trim_ascii_start();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let lower: Vec<u8> = start.iter().take(200).map(u8::to_ascii_lowercase).collect();
    match lower.as_slice() {
        s if s.starts_with(b"%pdf") => Some("a PDF document"),
        s if s.starts_with(b"<!doctype html") || s.starts_with(b"<html") => {
            Some("a web page (HTML), perhaps an error page saved under this name")
        }
        s if s.starts_with(b"<?xml") => Some("an XML document"),
        s if s.starts_with(b"{\\rtf") => Some("a word processor's document (RTF)"),
        s if s.starts_with(b"\x89png") || s.starts_with(b"\xff\xd8\xff") || s.starts_with(b"gif8") => Some("an image"),
        s if s.starts_with(b"\x1f\x8b") => Some("a gzip archive"),
        s if s.starts_with(b"7z\xbc\xaf") || s.starts_with(b"rar!") => Some("an archive that is not a ZIP"),
        s if s.starts_with(b"par1") => Some("a Parquet file"),
        _ => None,
    }
}

fn open_archive(content: &Content, shown_path: &str, sha256: &str, n_bytes: u64) -> Vec<Opened> {
    let opened = |path: String, content_sha256: String, kind: Kind| Opened {
        shown_path: path,
        sha256: sha256.to_owned(),
        content_sha256,
        n_bytes,
        kind,
    };
    let broken =
        |why: String| vec![opened(shown_path.to_owned(), sha256.to_owned(), Kind::Unreadable(Unreadable::Broken(why)))];
    if n_bytes > WORKBOOK_BYTES_MAX {
        return broken("the archive is larger than 512 MB: unpack it".to_owned());
    }
    let bytes = match content.bytes() {
        Ok(bytes) => bytes,
        Err(error) => return broken(error.to_string()),
    };
    let mut archive = match zip::ZipArchive::new(io::Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => return broken(format!("the archive cannot be opened: {error}")),
    };
    let mut found = Vec::new();
    let mut n_unpacked = 0;
    for index in 0..archive.len() {
        let (name, member) = read_member(&mut archive, index, n_bytes, &mut n_unpacked);
        if name.ends_with('/') || is_clutter(&name) {
            continue;
        }
        // The member is never written anywhere, so a name such as `../../etc/passwd` is only a name.
        let path = format!("{shown_path}!{name}");
        let content_sha256 = member.as_ref().map_or(String::new(), |bytes| hex(&Sha256::digest(bytes)));
        let kind = member.and_then(|bytes| member_kind(bytes).map_err(|e| Unreadable::Broken(e.to_string())));
        found.push(opened(path, content_sha256, kind.unwrap_or_else(Kind::Unreadable)));
    }
    if found.is_empty() { broken("the archive holds no files".to_owned()) } else { found }
}

fn is_clutter(name: &str) -> bool {
    name.starts_with("__MACOSX/")
        || name.rsplit('/').next().is_some_and(|file| file.starts_with('.') || file == "Thumbs.db")
}

fn member_kind(bytes: Vec<u8>) -> io::Result<Kind> {
    let content = Content::Memory(bytes.into());
    let (_, survey) = survey(&content)?;
    let head = head(&content)?;
    if is_zip(&head) && !is_workbook_zip(&content)? {
        return Ok(Kind::Unreadable(Unreadable::Broken("an archive inside an archive: unpack it".to_owned())));
    }
    let n_bytes = content.bytes()?.len() as u64;
    kind_of(content, &head, n_bytes, &survey)
}

fn read_member(
    archive: &mut zip::ZipArchive<io::Cursor<Vec<u8>>>,
    index: usize,
    n_packed: u64,
    n_unpacked: &mut u64,
) -> (String, Result<Vec<u8>, Unreadable>) {
    let broken = |why: &str| Unreadable::Broken(why.to_owned());
    // As it is and unpacked nowhere, a member needs no password to tell its name.
    let raw_name = archive.by_index_raw(index).map(|member| String::from_utf8_lossy(member.name_raw()).into_owned());
    let name = raw_name.unwrap_or_else(|_| format!("member {index}"));
    let mut member = match archive.by_index(index) {
        Ok(member) => member,
        Err(zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED)) => {
            return (name, Err(broken("it is protected by a password: ask for a copy without one")));
        }
        Err(error) => return (name, Err(broken(&format!("it cannot be unpacked: {error}")))),
    };
    let limit =
        ARCHIVE_BYTES_MAX.min(n_packed.saturating_mul(ARCHIVE_RATIO_MAX).max(1 << 20)).saturating_sub(*n_unpacked);
    let mut bytes = Vec::new();
    let read = member.by_ref().take(limit + 1).read_to_end(&mut bytes);
    *n_unpacked += bytes.len() as u64;
    match read {
        Err(error) => (name, Err(broken(&format!("it cannot be unpacked: {error}")))),
        Ok(_) if bytes.len() as u64 > limit => (
            name,
            Err(broken("it unpacks to far more than an archive of ledgers should: unpack it by hand and check it")),
        ),
        Ok(_) => (name, Ok(bytes)),
    }
}
