// The published site, on a host of files alone: scripts do there what the server does elsewhere.

import { launch, watched } from './browser.mjs'
import { hosts, serveFiles } from './host.mjs'
import { checkRows, saysHowFromDisk } from './rows.mjs'

export async function checkFiles(site, report) {
  const host = await serveFiles(site)
  const browser = await launch()
  for (const use of [searchesList, sortsList, leadsEverywhere]) {
    const page = await watched(await browser.newContext(), host.address, (problem) => report('files', [`${use.name}: ${problem}`]))
    const problems = await use(page, host.address).catch((error) => [error.message.split('\n')[0]])
    report('files', problems.map((problem) => `${use.name}: ${problem}`))
    await page.close()
  }
  host.close()
  const problems = (list) => report('rows', list)
  for (const name of ['python', 'unpacking']) {
    const plain = await hosts[name](site)
    if (!plain) {
      console.log(`rows: ${name} is not on this machine`)
      continue
    }
    await checkRows(browser, plain, site, { nOfAShape: 1, nMax: 16, isTimed: false, report: problems })
    plain.close()
  }
  problems(await saysHowFromDisk(browser, site))
  await browser.close()
}

async function searchesList(page, base) {
  await page.goto(`${base}payees.html`)
  const rows = page.locator('table[data-list] tbody tr')
  const name = (await rows.first().locator('th').innerText()).trim()
  const before = await rows.count()
  await page.locator('#list-search').fill(name)
  const shown = await rows.filter({ visible: true }).count()
  return shown > 0 && shown < before ? [] : [`${shown} of ${before} payees are shown for ${name}`]
}

async function sortsList(page, base) {
  await page.goto(`${base}payees.html`)
  const names = () => page.locator('table[data-list] tbody th').allInnerTexts()
  await page.locator('thead button.table__sort').first().click()
  const [first, second] = (await names()).map((name) => name.trim())
  const order = new Intl.Collator('en-GB', { numeric: true, sensitivity: 'base' })
  return order.compare(first, second) <= 0 ? [] : [`${first} stands before ${second}`]
}

async function leadsEverywhere(page, base) {
  await page.goto(base)
  const links = await page.locator('a[href]').evaluateAll((all) => [...new Set(all.map(({ href }) => href.split(/[?#]/)[0]))])
  const dead = []
  for (const link of links) if (!(await fetch(link)).ok) dead.push(`${link} leads nowhere`)
  return dead
}
