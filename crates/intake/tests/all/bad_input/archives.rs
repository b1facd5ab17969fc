//! Archives, good and hostile.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A ZIP of these members.
pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a member is begun");
        writer.write_all(bytes).expect("a member is written");
    }
    writer.finish().expect("the archive is finished").into_inner()
}

/// The same ZIP with every member marked as encrypted, as a password leaves it.
pub fn encrypted(mut zip: Vec<u8>) -> Vec<u8> {
    // The flags stand 6 bytes into a member's own header and 8 into its entry in the directory.
    for (signature, offset) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let starts: Vec<usize> =
            zip.windows(4).enumerate().filter(|(_, window)| window == signature).map(|(at, _)| at).collect();
        starts.into_iter().for_each(|at| zip[at + offset] |= 1);
    }
    zip
}

/// The first half of a file.
pub fn half(bytes: Vec<u8>) -> Vec<u8> {
    bytes[..bytes.len() / 2].to_vec()
}
