/** `run`: what a user waits for when a program is recorded, and what recording it takes. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadPty, type StartPty } from '../../../src/system/pty.ts'
import type { Bench, Row } from '../bench.ts'
import { interleave } from '../interleave.ts'
import { atMost, atMostTimes, type Line } from '../line.ts'
import { OnTerminal } from '../on-terminal.ts'
import { canReadUsage, cpuMsOf } from '../process-usage.ts'
import { flightrec, PROGRAM, startNode } from '../programs.ts'
import { spreadOf, spreadOfRest } from '../spread.ts'

const KEYS = 50
const CTRL_D = '\x04'
/** What a program needs at its beginning is not what recording it takes. */
const SETTLE_MS = 1_000

export const recordedRun: Row = {
  name: 'run',
  title: 'recorded run',
  async measure(bench) {
    const startPty = await loadPty()
    if (startPty instanceof Error) return [{ label: 'not measured', note: startPty.message }]
    const { workspace } = bench
    const root = workspace.fresh('root')
    const home = workspace.fresh('home')
    mkdirSync(root)
    flightrec(workspace, home, ['daemon', 'start', root])
    try {
      const place = new Place(bench, startPty, home, root)
      return [
        await startLine(place),
        await echoLine(place),
        await firehoseLine(place),
        await processorLine(place),
      ]
    } finally {
      flightrec(workspace, home, ['daemon', 'stop'])
    }
  },
}

class Place {
  readonly bench: Bench
  readonly #startPty: StartPty
  readonly #home: string
  readonly #root: string

  constructor(bench: Bench, startPty: StartPty, home: string, root: string) {
    this.bench = bench
    this.#startPty = startPty
    this.#home = home
    this.#root = root
  }

  /** Starts a program on a terminal, as it is. */
  plain(command: readonly string[]): OnTerminal {
    const { env } = this.bench.workspace
    const variables = { ...env, FLIGHTREC_HOME: this.#home, TERM: 'xterm-256color' }
    return new OnTerminal(this.#startPty, command, variables, this.#root)
  }

  recorded(command: readonly string[]): OnTerminal {
    return this.plain([process.execPath, PROGRAM, 'run', '--', ...command])
  }
}

async function startLine(place: Place): Promise<Line> {
  const { workspace, options } = place.bench
  let shown: OnTerminal | undefined
  const took = await interleave(
    [
      {
        name: 'run',
        prepare: () => shown?.ended(),
        async run() {
          shown = place.recorded(['/bin/echo', 'begun'])
          await shown.shows('begun')
        },
      },
      { name: 'node', run: () => startNode(workspace) },
    ],
    { count: options.runs, warmUps: 1 },
  )
  await shown?.ended()
  return {
    label: 'start',
    measured: spreadOfRest(took.run, took.node),
    budget: atMost(60, 'ms'),
    note: 'until the first output, above the start of Node',
  }
}

async function echoLine(place: Place): Promise<Line> {
  const { options } = place.bench
  const command = ['/bin/sh', '-c', 'echo begun; exec cat']
  const programs = { run: place.recorded(command), cat: place.plain(command) }
  const typeIn = async (shown: OnTerminal) => {
    for (let n = 0; n < KEYS; n += 1) {
      shown.write('k')
      await shown.shows('k')
    }
  }
  // What is typed before is shown by the terminal of who starts it.
  for (const shown of Object.values(programs)) await shown.shows('begun')
  const took = await interleave(
    [
      { name: 'run', run: () => typeIn(programs.run) },
      { name: 'cat', run: () => typeIn(programs.cat) },
    ],
    { count: options.runs, warmUps: 1 },
  )
  for (const shown of Object.values(programs)) {
    shown.write(`\r${CTRL_D}`)
    await shown.ended()
  }
  const perKey = (ms: readonly number[]) => ms.map((it) => it / KEYS)
  return {
    label: 'key until its echo',
    measured: spreadOfRest(perKey(took.run), perKey(took.cat)),
    budget: atMost(1, 'ms'),
    note: 'more than without',
  }
}

async function firehoseLine(place: Place): Promise<Line> {
  const { workspace, options } = place.bench
  const path = workspace.fresh('output')
  const line = (n: number) => `\x1b[3${n % 8}m${n} ${(n * 2654435761) % 1e9} built\x1b[0m\r\n`
  const lines: string[] = []
  for (let size = 0; size < options.recordingBytes; size += lines.at(-1)!.length)
    lines.push(line(lines.length))
  writeFileSync(path, lines.join(''))
  const took: Record<'run' | 'script', number[]> = { run: [], script: [] }
  const pour = async (name: 'run' | 'script', shown: OnTerminal) => {
    await shown.shows('poured')
    // From its first output: the start is a line of its own.
    took[name].push(performance.now() - shown.firstMs!)
    await shown.ended()
  }
  const command = `cat '${path}'; echo poured`
  await interleave(
    [
      { name: 'run', run: () => pour('run', place.recorded(['/bin/sh', '-c', command])) },
      {
        name: 'script',
        run: () => pour('script', place.plain(['script', '-qefc', command, '/dev/null'])),
      },
    ],
    { count: options.runs, warmUps: 1 },
  )
  return {
    label: 'firehose',
    measured: spreadOf(took.run.slice(1)),
    anchor: spreadOf(took.script.slice(1)),
    budget: atMostTimes(1.11),
    note: `${Math.round(options.recordingBytes / 1e6)} MB, beside script`,
  }
}

async function processorLine(place: Place): Promise<Line> {
  const { workspace, options } = place.bench
  const label = 'processor, of a second'
  if (!canReadUsage) return { label, note: 'needs /proc of Linux' }
  const path = workspace.fresh('screen')
  const row = (n: number) => `\x1b[38;5;${n}m│\x1b[0m ${'lorem ipsum '.repeat(8)}${n}\x1b[K\r\n`
  writeFileSync(
    path,
    `\x1b[?2026h\x1b[H${Array.from({ length: 38 }, (_, n) => row(n)).join('')}\x1b[?2026l`,
  )
  const shown = place.recorded(['/bin/sh', '-c', `while sleep 0.08; do cat '${path}'; done`])
  await shown.shows('lorem')
  await sleep(SETTLE_MS)
  const [startedMs, before] = [performance.now(), cpuMsOf(shown.pid)]
  await sleep(options.idleSeconds * 1_000)
  const share = (cpuMsOf(shown.pid) - before) / (performance.now() - startedMs)
  shown.write('\x03')
  await shown.ended()
  return {
    label,
    unit: '%',
    measured: spreadOf([share * 100]),
    budget: atMost(5, '%'),
    note: 'of the recorder, while a screen is painted twelve times a second',
  }
}
