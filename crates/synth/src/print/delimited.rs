//! Text files: any delimiter, three encodings, the line ends of Windows.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use csv::{Terminator, Writer, WriterBuilder};

use super::{Cell, Sheet, print_amount, print_date};
use crate::Error;
use crate::ledgers::{Encoding, Style};

/// A text file while it is written.
pub(crate) struct Delimited {
    writer: Writer<Encoded<BufWriter<File>>>,
    style: Style,
    /// One printed cell.
    text: String,
}

const BUFFER_BYTES: usize = 1 << 18;

impl Delimited {
    /// Begins a file.
    pub fn create(path: &Path, delimiter: u8, style: Style) -> Result<Delimited, Error> {
        let file = File::create(path).map_err(Error::io(path))?;
        let mut output = Encoded {
            inner: BufWriter::with_capacity(BUFFER_BYTES, file),
            is_utf16: style.encoding == Encoding::Utf16Le,
            carry: Vec::new(),
        };
        let mark_of_order: &[u8] = match style.encoding {
            Encoding::Utf8Bom => b"\xef\xbb\xbf",
            Encoding::Utf16Le => b"\xff\xfe",
            Encoding::Utf8 | Encoding::Windows1252 | Encoding::CodePage437 => b"",
        };
        output.inner.write_all(mark_of_order).map_err(Error::io(path))?;
        let writer = WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(Terminator::CRLF)
            .flexible(true)
            .buffer_capacity(1 << 16)
            .from_writer(output);
        Ok(Delimited { writer, style, text: String::new() })
    }

    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }

    fn field(&mut self, cell: &Cell<'_>) -> csv::Result<()> {
        self.text.clear();
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => return self.writer.write_field(bytes_of(text, self.style.encoding)),
            Cell::WrongEncoding(text) => return self.writer.write_field(windows_1252(text)),
            Cell::Amount(tenths) => print_amount(*tenths, self.style.amounts, &mut self.text),
            Cell::Day(date) => print_date(*date, self.style.dates, &mut self.text),
        }
        self.writer.write_field(bytes_of(&self.text, self.style.encoding))
    }
}

/// A text as the file holds it; UTF-16 is made of UTF-8 further on.
fn bytes_of(text: &str, encoding: Encoding) -> Cow<'_, [u8]> {
    match encoding {
        Encoding::Windows1252 if !text.is_ascii() => Cow::Owned(windows_1252(text)),
        Encoding::CodePage437 if !text.is_ascii() => Cow::Owned(code_page_437(text)),
        _ => Cow::Borrowed(text.as_bytes()),
    }
}

/// Of the letters beyond ASCII only the pound sign is wanted: names in such a file have none.
fn code_page_437(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        '£' => 0x9c,
        c if c.is_ascii() => c as u8,
        _ => b'?',
    };
    text.chars().map(byte).collect()
}

impl Sheet for Delimited {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        let written = cells.iter().try_for_each(|cell| self.field(cell));
        written.and_then(|()| self.writer.write_record(None::<&[u8]>)).map_err(Error::csv)
    }
}

/// Letters that Windows-1252 has not become a question mark, as its exporters do.
pub(crate) fn windows_1252(text: &str) -> Vec<u8> {
    let byte = |c: char| {
        let mut letter = [0; 4];
        match encoding_rs::WINDOWS_1252.encode(c.encode_utf8(&mut letter)) {
            (bytes, _, false) => bytes[0],
            _ => b'?',
        }
    };
    text.chars().map(byte).collect()
}

/// Passes bytes on, or turns UTF-8 into UTF-16 of the little end first.
struct Encoded<W> {
    inner: W,
    is_utf16: bool,
    /// Bytes of a character that the last piece cut.
    carry: Vec<u8>,
}

impl<W: Write> Write for Encoded<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.is_utf16 {
            return self.inner.write(bytes);
        }
        self.carry.extend_from_slice(bytes);
        let n_whole = match std::str::from_utf8(&self.carry) {
            Ok(_) => self.carry.len(),
            Err(error) => error.valid_up_to(),
        };
        let whole = std::str::from_utf8(&self.carry[..n_whole]).expect("it is valid up to here");
        let pairs: Vec<u8> = whole.encode_utf16().flat_map(u16::to_le_bytes).collect();
        self.inner.write_all(&pairs)?;
        self.carry.drain(..n_whole);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_may_be_cut_anywhere() {
        let text = "£1 Café 🚌\r\n";
        let whole: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for size in 1..6 {
            let mut output = Encoded { inner: Vec::new(), is_utf16: true, carry: Vec::new() };
            text.as_bytes().chunks(size).for_each(|piece| output.write_all(piece).unwrap());
            assert_eq!(output.inner, whole);
        }
    }

    #[test]
    fn windows_1252_has_pounds_and_typographic_apostrophes() {
        assert_eq!(windows_1252("£5 O\u{2019}Neill \u{202e}"), b"\xa35 O\x92Neill ?");
        assert_eq!(code_page_437("£5"), b"\x9c5");
    }
}
