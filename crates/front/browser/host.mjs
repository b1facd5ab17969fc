// Plain hosts on this machine: of files, as any web host serves the published site, and of one text.

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'

import { POLICY } from './browser.mjs'

const TYPES = { '.css': 'text/css', '.csv': 'text/csv', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.xml': 'application/atom+xml' }

export function serveText(html) {
  return listen((request, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html))
}

export function serveFiles(dir) {
  return listen(sending(dir, '/', () => ({})))
}

/** Hosts by name, each of a folder; none where this machine does not have it. */
export const hosts = {
  /** Python's own, which sends whole files and knows no ranges. */
  async python(dir) {
    if (spawnSync('python3', ['--version']).error) return null
    const port = await freePort()
    return started('http.server', port, '/', spawn('python3', ['-m', 'http.server', String(port), '--bind', '127.0.0.1', '--directory', dir], { stdio: 'ignore' }))
  },

  /** nginx as it comes, below a path, with a content-security policy. */
  async nginx(dir) {
    if (spawnSync('nginx', ['-v']).error) return null
    const [port, work] = [await freePort(), mkdtempSync(join(tmpdir(), 'nginx-'))]
    const types = spawnSync('test', ['-f', '/etc/nginx/mime.types']).status === 0 ? 'include /etc/nginx/mime.types;' : ''
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${work}/${kind};`).join(' ')
    writeFileSync(join(work, 'nginx.conf'), `daemon off; pid ${work}/pid; error_log ${work}/error.log; events {} http { ${types} access_log off; ${paths}
      server { listen 127.0.0.1:${port}; add_header Content-Security-Policy "${POLICY}"; location /some/where/ { alias ${dir}/; } } }`)
    const host = await started('nginx', port, '/some/where/', spawn('nginx', ['-c', join(work, 'nginx.conf'), '-p', work], { stdio: 'ignore' }))
    return { ...host, close: async () => (await host.close(), rmSync(work, { recursive: true, force: true })) }
  },

  /** A host that takes packed files for packed pages: it says so in a header, and the browser unpacks them on the way. */
  async unpacking(dir) {
    const headers = (file) => (file.endsWith('.gz') ? { 'content-encoding': 'gzip', 'content-type': 'text/html' } : {})
    return { ...(await listen(sending(dir, '/below/', headers), '/below/')), name: 'a host that unpacks on the way' }
  }
}

/** Sends the files of a folder below a path. */
function sending(dir, below, headers) {
  return async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://host').pathname))
    const inside = path.startsWith(below) ? path.slice(below.length) : '..'
    const file = join(dir, inside === '' || inside.endsWith('/') ? join(inside, 'index.html') : inside)
    try {
      if (!file.startsWith(dir)) throw new Error('outside')
      const bytes = await readFile(file)
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': POLICY, ...headers(file) }).end(bytes)
    } catch {
      response.writeHead(404).end('not found')
    }
  }
}

function listen(answer, below = '/') {
  const server = createServer(answer)
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve({ address: `http://127.0.0.1:${server.address().port}${below}`, close: () => server.close() }))
  })
}

async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A program as a host, once it answers. */
async function started(name, port, below, child) {
  const address = `http://127.0.0.1:${port}${below}`
  for (let n = 0; n < 100 && child.exitCode === null; n++) {
    if (await fetch(address).then(({ ok }) => ok).catch(() => false)) return { name, address, close: () => child.kill() }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  child.kill()
  throw new Error(`${name} does not answer at ${address}`)
}
