// From a table on the page to what a chart needs.

export function readTable(table) {
  const kind = table.dataset.chart
  const body = table.tBodies[0]
  const rows = [...body.rows].filter((row) => !row.hidden)
  const headings = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim())
  return {
    kind,
    caption: table.caption.textContent.trim().replace(/\s+/g, ' '),
    // The largest whole of all years, so that a band of one height is the same money in each.
    wholePence: Number(table.dataset.wholePence ?? 0),
    names: namesOf(rows[0], headings),
    rows: kind === 'sankey' ? rows.map(readEdge) : rows.map(readRow)
  }
}

// The headings of the columns that are shown.
function namesOf(row, headings) {
  return [...(row?.cells ?? [])].flatMap((cell, i) => (cell.hasAttribute('data-chart-value') ? [headings[i]] : []))
}

function readEdge(row) {
  return {
    from: { id: `${row.dataset.tier}:${row.dataset.from}`, name: text(row.cells[0]) },
    to: { id: `${next(row.dataset.tier)}:${row.dataset.to}`, name: text(row.cells[1]) },
    figure: figures(row)[0]
  }
}

// The columns of a map of flows, from left to right. A body that gives and spends is in two of them, so no money goes
// round in a circle.
export const TIERS = ['origin', 'funder', 'body', 'use', 'kind']

function next(tier) {
  return TIERS[TIERS.indexOf(tier) + 1]
}

function readRow(row) {
  return { name: text(row.cells[0]), address: row.cells[0].querySelector('a')?.href, figures: figures(row) }
}

function figures(row) {
  return [...row.querySelectorAll('[data-chart-value] [data-pence], [data-chart-value].not-computed')].map((holder) => ({
    pence: holder.dataset.pence === undefined ? null : Number(holder.dataset.pence),
    address: holder.href
  }))
}

function text(cell) {
  return cell.textContent.trim()
}
