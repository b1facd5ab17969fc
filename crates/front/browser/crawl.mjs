// Which pages there are: every page that a reader can reach by links, a few of each kind.

const DOWNLOAD = /\.(csv|xlsx|parquet|json|zip|css|js|svg|png)$/

// Some pages exist once for each payee or filter: a few of these are visited. Of every other kind, as many are visited as a place has bodies.
const MANY = /^(payees|suppliers|rows|search|compare|embed)|\?/
const N_OF_MANY = 3
const N_OF_A_KIND = 20

export async function crawl(base, nMax) {
  const found = new Map()
  const counts = new Map()
  const queue = [new URL(base)]
  const dead = []
  while (queue.length > 0 && found.size < nMax) {
    const url = queue.shift()
    const key = keyOf(url)
    if (found.has(key)) continue
    const kind = kindOf(url, base)
    const n = counts.get(kind) ?? 0
    if (n >= (MANY.test(kind) ? N_OF_MANY : N_OF_A_KIND)) continue
    counts.set(kind, n + 1)
    const response = await fetch(url)
    const html = await response.text()
    if (response.status !== 200) {
      dead.push(`${key}: ${response.status}`)
      continue
    }
    const isHtml = (response.headers.get('content-type') ?? '').includes('html')
    found.set(key, { url: key, kind, html: isHtml ? html : null, headers: response.headers })
    if (isHtml) queue.push(...linksOf(html, url).filter((link) => link.origin === new URL(base).origin))
  }
  return { pages: [...found.values()].filter(({ html }) => html !== null), dead }
}

function linksOf(html, url) {
  const links = [...html.matchAll(/<a\s[^>]*href="([^"]*)"|data-embed="([^"]*)"/g)].map(([, href, embed]) => (href ?? embed).replace(/&amp;|&#38;/g, '&'))
  return links
    .map((href) => new URL(href, url))
    .filter(({ protocol, pathname }) => protocol.startsWith('http') && !DOWNLOAD.test(pathname))
}

function keyOf(url) {
  const copy = new URL(url)
  copy.hash = ''
  // A folder and its first page are one page.
  copy.pathname = copy.pathname.replace(/\/index\.html$/, '/')
  return copy.href
}

// `bodies/*`, `rows?...`: pages that one template makes.
export function kindOf(url, base) {
  const path = new URL(url).pathname.slice(new URL(base).pathname.length).replace(/\.html$/, '')
  const parts = path.split('/')
  const general = parts.map((part, i) => (i > (parts[0] === 'embed' ? 1 : 0) && part !== 'print' ? '*' : part)).join('/')
  const query = new URL(url).search ? '?' : ''
  return (general === 'index' ? '' : general) + query || 'overview'
}
