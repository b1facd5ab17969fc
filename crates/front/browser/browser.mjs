// The browser, and what must never happen in it.

import { chromium } from 'playwright-core'

// What our server sends; a plain file server is given the same.
export const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors *"

export function launch() {
  const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', ...quiet]
  })
}

/** A page that complains of errors, of what the content-security policy refused, and of requests to other hosts. */
export async function watched(context, base, complain, { policy: isGuarded = true } = {}) {
  const page = await context.newPage()
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complain(`console: ${message.text()}`))
  page.on('pageerror', (error) => complain(`script: ${error.message}`))
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== new URL(base).origin) complain(`asks ${url.origin}`)
  })
  page.on('response', (response) => {
    const isPage = response.request().isNavigationRequest() && response.headers()['content-type']?.includes('html')
    const policy = response.headers()['content-security-policy'] ?? ''
    if (isGuarded && isPage && (!policy.includes("default-src 'none'") || policy.includes('unsafe'))) complain(`policy: ${policy || 'none'}`)
  })
  return page
}
