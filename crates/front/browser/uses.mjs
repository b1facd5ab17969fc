// What readers do with the site, done as they do it.

import { readFileSync } from 'node:fs'

import { launch, watched } from './browser.mjs'
import { serveText } from './host.mjs'
import { axe, fits } from './page-checks.mjs'

const PNG = '89504e470d0a1a0a'

/** Everything that a reader of a served site does beyond reading. */
export async function checkUses(base, report) {
  const browser = await launch()
  for (const use of [searches, opensRows, compares, takesCharts, opensMenu, embeds, followsFeed]) {
    const context = await browser.newContext({ acceptDownloads: true })
    const page = await watched(context, base, (problem) => report(base, [`${use.name}: ${problem}`]))
    const problems = await use(page, base).catch((error) => [error.message.split('\n')[0]])
    report(base, problems.map((problem) => `${use.name}: ${problem}`))
    await context.close()
  }
  await browser.close()
}

/** By keyboard alone: to the search field, words, Enter. */
async function searches(page, base) {
  await page.goto(base)
  for (let i = 0; i < 12 && (await page.evaluate(() => document.activeElement.id)) !== 'site-search'; i++) await page.keyboard.press('Tab')
  await page.keyboard.type('county')
  await page.keyboard.press('Enter')
  await page.waitForURL(/search\?q=county/, { timeout: 10_000 })
  const n = await page.locator('main table tbody tr').count()
  return n > 0 ? [] : ['nothing was found']
}

/** The page of the ledgers' one figure: the first page, or one click below a whole count. */
async function goToPayments(page, base) {
  await page.goto(base)
  if ((await page.locator('.hero__figure .figure').count()) === 0) {
    await Promise.all([page.waitForURL(/payments/), page.locator('.hero__words a').first().click()])
  }
}

/** The one figure of the ledgers opens rows that say the same figure, and a facet narrows them. */
async function opensRows(page, base) {
  await goToPayments(page, base)
  const figure = page.locator('.hero__figure .figure')
  const wanted = await figure.getAttribute('data-pence')
  await Promise.all([page.waitForURL(/rows\?/), figure.click()])
  const lede = page.locator('.page-lede .figure')
  const problems = (await lede.getAttribute('data-pence')) === wanted ? [] : ['the rows say another figure']
  await page.locator('details summary').first().click()
  const narrower = page.locator('details[open] tbody tr').first()
  const pence = await narrower.locator('.figure').getAttribute('data-pence')
  await narrower.locator('a.govuk-link').last().click()
  await page.waitForLoadState()
  if ((await lede.getAttribute('data-pence')) !== pence) problems.push('a facet leads to another figure')
  return problems
}

/** Two bodies, chosen from the lists; the page is as accessible as the others. */
async function compares(page, base) {
  await page.goto(new URL('compare', base).href)
  const [first, second] = [page.locator('#choose-a'), page.locator('#choose-b')]
  await first.selectOption({ index: 0 })
  await second.selectOption({ index: 1 })
  await Promise.all([page.waitForURL(/compare\?/), page.locator('main form button').click()])
  await page.waitForSelector('.chart__drawing svg', { timeout: 20_000 })
  const problems = await axe(page, 'light')
  await page.setViewportSize({ width: 320, height: 720 })
  return [...problems, ...(await fits(page))]
}

/** Every chart of three pages, as SVG and as PNG. */
async function takesCharts(page, base) {
  const problems = []
  await page.goto(new URL('bodies', base).href)
  const body = await page.locator('main table tbody th a').first().getAttribute('href')
  for (const address of ['', body, 'flows']) {
    await page.goto(new URL(address, base).href)
    await page.waitForSelector('.chart__tool', { timeout: 20_000 })
    for (const tool of await page.locator('.chart__tool').all()) {
      const [download] = await Promise.all([page.waitForEvent('download', { timeout: 10_000 }), tool.click()])
      const [name, bytes] = [download.suggestedFilename(), readFileSync(await download.path())]
      const isWhole = name.endsWith('.svg') ? /^<svg[\s\S]*<\/svg>\s*$/.test(bytes.toString()) : bytes.subarray(0, 8).toString('hex') === PNG
      if (!isWhole || bytes.length < 1_000) problems.push(`${name} of /${address} is no picture (${bytes.length} bytes)`)
    }
  }
  return problems
}

/** The menu of a small screen, by keyboard. */
async function opensMenu(page, base) {
  await page.setViewportSize({ width: 320, height: 720 })
  await page.goto(base)
  const toggle = page.locator('.govuk-service-navigation__toggle')
  await toggle.focus()
  await page.keyboard.press('Enter')
  const isOpen = await page.locator('#navigation').isVisible()
  return isOpen && (await toggle.getAttribute('aria-expanded')) === 'true' ? [] : ['the menu does not open']
}

/** The snippet, pasted into a page of another host. */
async function embeds(page, base) {
  await goToPayments(page, base)
  const snippet = await page.locator('[data-embed]').first().textContent()
  const host = await serveText(`<!DOCTYPE html><html lang="en"><title>Another site</title><h1>Ours</h1>${snippet}</html>`)
  try {
    const other = await page.context().browser().newPage()
    await other.goto(host.address)
    const frame = other.frameLocator('iframe')
    await frame.locator('.chart__drawing svg').waitFor({ timeout: 20_000 })
    const problems = (await frame.locator('h1').innerText()).trim() ? [] : ['it has no heading']
    // What is not meant to be embedded must not be: it could be overlaid.
    await other.setContent(`<iframe src="${base}"></iframe>`)
    await other.waitForTimeout(500)
    if ((await other.frameLocator('iframe').locator('main').count()) > 0) problems.push('any page can be embedded')
    await other.close()
    return problems
  } finally {
    host.close()
  }
}

/** The feed is well-formed Atom, and its entries lead to the site. */
async function followsFeed(page, base) {
  await page.goto(base)
  return page.evaluate(async () => {
    const link = document.querySelector('link[type="application/atom+xml"]')
    const feed = new DOMParser().parseFromString(await (await fetch(link.href)).text(), 'application/xml')
    if (feed.querySelector('parsererror')) return ['the feed is no XML']
    const of = (element, name) => element.querySelector(`:scope > ${name}`)?.textContent.trim()
    const problems = []
    for (const element of [feed.documentElement, ...feed.querySelectorAll('entry')]) {
      for (const name of ['id', 'title', 'updated']) if (!of(element, name)) problems.push(`${element.tagName} has no ${name}`)
    }
    const entry = feed.querySelector('entry > link')
    const answer = await fetch(new URL(entry.getAttribute('href'), link.href))
    return answer.ok ? problems : [...problems, 'an entry leads nowhere']
  })
}
