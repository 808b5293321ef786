/** What happens before any command runs. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { testEnv } from '../helpers/test-env.ts'

const DIST = resolve(import.meta.dirname, '../../dist')

/** Returns the packages loaded with `file`: by its static imports, theirs, and main.js's own lazy one. */
function packagesLoadedWith(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return []
  seen.add(file)
  const text = readFileSync(join(DIST, file), 'utf8')
  const statically = [...text.matchAll(/^import .*?["']([^"']+)["'];?$/gm)].map(([, to]) => to!)
  const lazily = [...text.matchAll(/import\(["']([^"']+)["']\)/g)].map(([, to]) => to!)
  return [...statically, ...(file === 'main.js' ? lazily : [])].flatMap((to) =>
    to.startsWith('./') ? packagesLoadedWith(to.slice(2), seen) : [to],
  )
}

test('starting loads nothing that is not part of Node or bundled', () => {
  const loaded = packagesLoadedWith('main.js').filter((name) => !name.startsWith('node:'))
  expect(loaded).toEqual([])
})

test('neither does recording once: not what judges events, nor what a daemon needs', () => {
  const entry = readdirSync(DIST).find((name) => /^snapshot-[\w-]{8}\.js$/.test(name))!
  const loaded = packagesLoadedWith(entry).filter((name) => !name.startsWith('node:'))
  expect(loaded).toEqual([])
})

test('only the screens load react', () => {
  const seen = new Set<string>()
  packagesLoadedWith('main.js', seen)
  for (const name of readdirSync(DIST))
    if (/^reading-.*\.js$/.test(name)) packagesLoadedWith(name, seen)
  const withReact = (names: Iterable<string>) =>
    [...names].filter((name) =>
      readFileSync(join(DIST, name), 'utf8').includes('useSyncExternalStore'),
    )
  expect(withReact(seen)).toEqual([])
  const chunks = readdirSync(DIST).filter((name) => name.endsWith('.js'))
  expect(withReact(chunks).map((name) => name.replace(/-[\w-]{8}\.js$/, ''))).toEqual([
    'draw-screens',
  ])
})

test('a Node that is too old is refused before anything else is loaded', async () => {
  const env = testEnv()
  env.write('old.cjs', "Object.defineProperty(process.versions, 'node', { value: '20.18.3' })\n")
  const settings = { env: { NODE_OPTIONS: `--require=${env.path('old.cjs')}` } }
  expect((await env.runWith(settings, '--version')).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: needs Node 20.19 or newer; this is 20.18.3
    hint: Install a newer Node, e.g. with \`nvm install 22\`.
    [exit 1]
    "
  `)
})

test('neither --version nor --help touches the home', async () => {
  const env = testEnv()
  expect((await env.run('--version')).stdout).toMatch(/^flightrec \d+\.\d+\.\d+\n$/)
  await env.run('--help')
  expect(env.hasHome()).toBe(false)
})
