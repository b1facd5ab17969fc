// Lines of a filter as CSV: read file by file, and handed to the reader as one.

import { exact } from '../charts/money.js'
import { cellsOf, recordsOf } from './csv.js'
import { readerOf } from './filter.js'
import { readLines } from './index.js'

// Text that is held before the browser takes it as a part of the file.
const PART_LETTERS = 4_000_000

/** The file, and what its lines add up to. */
export async function csvOf(index, conditions, files, { signal, progress }) {
  const parts = []
  let [lines, letters] = [[], 0]
  const hand = () => {
    parts.push(new Blob(lines))
    ;[lines, letters] = [[], 0]
  }
  const push = (line) => {
    lines.push(`${line}\r\n`)
    letters += line.length
    if (letters > PART_LETTERS) hand()
  }
  const sum = { n: 0, pence: 0 }
  await readLines(index, files, signal, (text, _, at) => {
    const [headings, ...records] = recordsOf(text)
    if (at === 0) push(`${headings},counted`)
    const reader = readerOf(cellsOf(headings), conditions)
    for (const record of records) {
      const cells = cellsOf(record)
      if (!reader.matches(cells)) continue
      const counted = reader.counted(cells)
      push(`${record},${plain(counted)}`)
      sum.n++
      sum.pence += counted
    }
    progress(at + 1, files.length, sum)
  })
  hand()
  return { blob: new Blob(parts, { type: 'text/csv' }), ...sum }
}

/** Hands a file to the reader. */
export function save(blob, name) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** Insists that a file adds up to the figure that it is behind. */
export function insist({ n, pence }, known) {
  if (known && (n !== known.n || pence !== known.pence)) {
    throw new Error(`the files hold ${exact(pence)} in ${n} lines, the index says ${exact(known.pence)} in ${known.n}: load this page again`)
  }
}

function plain(pence) {
  const whole = Math.abs(pence)
  return `${pence < 0 ? '-' : ''}${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}`
}
