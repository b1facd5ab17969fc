//! Character encodings of ledgers.
//!
//! A ledger is UTF-8, UTF-16 or one of the two code pages that British finance systems export:
//! Windows-1252, and IBM 437 from the oldest of them, where the pound sign is 0x9C. All but UTF-16
//! agree on ASCII, so rows are split first and only the cells that need it are decoded.

use std::borrow::Cow;

use oem_cp::code_table::DECODING_TABLE_CP437;

/// How the bytes of a cell become text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// UTF-16 of either order, turned into UTF-8 while it is read.
    Utf16,
    Windows1252,
    Cp437,
    /// Mostly UTF-8, with cells of Windows-1252 between: each cell is read as what it is.
    Mixed,
}

/// Every sequence of several bytes in UTF-8 begins with a byte of this or more, and has no other such byte.
const FIRST_OF_SEQUENCE: u8 = 0xc0;

/// What a first look at all bytes of a text file found.
#[derive(Clone, Debug, Default)]
pub struct ByteSurvey {
    n_bytes: u64,
    n_nul: u64,
    /// NUL bytes at odd positions, counted from 0: in UTF-16 of the little end first all are odd, else all even.
    n_nul_odd: u64,
    /// Multi-byte UTF-8 sequences that are well formed.
    n_utf8_sequences: u64,
    /// Bytes above 0x7F that belong to no such sequence.
    n_invalid: u64,
    n_cp437_pound: u64,
    n_windows_pound: u64,
    bom: Option<&'static str>,
    carry: Vec<u8>,
}

impl ByteSurvey {
    /// Looks at the next part of the file.
    pub fn feed(&mut self, chunk: &[u8]) {
        if self.n_bytes == 0 {
            self.bom = encoding_rs::Encoding::for_bom(chunk).map(|(encoding, _)| encoding.name());
        }
        let is_shifted = self.n_bytes % 2;
        self.n_bytes += chunk.len() as u64;
        // Most ledgers are ASCII all through, and then this one fast pass is all.
        if self.carry.is_empty() && chunk.is_ascii() && !chunk.contains(&0) {
            return;
        }
        if chunk.contains(&0) {
            self.n_nul += count_of(chunk, |byte| byte == 0);
            let is_odd_nul = |(i, byte): (u64, &u8)| *byte == 0 && (i + is_shifted) % 2 == 1;
            self.n_nul_odd += (0..).zip(chunk).filter(|pair| is_odd_nul(*pair)).count() as u64;
        }
        self.n_cp437_pound += count_of(chunk, |byte| byte == 0x9c);
        self.n_windows_pound += count_of(chunk, |byte| byte == 0xa3);
        if self.carry.is_empty() {
            return self.count_utf8(chunk);
        }
        let joined = [std::mem::take(&mut self.carry), chunk.to_vec()].concat();
        self.count_utf8(&joined);
    }

    fn count_utf8(&mut self, bytes: &[u8]) {
        // One check of the whole is faster than a look at each part.
        if std::str::from_utf8(bytes).is_ok() {
            self.n_utf8_sequences += count_of(bytes, |byte| byte >= FIRST_OF_SEQUENCE);
            return;
        }
        for part in bytes.utf8_chunks() {
            self.n_utf8_sequences += count_of(part.valid().as_bytes(), |byte| byte >= FIRST_OF_SEQUENCE);
            let at_end = part.invalid().as_ptr_range().end == bytes.as_ptr_range().end;
            if at_end
                && part.invalid().len() < 4
                && std::str::from_utf8(part.invalid()).is_err_and(|e| e.error_len().is_none())
            {
                self.carry = part.invalid().to_vec(); // a sequence cut by the end of the chunk
            } else {
                self.n_invalid += part.invalid().len() as u64;
            }
        }
    }

    /// NUL bytes that are no part of UTF-16: the file is not text.
    pub fn is_binary(&self) -> bool {
        self.n_nul > 0 && self.n_nul * 20 > self.n_bytes && self.encoding() != Encoding::Utf16
    }

    /// The order of UTF-16 without a byte order mark: text of western letters has a NUL in nearly every pair of bytes,
    /// always at the same end.
    pub fn utf16_order(&self) -> Option<&'static encoding_rs::Encoding> {
        if self.bom.is_some() || self.n_bytes % 2 == 1 || self.n_nul * 10 < self.n_bytes * 4 {
            return None;
        }
        match self.n_nul_odd * 100 / self.n_nul {
            95.. => Some(encoding_rs::UTF_16LE),
            ..=5 => Some(encoding_rs::UTF_16BE),
            _ => None,
        }
    }

    pub fn n_nul(&self) -> u64 {
        self.n_nul
    }

    pub fn n_bytes(&self) -> u64 {
        self.n_bytes
    }

    /// Whether every byte is UTF-8, with letters that are more than ASCII.
    pub fn is_surely_utf8(&self) -> bool {
        0 < self.n_utf8_sequences && self.n_invalid == 0 && self.carry.is_empty()
    }

    pub fn encoding(&self) -> Encoding {
        match self.bom {
            Some("UTF-16LE" | "UTF-16BE") => return Encoding::Utf16,
            Some(_) => return Encoding::Utf8,
            None if self.utf16_order().is_some() => return Encoding::Utf16,
            None => {}
        }
        if self.n_invalid + self.carry.len() as u64 == 0 {
            return Encoding::Utf8;
        }
        if self.n_utf8_sequences > self.n_invalid {
            return Encoding::Mixed;
        }
        // 0x9C is the pound sign of code page 437 and a rare French letter in Windows-1252.
        if self.n_cp437_pound > self.n_windows_pound { Encoding::Cp437 } else { Encoding::Windows1252 }
    }
}

impl Encoding {
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
            Encoding::Windows1252 => "windows-1252",
            Encoding::Cp437 => "cp437",
            Encoding::Mixed => "utf-8 and windows-1252",
        }
    }

    pub fn decode<'a>(&self, bytes: &'a [u8]) -> Cow<'a, str> {
        // One check serves ASCII and UTF-8 alike, which is nearly every cell.
        match (std::str::from_utf8(bytes), self) {
            (Ok(text), Encoding::Utf8 | Encoding::Utf16 | Encoding::Mixed) => Cow::Borrowed(trim(text)),
            (Ok(text), _) if bytes.is_ascii() => Cow::Borrowed(trim(text)),
            (_, Encoding::Cp437) => {
                Cow::Owned(oem_cp::decode_string_complete_table(bytes, &DECODING_TABLE_CP437).trim().to_owned())
            }
            (_, _) => Cow::Owned(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.trim().to_owned()),
        }
    }
}

/// Cells mostly begin and end with a letter, a digit or a sign, which is quickly seen.
fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// Adds up small numbers first, which is many times as fast as one large counter.
fn count_of(bytes: &[u8], is_it: impl Fn(u8) -> bool) -> u64 {
    bytes.chunks(255).map(|part| u64::from(part.iter().map(|byte| u8::from(is_it(*byte))).sum::<u8>())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], encoding: Encoding, decoded: &str) {
        // Whatever the chunks, the answer is the same.
        for size in [1, 2, 3, 1000] {
            let mut survey = ByteSurvey::default();
            bytes.chunks(size).for_each(|chunk| survey.feed(chunk));
            if size > 1 {
                assert_eq!(survey.encoding(), encoding, "{bytes:?} in chunks of {size}");
            }
        }
        if encoding != Encoding::Utf16 {
            assert_eq!(encoding.decode(bytes), decoded);
        }
    }

    #[test]
    fn pound_signs_of_three_encodings_are_pound_signs() {
        check("Net Amount(£)".as_bytes(), Encoding::Utf8, "Net Amount(£)");
        check(b"Net Amount(\xa3)", Encoding::Windows1252, "Net Amount(£)");
        check(b"Net Amount(\x9c)", Encoding::Cp437, "Net Amount(£)");
        check(b"Net Amount", Encoding::Utf8, "Net Amount");
        check(b"\xff\xfeN\0e\0t\0", Encoding::Utf16, "");
    }

    fn survey_of(bytes: &[u8]) -> ByteSurvey {
        let mut survey = ByteSurvey::default();
        survey.feed(bytes);
        survey
    }

    #[test]
    fn utf_16_without_its_mark_is_known_by_where_its_nul_bytes_stand() {
        check(b"N\0e\0t\0 \0A\0m\0", Encoding::Utf16, "");
        check(b"\0N\0e\0t\0 \0A\0m", Encoding::Utf16, "");
        let order = |bytes: &[u8]| survey_of(bytes).utf16_order().map(encoding_rs::Encoding::name);
        assert_eq!(order(b"N\0e\0t\0"), Some("UTF-16LE"));
        assert_eq!(order(b"\0N\0e\0t"), Some("UTF-16BE"));
        assert_eq!(order(b"N\0e\0t\0A\0\xac\x20"), Some("UTF-16LE"), "four in ten: one letter is a euro");
        assert_eq!(order(b"N\0e\0t\0A ms"), None, "fewer are no text of western letters");
        assert_eq!(order(b"N\0e\0t\0A"), None, "half a letter");
        assert_eq!(order(b"N\0\0e"), None, "at both ends");
        assert_eq!(order(b"\xff\xfeN\0e\0"), None, "its mark says it");
    }

    #[test]
    fn a_file_with_many_nul_bytes_that_are_not_of_utf_16_is_no_text() {
        let with_one = |n_bytes: usize| survey_of(&[&[0], "x".repeat(n_bytes - 1).as_bytes()].concat());
        assert!(with_one(19).is_binary() && !with_one(20).is_binary(), "one in twenty may be an accident");
        assert!(!survey_of(b"N\0e\0t\0").is_binary());
        assert_eq!(survey_of(b"a\0b\0\0").n_nul(), 3);
    }

    #[test]
    fn a_wrong_byte_in_the_middle_of_utf8_does_not_spoil_the_rest() {
        check("Café £1, Café £2, caf\u{0}".replace('\u{0}', "").as_bytes(), Encoding::Utf8, "Café £1, Café £2, caf");
        let mut bytes = "Café £1, Siân £2, ".as_bytes().to_vec();
        bytes.push(0xa3);
        let mut survey = ByteSurvey::default();
        survey.feed(&bytes);
        assert_eq!(survey.encoding(), Encoding::Mixed);
        assert_eq!(Encoding::Mixed.decode(b"\xa35"), "£5");
    }
}
