// Bundles scripts and styles into a folder: `node build.mjs OUT`.
//
// Every file is written under a name that holds its digest, so that a browser may keep it forever,
// and beside it compressed, so that the server never compresses the same bytes twice.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

import * as esbuild from 'esbuild'
import * as sass from 'sass'

const out = process.argv[2]
rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })

// Names of the packages whose files are in our bundles.
const packages = new Set()

const styles = sass.compile('styles/site.scss', { loadPaths: ['node_modules'], style: 'compressed' })
styles.loadedUrls.forEach((url) => note(fileURLToPath(url)))
write('site.css', styles.css)
for (const script of ['site', 'charts', 'rows']) {
  write(`${script}.js`, bundle(`scripts/${script}.js`))
}
write('icon.svg', readFileSync('styles/icon.svg'))
write('notices.txt', [...packages].sort().map(notice).join('\n'))

// A classic script, not a module: browsers refuse modules on pages opened from a folder on disk.
function bundle(entry) {
  const result = esbuild.buildSync({
    entryPoints: [entry],
    bundle: true,
    charset: 'utf8',
    format: 'iife',
    legalComments: 'inline',
    metafile: true,
    minify: true,
    target: ['es2020'],
    write: false
  })
  Object.keys(result.metafile.inputs).forEach(note)
  return result.outputFiles[0].contents
}

// Notes the package that a file belongs to.
function note(file) {
  const [, inside] = file.split(/node_modules[\\/](?!.*node_modules)/)
  if (inside) {
    const [first, second] = inside.split(/[\\/]/)
    packages.add(first.startsWith('@') ? `${first}/${second}` : first)
  }
}

// The licence and notices that must be passed on with a package. For a package without any, they are kept in `licences/`.
function notice(name) {
  const folder = join('node_modules', name)
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json')))
  const isNotice = (file) => /^(licen[cs]e|notice|copying|copyright)/i.test(file)
  const inside = (dir) => (existsSync(dir) ? readdirSync(dir, { withFileTypes: true }) : [])
  const files = [folder, join(folder, 'licenses'), join(folder, 'licences')].flatMap((dir) =>
    inside(dir).filter((file) => file.isFile() && isNotice(file.name)).map((file) => join(dir, file.name))
  )
  const ours = join('licences', `${name.replace('/', '-')}.txt`)
  if (files.length === 0 && existsSync(ours)) {
    files.push(ours)
  }
  if (files.length === 0) {
    throw new Error(`${name} comes without a licence: write it to crates/front/${ours}`)
  }
  const texts = files.sort().map((file) => readFileSync(file, 'utf8').replace(/^\uFEFF/, '').replaceAll('\r\n', '\n').trim())
  return `${'='.repeat(80)}\n${name} ${version} (${license})\n${'='.repeat(80)}\n\n${texts.join('\n\n')}\n`
}

function write(name, content) {
  const bytes = Buffer.from(content)
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  const dot = name.lastIndexOf('.')
  const path = join(out, `${name.slice(0, dot)}-${digest}${name.slice(dot)}`)
  writeFileSync(path, bytes)
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
}
