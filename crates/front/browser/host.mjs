// Plain hosts on this machine: of files, as any web host serves the published site, and of one text.

import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'

import { POLICY } from './browser.mjs'

const TYPES = { '.css': 'text/css', '.csv': 'text/csv', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.xml': 'application/atom+xml' }

export function serveText(html) {
  return listen((request, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html))
}

export function serveFiles(dir) {
  return listen(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://host').pathname))
    const file = join(dir, path.endsWith('/') ? join(path, 'index.html') : path)
    try {
      const bytes = await readFile(file)
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': POLICY }).end(bytes)
    } catch {
      response.writeHead(404).end('not found')
    }
  })
}

function listen(answer) {
  const server = createServer(answer)
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve({ address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() }))
  })
}
