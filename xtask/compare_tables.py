"""Compares the tables of two builds of one place, row for row, with DuckDB: nothing of the product reads them here.

Each table is compared in the order of its rows first; where that differs, as a multiset, and the order is a
difference of its own. Ends with 1 where a difference is not explained below.

usage: compare_tables.py OLD_TABLES NEW_TABLES
"""

import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

# Tables that were split, joined or renamed: old names, new names, why. Their rows are compared without an order.
RENAMED = [
    (
        ["row_problem"],
        ["ledger_problem", "publication_problem", "person_problem"],
        "one table for each kind of source, so that a bad row of one makes no step read the others again",
    ),
]

# Columns that one side lacks or that mean something else now: (table, column) and why. All others must be equal.
EXPLAINED_COLUMNS = {}

N_SHOWN = 3


@dataclass
class Pair:
    """What stands for one table on each side; several files where it was split."""

    name: str
    old: list
    new: list
    reason: str = ""
    is_ordered: bool = True
    explained: dict = field(default_factory=dict)


def pairs(old_dir, new_dir, renamed, explained):
    """Tables of both sides side by side, and those of one side only."""
    old, new = ({path.stem: path for path in Path(folder).glob("*.parquet")} for folder in (old_dir, new_dir))
    found = []
    for old_names, new_names, reason in renamed:
        if not any(name in new and name not in old for name in new_names):
            continue
        files = [[tables.pop(name) for name in names if name in tables] for tables, names in ((old, old_names), (new, new_names))]
        if any(files):
            name = f"{' + '.join(old_names)} -> {' + '.join(new_names)}"
            found.append(Pair(name, *files, reason, is_ordered=False))
    for name in sorted(old.keys() | new.keys()):
        of_table = {column: reason for (table, column), reason in explained.items() if table == name}
        found.append(Pair(name, [old[name]] if name in old else [], [new[name]] if name in new else [], explained=of_table))
    return found


def view(database, name, files):
    rows = " UNION ALL BY NAME ".join(f"SELECT * FROM read_parquet('{path}')" for path in files)
    database.execute(f"CREATE OR REPLACE VIEW {name} AS {rows}")
    columns = database.execute(f"DESCRIBE {name}").fetchall()
    n_rows = database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
    return {column[0]: column[1] for column in columns}, n_rows


def compare(database, pair):
    """One line of what was found, the differences that nothing explains, and what else there is to say."""
    if not pair.old or not pair.new:
        side = "old" if pair.old else "new"
        return f"only in the {side} build", [f"stands in the {side} build only"], []
    if len(pair.old) == len(pair.new) == 1 and pair.old[0].read_bytes() == pair.new[0].read_bytes():
        n_rows = database.execute(f"SELECT count(*) FROM read_parquet('{pair.old[0]}')").fetchone()[0]
        return f"{n_rows} rows, same bytes", [], []
    old, n_old = view(database, "old", pair.old)
    new, n_new = view(database, "new", pair.new)
    faults, notes = columns_differ(old, new, pair.explained)
    common = [column for column in old if old[column] == new.get(column) and column not in pair.explained]
    if pair.is_ordered and list(filter(new.__contains__, old)) != list(filter(old.__contains__, new)):
        faults.append(f"columns stand in another order: {', '.join(old)} | {', '.join(new)}")
    unlike = in_order(database, common) if pair.is_ordered and n_old == n_new else None
    if unlike == {}:
        of_columns = "" if len(common) == len(old) else f" in {len(common)} of {len(old)} columns"
        return f"{n_old} rows, equal in order{of_columns}", faults, notes
    only_old, only_new = (one_sided(database, a, b, common) for a, b in (("old", "new"), ("new", "old")))
    if not only_old and not only_new:
        faults += ["the same rows in another order"] if pair.is_ordered else []
        return f"{n_old} rows, equal as a multiset", faults, notes
    faults.append(f"{only_old} rows of the old build and {only_new} of the new one have no equal on the other side")
    if unlike:
        faults += [f"column {column}: {n} of {n_old} rows differ" for column, n in unlike.items()]
        faults += first_in_order(database, unlike)
    else:
        faults += first_one_sided(database, "old", "new", common) + first_one_sided(database, "new", "old", common)
    return f"{n_old} rows old, {n_new} new", faults, notes


def columns_differ(old, new, explained):
    faults, notes = [], []
    for column in [*old, *(column for column in new if column not in old)]:
        if old.get(column) == new.get(column):
            continue
        text = f"column {column}: {old.get(column, 'absent')} in the old build, {new.get(column, 'absent')} in the new one"
        (notes if column in explained else faults).append(text)
    notes += [f"column {column} is not compared: {reason}" for column, reason in explained.items()]
    return faults, notes


def quoted(column, of=None):
    name = '"' + column.replace('"', '""') + '"'
    return f"{of}.{name}" if of else name


def differs(column):
    return f"{quoted(column, 'old')} IS DISTINCT FROM {quoted(column, 'new')}"


def in_order(database, columns):
    """How many rows differ in each column, the first beside the first; nothing for columns that are equal."""
    counts = ", ".join(f"count(*) FILTER ({differs(column)})" for column in columns)
    found = database.execute(f"SELECT {counts} FROM old POSITIONAL JOIN new").fetchone()
    return {column: n for column, n in zip(columns, found) if n}


def first_in_order(database, unlike):
    cells = ", ".join(f"{quoted(c, 'old')}, {quoted(c, 'new')}" for c in unlike)
    numbered = "(SELECT *, row_number() OVER () AS row_number_here FROM old) AS old POSITIONAL JOIN new"
    condition = " OR ".join(differs(column) for column in unlike)
    rows = database.execute(f"SELECT row_number_here, {cells} FROM {numbered} WHERE {condition} LIMIT {N_SHOWN}").fetchall()
    return [f"row {row[0]}: " + ", ".join(f"{column} {old!r} -> {new!r}" for column, old, new in zip(unlike, row[1::2], row[2::2]) if old != new) for row in rows]


def without_equal(a, b, columns):
    names = ", ".join(quoted(column) for column in columns)
    return f"(SELECT {names} FROM {a} EXCEPT ALL SELECT {names} FROM {b})"


def one_sided(database, a, b, columns):
    return database.execute(f"SELECT count(*) FROM {without_equal(a, b, columns)}").fetchone()[0]


def first_one_sided(database, a, b, columns):
    rows = database.execute(f"SELECT * FROM {without_equal(a, b, columns)} ORDER BY ALL LIMIT {N_SHOWN}").fetchall()
    return [f"only {a}: " + ", ".join(f"{column} {value!r}" for column, value in zip(columns, row)) for row in rows]


def report(old_dir, new_dir, renamed, explained):
    """Every table and what was found; the number of tables with differences that nothing explains."""
    database, lines, n_faulty = duckdb.connect(), [], 0
    for pair in pairs(old_dir, new_dir, renamed, explained):
        found, faults, notes = compare(database, pair)
        n_faulty += bool(faults)
        lines.append(f"  {'DIFFERS' if faults else 'equal  '}  {pair.name}: {found}")
        lines += [f"             {text}" for text in ([pair.reason] if pair.reason else []) + notes + faults]
    return lines, n_faulty


def prove():
    """Plants one difference of each kind and finds it: a comparison that finds nothing would please everybody."""
    rows = "(VALUES (1, 'a', 1.5::DECIMAL(18,2)), (2, NULL, NULL), (2, NULL, NULL), (3, 'c', 0)) AS t(id, name, pounds)"
    planted = {
        "equal": (f"SELECT * FROM {rows}", "equal in order"),
        "order": (f"SELECT * FROM {rows} ORDER BY id DESC", "same rows in another order"),
        "cell": (f"SELECT id, name, CASE id WHEN 3 THEN NULL ELSE pounds END AS pounds FROM {rows}", "column pounds: 1 of 4"),
        "swapped": (f"SELECT id, pounds AS name, name AS pounds FROM {rows}", "column name: VARCHAR"),
        "twice": (f"SELECT DISTINCT * FROM {rows}", "1 rows of the old build and 0 of the new one"),
        "column": (f"SELECT id, name FROM {rows}", "column pounds: DECIMAL(18,2) in the old build, absent"),
    }
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "old", Path(folder) / "new"
        old.mkdir()
        new.mkdir()
        for name, (query, _) in planted.items():
            # Another compression, so that no table has the same bytes.
            duckdb.sql(f"COPY (SELECT * FROM {rows}) TO '{old}/{name}.parquet'")
            duckdb.sql(f"COPY ({query}) TO '{new}/{name}.parquet' (COMPRESSION zstd)")
        duckdb.sql(f"COPY (SELECT * FROM {rows}) TO '{old}/gone.parquet'")
        for half, condition in (("low", "id < 3"), ("high", "id >= 3")):
            duckdb.sql(f"COPY (SELECT * FROM {rows} WHERE {condition}) TO '{new}/{half}.parquet'")
        lines, n_faulty = report(old, new, [(["gone"], ["high", "low"], "split")], {})
        text = "\n".join(lines)
        assert all(words in text for _, words in planted.values()), text
        assert "gone -> high + low: 4 rows, equal as a multiset" in text and n_faulty == 5, text
        lines, n_faulty = report(old, new, [], {("column", "pounds"): "dropped"})
        assert "only in the new build" in "\n".join(lines) and n_faulty == 7, "\n".join(lines)


def main():
    prove()
    lines, n_faulty = report(sys.argv[1], sys.argv[2], RENAMED, EXPLAINED_COLUMNS)
    print("\n".join(lines))
    sys.exit(1 if n_faulty else 0)


if __name__ == "__main__":
    main()
