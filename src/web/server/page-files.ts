/** The built client: `dist/page`, beside the program. Nothing in it is secret. */
import { createHash } from 'node:crypto'
import { extname } from 'node:path'
import { readOwnFiles } from '../../system/own-program.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

export interface PageFile {
  content: Buffer<ArrayBuffer>
  type: string
  etag: string
}

/** Returns a word that differs between any two builds of the page. */
export function buildOf(files: ReadonlyMap<string, PageFile>): string {
  return hashOf([...files].map(([name, { etag }]) => `${name} ${etag}`).join('\n'))
}

function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 22)
}

/** Returns what the browser may load, by name: `main.js`, `index.html`, …; read once, since all of it is small. */
export function readPageFiles(): ReadonlyMap<string, PageFile> {
  const files = [...joinStyles(readOwnFiles('page'))].map(([name, content]) => {
    const etag = `"${hashOf(content)}"`
    const type = TYPES[extname(name)] ?? 'application/octet-stream'
    return [name, { content, type, etag }] as const
  })
  return new Map(files)
}

const INDEX = 'index.html'
const STYLES = 'styles.css'
const LINK = /^ *<link rel="stylesheet" href="\/(.+)">\n/gm

/** One style sheet instead of those that the page links to: a dozen requests would keep its script waiting. */
function joinStyles(files: ReadonlyMap<string, Buffer<ArrayBuffer>>) {
  const index = files.get(INDEX)?.toString('utf8')
  if (index === undefined) return files
  const names = [...index.matchAll(LINK)].map(([, name = '']) => name)
  const sheets = names.map((name) => files.get(name) ?? Buffer.alloc(0))
  const linked = index
    .replace(LINK, '')
    .replace('</head>', `<link rel="stylesheet" href="/${STYLES}"></head>`)
  const rest = [...files].filter(([name]) => !names.includes(name))
  return new Map([...rest, [STYLES, Buffer.concat(sheets)], [INDEX, Buffer.from(linked)]])
}
