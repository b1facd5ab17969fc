// Published rows, as the site wrote them.

// Every cell that a spreadsheet would take for a formula was written with an apostrophe before it.
const GUARDED = /^'(?=[=+\-@\t\r'])/

export function parseCsv(text) {
  const [headings, ...rows] = cells(text)
  return rows.map((row) => Object.fromEntries(headings.map((name, i) => [name, unguarded(name, row[i] ?? '')])))
}

function unguarded(name, cell) {
  return name === 'amount' ? cell : cell.replace(GUARDED, '')
}

function cells(text) {
  const rows = []
  let row = []
  let cell = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (quoted) {
      if (letter !== '"') cell += letter
      else if (text[at + 1] === '"') cell += text[at++]
      else quoted = false
    } else if (letter === '"') quoted = true
    else if (letter === ',' || letter === '\n') {
      row.push(cell)
      cell = ''
      if (letter === '\n') {
        rows.push(row)
        row = []
      }
    } else if (letter !== '\r') cell += letter
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell])
  return rows
}
