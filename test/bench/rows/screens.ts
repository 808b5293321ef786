/** The screens on a long timeline, on a terminal of their own: until the first page is there, and their memory. */
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench, Row } from '../bench.ts'
import { interleave } from '../interleave.ts'
import { atMost, type Line } from '../line.ts'
import { longTimeline } from '../long-timeline.ts'
import { canReadUsage, readUsage } from '../process-usage.ts'
import { PROGRAM, startNode } from '../programs.ts'
import { spreadOf } from '../spread.ts'
import type { Workspace } from '../workspace.ts'

const PATIENCE_MS = 60_000
const QUIT_MS = 5_000
/** What is not needed any more has had time to go. */
const SETTLE_MS = 1000
/** The newest snapshot, in its row: an id behind the mark of what is chosen. */
const FIRST_PAGE = /▌[^\n]{0,20}\d{8}T\d{6}-\d{3}/

export const screens: Row = {
  name: 'screens',
  title: 'screens open',
  async measure({ workspace, options }: Bench) {
    if (spawnSync('script', ['--version']).error) {
      return [{ label: 'not measured', note: 'needs script of util-linux, for a terminal' }]
    }
    const { root, home } = await longTimeline(workspace, options.snapshots)
    return await linesOf(options, { workspace, home, root })
  },
}

async function linesOf({ runs, snapshots }: Bench['options'], place: Place): Promise<Line[]> {
  let shown: ShownScreens | undefined
  const open = async () => {
    shown = new ShownScreens(place)
    await shown.shows(FIRST_PAGE)
  }
  try {
    const took = await interleave(
      [
        { name: 'screens', prepare: () => shown?.leave(), run: open },
        { name: 'node', run: () => startNode(place.workspace) },
      ],
      { count: runs, warmUps: 1 },
    )
    return [
      {
        label: 'until the first page',
        measured: spreadOf(took.screens),
        anchor: spreadOf(took.node),
        budget: atMost(300, 'ms'),
        note: `${snapshots} snapshots, whole process, beside the start of Node`,
      },
      await memoryOf(shown!, snapshots),
    ]
  } finally {
    await shown?.leave()
  }
}

async function memoryOf(shown: ShownScreens, snapshots: number): Promise<Line> {
  const label = 'memory, all listed'
  if (!canReadUsage) return { label, note: 'needs /proc of Linux' }
  await shown.shows(new RegExp(` 1 of ${snapshots}(?!\\+)`))
  await sleep(SETTLE_MS)
  const { residentBytes, processes } = readUsage(shown.pid)
  const note = `of ${processes} processes, git and the terminal among them`
  return { label, unit: 'MB', measured: spreadOf([residentBytes / 1e6]), note }
}

interface Place {
  workspace: Workspace
  home: string
  root: string
}

/** `flightrec` without arguments, on a terminal of 40 rows by script(1). */
class ShownScreens {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #ended: Promise<unknown>
  #seen = ''

  constructor({ workspace, home, root }: Place) {
    const command = `stty cols 120 rows 40; exec '${process.execPath}' '${PROGRAM}'`
    const env = { ...workspace.env, FLIGHTREC_HOME: home, SHELL: '/bin/sh', TERM: 'xterm-256color' }
    this.#child = spawn('script', ['-qefc', command, '/dev/null'], {
      cwd: root,
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#child.stdin.on('error', () => {
      // It has ended by itself.
    })
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#seen += text
    })
    this.#ended = new Promise((resolve) => this.#child.once('close', resolve))
  }

  get pid(): number {
    return this.#child.pid!
  }

  /** Waits until what was sent to the terminal holds `what`. */
  async shows(what: RegExp): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS
    while (!what.test(this.#seen)) {
      if (performance.now() > deadline) throw new Error(`the screens never showed ${what}`)
      await Promise.race([
        new Promise((resolve) => this.#child.stdout.once('data', resolve)),
        sleep(100),
      ])
    }
  }

  /** Quits; screens that do not are taken their terminal away. */
  async leave(): Promise<void> {
    this.#child.stdin.write('q')
    const impatience = setTimeout(() => this.#child.kill(), QUIT_MS)
    await this.#ended
    clearTimeout(impatience)
  }
}
