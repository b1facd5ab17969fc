// The query of an address as conditions on published rows: the same words that the server reads.

const NET = ['spend_here', 'transfers_kept']

export function conditionsOf(query) {
  const conditions = new Map()
  const add = (key, except, value) => {
    const name = `${except ? 'except-' : ''}${key}`
    if (!conditions.has(name)) conditions.set(name, { key, except, values: new Set() })
    conditions.get(name).values.add(value)
  }
  for (const [name, value] of new URLSearchParams(query)) {
    if (value === '' || name === 'sort' || name === 'page') continue
    const except = name.startsWith('except-')
    const key = except ? name.slice('except-'.length) : name
    if (name === 'without' || name === 'with') add(value, name === 'with', null)
    else if (key === 'part' && value === 'net') NET.forEach((part) => add(key, except, part))
    else add(key, except, value)
  }
  return [...conditions.values()]
}

export function matches(row, conditions) {
  return conditions.every(({ key, except, values }) => has(row, key, values) !== except)
}

function has(row, key, values) {
  switch (key) {
    case 'min':
      return [...values].every((value) => pence(row.amount) >= pence(value))
    case 'max':
      return [...values].every((value) => pence(row.amount) <= pence(value))
    case 'q':
      return [...values].every((value) => row.payee.toLowerCase().includes(value.toLowerCase()))
    case 'row':
      return values.has(row.row)
    case 'theme':
      return [...values].some((value) => (value === null ? row.themes === '' : value in themesOf(row)))
    default:
      return values.has(valueOf(row, key))
  }
}

// The value of a row in one dimension; null where it has none.
function valueOf(row, key) {
  const value = {
    month: () => row.date.slice(0, 7),
    division: () => row.cofog.slice(0, 2),
    sign: () => (pence(row.amount) < 0 ? 'negative' : 'positive'),
    nameless: () => (row.redacted === 'yes' || row.payee === '' ? 'yes' : 'no')
  }[key]
  const text = value ? value() : row[key]
  if (text === undefined) throw new Error(`no filter is called ${key}`)
  return text === '' ? null : text
}

// Pounds that count: all of the line, or its part in the theme that was asked for.
export function countedPence(row, theme) {
  if (!theme || theme.except) return pence(row.amount)
  const themes = themesOf(row)
  return [...theme.values].reduce((sum, value) => sum + (themes[value] ?? (value === null ? pence(row.amount) : 0)), 0)
}

// `early-years=12.50;older-people=3.00`
function themesOf(row) {
  const parts = row.themes.split(';').filter(Boolean)
  return Object.fromEntries(parts.map((part) => [part.slice(0, part.lastIndexOf('=')), pence(part.slice(part.lastIndexOf('=') + 1))]))
}

// `-1234.5` as whole pence, without going through binary fractions.
export function pence(pounds) {
  const [, sign, whole, fraction = ''] = /^(-?)(\d*)(?:\.(\d{1,2}))?$/.exec(pounds) ?? []
  if (whole === undefined) throw new Error(`${pounds} is no amount`)
  const amount = Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
  return sign ? -amount : amount
}
