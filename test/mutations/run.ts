/**
 * Puts small faults into the files where a fault costs most, one at a time, and names those no test notices:
 * `npm run test:mutations`. It works on a copy, and takes minutes to hours: not for every day, and not for CI.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { seededRandom } from '../helpers/seeded-random.ts'
import { REPOSITORY, sourceFiles } from '../source-files.ts'
import { type Mutant, mutantsOf, withMutant } from './mutants.ts'
import { TARGETS, type Target } from './targets.ts'

const USAGE = `npm run test:mutations -- [--each N] [SOURCE…]

  --each   how many faults to try in each file, drawn by chance (10); FLIGHTREC_SEED draws the same again
  SOURCE   only in files whose path begins so, e.g. src/record/undo
`
const COPIED = ['src', 'test', 'hooks', 'docs', 'package.json', 'tsconfig.json', 'README.md']
/** A fault that makes a test hang is noticed after this many times what the tests take without it. */
const HANGS_FACTOR = 10

interface Trial {
  source: string
  mutant: Mutant
}

function main(): number {
  const options = { each: { type: 'string', default: '10' }, help: { type: 'boolean' } } as const
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const copy = mkdtempSync(join(tmpdir(), 'flightrec-mutations-'))
  try {
    for (const name of COPIED) cpSync(join(REPOSITORY, name), join(copy, name), { recursive: true })
    symlinkSync(join(REPOSITORY, 'node_modules'), join(copy, 'node_modules'))
    const survivors = TARGETS.flatMap((target) =>
      survivorsOf(copy, target, positionals, Number(values.each)),
    )
    process.stdout.write(`${survivors.length} faults were not noticed\n`)
    return survivors.length === 0 ? 0 : 1
  } finally {
    rmSync(copy, { recursive: true })
  }
}

function survivorsOf(copy: string, target: Target, only: readonly string[], each: number): Trial[] {
  const chosen = filesOf(target).filter(
    ({ path }) => only.length === 0 || only.some((start) => path.startsWith(start)),
  )
  if (chosen.length === 0) return []
  const start = process.hrtime.bigint()
  if (!passes(copy, target.tests)) throw new Error(`without a fault, ${target.tests} fail`)
  const usualMs = Number((process.hrtime.bigint() - start) / 1_000_000n)
  return chosen.flatMap(({ path, text }) => {
    const survivors = drawn(mutantsOf(path, text), each, path).filter((mutant) => {
      writeFileSync(join(copy, path), withMutant(text, mutant))
      const survives = passes(copy, target.tests, usualMs * HANGS_FACTOR)
      const [before, after] = [mutant.before, mutant.after].map((code) => code.split('\n', 1)[0])
      const fault = `${path}:${mutant.line}  ${before}  →  ${after}`
      process.stdout.write(`${survives ? 'NOT NOTICED' : 'noticed'}  ${fault}\n`)
      return survives
    })
    writeFileSync(join(copy, path), text)
    return survivors.map((mutant) => ({ source: path, mutant }))
  })
}

function filesOf({ sources }: Target) {
  return sourceFiles('src').filter(({ path }) =>
    sources.some((source) =>
      statSync(join(REPOSITORY, source)).isFile() ? path === source : path.startsWith(`${source}/`),
    ),
  )
}

function drawn(mutants: readonly Mutant[], count: number, path: string): Mutant[] {
  const random = seededRandom(path)
  const keyed = mutants.map((mutant) => ({ mutant, key: random() }))
  const sorted = keyed.sort((a, b) => a.key - b.key).slice(0, count)
  return sorted.map(({ mutant }) => mutant).sort((a, b) => a.start - b.start)
}

function passes(copy: string, tests: readonly string[], timeoutMs?: number): boolean {
  const vitest = join(copy, 'node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', '--config', 'test/vitest.config.ts', '--bail', '1', ...tests]
  const limit =
    timeoutMs === undefined ? {} : { timeout: timeoutMs, killSignal: 'SIGKILL' as const }
  return spawnSync(process.execPath, args, { cwd: copy, stdio: 'ignore', ...limit }).status === 0
}

process.exitCode = main()
