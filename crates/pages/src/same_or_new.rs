//! A file that is written only where an older one does not hold the same already.
//!
//! People edit a rule and build again, and of a thousand pages a handful changes. A page that stands as
//! it did is a second name of the older file: making and removing a thousand files takes the file system
//! longer than drawing the pages takes us.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;

/// What is written is compared with an older file, and is in a file of its own from where they differ.
pub(crate) struct SameOrNew<'a> {
    path: &'a Path,
    state: State<'a>,
    n_bytes: u64,
}

enum State<'a> {
    Same { older: &'a Path, file: BufReader<File>, read: Vec<u8> },
    New(BufWriter<File>),
}

impl<'a> SameOrNew<'a> {
    /// Begins the file at `path`; `older` need not be there.
    pub fn create(path: &'a Path, older: Option<&'a Path>) -> io::Result<SameOrNew<'a>> {
        let older = older.and_then(|older| Some((older, BufReader::new(File::open(older).ok()?))));
        let state = match older {
            Some((older, file)) => State::Same { older, file, read: Vec::new() },
            None => State::New(new_file(path)?),
        };
        Ok(SameOrNew { path, state, n_bytes: 0 })
    }

    /// Completes the file, and says how many bytes it has.
    pub fn finish(mut self) -> io::Result<u64> {
        if let State::Same { older, file, .. } = &self.state {
            let is_whole = file.get_ref().metadata()?.len() == self.n_bytes;
            // A second name where the file system gives one.
            if is_whole && (fs::hard_link(older, self.path).is_ok() || is_same_file(older, self.path)) {
                return Ok(self.n_bytes);
            }
        }
        self.own_file()?.flush()?;
        Ok(self.n_bytes)
    }

    /// The file of its own, with what was the same so far.
    fn own_file(&mut self) -> io::Result<&mut BufWriter<File>> {
        if let State::Same { file, .. } = &mut self.state {
            file.rewind()?;
            let mut new = new_file(self.path)?;
            if io::copy(&mut file.take(self.n_bytes), &mut new)? != self.n_bytes {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the older file was cut meanwhile"));
            }
            self.state = State::New(new);
        }
        match &mut self.state {
            State::New(file) => Ok(file),
            State::Same { .. } => unreachable!("it was made new above"),
        }
    }
}

/// A file under that name may be an older file's second name, so it is never written over.
fn new_file(path: &Path) -> io::Result<BufWriter<File>> {
    match File::create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            File::create_new(path).map(BufWriter::new)
        }
        file => file.map(BufWriter::new),
    }
}

/// Whether a file already exists with what the older one holds.
fn is_same_file(older: &Path, path: &Path) -> bool {
    matches!((fs::read(older), fs::read(path)), (Ok(older), Ok(found)) if older == found)
}

impl Write for SameOrNew<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let State::Same { file, read, .. } = &mut self.state {
            read.resize(bytes.len(), 0);
            if file.read_exact(read).is_ok() && read == bytes {
                self.n_bytes += bytes.len() as u64;
                return Ok(bytes.len());
            }
        }
        self.own_file()?.write_all(bytes)?;
        self.n_bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.state {
            State::Same { .. } => Ok(()),
            State::New(file) => file.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes parts beside an older file, and says what stands there and whether it is the older file itself.
    fn check(older: Option<&str>, parts: &[&str], is_linked: bool) {
        let dir = tempfile::tempdir().expect("a folder");
        let (path, before) = (dir.path().join("new"), dir.path().join("older"));
        if let Some(text) = older {
            fs::write(&before, text).expect("the older file");
        }
        let mut file = SameOrNew::create(&path, Some(&before)).expect("a file");
        parts.iter().for_each(|part| file.write_all(part.as_bytes()).expect("written"));
        let expected = parts.concat();
        assert_eq!(file.finish().expect("finished"), expected.len() as u64);
        assert_eq!(fs::read_to_string(&path).expect("the file"), expected);
        if let Some(text) = older {
            fs::write(&path, "changed").expect("written over");
            let now = fs::read_to_string(&before).expect("the older file");
            assert_eq!(now, if is_linked { "changed" } else { text }, "{parts:?}");
        }
    }

    #[test]
    fn what_is_the_same_is_not_written_again() {
        check(None, &["a", "b"], false);
        check(Some("ab"), &["a", "b"], true);
        check(Some("ab"), &["a", "c"], false);
        check(Some("ab"), &["a", "b", "c"], false);
        check(Some("abc"), &["a", "b"], false);
        check(Some(""), &[], true);
    }

    #[test]
    fn a_file_that_is_there_is_replaced_and_never_written_over() {
        let dir = tempfile::tempdir().expect("a folder");
        let (path, other) = (dir.path().join("new"), dir.path().join("other"));
        fs::write(&other, "other").expect("a file");
        fs::hard_link(&other, &path).expect("a second name");
        let mut file = SameOrNew::create(&path, None).expect("a file");
        file.write_all(b"new").expect("written");
        file.finish().expect("finished");
        assert_eq!(fs::read_to_string(&other).expect("the other file"), "other");
        assert_eq!(fs::read_to_string(&path).expect("the file"), "new");
    }
}
