// What the page of rows shows, as elements.

import { exact } from '../charts/money.js'
import { unguarded } from './csv.js'

/** An element with its attributes and what stands in it. */
export function h(name, attributes, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key === 'on') for (const [event, act] of Object.entries(value)) made.addEventListener(event, act)
    else if (value === true) made.setAttribute(key, '')
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(key, value)
  }
  made.append(...children.filter((child) => child !== null && child !== undefined))
  return made
}

export function link(text, href) {
  return h('a', { class: 'govuk-link', href }, text)
}

export function button(text, click) {
  return h('button', { type: 'button', class: 'govuk-button govuk-button--secondary', on: { click } }, text)
}

export function count(n) {
  return n.toLocaleString('en-GB')
}

export function lines(n) {
  return `${count(n)} ${n === 1 ? 'line' : 'lines'}`
}

export function size(bytes) {
  if (bytes >= 999_500_000) return `${(bytes / 1e9).toFixed(1)} GB`
  if (bytes >= 999_500) return `${(bytes / 1e6).toFixed(1)} MB`
  return `${Math.max(1, Math.round(bytes / 1e3))} kB`
}

/** The conditions, each with a link that takes it away. */
export function conditionList(items) {
  return h('ul', { class: 'filters' }, ...items.map(({ title, label, without }) =>
    h('li', { class: 'filters__item' },
      h('span', {}, `${title}: `, h('bdi', { class: 'printed' }, label)),
      ' ',
      h('a', { class: 'govuk-link', href: without }, 'Remove', h('span', { class: 'govuk-visually-hidden' }, ` ${title}: ${label}`))
    )
  ))
}

/** A form of selects and one field of words. */
export function filterForm({ selects, words, submit }) {
  const group = (id, label, field) => h('div', { class: 'govuk-form-group' }, h('label', { class: 'govuk-label', for: id }, label), field)
  const fields = selects.map(({ key, title, options, chosen }) =>
    group(`choose-${key}`, title, h('select', { class: 'govuk-select', id: `choose-${key}`, name: key },
      ...options.map(({ value, label }) => h('option', { value, selected: value === chosen }, label)))))
  const search = h('input', { class: 'govuk-input', id: 'choose-q', name: 'q', type: 'search', value: words, autocomplete: 'off' })
  const act = (event) => {
    event.preventDefault()
    submit(new FormData(event.target))
  }
  return h('form', { class: 'filter', 'aria-label': 'Choose lines', on: { submit: act } },
    ...fields, group('choose-q', 'Words in the payee’s name', search), h('button', { class: 'govuk-button govuk-button--secondary', type: 'submit' }, 'Show'))
}

const COLUMNS = [
  ['Payee as printed', 'words', (cell) => (cell('redacted') === 'yes' ? 'Withheld' : cell('payee') || 'Not printed')],
  ['Pounds', 'number', null],
  ['Date', 'short', (cell) => cell('date') || 'no date'],
  ['Body', 'words', (cell) => cell('body_name')],
  ['What for, as printed', 'long', (cell) => ['department', 'printed_service', 'subjective'].map(cell).filter((text) => text.trim()).join(' · ') || 'nothing'],
  ['How it is counted', 'long', howCounted],
  ['File, sheet and row', 'long', (cell) => `${cell('path')}${cell('sheet') ? `, sheet ${cell('sheet')}` : ''}, row ${cell('row')}`]
]

function howCounted(cell) {
  const rule = (name) => (cell(name) ? `, rule ${cell(name)}` : '')
  const paid = cell('counterparty_name') ? ` to ${cell('counterparty_name')}` : ''
  return `${cell('service_name') || cell('service')}${rule('service_why')}; ${cell('treatment').replaceAll('_', ' ')}${paid}${rule('why')}`
}

const CELL = { number: 'govuk-table__cell--numeric', short: 'table__short', long: 'table__long', words: '' }

/** Lines as a table, which is a list of its cells where the window is narrow and stays a table for screen readers. */
export function tableOf(rows, caption) {
  const head = COLUMNS.map(([heading, kind]) =>
    h('th', { scope: 'col', role: 'columnheader', class: `govuk-table__header ${kind === 'number' ? 'govuk-table__header--numeric' : CELL[kind]}`.trim() }, heading))
  const body = rows.map(({ headings, cells, counted }) => {
    const cell = (name) => unguarded(cells[headings.indexOf(name)] ?? '')
    return h('tr', { class: 'govuk-table__row', role: 'row' }, ...COLUMNS.map(([heading, kind, of], at) => {
      const text = of ? h('bdi', { class: 'printed' }, of(cell)) : exact(counted)
      return at === 0 ? h('th', { scope: 'row', role: 'rowheader', class: 'govuk-table__header' }, text)
        : h('td', { class: `govuk-table__cell ${CELL[kind]}`.trim(), role: 'cell', 'data-label': heading, 'data-pence': of ? null : counted }, text)
    }))
  })
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'found-caption' },
    h('table', { class: 'govuk-table table table--wide', id: 'found', role: 'table' },
      h('caption', { class: 'govuk-table__caption', id: 'found-caption' }, caption),
      h('thead', { class: 'govuk-table__head', role: 'rowgroup' }, h('tr', { class: 'govuk-table__row', role: 'row' }, ...head)),
      h('tbody', { class: 'govuk-table__body', role: 'rowgroup' }, ...body)))
}

/** Links to other pages of the lines: before, after, and which this is. */
export function paging(page, nPages, to) {
  if (nPages < 2) return null
  return h('nav', { 'aria-label': 'Pages of the lines' }, h('ul', { class: 'actions' },
    page > 1 ? h('li', {}, h('a', { class: 'govuk-link', href: to(1), rel: 'first' }, 'First page')) : null,
    page > 1 ? h('li', {}, h('a', { class: 'govuk-link', href: to(page - 1), rel: 'prev' }, 'Previous page')) : null,
    h('li', {}, `Page ${count(page)} of ${count(nPages)}`),
    page < nPages ? h('li', {}, h('a', { class: 'govuk-link', href: to(page + 1), rel: 'next' }, 'Next page')) : null,
    page < nPages ? h('li', {}, h('a', { class: 'govuk-link', href: to(nPages), rel: 'last' }, 'Last page')) : null))
}
