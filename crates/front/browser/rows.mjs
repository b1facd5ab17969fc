// The rows of a published site on hosts that send files and nothing else: what a reader waits for and what the network carries.
//
// `node rows.mjs SITE OUT [--hosts python,nginx,unpacking] [--links N]` prints both, and exits with 1 where something does not hold.

import { mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { launch, watched } from './browser.mjs'
import { hosts } from './host.mjs'
import { axe, fits } from './page-checks.mjs'

const DESKTOP = { width: 1280, height: 900 }
const PHONE = { width: 390, height: 844 }

/** Ten lines of any filter that a page leads to. */
const BYTES_MAX = 300_000
const SECONDS_MAX = 1.5

/** Every filter that a page leads to, with its figure there: the first ones of each shape. */
export function linkedFilters(site, nOfAShape) {
  const found = new Map()
  const shapes = new Map()
  for (const file of htmlFiles(site)) {
    const html = readFileSync(file, 'utf8')
    for (const [tag, href] of html.matchAll(/<a class="figure[^>]*?href="[^"]*?rows\.html\??([^"]*)"[^>]*>/g)) {
      const query = href.replace(/&amp;|&#38;/g, '&')
      if (found.has(query)) continue
      const shape = [...new Set([...new URLSearchParams(query)].map(([key, value]) => (/^with(out)?$/.test(key) ? `${key}=${value}` : key)))].join('&')
      const n = shapes.get(shape) ?? 0
      if (n >= nOfAShape) continue
      shapes.set(shape, n + 1)
      const of = (name) => Number(new RegExp(`data-${name}="(-?\\d+)"`).exec(tag)[1])
      found.set(query, { query, shape, pence: of('pence'), lines: of('lines') })
    }
  }
  return [...found.values()]
}

function htmlFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return ['rows', 'tables', 'assets'].includes(entry.name) ? [] : htmlFiles(path)
    return entry.name.endsWith('.html') ? [path] : []
  })
}

/** A page that counts what it loads. */
async function counting(browser, base, complain, viewport) {
  const context = await browser.newContext({ viewport, acceptDownloads: true })
  const page = await watched(context, base, complain, { policy: false })
  const sums = { bytes: 0, files: 0 }
  const waiting = []
  page.on('requestfinished', (request) => {
    // Style sheet, icon and the script of every page came with the page that the link stands on.
    if (!/\/rows[/.-]/.test(request.url())) return
    sums.files++
    waiting.push(request.sizes().then(({ responseBodySize }) => (sums.bytes += responseBodySize)).catch(() => {}))
  })
  const reset = () => Object.assign(sums, { bytes: 0, files: 0 })
  const read = async () => (await Promise.all(waiting.splice(0)), { ...sums })
  return { context, page, reset, read }
}

async function answered(page, timeout = 30_000) {
  const isOver = () => {
    const text = document.querySelector('#rows-found [role="status"]')?.textContent ?? ''
    return /cannot be shown/.test(text) || document.querySelector('#rows-found [role="status"][data-pence]')
  }
  await page.waitForFunction(isOver, null, { timeout })
  await page.locator('#rows-found [role="status"][data-pence]').first().waitFor({ timeout: 1_000 })
  await page.locator('#found, #rows-found p.govuk-body:has-text("No line meets")').first().waitFor({ timeout })
  const answer = page.locator('#rows-found [role="status"]').first()
  return { pence: Number(await answer.getAttribute('data-pence')), lines: Number(await answer.getAttribute('data-lines')) }
}

const penceOf = (page) => page.locator('#found td[data-pence]').evaluateAll((cells) => cells.map(({ dataset }) => Number(dataset.pence)))
const datesOf = (page) => page.locator('#found tbody tr').evaluateAll((rows) => rows.map((row) => row.cells[2].textContent))

/** Filters one by one, each in a browser that holds nothing yet. */
async function opensFilters({ browser, base, links, report, name, viewport, isTimed }) {
  const measured = []
  const { page, context, reset, read } = await counting(browser, base, (problem) => report([problem]), viewport)
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  for (const { query, shape, pence, lines } of links) {
    await session.send('Network.clearBrowserCache')
    reset()
    const begun = Date.now()
    await page.goto(`${base}rows.html?${query}`)
    const found = await answered(page).catch(async (error) => ({ error: `${error.message.split('\n')[0]}: ${await page.locator('#rows-found [role="status"]').first().innerText().catch(() => '')}` }))
    const seconds = (Date.now() - begun) / 1000
    const { bytes, files } = await read()
    measured.push({ query, shape, bytes, files, seconds, lines })
    if (found.error) report([`${query}: ${found.error}`])
    else if (found.pence !== pence || found.lines !== lines) report([`${query}: ${found.pence} in ${found.lines}, its page says ${pence} in ${lines}`])
    const shown = await penceOf(page)
    if (!found.error && shown.length !== Math.min(10, lines)) report([`${query}: ${shown.length} lines are shown`])
    if (shown.some((value, at) => at > 0 && shown[at - 1] < value)) report([`${query}: the largest do not come first`])
    if (bytes > BYTES_MAX) report([`${query}: ${bytes} bytes`])
    if (isTimed && seconds > SECONDS_MAX) report([`${query}: ${seconds} s`])
  }
  await context.close()
  print(name, measured)
  return measured
}

function print(name, measured) {
  const sorted = (key) => measured.map((one) => one[key]).sort((a, b) => a - b)
  const at = (key, share) => sorted(key)[Math.min(measured.length - 1, Math.floor(measured.length * share))]
  const kB = (bytes) => `${(bytes / 1000).toFixed(0)} kB`
  console.log(`${name}: ${measured.length} filters, ten lines each: median ${kB(at('bytes', 0.5))} in ${at('files', 0.5)} files, ${at('seconds', 0.5).toFixed(2)} s; 95th ${kB(at('bytes', 0.95))}, ${at('seconds', 0.95).toFixed(2)} s; most ${kB(at('bytes', 1))} and ${at('seconds', 1).toFixed(2)} s`)
}

/** One filter in every order and on further pages. */
async function turns({ browser, base, link, report, name, viewport, ask }) {
  const { page, context, reset, read } = await counting(browser, base, (problem) => report([problem]), viewport)
  const timed = async (what, act) => {
    reset()
    const begun = Date.now()
    await act()
    const { bytes, files } = await read()
    console.log(`${name}: ${what}: ${((Date.now() - begun) / 1000).toFixed(2)} s, ${(bytes / 1000).toFixed(0)} kB in ${files} files`)
  }
  const click = async (text) => {
    await page.locator('#rows-found a', { hasText: text }).first().click()
    // A large filter asks before it reads.
    const read = page.locator('#rows-found button', { hasText: /^Read / })
    await page.locator('#found').or(read).first().waitFor({ timeout: 30_000 })
    if (await read.isVisible()) {
      ask.n++
      await read.click()
    }
    await answered(page, 120_000)
  }
  const isOrdered = (values, sign) => values.every((value, at) => at === 0 || sign * (value < values[at - 1] ? -1 : value > values[at - 1] ? 1 : 0) >= 0)
  await timed(`opened ${link.query}`, async () => {
    await page.goto(`${base}rows.html?${link.query}`)
    await answered(page)
  })
  report(await axe(page, name))
  report(await fits(page))
  await page.setViewportSize({ width: 320, height: 720 })
  report(await fits(page))
  await page.setViewportSize(viewport)
  await timed('smallest first', () => click('Smallest first'))
  if (!isOrdered(await penceOf(page), 1)) report(['the smallest do not come first'])
  for (const [text, sign] of [['Latest first', -1], ['Earliest first', 1]]) {
    await timed(text.toLowerCase(), () => click(text))
    const dates = (await datesOf(page)).filter((date) => date !== 'no date')
    if (!isOrdered(dates, sign)) report([`${text}: ${dates.join(' ')}`])
  }
  await click('Largest first')
  const first = await penceOf(page)
  if (link.lines > 10) {
    await timed('next page', () => click('Next page'))
    const second = await penceOf(page)
    if (second.length !== Math.min(10, link.lines - 10) || Math.min(...first) < Math.max(...second)) report([`the second page is ${second.join(' ')}`])
    await timed('last page', () => click('Last page'))
    const last = await penceOf(page)
    if (last.length !== (link.lines % 10 || 10)) report([`the last page has ${last.length} lines`])
    await page.goBack()
    await answered(page)
    if ((await penceOf(page)).join() !== second.join()) report(['going back shows other lines'])
  }
  await context.close()
}

/** The CSV of a filter adds up to the figure on the page that it is linked from. */
async function downloads({ browser, base, link, report, name, viewport }) {
  const { page, context, read } = await counting(browser, base, (problem) => report([problem]), viewport)
  await page.goto(`${base}rows.html?${link.query}`)
  await answered(page)
  const begun = Date.now()
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 300_000 }), page.locator('#rows-found button', { hasText: 'as CSV' }).click()])
  const path = await download.path()
  const { pence, n, headings } = addedUp(readFileSync(path, 'utf8'))
  const { bytes } = await read()
  console.log(`${name}: CSV of ${link.query}: ${n} lines, ${statSync(path).size} bytes from ${(bytes / 1000).toFixed(0)} kB in ${((Date.now() - begun) / 1000).toFixed(2)} s`)
  if (pence !== link.pence || n !== link.lines) report([`CSV of ${link.query}: ${pence} in ${n}, its page says ${link.pence} in ${link.lines}`])
  for (const heading of ['body_id', 'body_name', 'service', 'service_name', 'payee', 'amount']) if (!headings.includes(heading)) report([`CSV has no ${heading}`])
  await context.close()
}

/** Adds up a CSV file, read by other code than the page's own. */
function addedUp(text) {
  const rows = []
  let [row, cell, isQuoted] = [[], '', false]
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (isQuoted) {
      if (letter !== '"') cell += letter
      else if (text[at + 1] === '"') cell += text[at++]
      else isQuoted = false
    } else if (letter === '"') isQuoted = true
    else if (letter === ',') (row.push(cell), (cell = ''))
    else if (letter === '\r' && text[at + 1] === '\n') {
      rows.push([...row, cell])
      ;[row, cell] = [[], '']
      at++
    } else cell += letter
  }
  const [headings, ...lines] = rows
  const counted = headings.indexOf('counted')
  const pence = lines.reduce((sum, line) => sum + BigInt(line[counted].replace('.', '')), 0n)
  return { pence: Number(pence), n: lines.length, headings }
}

/** Chosen from the form: the words of a payee, a month. */
async function chooses({ browser, base, link, report, name, viewport }) {
  const { page, context } = await counting(browser, base, (problem) => report([problem]), viewport)
  await page.goto(`${base}rows.html?${link.query}`)
  await answered(page)
  const payee = (await page.locator('#found tbody th').first().innerText()).trim()
  const word = payee.split(/\s+/).sort((a, b) => b.length - a.length)[0]
  await page.locator('#choose-q').fill(word)
  await page.locator('#rows-found form button').click()
  const read = page.locator('#rows-found button', { hasText: /^Read / })
  await page.waitForURL(/q=/)
  await page.locator('#found').or(read).first().waitFor({ timeout: 30_000 })
  if (await read.isVisible()) await read.click()
  const found = await answered(page, 120_000)
  const names = await page.locator('#found tbody th').allInnerTexts()
  if (found.lines === 0 || found.lines > link.lines) report([`${word}: ${found.lines} lines of ${link.lines}`])
  if (names.some((name) => !name.toLowerCase().includes(word.toLowerCase()) && name !== 'Withheld')) report([`${word}: ${names.join(', ')}`])
  console.log(`${name}: ${found.lines} lines with “${word}”`)
  await page.locator('.filters__item a', { hasText: word.toLowerCase() }).click()
  const again = await answered(page)
  if (again.pence !== link.pence) report(['a condition taken away leaves another figure'])
  await context.close()
}

/** From a disk a sentence says how to see rows. */
export async function saysHowFromDisk(browser, site) {
  const page = await browser.newPage()
  await page.goto(`file://${site}/rows.html?part=net`)
  const text = await page.locator('#rows-found').innerText()
  await page.close()
  return /totalplace serve/.test(text) ? [] : [`opened from a disk it says: ${text}`]
}

/** Everything above on one host: a given number of the linked filters of each shape and in all, chosen evenly. */
export async function checkRows(browser, host, site, { nOfAShape, nMax = Infinity, isTimed = true, out, report }) {
  const found = linkedFilters(site, nOfAShape)
  const all = found.filter((_, at) => at % Math.max(1, Math.ceil(found.length / nMax)) === 0)
  const small = found.filter(({ lines }) => lines > 10 && lines < 2_000).sort((a, b) => b.lines - a.lines)[0]
  const large = found.filter(({ query }) => /^(body=[^&]*&)?part=net$/.test(query)).sort((a, b) => b.lines - a.lines)[0] ?? small
  const ask = { n: 0 }
  for (const [width, viewport] of [['desktop', DESKTOP], ['phone', PHONE]]) {
    const name = `${host.name}, ${width}`
    const complain = (problems) => report(problems.map((problem) => `${name}: ${problem}`))
    const links = width === 'desktop' ? all : all.filter((_, at) => at % 8 === 0)
    const on = { browser, base: host.address, report: complain, name, viewport, ask, isTimed }
    await opensFilters({ ...on, links })
    await turns({ ...on, link: small })
    await turns({ ...on, link: large })
    await downloads({ ...on, link: small })
    if (width === 'desktop') await downloads({ ...on, link: large })
    await chooses({ ...on, link: large })
    if (out) {
      const page = await browser.newPage({ viewport })
      await page.goto(`${host.address}rows.html?${large.query}`)
      await answered(page)
      await page.screenshot({ path: join(out, `rows-${host.name.replace(/\W+/g, '-')}-${width}.png`), fullPage: true })
      await page.close()
    }
  }
}

if (process.argv[1]?.endsWith('rows.mjs')) {
  const [site, out, ...rest] = process.argv.slice(2)
  const option = (name, otherwise) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : otherwise)
  if (!site || !out) {
    console.error('usage: node rows.mjs SITE OUT [--hosts python,nginx,unpacking] [--links N]')
    process.exit(2)
  }
  mkdirSync(out, { recursive: true })
  const problems = []
  const browser = await launch()
  for (const name of option('--hosts', 'python,nginx,unpacking').split(',')) {
    const host = await hosts[name](site)
    if (!host) {
      console.log(`${name} is not on this machine`)
      continue
    }
    await checkRows(browser, host, site, { nOfAShape: Number(option('--links', '2')), out, report: (list) => problems.push(...list) })
    await host.close()
  }
  problems.push(...(await saysHowFromDisk(browser, site)))
  await browser.close()
  for (const problem of problems.slice(0, 60)) console.log(problem)
  console.log(problems.length === 0 ? 'everything holds' : `${problems.length} problems`)
  process.exit(problems.length === 0 ? 0 : 1)
}
