// From a table on the page to what a chart needs.

export function readTable(table) {
  const kind = table.dataset.chart
  const body = table.tBodies[0]
  const rows = [...body.rows].filter((row) => !row.hidden)
  return {
    kind,
    caption: table.caption.textContent.trim().replace(/\s+/g, ' '),
    // The largest whole of all years, so that a band of one height is the same money in each.
    wholePence: Number(table.dataset.wholePence ?? 0),
    headings: [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim()),
    rows: kind === 'sankey' ? rows.map(readEdge) : rows.map(readRow)
  }
}

function readEdge(row) {
  return {
    from: { id: `${row.dataset.tier}:${row.dataset.from}`, name: text(row.cells[0]) },
    to: { id: `${next(row.dataset.tier)}:${row.dataset.to}`, name: text(row.cells[1]) },
    figure: figures(row)[0]
  }
}

// A body that gives and spends stands in two columns, so no money goes round in a circle.
function next(tier) {
  return tier === 'funder' ? 'body' : 'use'
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
