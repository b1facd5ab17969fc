use super::*;
use crate::testing;

#[test]
fn every_line_has_its_own_texts_in_any_order() {
    let lines: Vec<String> = (0..200)
        .map(|i| format!("{i} | purpose {i} | {}", if i % 3 == 0 { String::new() } else { format!("ref-{i}") }))
        .collect();
    let folder = testing::lines_on_disk(&format!("line_id | category | reference\n{}", lines.join("\n")));
    let store = copied(folder.path(), 200).unwrap();
    assert_eq!(store.starts.len(), 200_usize.div_ceil(BLOCK_LINES) + 1);
    let mut cursor = Cursor::of(&store);
    for line in [199_u32, 0, 1, 64, 63, 128, 0] {
        let stored = cursor.line(line).unwrap();
        assert_eq!(stored.line_id, i64::from(line));
        assert_eq!(stored.texts.category, Some(format!("purpose {line}")));
        assert_eq!(stored.texts.reference, (line % 3 != 0).then(|| format!("ref-{line}")));
        assert_eq!(stored.texts.payee_code, None);
    }
}

#[test]
fn tables_of_another_account_are_refused() {
    let folder = testing::lines_on_disk("line_id | category\n 1 | a\n 2 | b");
    let error = copied(folder.path(), 3).err().unwrap().to_string();
    assert_eq!(error, "2 lines in the table, 3 in the account");
}

#[test]
fn no_lines_and_no_table_are_told_apart() {
    let folder = testing::lines_on_disk("line_id | category");
    assert_eq!(copied(folder.path(), 0).unwrap().n_lines, 0);
    std::fs::remove_file(engine::table_path(folder.path(), &tables::LEDGER_LINE)).unwrap();
    assert!(copied(folder.path(), 0).is_err());
}
