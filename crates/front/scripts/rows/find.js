// The lines of a filter: the first ones from the index where it has them, else all of them from the files.

import { cellsOf, recordsOf } from './csv.js'
import { readerOf } from './filter.js'
import { readLines } from './index.js'

/** Every line of the conditions: where it stands, what counts of it, its day. */
export async function findAll(index, conditions, files, { signal, progress }) {
  const found = { places: [], counted: [], days: [], n: 0, pence: 0 }
  await readLines(index, files, signal, (text, file, at) => {
    const [headings, ...records] = recordsOf(text)
    const reader = readerOf(cellsOf(headings), conditions)
    records.forEach((record, position) => {
      const cells = cellsOf(record)
      if (!reader.matches(cells)) return
      const counted = reader.counted(cells)
      found.places.push(file * index.places + position)
      found.counted.push(counted)
      found.days.push(reader.day(cells))
      found.pence += counted
    })
    found.n = found.places.length
    progress?.(at + 1, files.length, found)
  })
  return found
}

/** Places of all found lines in an order; equal ones as they stand. */
export function inOrderOf(found, sort) {
  const { places, counted, days } = found
  const all = places.map((_, at) => at)
  const sign = sort === 'largest' || sort === 'latest' ? -1 : 1
  const compare = {
    largest: (a, b) => counted[b] - counted[a],
    smallest: (a, b) => counted[a] - counted[b],
    latest: (a, b) => byDay(days[a], days[b], sign),
    earliest: (a, b) => byDay(days[a], days[b], sign)
  }[sort]
  return all.sort((a, b) => compare(a, b) || a - b).map((at) => places[at])
}

// Lines without a date stand last in either order.
function byDay(a, b, sign) {
  if (a === Infinity || b === Infinity) return (a === Infinity) - (b === Infinity)
  return sign * (a - b)
}

/** The lines at places, each by the names of its columns, with what counts of it. */
export async function linesAt(index, places, conditions, signal) {
  const files = [...new Set(places.map((place) => Math.floor(place / index.places)))]
  const texts = new Map()
  await readLines(index, files, signal, (text, file) => texts.set(file, recordsOf(text)))
  return places.map((place) => {
    const records = texts.get(Math.floor(place / index.places))
    const headings = cellsOf(records[0])
    const cells = cellsOf(records[1 + (place % index.places)] ?? '')
    const reader = readerOf(headings, conditions)
    // An index of one publication over the files of another would show wrong lines.
    if (cells.length !== headings.length || !reader.matches(cells)) throw new Error('the index does not fit its files: load this page again')
    return { headings, cells, counted: reader.counted(cells) }
  })
}
