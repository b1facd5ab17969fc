//! The files that lines come from: what rules see of them, and which of them are copies.

use std::collections::HashMap;

use arrow_array::RecordBatch;
use model::tables::{SOURCE_FILE, source_file};

/// What the treatment of lines needs to know about a file or sheet.
pub(super) struct File {
    /// Its path, and the sheet in square brackets where there is one: what people call it in rules.
    pub shown: String,
    pub is_copy: bool,
}

/// Files by their short names.
pub(super) struct Files(HashMap<String, File>);

impl Files {
    /// The files of the table `source_file`.
    pub fn of(source_files: &RecordBatch) -> Files {
        let files = SOURCE_FILE.read(source_files).iter().map(|file| {
            let path = file.text(source_file::PATH);
            let sheet = file.text_if_any(source_file::SHEET);
            let shown = sheet.map_or_else(|| path.to_owned(), |sheet| format!("{path} [{sheet}]"));
            let is_copy = file.text_if_any(source_file::COPY_OF).is_some();
            (file.text(source_file::FILE_ID).to_owned(), File { shown, is_copy })
        });
        Files(files.collect())
    }

    /// What rules see of a file; empty if it is not known.
    pub fn shown(&self, file_id: &str) -> &str {
        self.0.get(file_id).map_or("", |file| &file.shown)
    }

    /// Whether a file is a copy of another.
    pub fn is_copy(&self, file_id: &str) -> bool {
        self.0.get(file_id).is_some_and(|file| file.is_copy)
    }
}
