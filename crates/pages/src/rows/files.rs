//! Which line stands in which file, and the files themselves.
//!
//! Lines of one body, supplier and payee stand together, as most filters name one of them. A file ends where the digest of a
//! line's own place in its source says so, not after a fixed number of lines: a line more or less then changes its own file and
//! leaves the others as they are, and they keep their names.

use std::io::Write;

use account::{Account, Dimension};
use flate2::{Compression, Crc, GzBuilder};
use sha2::{Digest, Sha256};

use super::lines;
use crate::address::digest;

/// A file has at least this many lines unless its body has fewer, twice as many as a rule, and at most four times as many.
const N_LINES_MIN: usize = 384;
const N_LINES_MAX: usize = 4 * N_LINES_MIN;
/// The place of a line is the number of its file times this, plus its position.
pub const PLACES: u32 = 4096;
const _: () = assert!(N_LINES_MAX <= PLACES as usize);
/// Hexadecimal digits of a file's name.
pub const N_DIGITS: usize = 12;

/// Every line in the order of the files.
pub struct Shards {
    lines: Vec<u32>,
    /// Where each file begins, and the end of the last.
    starts: Vec<usize>,
}

/// A file of lines as it is to be written.
pub struct ShardText {
    pub name: String,
    /// Of its name.
    pub digits: String,
    pub csv: Vec<u8>,
}

impl Shards {
    pub fn of(account: &Account) -> Shards {
        let lines = account.lines_by([Dimension::Body, Dimension::Supplier, Dimension::Payee]);
        let (bodies, files) = (account.values(Dimension::Body), account.values(Dimension::File));
        let digests: Vec<u64> =
            (0..files.n_numbers() as u32).map(|file| digest(files.text(file).unwrap_or_default())).collect();
        let is_end = |line: u32| {
            let place = digests[files.of_line(line) as usize] ^ u64::from(account.row_number(line));
            mixed(place).is_multiple_of(N_LINES_MIN as u64)
        };
        let mut starts = vec![0];
        let mut start = 0;
        for at in 1..lines.len() {
            let n = at - start;
            let is_other_body = bodies.of_line(lines[at]) != bodies.of_line(lines[at - 1]);
            if is_other_body || N_LINES_MAX <= n || (N_LINES_MIN <= n && is_end(lines[at])) {
                starts.push(at);
                start = at;
            }
        }
        if !lines.is_empty() {
            starts.push(lines.len());
        }
        Shards { lines, starts }
    }

    pub fn n(&self) -> usize {
        self.starts.len() - 1
    }

    /// The lines of a file, in order.
    pub fn lines(&self, shard: usize) -> &[u32] {
        &self.lines[self.starts[shard]..self.starts[shard + 1]]
    }

    /// Where each line stands, by its number in the account.
    pub fn places(&self) -> Vec<u32> {
        let mut places = vec![0; self.lines.len()];
        for shard in 0..self.n() {
            for (position, line) in (0..).zip(self.lines(shard)) {
                places[*line as usize] = shard as u32 * PLACES + position;
            }
        }
        places
    }

    /// A file, named for what it holds.
    pub fn text(&self, account: &Account, shard: usize) -> csv::Result<ShardText> {
        let csv = lines::text(account, self.lines(shard))?;
        let digits = name_of(&csv);
        Ok(ShardText { name: format!("rows/lines/{digits}.csv.gz"), digits, csv })
    }
}

/// The digits of a content.
pub fn name_of(content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    digits[..N_DIGITS].to_owned()
}

/// The content packed, the same bytes on every machine.
pub fn packed(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::default());
    packer.write_all(content)?;
    packer.finish()
}

/// Whether packed bytes end as those of a content do: with its checksum and its length.
pub fn is_packed_of(packed: &[u8], content: &[u8]) -> bool {
    let mut crc = Crc::new();
    crc.update(content);
    let end = [crc.sum().to_le_bytes(), crc.amount().to_le_bytes()].concat();
    packed.starts_with(&[0x1f, 0x8b]) && packed.ends_with(&end)
}

/// Every bit of the answer depends on every bit of the number (the finaliser of MurmurHash3).
fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let number = (number ^ (number >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    number ^ (number >> 33)
}
