// Every page of a running site in a real browser: `node check.mjs BASE_URL OUT_DIR [MAX_PAGES]`.
//
// Looks at each page with scripts and without, wide and narrow, light and dark, by keyboard; with axe and an
// HTML validator; and says what does not hold. Screenshots go to OUT_DIR. Exits with 1 where something does
// not hold.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { HtmlValidate } from 'html-validate'
import { chromium } from 'playwright-core'

import { crawl } from './crawl.mjs'
import { axe, fits, headings, inline, keyboard, skipLink } from './page-checks.mjs'

const [base, out, nMax = '150'] = process.argv.slice(2)
if (!base || !out) {
  console.error('usage: node check.mjs BASE_URL OUT_DIR [MAX_PAGES]')
  process.exit(2)
}

const CSP = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'"
const DESKTOP = { width: 1280, height: 900 }
const PHONE = { width: 320, height: 720 }

mkdirSync(out, { recursive: true })
const problems = []
const report = (url, list) => problems.push(...list.map((problem) => `${url}: ${problem}`))

const { pages, dead } = await crawl(base, Number(nMax))
report('links', dead)
const seen = new Set()
const kinds = pages.filter(({ kind }) => !seen.has(kind) && seen.add(kind))
console.log(`${pages.length} pages of ${kinds.length} kinds`)

checkTitles()
await checkHtml()

await each('desktop', { viewport: DESKTOP }, pages, async (page, { url, kind }) => {
  report(url, await headings(page))
  report(url, await axe(page, 'light'))
  if (kinds.some((first) => first.url === url)) {
    await page.screenshot({ path: join(out, `desktop-${fileName(kind)}.png`), fullPage: true })
    report(url, await keyboard(page))
  }
})
await each('skip link', { viewport: DESKTOP }, kinds.filter(({ kind }) => !/^embed|print$/.test(kind)), async (page, { url }) => {
  report(url, await skipLink(page))
})
await each('dark', { viewport: DESKTOP, colorScheme: 'dark', reducedMotion: 'reduce' }, kinds, async (page, { url, kind }) => {
  report(url, await axe(page, 'dark'))
  await page.screenshot({ path: join(out, `dark-${fileName(kind)}.png`), fullPage: true })
})
await each('phone', { viewport: PHONE, hasTouch: true }, pages, async (page, { url, kind }) => {
  report(url, await fits(page))
  if (kinds.some((first) => first.url === url)) {
    report(url, await axe(page, '320 pixels'))
    await page.screenshot({ path: join(out, `phone-${fileName(kind)}.png`), fullPage: true })
  }
})
await each('no scripts', { viewport: DESKTOP, javaScriptEnabled: false }, pages, async (page, { url, html }) => {
  const text = await page.locator('main').innerText()
  if (text.trim().length < 40) report(url, ['says nothing without scripts'])
  const n = (html.match(/data-pence="/g) ?? []).length
  if ((await page.locator('[data-pence]').count()) !== n) report(url, ['figures are missing without scripts'])
})
await checkPaper()

writeFileSync(join(out, 'problems.txt'), problems.map((problem) => `${problem}\n`).join(''))
for (const problem of problems.slice(0, 60)) console.log(problem)
console.log(problems.length === 0 ? 'everything holds' : `${problems.length} problems, all in ${join(out, 'problems.txt')}`)
process.exit(problems.length === 0 ? 0 : 1)

function checkTitles() {
  const titles = new Map()
  for (const { url, html } of pages) {
    const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? ''
    const other = titles.get(title)
    // The same list in another order, or the next page of it, is the same page.
    if (other && other.split('?')[0] !== url.split('?')[0]) report(url, [`has the title of ${other}: ${title}`])
    titles.set(title, url)
    report(url, inline(html))
  }
}

async function checkHtml() {
  const validator = new HtmlValidate({
    extends: ['html-validate:standard', 'html-validate:document', 'html-validate:a11y'],
    rules: {
      // Written by a program: these are matters of taste.
      'doctype-style': 'off',
      'long-title': 'off',
      'no-trailing-whitespace': 'off',
      'void-style': 'off',
      // A region that scrolls sideways is a landmark with the name of its table.
      'prefer-native-element': 'off',
      // A native button needs no role, and the search form says what it is.
      'no-redundant-role': 'off',
      // Everything comes from the host of the page itself.
      'require-sri': 'off'
    }
  })
  for (const { url, html } of pages) {
    const { results } = await validator.validateString(html)
    report(url, results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `html: ${ruleId}: ${message} (line ${line})`)))
  }
}

/** A browser of its own for each way of looking: one that dies takes the others not along. */
function launch() {
  const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', ...quiet]
  })
}

/** Opens each page in a fresh context of a kind, and reports what the browser complains about. */
async function each(how, options, list, check) {
  console.log(`${how}: ${list.length} pages`)
  const browser = await launch()
  const context = await browser.newContext(options)
  for (const found of list) {
    const page = await context.newPage()
    const complain = (what) => report(found.url, [`${how}: ${what}`])
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complain(`console: ${message.text()}`))
    page.on('pageerror', (error) => complain(`script: ${error.message}`))
    page.on('request', (request) => {
      const url = new URL(request.url())
      if (url.protocol.startsWith('http') && url.origin !== new URL(base).origin) complain(`asks ${url.origin}`)
    })
    await withPolicy(page, found)
    await page.goto(found.url, { waitUntil: 'load' })
    if (options.javaScriptEnabled !== false) await chartsAreDrawn(page, found)
    await check(page, found)
    await page.close()
  }
  await browser.close()
}

/** Charts come after the page; the checks want to see them. */
async function chartsAreDrawn(page, { html }) {
  const n = (html.match(/<table[^>]* data-chart=/g) ?? []).length
  if (n === 0) return
  const drawn = page.waitForFunction((n) => document.querySelectorAll('.chart__drawing svg').length >= n, n, { timeout: 15_000 })
  await drawn.catch(() => report(page.url(), [`not all of ${n} charts are drawn`]))
}

/** A server that sends no content-security policy (a plain file server) is given the one that ours sends. */
async function withPolicy(page, { headers }) {
  if (headers.has('content-security-policy')) return
  await page.route('**/*', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': CSP } })
  })
}

/** One sheet is one page of paper. */
async function checkPaper() {
  await each('paper', { viewport: DESKTOP }, kinds.filter(({ kind }) => kind.endsWith('print')), async (page, { url, kind }) => {
    const pdf = await page.pdf({ path: join(out, `paper-${fileName(kind)}.pdf`), preferCSSPageSize: true })
    const n = (pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length
    if (n !== 1) report(url, [`takes ${n} pages of paper`])
  })
}

function fileName(kind) {
  return kind.replace(/\*/g, 'one').replace(/\?/g, '-query').replace(/[^a-z0-9-]+/gi, '-')
}
