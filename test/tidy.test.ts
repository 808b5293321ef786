/** The architecture and the habits of the code, as tests. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, posix } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { importsOf, REPOSITORY, type SourceFile, sourceFiles } from './source-files.ts'
import { unusedExports } from './unused-exports.ts'

const LAYERS = [
  'model',
  'system',
  'git',
  'store agents rules',
  'record review',
  'service',
  'daemon',
  'library tui web',
  'cli',
].map((row) => row.split(' '))

const TOP_LEVEL = [
  'LICENSE',
  'README.md',
  'docs',
  'hooks',
  'package-lock.json',
  'package.json',
  'src',
  'test',
  'tsconfig.json',
]
const NOT_OURS = ['node_modules', 'dist']

/** The rooms of `record/`: each imports only from those before it. */
const RECORD_ROOMS = [
  'secrets',
  'state',
  'sessions',
  'attribution',
  'scan',
  'capture',
  'snapshot',
  'watch',
  'terminal',
  'restore',
  'undo',
  'hooks',
  'shell',
  'prune',
  'narrate',
  'import',
  'doctor',
]

/** The rooms of the page: each imports only from those named after it. */
const WEB_ROOMS: Readonly<Record<string, readonly string[]>> = {
  api: [],
  server: ['api'],
  'client/browser': ['api'],
  'client/state': ['api'],
  'client/keys': ['client/state', 'client/browser'],
  'client/list': ['client/keys', 'client/state', 'client/browser', 'api'],
  'client/strip': ['client/keys', 'client/state', 'client/browser', 'api'],
  'client/panes': [
    ...['client/list', 'client/strip', 'client/keys', 'client/state', 'client/browser', 'api'],
  ],
  'client/pages': [
    ...['client/panes', 'client/list', 'client/strip', 'client/keys', 'client/state'],
    ...['client/browser', 'api'],
  ],
  'client/main.tsx': [
    'client/pages',
    'client/panes',
    'client/keys',
    'client/state',
    'client/browser',
    'api',
  ],
}

/** What only some places may use: the pattern, and the folders or files where it is allowed. */
const DOORS: readonly (readonly [what: string, pattern: RegExp, allowed: readonly string[]])[] = [
  ['files', /['"](?:node:)?fs(?:\/promises)?['"]/, ['system', 'git', 'store', 'record', 'review']],
  ['processes', /['"](?:node:)?child_process['"]/, ['system', 'git']],
  ['sockets', /['"](?:node:)?(?:net|dgram|tls)['"]/, ['system']],
  ['the network', /(?<!\.)\bfetch\(/, ['system', 'src/web/client/browser/fetching.ts']],
  [
    'the window',
    /(?<!['./\w-])(?:(?:localStorage|sessionStorage|history|location)\.(?!ts)\w|(?:requestAnimationFrame|EventSource)\()/,
    ['src/web/client/browser'],
  ],
  ['HTML as text', /\b(?:innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML)\b/, []],
  ['preact', /['"]@?preact[/'"]/, ['src/web/client']],
  ['hono', /['"](?:hono|@hono\/)/, ['src/web/server']],
  [
    'the clock',
    /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/,
    ['system', 'src/web/client/browser/clock.ts'],
  ],
  ['the environment', /\bprocess\.env\b/, ['system']],
  ['the exit', /\bprocess\.(?:exit|abort|reallyExit)\b/, ['src/main.ts']],
  [
    'the streams',
    /\bprocess\.(?:stdout|stderr)\b/,
    [
      'src/cli/terminal/output.ts',
      'src/main.ts',
      'src/system/own-terminal.ts',
      'src/tui/terminal.ts',
    ],
  ],
  ['the console', /\bconsole\b\s*\./, []],
  ['ink and react', /\b(?:from|import\(?) ?['"](?:ink|react)['"/-]/, ['tui']],
  ['isomorphic-git and simple-git', /['"](?:isomorphic-git|simple-git)['"]/, ['git']],
  ['commander', /['"]commander['"]/, ['cli']],
  [
    'the terminal emulator',
    /['"]@xterm\//,
    [
      'src/review/playback/screen.ts',
      'src/review/playback/paint-row.ts',
      'src/review/playback/terminal-core.ts',
    ],
  ],
  ['the shell parser', /['"]unbash['"]/, ['src/rules/shell/parse.ts']],
]

/** Whose exports nobody has to import: the program begins there. */
const ENTRANCES = ['src/main.ts', 'src/library/recording.ts']
/** What is still being built exports what its next part will import. */
const BEING_BUILT =
  /^src\/(?:store\/recordings|record\/terminal|review\/playback|tui\/player|web)\//

const JUNK_DRAWERS = /^(?:utils?|common|helpers?|types|misc|shared|lib|index|constants|interfaces)$/
const FILE_LINES_MAX = 350
const MEDIAN_FILE_LINES_MAX = 120
const FUNCTION_LINES_MAX = 70
const PARAMETERS_MAX = 5
// The formatter keeps code within 100; prose in comments and messages may go a little further.
const LINE_COLUMNS_MAX = 120
const DEPENDENCIES_MAX = 11

const src = sourceFiles('src')
const tests = sourceFiles('test')

describe('layers', () => {
  const layerOf = (folder: string) => LAYERS.findIndex((row) => row.includes(folder))

  test('every folder of src has a layer, and main.ts stands alone above them', () => {
    const offenders = src
      .filter(({ layer }) => layer !== '' && layerOf(layer) < 0)
      .map(({ path }) => path)
    expect(offenders).toEqual([])
    expect(src.filter(({ layer }) => layer === '').map(({ path }) => path)).toEqual(['src/main.ts'])
  })

  test('every import points down a layer or stays in its folder, lazy ones too', () => {
    expect(src.flatMap(upwardImports)).toEqual([])
  })

  test('an upward, a sideways and a lazy import would be seen', () => {
    const file = (layer: string, text: string) => ({ path: `src/${layer}/a.ts`, layer, text })
    const planted = [
      file('git', "import { x } from '../store/home.ts'"),
      file('record', "import type { x } from '../review/x.ts'"),
      file('store', "const x = await import('../cli/output.ts')"),
      file('model', "export { x } from '../system/clock.ts'"),
      file('model', "import '../system/clock.ts'"),
      file('cli', "import { x } from '../main.ts'"),
    ]
    expect(planted.map((one) => upwardImports(one).length)).toEqual([1, 1, 1, 1, 1, 1])
    expect(upwardImports(file('cli', "import { x } from '../model/oid.ts'"))).toEqual([])
  })

  test('the rooms of record stand in an order, and import only from those before them', () => {
    const roomOf = (path: string) => /^src\/record\/([^/]+)\//.exec(path)?.[1]
    const offenders = src.flatMap((file) => {
      const room = roomOf(file.path)
      if (room === undefined) return []
      const rooms = importedPaths(file).flatMap((path) => roomOf(path) ?? [])
      return rooms
        .filter((to) => !RECORD_ROOMS.slice(0, RECORD_ROOMS.indexOf(room) + 1).includes(to))
        .map((to) => `${file.path} imports from ${to}`)
    })
    expect(offenders).toEqual([])
  })

  test('the rooms of the page import only from those below them', () => {
    const roomOf = (path: string) => /^src\/web\/((?:client\/)?[^/]+)/.exec(path)?.[1]
    const offenders = src.flatMap((file) => {
      const room = roomOf(file.path)
      if (room === undefined) return []
      return importedPaths(file)
        .flatMap((path) => roomOf(path) ?? [])
        .filter((to) => to !== room && !WEB_ROOMS[room]?.includes(to))
        .map((to) => `${file.path} imports from ${to}`)
    })
    expect(offenders).toEqual([])
  })

  test('the client runs in a browser: of what is below it imports only the model', () => {
    const offenders = src
      .filter(({ path }) => path.startsWith('src/web/client/'))
      .flatMap((file) => importsOf(file).map((to) => ({ file, to })))
      .filter(({ file, to }) =>
        to.startsWith('.')
          ? !['web', 'model'].includes(targetLayer(file, to) ?? '')
          : !/^@?preact/.test(to),
      )
      .map(({ file, to }) => `${file.path} imports ${to}`)
    expect(offenders).toEqual([])
  })

  test('what server and client share is no code of the server', () => {
    const offenders = src
      .filter(({ path }) => path.startsWith('src/web/api/'))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/^import (?!type )[^'\n]*'([^']+)'/gm)]
          .map(([, to]) => to!)
          .filter((to) => !to.startsWith('./') && !to.includes('/model/'))
          .map((to) => `${path} imports ${to}`),
      )
    expect(offenders).toEqual([])
  })

  test('agents and rules are pure: they import only the model', () => {
    const offenders = src
      .filter(({ layer }) => layer === 'agents' || layer === 'rules')
      .flatMap((file) => importsOf(file).map((to) => [file, to] as const))
      .filter(([file, to]) => ![file.layer, 'model'].includes(targetLayer(file, to) ?? 'outside'))
      .filter(([, to]) => to !== 'unbash')
      .map(([file, to]) => `${file.path} imports ${to}`)
    expect(offenders).toEqual([])
  })

  test('imports of our own files name the file, with its ending', () => {
    const offenders = [...src, ...tests].flatMap((file) =>
      importsOf(file)
        .filter((to) => to.startsWith('.') && !/\.(?:tsx?|json)$/.test(to))
        .map((to) => `${file.path} imports ${to}`),
    )
    expect(offenders).toEqual([])
  })

  test('files import each other in no circle, types and lazy imports included', () => {
    expect(circlesAmong(src)).toEqual([])
  })

  test('a circle of three would be seen', () => {
    const file = (name: string, to: string) => ({
      path: `src/git/${name}.ts`,
      layer: 'git',
      text: `import type { x } from './${to}.ts'`,
    })
    const planted = [file('a', 'b'), file('b', 'c'), file('c', 'a'), file('d', 'a')]
    expect(circlesAmong(planted)).toEqual([['src/git/a.ts', 'src/git/b.ts', 'src/git/c.ts']])
  })

  function circlesAmong(files: readonly SourceFile[]): string[][] {
    const imports = new Map(files.map((file) => [file.path, importedPaths(file)]))
    const reached = new Map(files.map(({ path }) => [path, reachableFrom(path, imports)]))
    const circles = files
      .filter(({ path }) => reached.get(path)!.has(path))
      .map(({ path }) => [...reached.get(path)!].filter((to) => reached.get(to)?.has(path)).sort())
    return [...new Map(circles.map((circle) => [circle.join(), circle])).values()]
  }

  function importedPaths(file: SourceFile): string[] {
    const own = importsOf(file).filter((to) => to.startsWith('.'))
    return own.map((to) => posix.join(posix.dirname(file.path), to))
  }

  function reachableFrom(path: string, imports: ReadonlyMap<string, string[]>): Set<string> {
    const reached = new Set<string>()
    const pending = [...(imports.get(path) ?? [])]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (reached.has(next)) continue
      reached.add(next)
      pending.push(...(imports.get(next) ?? []))
    }
    return reached
  }

  function targetLayer(file: SourceFile, to: string): string | undefined {
    if (!to.startsWith('.')) return undefined
    const target = posix.join(posix.dirname(file.path), to).split('/')
    if (target[0] !== 'src') return to.endsWith('/package.json') ? undefined : 'outside src'
    return target.length === 2 ? 'main' : target[1]
  }

  function upwardImports(file: SourceFile): string[] {
    return importsOf(file).flatMap((to) => {
      const layer = targetLayer(file, to)
      if (layer === undefined || layer === file.layer) return []
      if (file.layer === '') return layer === 'cli' ? [] : [`${file.path} imports ${to}`]
      const isDown = layerOf(layer) >= 0 && layerOf(layer) < layerOf(file.layer)
      return isDown ? [] : [`${file.path} imports ${to}`]
    })
  }
})

describe('doors', () => {
  test.each(DOORS)('only some folders reach %s', (_, pattern, allowed) => {
    const offenders = src
      .filter(
        ({ path, layer }) =>
          !allowed.some(
            (place) => place === layer || place === path || path.startsWith(`${place}/`),
          ),
      )
      .flatMap((file) => linesWith(file, pattern))
    expect(offenders).toEqual([])
  })
})

describe('sizes', () => {
  test('files are short', () => {
    const lengths = src.map(({ text }) => text.split('\n').length - 1).sort((a, b) => a - b)
    const long = src.filter(({ text }) => text.split('\n').length - 1 > FILE_LINES_MAX)
    expect(long.map(({ path }) => path)).toEqual([])
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(MEDIAN_FILE_LINES_MAX)
  })

  test('functions are short', () => {
    expect(src.flatMap(longFunctions)).toEqual([])
  })

  test('functions take few parameters, and else an object that names them', () => {
    expect(src.flatMap(manyParameters)).toEqual([])
  })

  test('lines are short', () => {
    const long = new RegExp(`^.{${LINE_COLUMNS_MAX + 1},}$`)
    expect(src.flatMap((file) => linesWith(file, long))).toEqual([])
  })

  test('direct dependencies are few', () => {
    expect(Object.keys(manifest().dependencies).length).toBeLessThanOrEqual(DEPENDENCIES_MAX)
  })
})

describe('lock file', () => {
  interface LockedPackage {
    optionalDependencies?: Record<string, string>
  }

  test('knows the builds for other systems too, without which npm ci fails', () => {
    const text = readFileSync(join(REPOSITORY, 'package-lock.json'), 'utf8')
    const { packages } = JSON.parse(text) as { packages: Record<string, LockedPackage> }
    const missing = Object.values(packages)
      .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
      .filter((name) => !Object.keys(packages).some((key) => key.endsWith(`node_modules/${name}`)))
    expect(missing).toEqual([])
    expect(text).not.toContain('"resolved"')
  })
})

describe('exports', () => {
  test('each is imported somewhere, and what only tests import is used in its own file too', () => {
    const offenders = unusedExports(src, tests).filter((one) => {
      const path = one.slice(0, one.indexOf(':'))
      return !ENTRANCES.includes(path) && !BEING_BUILT.test(path)
    })
    expect(offenders).toEqual([])
  })

  test('one that nothing imports would be seen, and none that is imported in whatever way', () => {
    const file = (path: string, text: string) => ({ path, layer: 'git', text })
    const exporting = file(
      'src/git/a.ts',
      `export const a = 1; export function b() {}; export type C = 1; export { d } from './d.ts'
       export const onlyTested = 2; export const testedToo = 3; b(testedToo)`,
    )
    const all = file('src/git/all.ts', 'export const one = 1; export const two = 2')
    const others = [
      file('src/git/b.ts', "import { a as other, type C } from './a.ts'"),
      file('src/git/c.ts', "const { b: x } = await import('./a.ts')"),
      file('src/git/e.ts', "import * as all from './all.ts'"),
    ]
    const tested = "import { onlyTested, testedToo } from '../src/git/a.ts'"
    expect(unusedExports([exporting, all, ...others], [file('test/a.ts', tested)])).toEqual([
      'src/git/a.ts: d',
      'src/git/a.ts: onlyTested',
    ])
    expect(unusedExports([exporting, all], []).length).toBe(8)
  })
})

describe('words', () => {
  // Written in parts, so that this file does not match itself.
  const banned: readonly (readonly [string, RegExp])[] = [
    ['unfinished work', new RegExp(`\\b(?:${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b`)],
    ['silenced checks', new RegExp(['@ts', '(?:ignore|nocheck|expect-error)'].join('-'))],
    ['silenced lint', new RegExp(['biome', 'ignore'].join('-'))],
    ['any', /(?:\bas|[:<,|&]) *any\b(?! *[a-z])/],
    ['hosts of registries', /\bregistry\.[a-z]+\.(?:org|com)\b|\bnpmmirror\b|\bverdaccio\b/],
  ]

  test.each(banned)('there is no trace of %s', (_, pattern) => {
    expect([...src, ...tests].flatMap((file) => linesWith(file, pattern))).toEqual([])
  })

  test('what is ignored on purpose says why', () => {
    expect(src.flatMap((file) => linesWith(file, /catch (?:\(\w+\) )?\{\s*\}/))).toEqual([])
  })
})

describe('names', () => {
  test('no file or folder is a junk drawer', () => {
    const parts = src.flatMap(({ path }) => path.split('/').slice(1))
    const names = parts.map((part) => part.replace(/\.tsx?$/, ''))
    expect(names.filter((name) => JUNK_DRAWERS.test(name))).toEqual([])
  })

  test('no exported type has the name of another type', () => {
    const declared = src.flatMap(typesOf)
    const byName = new Map<string, typeof declared>()
    for (const one of declared) byName.set(one.name, [...(byName.get(one.name) ?? []), one])
    const offenders = [...byName.values()]
      .filter((ones) => ones.length > 1 && ones.some(({ isExported }) => isExported))
      .map((ones) => `${ones[0]!.name}: ${ones.map(({ path }) => path).join(', ')}`)
    expect(offenders).toEqual([])
  })

  test('files are named in kebab-case', () => {
    const names = [...src, ...tests].map(({ path }) => basename(path))
    expect(
      names.filter((name) => !/^[a-z0-9-]+(?:\.test|\.config|\.d)?\.tsx?$/.test(name)),
    ).toEqual([])
  })

  test('the top level holds what it should, beside files with a dot', () => {
    const found = readdirSync(REPOSITORY).filter((name) => !name.startsWith('.'))
    const unknown = found.filter((name) => !TOP_LEVEL.includes(name) && !NOT_OURS.includes(name))
    expect(unknown.filter((name) => !name.endsWith('.tgz'))).toEqual([])
  })
})

describe('decisions', () => {
  const folder = join(REPOSITORY, 'docs/decisions')
  const decisions = readdirSync(folder).map((name) => ({
    name,
    text: readFileSync(join(folder, name), 'utf8'),
  }))

  test('each is numbered and begins with a title', () => {
    const offenders = decisions.filter(
      ({ name, text }) => !/^\d{4}-[a-z0-9-]+\.md$/.test(name) || !/^# \S/.test(text),
    )
    expect(offenders.map(({ name }) => name)).toEqual([])
  })

  test('each direct dependency has a reason', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest()
    const all = decisions.map(({ text }) => text).join('\n')
    const direct = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
    expect(direct.filter((name) => !all.includes(`\`${name}\``))).toEqual([])
  })
})

interface Manifest {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  optionalDependencies: Record<string, string>
}

function manifest(): Manifest {
  return JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as Manifest
}

function linesWith({ path, text }: SourceFile, pattern: RegExp): string[] {
  return text
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []))
}

interface MeasuredFunction {
  place: string
  lines: number
  parameters: number
}

function functionsOf({ path, text }: SourceFile): MeasuredFunction[] {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const lineOf = (position: number) => tree.getLineAndCharacterOfPosition(position).line + 1
  const found: MeasuredFunction[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) {
      const [first, last] = [lineOf(node.getStart()), lineOf(node.getEnd())]
      const parameters = node.parameters.length
      found.push({ place: `${path}:${first}`, lines: last - first + 1, parameters })
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

function longFunctions(file: SourceFile): string[] {
  return functionsOf(file)
    .filter(({ lines }) => lines > FUNCTION_LINES_MAX)
    .map(({ place, lines }) => `${place}: ${lines} lines`)
}

function manyParameters(file: SourceFile): string[] {
  return functionsOf(file)
    .filter(({ parameters }) => parameters > PARAMETERS_MAX)
    .map(({ place, parameters }) => `${place}: ${parameters} parameters`)
}

function typesOf({
  path,
  text,
}: SourceFile): { name: string; path: string; isExported: boolean }[] {
  const { statements } = ts.createSourceFile(path, text, ts.ScriptTarget.Latest)
  return statements.flatMap((node) => {
    const isType =
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isClassDeclaration(node)
    if (!isType || !node.name) return []
    const isExported = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    return [{ name: node.name.text, path, isExported: isExported === true }]
  })
}
