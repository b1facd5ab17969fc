// Bundles scripts and styles into a folder: `node build.mjs OUT`.
//
// Every file is written under a name that holds its digest, so that a browser may keep it for ever,
// and beside it compressed, so that the server never compresses the same bytes twice.

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import * as esbuild from 'esbuild'
import * as sass from 'sass'

const out = process.argv[2]
rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })

write('site.css', sass.compile('styles/site.scss', { loadPaths: ['node_modules'], style: 'compressed' }).css)
for (const script of ['site', 'charts', 'rows']) {
  write(`${script}.js`, bundle(`scripts/${script}.js`))
}
write('icon.svg', readFileSync('styles/icon.svg'))

// A classic script, not a module: browsers refuse modules on pages opened from a folder on disk.
function bundle(entry) {
  const result = esbuild.buildSync({
    entryPoints: [entry],
    bundle: true,
    charset: 'utf8',
    format: 'iife',
    legalComments: 'inline',
    minify: true,
    target: ['es2020'],
    write: false
  })
  return result.outputFiles[0].contents
}

function write(name, content) {
  const bytes = Buffer.from(content)
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  const dot = name.lastIndexOf('.')
  const path = join(out, `${name.slice(0, dot)}-${digest}${name.slice(dot)}`)
  writeFileSync(path, bytes)
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
}
