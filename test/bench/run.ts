/**
 * Measures the budgets: `npm run bench`, or `npm run bench -- --help`. A missed budget is shown and is no
 * failure, since a busy machine can miss one; a row that cannot be measured is.
 */
import { writeFileSync } from 'node:fs'
import manifest from '../../package.json' with { type: 'json' }
import type { Bench, Row } from './bench.ts'
import { Interruption, listenForInterruption, reasonOf, stopIfInterrupted } from './interruption.ts'
import { type Line, ratioOf, verdictOf } from './line.ts'
import { describeMachine, formatMachine, type Machine } from './machine.ts'
import { makeTree, type Tree } from './make-tree.ts'
import { type BenchOptions, parseOptions, USAGE } from './options.ts'
import { PEERS } from './peers.ts'
import { changedFile } from './rows/changed-file.ts'
import { daemonIdle } from './rows/daemon-idle.ts'
import { firstSnapshot } from './rows/first-snapshot.ts'
import { hook } from './rows/hook.ts'
import { log } from './rows/log.ts'
import { page } from './rows/page.ts'
import { recordedRun } from './rows/recorded-run.ts'
import { recordings } from './rows/recordings.ts'
import { screens } from './rows/screens.ts'
import { storeSize } from './rows/store-size.ts'
import { unchanged } from './rows/unchanged.ts'
import { formatTable, type RowResult } from './table.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

/** First those that need the tree as it was built. */
const ROWS: readonly Row[] = [
  firstSnapshot,
  unchanged,
  changedFile,
  daemonIdle,
  storeSize,
  log,
  screens,
  hook,
  page,
  recordedRun,
  recordings,
]
const ROW_NAMES = ROWS.map(({ name }) => name)
const USAGE_ERROR = 2
const INTERRUPTED = 130

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(USAGE.replace('ROWS', ROW_NAMES.join(',')))
    return 0
  }
  const options = parseOptions(args, ROW_NAMES)
  // Where that cannot be written, better to know now.
  if (options.jsonPath !== undefined) writeFileSync(options.jsonPath, '')
  listenForInterruption()
  const workspace = openWorkspace(options.keepPath)
  try {
    return await bench(options, workspace)
  } finally {
    workspace.close()
  }
}

async function bench(options: BenchOptions, workspace: Workspace): Promise<number> {
  const peers = PEERS.map((peer) => peer(workspace))
  const machine = describeMachine(workspace, peers)
  const isInstalled = (name: string) => machine.programs[name] !== null
  process.stdout.write(`flightrec ${manifest.version} on ${formatMachine(machine)}\n`)
  process.stdout.write(`${formatSizes(options)}\n\n`)
  let tree: Tree | undefined
  const { results, failed } = await measureAll({
    options,
    workspace,
    peers: peers.filter(({ name }) => isInstalled(name)),
    missingPeers: peers.map(({ name }) => name).filter((name) => !isInstalled(name)),
    tree: () => {
      tree ??= makeTree(workspace.fresh('tree'), options)
      return tree
    },
  })
  process.stdout.write(formatTable(results))
  if (options.jsonPath !== undefined) {
    writeFileSync(options.jsonPath, `${toJson(options, machine, results)}\n`)
  }
  return failed === 0 ? 0 : 1
}

async function measureAll(bench: Bench): Promise<{ results: RowResult[]; failed: number }> {
  const results: RowResult[] = []
  let failed = 0
  for (const row of ROWS.filter(({ name }) => bench.options.only.includes(name))) {
    process.stderr.write(`measuring: ${row.title}\n`)
    let lines: Line[]
    try {
      lines = await row.measure(bench)
      await stopIfInterrupted()
    } catch (error) {
      const reason = (await reasonOf(error)) as Error
      if (reason instanceof Interruption) throw reason
      failed += 1
      process.stderr.write(`${reason.message}\n`)
      lines = [{ label: 'not measured', note: `FAILED: ${reason.message.split('\n', 1)[0]}` }]
    }
    results.push({ row: row.title, lines })
  }
  return { results, failed }
}

function formatSizes({ files, bytes, runs, seed }: BenchOptions): string {
  const tree = `${files.toLocaleString('en')} files, ${Math.round(bytes / 1e6)} MB`
  const meant = 'the budgets are meant for 50,000 files, 600 MB and 2 cores with nothing else to do'
  return `${tree}, ${runs} runs, seed ${seed}; ${meant}`
}

function toJson(options: BenchOptions, machine: Machine, results: readonly RowResult[]): string {
  const rows = results.map(({ row, lines }) => ({
    row,
    lines: lines.map((line) => ({ ...line, ratio: ratioOf(line), verdict: verdictOf(line) })),
  }))
  return JSON.stringify({ version: manifest.version, machine, options, rows }, undefined, 2)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const { message } = error as Error
  const isInterrupted = error instanceof Interruption
  const hint = isInterrupted ? '' : 'hint: Run `npm run bench -- --help`.\n'
  process.stderr.write(`bench: ${message}\n${hint}`)
  process.exitCode = isInterrupted ? INTERRUPTED : USAGE_ERROR
}
