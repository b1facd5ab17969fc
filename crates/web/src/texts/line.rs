//! One line as bytes: its number, its VAT, then each text after its length.

use std::io;

use account::Texts;
use money::Money;

/// What is stored of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    pub line_id: i64,
    pub irrecoverable_vat: Option<Money>,
    pub texts: Texts,
}

/// Stands for no money; no sum in pence is as low.
const NOTHING: i64 = i64::MIN;
const N_TEXTS: usize = 3;

/// Appends a line: payee code, reference and category are its texts.
pub fn push<'t>(to: &mut Vec<u8>, line_id: i64, vat: Option<Money>, texts: impl Iterator<Item = Option<&'t str>>) {
    to.extend(line_id.to_le_bytes());
    to.extend(vat.map_or(NOTHING, Money::pence).to_le_bytes());
    for text in texts {
        // No text is written as zero, so an empty one is one long.
        push_length(to, text.map_or(0, |text| text.len() + 1));
        to.extend(text.unwrap_or_default().as_bytes());
    }
}

/// Reads the line at a position of a block.
pub fn nth(block: &[u8], position: usize) -> io::Result<Stored> {
    let mut reader = Reader(block);
    for _ in 0..position {
        reader.take(16)?;
        for _ in 0..N_TEXTS {
            reader.text()?;
        }
    }
    let line_id = reader.number()?;
    let pence = reader.number()?;
    let mut text = || reader.text()?.map(|bytes| String::from_utf8(bytes.to_vec()).map_err(broken)).transpose();
    let (payee_code, reference, category) = (text()?, text()?, text()?);
    Ok(Stored {
        line_id,
        irrecoverable_vat: (pence != NOTHING).then(|| Money::from_pence(pence)),
        texts: Texts { reference, payee_code, category },
    })
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
fn push_length(to: &mut Vec<u8>, mut length: usize) {
    while 0x80 <= length {
        to.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    to.push(length as u8);
}

struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn take(&mut self, n: usize) -> io::Result<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(n).ok_or_else(|| broken("a block is too short"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self) -> io::Result<i64> {
        let bytes = self.take(8)?.try_into().map_err(broken)?;
        Ok(i64::from_le_bytes(bytes))
    }

    fn text(&mut self) -> io::Result<Option<&'b [u8]>> {
        let length = self.length()?;
        length.checked_sub(1).map(|length| self.take(length)).transpose()
    }

    fn length(&mut self) -> io::Result<usize> {
        let mut length = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let byte = self.take(1)?[0];
            length |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(length);
            }
        }
        Err(broken("a length is too long"))
    }
}

fn broken(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_back_as_they_were() {
        let long = "long ".repeat(5_000);
        let lines = [
            (1, None, [None, Some(""), Some("é £ \u{202e}")]),
            (-9, Some(Money::from_pence(-1)), [Some(long.as_str()), None, Some("x")]),
            (i64::MAX, Some(Money::ZERO), [Some("a"), Some("b"), Some("c")]),
        ];
        let mut block = Vec::new();
        for (id, vat, texts) in &lines {
            push(&mut block, *id, *vat, texts.iter().copied());
        }
        for (position, (id, vat, texts)) in lines.iter().enumerate() {
            let read = nth(&block, position).unwrap();
            assert_eq!((read.line_id, read.irrecoverable_vat), (*id, *vat));
            let read = [read.texts.payee_code, read.texts.reference, read.texts.category];
            assert_eq!(read.each_ref().map(Option::as_deref), *texts);
        }
    }

    #[test]
    fn a_block_that_is_cut_off_is_an_error() {
        let mut block = Vec::new();
        push(&mut block, 1, None, [Some("payee"), None, None].into_iter());
        for length in 0..block.len() {
            assert!(nth(&block[..length], 0).is_err(), "{length} bytes");
        }
        assert!(nth(&[0xff; 64], 0).is_err());
    }
}
