// What must hold on one page.

import { AxeBuilder } from '@axe-core/playwright'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']

/** Violations that axe finds. */
export async function axe(page, how) {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
  return violations.map(({ id, help, nodes }) => `axe (${how}): ${id}: ${help}: ${nodes.slice(0, 3).map(({ target }) => target).join(' ')}`)
}

/** One first heading, no level left out, a title, a language. */
export async function headings(page) {
  return page.evaluate(() => {
    const problems = []
    const levels = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((heading) => Number(heading.tagName[1]))
    if (levels.filter((level) => level === 1).length !== 1) problems.push('there is not exactly one h1')
    levels.forEach((level, i) => {
      if (i > 0 && level > levels[i - 1] + 1) problems.push(`h${level} follows h${levels[i - 1]}`)
    })
    if (!document.title.trim()) problems.push('no title')
    if (!document.documentElement.lang) problems.push('no language')
    for (const link of document.querySelectorAll('a')) {
      if (!link.textContent.trim() && !link.getAttribute('aria-label')) problems.push(`an empty link to ${link.getAttribute('href')}`)
    }
    for (const table of document.querySelectorAll('table')) {
      if (!table.caption?.textContent.trim()) problems.push(`table ${table.id} has no caption`)
      if ([...table.querySelectorAll('thead th')].some((cell) => cell.scope !== 'col')) problems.push(`table ${table.id} has a heading without scope`)
    }
    return problems
  })
}

/** Nothing inline that a strict content-security policy would refuse. */
export function inline(html) {
  const problems = []
  if (/<script(?![^>]*\ssrc=)[^>]*>/i.test(html)) problems.push('an inline script')
  if (/<style[\s>]/i.test(html)) problems.push('an inline style sheet')
  const tags = html.match(/<[a-z][^<>]*>/gi) ?? []
  for (const tag of tags) {
    const attributes = tag.replace(/"[^"]*"/g, '""')
    if (/\sstyle=/i.test(attributes)) problems.push(`an inline style: ${tag.slice(0, 80)}`)
    if (/\son[a-z]+=/i.test(attributes)) problems.push(`an inline handler: ${tag.slice(0, 80)}`)
  }
  return problems
}

/** The page does not scroll sideways; regions of tables may. Charts take a moment to follow the window. */
export async function fits(page) {
  const isFitting = () => document.documentElement.scrollWidth <= window.innerWidth
  return page.waitForFunction(isFitting, null, { timeout: 3_000 }).then(() => []).catch(async () => {
    const [needed, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
    return [`needs ${needed} pixels at a width of ${width}`]
  })
}

/** Tab reaches everything that can be used, in the order of the page, and shows where it is. */
export async function keyboard(page, nMax = 150) {
  const wanted = await page.evaluate(() => {
    const usable = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
    const all = [...document.querySelectorAll(usable)].filter((element) => {
      const hidden = element.closest('[hidden], details:not([open]) > :not(summary)')
      return !hidden && element.getClientRects().length > 0 && !element.disabled
    })
    all.forEach((element, i) => element.setAttribute('data-stop', String(i)))
    document.activeElement?.blur?.()
    window.stops = []
    document.addEventListener('focusin', ({ target }) => {
      const style = getComputedStyle(target)
      const isOutlined = style.outlineStyle !== 'none' && style.outlineColor !== 'rgba(0, 0, 0, 0)'
      const isSeen = isOutlined || style.boxShadow !== 'none' || style.backgroundColor === 'rgb(255, 221, 0)'
      window.stops.push({ at: Number(target.dataset.stop ?? -1), name: target.outerHTML.slice(0, 80), isSeen })
    })
    return all.length
  })
  const n = Math.min(wanted, nMax)
  for (let i = 0; i < n; i++) await page.keyboard.press('Tab')
  const stops = await page.evaluate(() => window.stops)
  const problems = stops.filter(({ isSeen }) => !isSeen).map(({ name }) => `focus cannot be seen on ${name}`)
  for (const [i, stop] of stops.entries()) {
    if (i > 0 && stop.at < stops[i - 1].at) problems.push(`keyboard goes back to ${stop.name}`)
  }
  const reached = new Set(stops.map(({ at }) => at).filter((at) => at >= 0))
  if (reached.size < n) problems.push(`keyboard reaches ${reached.size} of the first ${n} things`)
  return problems.slice(0, 5)
}

/** The skip link comes first and leads to the content. */
export async function skipLink(page, url) {
  await page.goto(url, { waitUntil: 'load' })
  await page.keyboard.press('Tab')
  const href = await page.evaluate(() => document.activeElement.getAttribute('href'))
  if (href !== '#main') return [`the first stop is ${href}, no skip link`]
  await page.keyboard.press('Enter')
  const hash = await page.evaluate(() => location.hash)
  return hash === '#main' ? [] : ['the skip link leads nowhere']
}
