//! The encoding of an XML document: what it says, and what its bytes are.

use std::io::{self, Read};

use super::problem::Notice;
use super::source::Xml;
use crate::encoding::Encoding;

const CHUNK_BYTES: usize = 1 << 16;

/// The document in UTF-8, without the declaration of its encoding. What the bytes are outweighs what the declaration says they
/// are: editors save a file anew and leave its first line.
pub(super) fn in_utf8<'a>(
    input: Box<dyn Read + Send + 'a>,
    xml: &Xml,
    notices: &mut Vec<Notice>,
) -> Box<dyn Read + Send + 'a> {
    let declared = declared_encoding(&xml.head);
    let label = declared.as_deref().and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()));
    let is_declared_other = label.is_some_and(|encoding| encoding != encoding_rs::UTF_8);
    let encoding = xml.survey.encoding();
    let mut say = |read: &str| {
        let declared = declared.clone().unwrap_or_else(|| "UTF-8".to_owned());
        notices.push(Notice::EncodingNotAsSaid { declared, read: read.to_owned() });
    };
    let decoded = |input, encoding| -> Box<dyn Read + Send + 'a> {
        let mut builder = encoding_rs_io::DecodeReaderBytesBuilder::new();
        Box::new(WithoutDeclaration::new(builder.bom_override(true).encoding(encoding).build(input)))
    };
    match encoding {
        Encoding::Utf16 => decoded(input, xml.survey.utf16_order()),
        _ if is_declared_other && !xml.survey.is_surely_utf8() => decoded(input, label),
        Encoding::Utf8 => {
            if is_declared_other {
                say("UTF-8");
            }
            Box::new(WithoutDeclaration::new(input))
        }
        _ => {
            say("UTF-8 with bytes of Windows-1252");
            Box::new(WithoutDeclaration::new(Utf8OrWindows::new(input)))
        }
    }
}

/// The name in `<?xml version="1.0" encoding="ISO-8859-1"?>`.
fn declared_encoding(head: &[u8]) -> Option<String> {
    let head = head.trim_ascii_start();
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let end = memchr::memmem::find(head, b"?>")?;
    let declaration = std::str::from_utf8(head.get(..end)?).ok()?.strip_prefix("<?xml")?;
    let (_, rest) = declaration.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let mark = rest.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    rest[1..].split_once(mark).map(|(name, _)| name.to_owned())
}

/// Passes over the declaration, which speaks of an encoding that the bytes no longer have.
struct WithoutDeclaration<R> {
    input: R,
    start: Vec<u8>,
    position: usize,
    is_begun: bool,
}

impl<R: Read> WithoutDeclaration<R> {
    fn new(input: R) -> WithoutDeclaration<R> {
        WithoutDeclaration { input, start: Vec::new(), position: 0, is_begun: false }
    }

    fn begin(&mut self) -> io::Result<()> {
        const START_BYTES: u64 = 1 << 10;
        self.input.by_ref().take(START_BYTES).read_to_end(&mut self.start)?;
        self.is_begun = true;
        let n_spaces = self.start.len() - self.start.trim_ascii_start().len();
        if self.start[n_spaces..].starts_with(b"<?xml")
            && let Some(end) = memchr::memmem::find(&self.start, b"?>")
        {
            self.position = end + 2;
        }
        Ok(())
    }
}

impl<R: Read> Read for WithoutDeclaration<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.is_begun {
            self.begin()?;
        }
        if self.position < self.start.len() {
            let n = (&self.start[self.position..]).read(buffer)?;
            self.position += n;
            return Ok(n);
        }
        self.input.read(buffer)
    }
}

/// Text of UTF-8 in which bytes that are not of it are read as Windows-1252.
struct Utf8OrWindows<R> {
    input: R,
    /// A sequence that the end of a chunk may have cut.
    carry: Vec<u8>,
    text: Vec<u8>,
    position: usize,
}

impl<R: Read> Utf8OrWindows<R> {
    fn new(input: R) -> Utf8OrWindows<R> {
        Utf8OrWindows { input, carry: Vec::new(), text: Vec::new(), position: 0 }
    }

    fn refill(&mut self) -> io::Result<()> {
        let mut bytes = std::mem::take(&mut self.carry);
        let n_read = self.input.by_ref().take(CHUNK_BYTES as u64).read_to_end(&mut bytes)?;
        self.text.clear();
        self.position = 0;
        let end = bytes.as_ptr_range().end;
        for part in bytes.utf8_chunks() {
            self.text.extend_from_slice(part.valid().as_bytes());
            let is_cut = part.invalid().as_ptr_range().end == end && 0 < n_read && part.invalid().len() < 4;
            if is_cut && std::str::from_utf8(part.invalid()).is_err_and(|error| error.error_len().is_none()) {
                self.carry = part.invalid().to_vec();
            } else {
                let decoded = encoding_rs::WINDOWS_1252.decode_without_bom_handling(part.invalid()).0;
                self.text.extend_from_slice(decoded.as_bytes());
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf8OrWindows<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.position == self.text.len() {
            let n_carried = self.carry.len();
            self.refill()?;
            if self.text.is_empty() && (self.carry.is_empty() || self.carry.len() == n_carried) {
                return Ok(0);
            }
        }
        let n = (&self.text[self.position..]).read(buffer)?;
        self.position += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_windows_1252_between_utf_8_are_letters() {
        let bytes = [b"caf\xe9 ".as_slice(), "Si\u{e2}n".as_bytes(), b" \xa35"].concat();
        let mut text = String::new();
        Utf8OrWindows::new(&bytes[..]).read_to_string(&mut text).expect("text");
        assert_eq!(text, "caf\u{e9} Si\u{e2}n \u{a3}5");
    }

    #[test]
    fn a_declaration_is_passed_over_and_nothing_else_is() {
        let read = |text: &str| {
            let mut rest = String::new();
            WithoutDeclaration::new(text.as_bytes()).read_to_string(&mut rest).expect("text");
            rest
        };
        assert_eq!(read("<?xml version='1.0' encoding='latin1' ?><log/>"), "<log/>");
        assert_eq!(read("<log><?pi ?></log>"), "<log><?pi ?></log>");
        assert_eq!(declared_encoding(b"<?xml version='1.0' encoding='latin1' ?>").as_deref(), Some("latin1"));
        assert_eq!(declared_encoding(b"<?xml version='1.0'?><log encoding='x'/>"), None);
    }
}
