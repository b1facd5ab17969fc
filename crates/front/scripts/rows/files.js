// Files beside the page, packed or not: some hosts unpack on the way what was packed on the disk.

const N_TRIES = 3
const N_KEPT = 96

const kept = new Map()

/** The text of a file; the last ones are kept. */
export function textOf(url, signal) {
  const known = kept.get(url)
  if (known) {
    kept.delete(url)
    kept.set(url, known)
    return known
  }
  const text = read(url, signal)
  kept.set(url, text)
  text.catch(() => kept.delete(url))
  if (kept.size > N_KEPT) kept.delete(kept.keys().next().value)
  return text
}

async function read(url, signal) {
  const response = await asked(url, signal)
  const bytes = new Uint8Array(await response.arrayBuffer())
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
  return isPacked ? unpacked(bytes) : new TextDecoder().decode(bytes)
}

async function asked(url, signal) {
  for (let n = 1; ; n++) {
    let response
    try {
      // The first file of the index has no digest in its name: its host is asked whether it changed.
      response = await fetch(url, { signal, cache: url.endsWith('/index.json.gz') ? 'no-cache' : 'default' })
    } catch (error) {
      if (signal?.aborted) throw error
      if (n === N_TRIES) throw new Error('the host cannot be reached')
    }
    if (response?.ok) return response
    if (response?.status === 404) throw new Error('these pages were published anew while they were open: load this page again')
    if (response && (response.status < 500 || n === N_TRIES)) throw new Error(`the host answers ${response.status} for ${url.split('/').pop()}`)
    await new Promise((resolve) => setTimeout(resolve, 300 * n))
  }
}

async function unpacked(bytes) {
  if (typeof DecompressionStream === 'undefined') throw new Error('this browser cannot unpack them: a newer one can')
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Response(stream).text()
}

/** Each task in order, several at once; `use` is called with each answer in the order of the tasks. */
export async function inOrder(tasks, nAtOnce, use) {
  const waiting = []
  let next = 0
  const more = () => next < tasks.length && waiting.push(tasks[next++]())
  for (let n = 0; n < nAtOnce; n++) more()
  try {
    for (let at = 0; at < tasks.length; at++) {
      const answer = await waiting.shift()
      more()
      use(answer, at)
    }
  } finally {
    // What is still under way is not wanted any more, and its failure is nobody's surprise.
    for (const rest of waiting) rest.catch(() => {})
  }
}
