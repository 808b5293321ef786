/** A daemon that watches the tree while nothing happens there: its memory and its processor time. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Row } from '../bench.ts'
import { chokidarAlone } from '../chokidar-alone.ts'
import { atMost, type Line } from '../line.ts'
import { canReadUsage, readUsage, type Usage } from '../process-usage.ts'
import { flightrec } from '../programs.ts'
import { spreadOf } from '../spread.ts'

const SETTLE_MAX_MS = 180_000
/** Settled: less than this of a core for this long. */
const QUIET_PERCENT = 1
const QUIET_MS = 3000

export const daemonIdle: Row = {
  name: 'daemon',
  title: 'daemon idle',
  async measure({ workspace, tree, options }) {
    if (!canReadUsage) return [{ label: 'memory', note: 'needs /proc of Linux' }]
    const home = workspace.fresh('home')
    flightrec(workspace, home, ['daemon', 'start', tree().path])
    let idle: Idle
    try {
      const { pid } = JSON.parse(flightrec(workspace, home, ['daemon', 'status', '--json']))
      await untilRecorded(home)
      // Else its maintenance would compress a minute later what the first snapshot wrote plain: work, not idling.
      flightrec(workspace, home, ['gc'])
      idle = await watchIdle(pid, options.idleSeconds)
    } finally {
      flightrec(workspace, home, ['daemon', 'stop'])
    }
    return linesOf(idle, await chokidarAlone(tree().path))
  },
}

function linesOf(idle: Idle, chokidar: Usage | undefined): Line[] {
  const memory = spreadOf([idle.residentBytes / 1e6])
  const note = idle.processes > 1 ? `of ${idle.processes} processes` : undefined
  const anchor = chokidar && spreadOf([chokidar.residentBytes / 1e6])
  return [
    {
      label: 'memory',
      unit: 'MB',
      measured: memory,
      budget: atMost(150, 'MB', ' at 100,000 files'),
      ...(note !== undefined && { note }),
    },
    {
      label: 'against chokidar alone',
      unit: 'MB',
      measured: memory,
      ...(anchor ? { anchor } : { note: 'chokidar could not watch it, or not in time' }),
    },
    {
      label: 'processor time',
      unit: '%',
      measured: spreadOf([idle.cpuPercent]),
      budget: atMost(0.2, '%'),
    },
  ]
}

interface Idle {
  residentBytes: number
  cpuPercent: number
  processes: number
}

async function watchIdle(pid: number, seconds: number): Promise<Idle> {
  await untilQuiet(pid)
  // V8 tidies its heap up to ten seconds after the work that filled it.
  await sleep(seconds * 1000)
  const before = readUsage(pid)
  await sleep(seconds * 1000)
  const after = readUsage(pid)
  return { ...after, cpuPercent: ((after.cpuMs - before.cpuMs) / (seconds * 1000)) * 100 }
}

/** Waits for the first commit of the timeline. */
async function untilRecorded(home: string): Promise<void> {
  const deadline = performance.now() + SETTLE_MAX_MS
  while (!hasSnapshot(join(home, 'repos'))) {
    if (performance.now() > deadline) throw new Error('the daemon recorded no first snapshot')
    await sleep(100)
  }
}

function hasSnapshot(reposPath: string): boolean {
  const repos = existsSync(reposPath) ? readdirSync(reposPath) : []
  return repos.some((name) => existsSync(join(reposPath, name, 'refs/heads/main')))
}

async function untilQuiet(pid: number): Promise<void> {
  const deadline = performance.now() + SETTLE_MAX_MS
  for (let before = readUsage(pid).cpuMs; ; ) {
    await sleep(QUIET_MS)
    const { cpuMs } = readUsage(pid)
    if (((cpuMs - before) / QUIET_MS) * 100 < QUIET_PERCENT) return
    if (performance.now() > deadline) throw new Error('the daemon did not come to rest')
    before = cpuMs
  }
}
