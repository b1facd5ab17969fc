//! Some of the selected lines, in order.

use std::ops::Range;

use crate::Sort;
use crate::data::Data;
use crate::lines::order_key;
use crate::select::{LineSet, Selected};

/// Sorting one line costs about as much as checking this many lines against a selection.
const SORTING_COST: usize = 8;

/// Lines from `offset` on, at most `limit` of them.
pub(crate) fn page(data: &Data, selected: &Selected, sort: Sort, offset: usize, limit: usize) -> Vec<u32> {
    let n_lines = selected.tally.n_lines;
    let limit = limit.min(n_lines.saturating_sub(offset));
    if limit == 0 {
        return Vec::new();
    }
    if let LineSet::All = selected.lines {
        return (offset..offset + limit).map(|position| data.lists.at(sort, position)).collect();
    }
    let range = data.lists.range(&data.loaded.lines, sort, &selected.extent);
    // From whichever end is nearer.
    let n_after = n_lines - offset - limit;
    let n_looked_at = (range.len() as u128 * (offset.min(n_after) + limit) as u128 / n_lines as u128) as usize;
    if n_lines * SORTING_COST < n_looked_at {
        return sorted(data, selected, sort, offset, limit);
    }
    walked(data, selected, sort, range, offset, n_after, limit)
}

/// Goes through the order of all lines until the page is full.
fn walked(
    data: &Data,
    selected: &Selected,
    sort: Sort,
    range: Range<usize>,
    offset: usize,
    n_after: usize,
    limit: usize,
) -> Vec<u32> {
    let line = |position| data.lists.at(sort, position);
    let is_selected = |line: &u32| selected.lines.contains(data, *line);
    if offset <= n_after {
        return range.map(line).filter(is_selected).skip(offset).take(limit).collect();
    }
    let mut lines: Vec<u32> = range.rev().map(line).filter(is_selected).skip(n_after).take(limit).collect();
    lines.reverse();
    lines
}

/// Puts the selected lines in order as far as the page needs it.
fn sorted(data: &Data, selected: &Selected, sort: Sort, offset: usize, limit: usize) -> Vec<u32> {
    let mut lines = Vec::with_capacity(selected.tally.n_lines);
    selected.each_line(data, |line, _| lines.push((order_key(&data.loaded.lines, sort, line), line)));
    let end = offset + limit;
    if end < lines.len() {
        lines.select_nth_unstable(end);
        lines.truncate(end);
    }
    lines.sort_unstable();
    lines[offset..].iter().map(|(_, line)| *line).collect()
}
