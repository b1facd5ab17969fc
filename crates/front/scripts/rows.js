// The rows behind a figure on the published site, where no server answers: they are found here in files beside the page, by
// the same query that the server reads.

import { exact } from './charts/money.js'
import { csvOf, insist, save } from './rows/download.js'
import { conditionsOf, encoded, queryOf } from './rows/filter.js'
import { findAll, inOrderOf, linesAt } from './rows/find.js'
import { candidates, openIndex } from './rows/index.js'
import { button, conditionList, count, filterForm, h, lines, link, paging, size, tableOf } from './rows/view.js'

/** Bytes that are read without asking. */
const ASK_BYTES = 3_000_000
/** Bytes of a file that browsers put together without trouble. */
const SAVE_BYTES = 1_500_000_000
const SIZES = [10, 50, 200]
const FROM_DISK = 'This page was opened from a disk, where browsers let no page read the files beside it: run totalplace serve in the place’s folder to see the rows.'

const root = document.getElementById('rows-found')
const answer = h('p', { class: 'govuk-body words', role: 'status', tabindex: -1 })
const shown = h('div')
// What was found last, so that another page or order of it reads nothing again.
let last = { query: null, found: null }
let reading = new AbortController()

if (root) start()

function start() {
  root.append(answer, shown)
  if (location.protocol === 'file:') {
    answer.textContent = FROM_DISK
    return
  }
  const index = openIndex(new URL(root.dataset.index, location.href).href)
  const draw = () => show(index)
  window.addEventListener('popstate', draw)
  document.addEventListener('click', (event) => {
    const to = event.target.closest?.('#rows-found a[href]')
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
    if (!to || !isPlain || to.hasAttribute('download')) return
    event.preventDefault()
    go(to.href)
  })
  // A reader who follows a link by keyboard goes on from the answer, as on a page of its own.
  window.addEventListener('rows:go', () => draw().then(() => answer.focus()))
  draw()
}

function go(href) {
  history.pushState(null, '', href)
  window.dispatchEvent(new Event('rows:go'))
}

async function show(opening) {
  reading.abort()
  reading = new AbortController()
  const { signal } = reading
  delete answer.dataset.pence
  delete answer.dataset.lines
  answer.textContent = 'Finding the rows …'
  try {
    await draw(await opening, signal)
  } catch (error) {
    if (signal.aborted) return
    const otherwise = error instanceof RangeError ? '' : ' Where this host does not send them, totalplace serve does.'
    answer.textContent = `The rows cannot be shown: ${error.message}.${otherwise}`
  }
}

async function draw(index, signal) {
  const request = requestOf(index)
  const { conditions, query } = request
  // The form comes first: it needs the first file alone.
  shown.replaceChildren(formOf(index, conditions))
  const entry = await index.entry(query)
  const labels = await labelsOf(index, conditions)
  if (signal.aborted) return
  const list = conditions.length > 0 ? conditionList(labels.map((item) => ({ ...item, without: address(index, request, { conditions: item.rest, page: 1 }) }))) : null
  const state = { index, request, entry, list, signal }
  const first = firstOf(state)
  if (first) return drawLines(state, entry, first)
  if (last.query === query) return drawFound(state, last.found)
  const files = await candidates(index, conditions, (list) => queryOf(list, index))
  const bytes = index.bytesOf(files)
  if (bytes > ASK_BYTES) return ask(state, files, bytes)
  await search(state, files)
}

function requestOf(index) {
  const parameters = new URLSearchParams(location.search)
  const conditions = conditionsOf(location.search, index)
  const sort = index.orders.includes(parameters.get('sort')) ? parameters.get('sort') : index.orders[0]
  const whole = (name, otherwise) => Math.max(1, Math.floor(Number(parameters.get(name))) || otherwise)
  return { conditions, query: queryOf(conditions, index), sort, page: whole('page', 1), size: SIZES.includes(whole('lines', 10)) ? whole('lines', 10) : 10 }
}

/** The address of these lines with something changed. */
function address(index, request, change) {
  const { conditions, sort, page, size } = { ...request, ...change }
  const parts = [queryOf(conditions, index)]
  if (sort !== index.orders[0]) parts.push(`sort=${sort}`)
  if (size !== SIZES[0]) parts.push(`lines=${size}`)
  if (page > 1) parts.push(`page=${page}`)
  return `${location.pathname}?${parts.filter(Boolean).join('&')}`
}

/** Places of the first lines, where the index has them and no more are asked for. */
function firstOf({ index, request, entry }) {
  const places = entry?.first?.[index.orders.indexOf(request.sort)]
  const isEnough = places && request.page === 1 && (request.size <= index.page || entry.n <= places.length)
  return isEnough ? places : null
}

function ask(state, files, bytes) {
  const { entry, list, index } = state
  tell(entry, entry ? '' : 'Not added up yet: ')
  const words = h('p', { class: 'govuk-body words' },
    `To find these lines, about ${size(bytes)} of the published files must be read, ${count(files.length)} of ${count(index.lines.length)}. ` +
    'totalplace serve answers at once.')
  const read = button(`Read ${size(bytes)}`, () => search(state, files).catch(failed(state)))
  shown.replaceChildren(formOf(index, state.request.conditions), ...present(list, words, read, downloadOf(state, files)))
}

async function search(state, files) {
  const { index, request, signal } = state
  const isLong = index.bytesOf(files) > ASK_BYTES
  const stop = isLong ? button('Stop', () => reading.abort()) : null
  shown.replaceChildren(formOf(index, request.conditions), ...present(state.list, stop))
  const progress = (n, all, found) => {
    if (!signal.aborted) answer.textContent = `Read ${count(n)} of ${count(all)} files: ${lines(found.n)} so far`
  }
  if (stop) signal.addEventListener('abort', () => { if (reading.signal === signal) answer.textContent = 'Stopped.' })
  const found = await findAll(index, request.conditions, files, { signal, progress })
  if (signal.aborted) return
  insist(found, state.entry)
  last = { query: request.query, found }
  await drawFound(state, found)
}

function drawFound(state, found) {
  const { request } = state
  const from = (request.page - 1) * request.size
  return drawLines(state, found, inOrderOf(found, request.sort).slice(from, from + request.size))
}

async function drawLines(state, sum, places) {
  const { index, request, list, signal } = state
  const rows = await linesAt(index, places, request.conditions, signal)
  if (signal.aborted) return
  tell(sum)
  const from = (request.page - 1) * request.size
  const nPages = Math.ceil(sum.n / request.size)
  const to = (change) => address(index, request, change)
  const orders = index.orders.filter((sort) => sort !== request.sort).map((sort) => h('li', {}, link(`${capital(sort)} first`, to({ sort, page: 1 }))))
  const sizes = SIZES.filter((size, at) => size !== request.size && (size < request.size || sum.n > SIZES[at - 1]))
    .map((size) => h('li', {}, link(`${size} lines a page`, to({ size, page: 1 }))))
  const none = request.page > 1
    ? h('p', { class: 'govuk-body' }, 'There are fewer pages than that: ', link('the first page', to({ page: 1 })), '.')
    : h('p', { class: 'govuk-body' }, 'No line meets these conditions. Remove one to see more.')
  const caption = `${rows.length === 1 ? 'Line' : 'Lines'} ${count(from + 1)}${rows.length > 1 ? ` to ${count(from + rows.length)}` : ''} of ${count(sum.n)}, ${request.sort} first`
  shown.replaceChildren(formOf(index, request.conditions), ...present(
    list,
    sum.n > 0 ? downloadOf(state, null, sum) : null,
    sum.n > 1 ? h('ul', { class: 'actions' }, ...orders, ...sizes) : null,
    rows.length > 0 ? tableOf(rows, caption) : none,
    paging(request.page, nPages, (page) => to({ page }))
  ))
}

function tell(sum, otherwise = '') {
  if (!sum) {
    answer.textContent = otherwise.replace(/: $/, '.')
    return
  }
  answer.textContent = `${exact(sum.pence)} in ${lines(sum.n)}`
  answer.dataset.pence = sum.pence
  answer.dataset.lines = sum.n
}

/** A button that makes one CSV file of all lines, says its size first and how far it is. */
function downloadOf(state, files, sum = state.entry) {
  const { index, request } = state
  const status = h('p', { class: 'govuk-body-s', role: 'status', 'data-download': true })
  const textBytes = sum ? (index.text_bytes / Math.max(index.n, 1)) * sum.n : null
  if (textBytes > SAVE_BYTES) {
    return h('p', { class: 'govuk-body words' }, `These lines as CSV are about ${size(textBytes)}, more than a browser puts together: totalplace serve sends them, and the tables to take away hold them.`)
  }
  const start = button(sum ? `Download ${lines(sum.n)} as CSV (about ${size(textBytes)})` : 'Download as CSV', async () => {
    const stopping = new AbortController()
    const stop = button('Stop', () => stopping.abort())
    start.replaceWith(stop)
    try {
      const wanted = files ?? (await candidates(index, request.conditions, (list) => queryOf(list, index)))
      const progress = (n, all, found) => (status.textContent = `Read ${count(n)} of ${count(all)} files, about ${size(index.bytesOf(wanted))} in all: ${lines(found.n)}`)
      const file = await csvOf(index, request.conditions, wanted, { signal: stopping.signal, progress })
      insist(file, sum)
      save(file.blob, fileName())
      status.textContent = `${exact(file.pence)} in ${lines(file.n)} are in ${fileName()}, ${size(file.blob.size)}`
      status.dataset.pence = file.pence
    } catch (error) {
      status.textContent = stopping.signal.aborted ? 'Stopped.' : `The file was not made: ${error.message}.`
    }
    stop.replaceWith(start)
  })
  return h('div', {}, start, status)
}

// `tyne-and-wear-2020-to-2021-rows.csv`
function fileName() {
  const place = document.querySelector('.frame-header__place')?.textContent ?? ''
  return [...(place.toLowerCase().match(/[a-z0-9]+/g) ?? []), 'rows.csv'].join('-')
}

function failed({ signal }) {
  return (error) => {
    if (!signal.aborted) answer.textContent = `The rows cannot be shown: ${error.message}.`
  }
}

/** Each condition as a person reads it, with the conditions that are left without it. */
async function labelsOf(index, conditions) {
  const titles = new Map(index.dimensions.map(({ word, title }) => [word, title]))
  const beside = { min: 'Amount at least', max: 'Amount at most', q: 'Words in the payee’s name', row: 'Row in the file' }
  const items = conditions.flatMap((condition) => [...condition.values].map(async (value) => {
    const { key, except } = condition
    let label = index.label(key, value)
    if (['supplier', 'file', 'counterparty'].includes(key) && value !== null && !except) {
      label = (await index.entry(`${key}=${encoded(value)}`))?.label ?? label
    }
    const left = new Set([...condition.values].filter((other) => other !== value))
    const rest = conditions.flatMap((other) => (other !== condition ? [other] : left.size > 0 ? [{ ...other, values: left }] : []))
    return { title: titles.get(key) ?? beside[key], label: except ? `not ${label}` : label, rest }
  }))
  return Promise.all(items)
}

function formOf(index, conditions) {
  const titles = new Map(index.dimensions.map(({ word, title }) => [word, title]))
  const choiceOf = (key) => conditions.find((condition) => condition.key === key)
  const AS_IT_IS = ' as listed'
  const selects = Object.entries(index.controls).map(([key, values]) => {
    const choice = choiceOf(key)
    const isSingle = choice && !choice.except && choice.values.size === 1 && !choice.values.has(null)
    const [chosen] = isSingle ? choice.values : choice ? [AS_IT_IS] : ['']
    const options = [{ value: '', label: 'Any' }, ...values.map((value) => ({ value, label: index.label(key, value) }))]
    if (choice && (!isSingle || !values.includes(chosen))) options.push({ value: isSingle ? chosen : AS_IT_IS, label: isSingle ? chosen : 'As listed below' })
    return { key, title: titles.get(key), options, chosen }
  })
  const words = [...(choiceOf('q')?.values ?? [])].join(' ')
  const submit = (data) => {
    const kept = conditions.filter(({ key }) => key !== 'q' && (!(key in index.controls) || data.get(key) === AS_IT_IS))
    const chosen = Object.keys(index.controls).filter((key) => data.get(key) && data.get(key) !== AS_IT_IS).map((key) => ({ key, except: false, values: new Set([data.get(key)]) }))
    const q = data.get('q').trim().toLowerCase()
    const search = q ? [{ key: 'q', except: false, values: new Set([q]) }] : []
    const request = requestOf(index)
    go(address(index, request, { conditions: [...kept, ...chosen, ...search], page: 1 }))
  }
  return filterForm({ selects, words, submit })
}

function present(...elements) {
  return elements.filter((element) => element !== null)
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1)
}
