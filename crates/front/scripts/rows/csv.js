// Published lines, as the site wrote them.

// Every cell that a spreadsheet would take for a formula was written with an apostrophe before it.
const GUARDED = /^'(?=[=+\-@\t\r'])/

export function unguarded(cell) {
  return cell.charCodeAt(0) === 39 ? cell.replace(GUARDED, '') : cell
}

/** The records of a file as they stand in it, the headings first. */
export function recordsOf(text) {
  const records = []
  let start = 0
  while (start < text.length) {
    let end = text.indexOf('\r\n', start)
    if (end < 0) end = text.length
    let record = text.slice(start, end)
    // A line that ends within quotes goes on.
    while (end < text.length && isOpen(record)) {
      end = text.indexOf('\r\n', end + 2)
      if (end < 0) end = text.length
      record = text.slice(start, end)
    }
    records.push(record)
    start = end + 2
  }
  return records
}

function isOpen(record) {
  let isOpen = false
  for (let at = record.indexOf('"'); at >= 0; at = record.indexOf('"', at + 1)) isOpen = !isOpen
  return isOpen
}

/** The cells of a record. */
export function cellsOf(record) {
  if (!record.includes('"')) return record.split(',')
  const cells = []
  let at = 0
  for (;;) {
    if (record[at] !== '"') {
      const end = record.indexOf(',', at)
      cells.push(record.slice(at, end < 0 ? undefined : end))
      if (end < 0) return cells
      at = end + 1
      continue
    }
    let end = record.indexOf('"', at + 1)
    while (record[end + 1] === '"') end = record.indexOf('"', end + 2)
    cells.push(record.slice(at + 1, end).replaceAll('""', '"'))
    if (end + 1 >= record.length) return cells
    at = end + 2
  }
}
