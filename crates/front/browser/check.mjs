// Every page of a running site in a real browser: `node check.mjs BASE_URL OUT_DIR [SITE_DIR] [MAX_PAGES]`.
//
// Looks at each page with scripts and without, wide and narrow, light and dark, by keyboard; with axe and an
// HTML validator; uses it as a reader does; and says what does not hold. SITE_DIR is the same site as files.
// Screenshots go to OUT_DIR. Exits with 1 where something does not hold.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { launch, watched } from './browser.mjs'
import { crawl } from './crawl.mjs'
import { checkFiles } from './files.mjs'
import { htmlProblems } from './markup.mjs'
import { axe, fits, headings, inline, keyboard, skipLink } from './page-checks.mjs'
import { checkUses } from './uses.mjs'

const [base, out, site, nMax = '300'] = process.argv.slice(2)
if (!base || !out) {
  console.error('usage: node check.mjs BASE_URL OUT_DIR [SITE_DIR] [MAX_PAGES]')
  process.exit(2)
}

const DESKTOP = { width: 1280, height: 900 }
const PHONE = { width: 320, height: 720 }
// Browsers that work side by side.
const N_BROWSERS = 2

mkdirSync(out, { recursive: true })
const problems = []
const report = (url, list) => problems.push(...list.map((problem) => `${url}: ${problem}`))

const { pages, dead } = await crawl(base, Number(nMax))
report('links', dead)
const seen = new Set()
const firstOfKind = new Set(pages.filter(({ kind }) => !seen.has(kind) && seen.add(kind)))
console.log(`${pages.length} pages of ${firstOfKind.size} kinds`)

await timed('markup', checkMarkup)
await timed('pages', () => sideBySide(pages, look))
await timed('uses', async () => checkUses(base, report))
if (site) await timed('files', async () => checkFiles(site, report))

writeFileSync(join(out, 'problems.txt'), problems.map((problem) => `${problem}\n`).join(''))
for (const problem of problems.slice(0, 60)) console.log(problem)
console.log(problems.length === 0 ? 'everything holds' : `${problems.length} problems, all in ${join(out, 'problems.txt')}`)
process.exit(problems.length === 0 ? 0 : 1)

async function timed(what, check) {
  const begun = Date.now()
  await check()
  console.log(`${what}: ${((Date.now() - begun) / 1000).toFixed(1)} s`)
}

async function checkMarkup() {
  const titles = new Map()
  for (const { url, html } of pages) {
    const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? ''
    const other = titles.get(title)
    // The same list in another order, or the next page of it, is the same page.
    if (other && other.split('?')[0] !== url.split('?')[0]) report(url, [`has the title of ${other}: ${title}`])
    titles.set(title, url)
    report(url, inline(html))
    report(url, await htmlProblems(html))
  }
}

/** Pages are shared out among browsers; a browser that dies does not take the others along. */
async function sideBySide(list, check) {
  const queue = [...list]
  const work = async () => {
    const browser = await launch()
    const tab = async (options, words) => {
      const complain = (problem) => report(tabs.url, [`${words}${problem}`])
      return watched(await browser.newContext(options), base, complain)
    }
    // Two tabs for all pages: to open a new one costs more than to look at a page.
    const tabs = { url: base }
    tabs.page = await tab({}, '')
    tabs.bare = await tab({ javaScriptEnabled: false }, 'no scripts: ')
    for (let found = queue.shift(); found; found = queue.shift()) {
      tabs.url = found.url
      await check(tabs, found)
    }
    await browser.close()
  }
  await Promise.all(Array.from({ length: N_BROWSERS }, work))
}

/** One page in every way of looking at it; the costly ways only at the first page of each kind. */
async function look({ page, bare }, found) {
  const { url, kind, html } = found
  const isFirst = firstOfKind.has(found)
  const picture = (page, how) => page.screenshot({ path: join(out, `${how}-${fileName(kind)}.png`), fullPage: true })

  await page.setViewportSize(DESKTOP)
  await page.goto(url, { waitUntil: 'load' })
  report(url, await chartsAreDrawn(page, html))
  report(url, await headings(page))
  report(url, await axe(page, 'light'))
  if (isFirst) {
    report(url, await keyboard(page))
    await picture(page, 'desktop')
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    report(url, await axe(page, 'dark'))
    await picture(page, 'dark')
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' })
  }
  await page.setViewportSize(PHONE)
  report(url, await fits(page))
  if (isFirst) {
    report(url, await axe(page, '320 pixels'))
    await picture(page, 'phone')
    if (kind.endsWith('print')) report(url, await onePage(page, kind))
    if (!/^embed|print$/.test(kind)) report(url, await skipLink(page, url))
  }

  await bare.goto(url, { waitUntil: 'load' })
  report(url, await isWhole(bare, html))
}

/** Charts come after the page; the checks want to see them. */
async function chartsAreDrawn(page, html) {
  const n = (html.match(/<table[^>]* data-chart=/g) ?? []).length
  if (n === 0) return []
  const drawn = page.waitForFunction((n) => document.querySelectorAll('.chart__drawing svg').length >= n, n, { timeout: 20_000 })
  return drawn.then(() => []).catch(() => [`not all of ${n} charts are drawn`])
}

/** Without scripts the page says all that it says with them. */
async function isWhole(page, html) {
  const text = await page.locator('main').innerText()
  const wanted = (html.match(/data-pence="/g) ?? []).length
  const problems = text.trim().length < 40 ? ['says nothing without scripts'] : []
  if ((await page.locator('[data-pence]').count()) !== wanted) problems.push('figures are missing without scripts')
  return problems
}

/** One sheet is one page of paper. */
async function onePage(page, kind) {
  const pdf = await page.pdf({ path: join(out, `paper-${fileName(kind)}.pdf`), preferCSSPageSize: true })
  const n = (pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length
  return n === 1 ? [] : [`takes ${n} pages of paper`]
}

function fileName(kind) {
  return kind.replace(/\*/g, 'one').replace(/\?/g, '-query').replace(/[^a-z0-9-]+/gi, '-')
}
