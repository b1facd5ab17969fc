//! The files of tables, held open: a build that puts newer ones in their place does not mix them with pages of these.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use model::{Table, tables};

/// All of them that may leave the place.
pub struct OpenTables(Vec<OpenTable>);

/// The file of one table.
pub struct OpenTable {
    pub table: &'static Table,
    pub file: Arc<File>,
    pub n_bytes: u64,
}

impl OpenTables {
    pub fn of(folder: &Path) -> OpenTables {
        let open = |table: &'static Table| {
            let file = match table.leaves_whole() {
                true => File::open(engine::table_path(folder, table)).ok()?,
                false => as_it_leaves(folder, table)?,
            };
            let n_bytes = file.metadata().ok()?.len();
            Some(OpenTable { table, file: Arc::new(file), n_bytes })
        };
        OpenTables(tables::that_may_leave().filter_map(open).collect())
    }

    /// The name must be a table's: a path can never lead out of the folder.
    pub fn at(&self, path: &str) -> Option<&OpenTable> {
        let name = path.strip_prefix("tables/")?.strip_suffix(".parquet")?;
        self.0.iter().find(|open| open.table.name == name)
    }
}

/// A table without its private columns: the one beside the pages if it is of this build, otherwise a copy that is deleted
/// when the process ends.
fn as_it_leaves(folder: &Path, table: &Table) -> Option<File> {
    let kept = engine::table_path(folder, table).metadata().and_then(|kept| kept.modified()).ok()?;
    let published = File::open(engine::table_path(&folder.parent()?.join("site/tables"), table)).ok();
    let is_newer = |file: &File| file.metadata().and_then(|of| of.modified()).is_ok_and(|written| kept <= written);
    published.filter(is_newer).or_else(|| {
        let scratch = tempfile::tempdir().ok()?;
        let path = engine::table_path(scratch.path(), table);
        engine::write_leaving(folder, table, &path).ok()?;
        File::open(path).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tables_are_there() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(engine::table_path(folder.path(), &tables::SPEND), "spend").unwrap();
        let open = OpenTables::of(folder.path());
        assert!(open.at("tables/spend.parquet").is_some_and(|table| table.n_bytes == 5));
        assert!(open.at("tables/transfer.parquet").is_none(), "it was not built");
        for path in
            ["tables/../../place.toml", "tables/..%2fspend.parquet", "tables/spend", "tables/.parquet", "tables/"]
        {
            assert!(open.at(path).is_none(), "{path}");
        }
    }
}
