// The rows behind a figure on the published site, where no server answers: the rows are read from the
// published files and filtered here, by the same query that the server reads.

import { exact } from './charts/money.js'
import { parseCsv } from './rows/csv.js'
import { conditionsOf, countedPence, matches } from './rows/filter.js'

const N_ROWS_SHOWN = 100

const files = [...document.querySelectorAll('[data-rows-of-files] [data-file]')].map(({ dataset }) => dataset)
const main = document.querySelector('main')
const answer = document.createElement('p')
answer.className = 'govuk-body words'
answer.setAttribute('role', 'status')

if (location.search.length > 1 && files.length > 0) {
  main.querySelector('.page-lede').after(answer)
  show(location.search).catch((error) => {
    answer.textContent =
      `The rows cannot be read here (${error.message}). Browsers do not let a page that was opened from a disk read ` +
      'the files beside it: put the site on a web host, use totalplace serve, or open the files listed below.'
  })
}

async function show(query) {
  const conditions = conditionsOf(query)
  const bodies = conditions.find(({ key, except }) => key === 'body' && !except)?.values
  const wanted = files.filter(({ body }) => !bodies || bodies.has(body))
  const found = []
  for (const [at, { file }] of wanted.entries()) {
    answer.textContent = `Reading file ${at + 1} of ${wanted.length} …`
    found.push(...(await rowsOf(file)).filter((row) => matches(row, conditions)))
  }
  const theme = conditions.find(({ key }) => key === 'theme')
  for (const row of found) row.counted = countedPence(row, theme)
  found.sort((a, b) => Math.abs(b.counted) - Math.abs(a.counted))
  const total = found.reduce((sum, { counted }) => sum + counted, 0)
  answer.textContent = `${exact(total)} in ${found.length.toLocaleString('en-GB')} ${found.length === 1 ? 'line' : 'lines'}`
  answer.dataset.pence = total
  answer.dataset.lines = found.length
  answer.after(conditionList(conditions), ...(found.length > 0 ? [tableOf(found)] : []))
}

async function rowsOf(file) {
  const response = await fetch(file)
  if (!response.ok) throw new Error(`${file}: ${response.status}`)
  return parseCsv(await response.text())
}

// Words of the tables, which people write with blanks.
const WORDS = new Set(['part', 'treatment', 'transfer_kind', 'attribution', 'service'])

function conditionList(conditions) {
  const list = element('ul', 'filters')
  for (const { key, except, values } of conditions) {
    const item = element('li', 'filters__item')
    const shown = [...values].map((value) => (value === null ? 'none' : WORDS.has(key) ? value.replace(/_/g, ' ') : value)).join(', ')
    item.textContent = `${key.replace(/_/g, ' ')}: ${except ? 'not ' : ''}${shown}`
    list.append(item)
  }
  return list
}

const CLASSES = { Date: 'table__short', Pounds: 'govuk-table__cell--numeric' }

const COLUMNS = [
  ['Date', ({ date }) => date || 'no date'],
  ['Payee', ({ payee, redacted }) => (redacted === 'yes' ? 'Withheld' : payee || 'Not printed')],
  ['Pounds', ({ counted }) => exact(counted)],
  ['Body', ({ body }) => body],
  ['Service as printed', ({ heading, department }) => heading || department],
  ['Service', ({ service }) => service],
  ['File and row', ({ path, sheet, row }) => `${path}${sheet ? `, sheet ${sheet}` : ''}, row ${row}`]
]

function tableOf(rows) {
  const region = element('div', 'scroll')
  region.tabIndex = 0
  region.setAttribute('role', 'region')
  region.setAttribute('aria-labelledby', 'found-caption')
  const table = element('table', 'govuk-table table')
  const caption = table.createCaption()
  caption.id = 'found-caption'
  caption.className = 'govuk-table__caption'
  const n = Math.min(rows.length, N_ROWS_SHOWN)
  caption.textContent = n < rows.length ? `The ${n} largest of ${rows.length.toLocaleString('en-GB')} lines` : 'The lines'
  const head = table.createTHead().insertRow()
  for (const [heading] of COLUMNS) {
    const cell = element('th', `govuk-table__header${heading === 'Pounds' ? ' govuk-table__header--numeric' : ''}`)
    cell.scope = 'col'
    cell.textContent = heading
    head.append(cell)
  }
  const body = table.createTBody()
  for (const row of rows.slice(0, N_ROWS_SHOWN)) {
    const line = body.insertRow()
    for (const [heading, of] of COLUMNS) {
      const cell = line.insertCell()
      cell.className = `govuk-table__cell ${CLASSES[heading] ?? 'table__words'}`
      cell.textContent = of(row) ?? ''
    }
  }
  region.append(table)
  return region
}

function element(name, className) {
  const made = document.createElement(name)
  made.className = className
  return made
}
