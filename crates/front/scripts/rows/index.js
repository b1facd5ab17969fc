// The index of the published lines: which files hold what.

import { inOrder, textOf } from './files.js'

/** The index whose first file stands at an address. */
export async function openIndex(address) {
  const first = await jsonOf(address)
  if (first.version !== 1) throw new Error('the files beside this page are of another version: load this page again')
  const beside = (folder, digits, ending) => new URL(`${folder}/${digits}.${ending}`, address).href
  // Without separators: thousands of names are most of the first file.
  const lines = first.lines.match(new RegExp(`.{${first.digits}}`, 'g')) ?? []
  const bytesOfAFile = first.bytes / Math.max(lines.length, 1)

  async function entry(key) {
    const digits = first.filters[digest(key) & (first.filters.length - 1)]
    return own(await jsonOf(beside('filters', digits, 'json.gz')), key)
  }

  /** Every name of a payee with the files of its lines. */
  async function payees() {
    return jsonOf(beside('payees', first.payees.name, 'json.gz'))
  }

  return {
    ...first,
    lines,
    entry,
    payees,
    linesOf: (file, signal) => textOf(beside('lines', lines[file], 'csv.gz'), signal),
    bytesOf: (files) => Math.round(files.length * bytesOfAFile),
    label: (key, value) => own(own(first.labels, key) ?? {}, value ?? '') ?? value ?? 'none'
  }
}

// Some hosts answer every address with a page of theirs.
async function jsonOf(url) {
  const text = await textOf(url)
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`the host sends something else for ${new URL(url).pathname.split('/').pop()}`)
  }
}

/** Numbers of files from runs: how many are passed over, how many follow. */
export function filesOf(runs) {
  const files = []
  let next = 0
  for (let at = 0; at < runs.length; at += 2) {
    next += runs[at]
    for (const end = next + runs[at + 1]; next < end; next++) files.push(next)
  }
  return files
}

/** The files that may hold lines of conditions: those that hold lines of each. */
export async function candidates(index, conditions, queryOf) {
  let files = null
  const narrow = (other) => {
    const set = new Set(other)
    files = files === null ? [...set].sort((a, b) => a - b) : files.filter((file) => set.has(file))
  }
  const wanted = conditions.filter(({ key, except }) => !except && !['min', 'max', 'q', 'row'].includes(key))
  for (const { key, values } of wanted) {
    const entries = await Promise.all([...values].map((value) => index.entry(queryOf([{ key, values: new Set([value]) }]))))
    narrow(entries.flatMap((entry) => (entry ? filesOf(entry.files) : [])))
  }
  const words = conditions.find(({ key, except }) => key === 'q' && !except)
  if (words) {
    const { names, files } = await index.payees()
    const isFound = (name) => [...words.values].every((word) => name.toLowerCase().includes(word))
    narrow(names.flatMap((name, at) => (isFound(name) ? filesOf(files[at]) : [])))
  }
  return files ?? index.lines.map((_, file) => file)
}

/** Reads files of lines, several at once, and hands each on in order. */
export function readLines(index, files, signal, use) {
  return inOrder(files.map((file) => () => index.linesOf(file, signal)), 8, (text, at) => use(text, files[at], at))
}

function own(object, name) {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

// FNV-1a; keys are letters of addresses.
function digest(key) {
  let digest = 0x811c9dc5
  for (let at = 0; at < key.length; at++) digest = Math.imul(digest ^ key.charCodeAt(at), 0x01000193) >>> 0
  return digest
}
