// The query of an address as conditions on published lines: the same words that the server reads.

import { unguarded } from './csv.js'

/** Columns whose names are not the words of their filters. */
const COLUMNS = {
  body: 'body_id',
  file: 'file_id',
  year: 'financial_year',
  rule: 'why',
  service_rule: 'service_why',
  supplier: 'supplier_id',
  heading: 'printed_service',
  counterparty: 'counterparty_id'
}
const OF_THE_PAGE = ['sort', 'page', 'lines']
const BESIDE = ['min', 'max', 'q', 'row']

/** The conditions of a query, each `{ key, except, values }` with null for lines that have no value. */
export function conditionsOf(query, index) {
  const conditions = new Map()
  const known = new Set([...index.dimensions.map(({ word }) => word), ...BESIDE])
  const add = (key, except, value) => {
    if (!known.has(key)) throw new RangeError(`there is no filter called ${key}`)
    const other = conditions.get(`${except ? '' : 'except-'}${key}`)
    if (other) throw new RangeError(`no line can meet both ${key} and except-${key}`)
    const name = `${except ? 'except-' : ''}${key}`
    if (!conditions.has(name)) conditions.set(name, { key, except, values: new Set() })
    conditions.get(name).values.add(value)
  }
  for (const [name, value] of new URLSearchParams(query)) {
    if (value === '' || OF_THE_PAGE.includes(name)) continue
    const except = name.startsWith('except-')
    const key = except ? name.slice('except-'.length) : name
    if (name === 'without' || name === 'with') add(value, name === 'with', null)
    else if (key === 'part' && value === 'net') index.net.forEach((part) => add(key, except, part))
    else if (key === 'q') value.trim() && add(key, except, value.trim().toLowerCase())
    else if (key === 'min' || key === 'max') add(key, except, String(pence(value.trim().replace(/[£,]/g, '')) / 100))
    else add(key, except, value)
  }
  const theme = conditions.get('theme')
  if (theme && theme.values.size > 1) throw new RangeError('themes overlap and are never added up: choose one')
  return [...conditions.values()]
}

/** The query of conditions: equal conditions have equal queries, which are the keys of the index. */
export function queryOf(conditions, index) {
  const order = [...index.dimensions.map(({ word }) => word), ...BESIDE]
  const inOrder = [...conditions].sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key))
  return inOrder.flatMap(({ key, except, values }) => {
    const name = `${except ? 'except-' : ''}${key}`
    const all = [...values].sort(byLetters)
    if (key === 'part' && all.join() === [...index.net].sort(byLetters).join()) return [`${name}=net`]
    return all.map((value) => (value === null ? `${except ? 'with' : 'without'}=${key}` : `${name}=${encoded(value)}`))
  }).join('&')
}

// No value first, then as UTF-8 orders them.
function byLetters(a, b) {
  if (a === null || b === null) return (b === null) - (a === null)
  const [first, second] = [[...a], [...b]]
  for (let at = 0; at < first.length && at < second.length; at++) {
    if (first[at] !== second[at]) return first[at].codePointAt(0) - second[at].codePointAt(0)
  }
  return first.length - second.length
}

export function encoded(text) {
  return encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** What tells, under the headings of a file, whether cells meet all conditions, and what counts of them. */
export function readerOf(headings, conditions) {
  const at = (name) => {
    const column = headings.indexOf(name)
    if (column < 0) throw new Error(`the files have no column ${name}`)
    return column
  }
  const of = (name) => {
    const column = at(name)
    return (cells) => unguarded(cells[column])
  }
  const amountAt = at('amount')
  const amount = (cells) => pence(cells[amountAt])
  const themes = of('themes')
  const tests = conditions.map(({ key, except, values }) => {
    const test = testOf(key, values)
    return except ? (cells) => !test(cells) : test
  })
  const theme = conditions.find(({ key, except, values }) => key === 'theme' && !except && !values.has(null))
  const [themeName] = theme ? theme.values : []
  const date = of('date')

  function testOf(key, values) {
    const [value] = values
    const computed = Object.assign(Object.create(null), {
      min: () => (cells) => amount(cells) >= pence(value),
      max: () => (cells) => amount(cells) <= pence(value),
      q: () => {
        const payee = of('payee')
        return (cells) => [...values].every((words) => payee(cells).toLowerCase().includes(words))
      },
      theme: () => (cells) => (values.has(null) ? themes(cells) === '' : themesOf(themes(cells)).has(value)),
      month: () => (cells) => values.has(date(cells).slice(0, 7) || null),
      division: () => {
        const cofog = of('cofog')
        return (cells) => values.has(cofog(cells).slice(0, 2) || null)
      },
      sign: () => (cells) => values.has(amount(cells) < 0 ? 'negative' : 'positive'),
      nameless: () => {
        const [redacted, payee] = [of('redacted'), of('payee')]
        return (cells) => values.has(redacted(cells) === 'yes' || payee(cells) === '' ? 'yes' : 'no')
      }
    })[key]
    if (computed) return computed()
    const cell = of(COLUMNS[key] ?? key)
    return (cells) => values.has(cell(cells) || null)
  }

  return {
    matches: (cells) => tests.every((test) => test(cells)),
    counted: (cells) => (themeName === undefined ? amount(cells) : themesOf(themes(cells)).get(themeName)),
    /** As a number that orders as days do; infinity where there is none. */
    day: (cells) => {
      const text = date(cells)
      return text === '' ? Infinity : Number(text.replaceAll('-', ''))
    }
  }
}

// `early-years=12.50;older-people=3.00`
function themesOf(text) {
  const parts = text.split(';').filter(Boolean)
  return new Map(parts.map((part) => [part.slice(0, part.lastIndexOf('=')), pence(part.slice(part.lastIndexOf('=') + 1))]))
}

// `-1234.5` as whole pence, without going through binary fractions.
export function pence(pounds) {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(pounds) ?? []
  if (whole === undefined) throw new RangeError(`${pounds} is no amount`)
  const amount = Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
  return sign ? -amount : amount
}
