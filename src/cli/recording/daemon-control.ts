/** Starting, stopping and looking at the process that records. */

import { connectDaemon, type DaemonClient } from '../../daemon/client.ts'
import type { DaemonStatus } from '../../daemon/protocol.ts'
import { spawnDaemon } from '../../daemon/spawn-daemon.ts'
import { ERRORS, FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import type { Home } from '../../store/home.ts'
import { homeLockPath } from '../../store/home-lock.ts'
import { RESTARTS_TOLD_MS, readRestarts } from '../../store/restarts.ts'
import { monotonicNow, sleep } from '../../system/clock.ts'
import { lockedError, lockOwner } from '../../system/lock.ts'
import { restartsText } from '../changes/status-lines.ts'
import { showHomely } from '../terminal/homely-path.ts'
import type { Output } from '../terminal/output.ts'

const STOP_MAX_MS = 60_000
const RETRY_MS = 50
const BEGIN_MAX_MS = 2_000

/** Starts the daemon and returns the exit code; one that runs already is left alone. */
export async function startDaemon(
  home: Home,
  roots: readonly string[],
  out: Output,
): Promise<number> {
  const running = await connectDaemon(home)
  if (!running) {
    const owner = lockOwner(homeLockPath(home))
    if (owner) throw lockedError(homeLockPath(home), owner)
  }
  // Roots were checked here, where the user can be told.
  const client = running ?? (await spawnDaemon(home, ['--yes', ...roots]))
  try {
    const status = running
      ? await client.request('status', {})
      : await statusOnceBegun(client, roots)
    if (out.isJson)
      out.json({ type: 'daemon', version: 1, started: !running, ...statusJson(status) })
    else tellStarted(out, status, roots, running !== undefined)
    return 0
  } finally {
    client.close()
  }
}

/** A daemon answers before it has come to its last root; that of a large one takes its time. */
async function statusOnceBegun(
  client: DaemonClient,
  wanted: readonly string[],
): Promise<DaemonStatus> {
  const deadline = monotonicNow() + BEGIN_MAX_MS
  for (;;) {
    const status = await client.request('status', {})
    if (notRecorded(status, wanted).length === 0 || monotonicNow() > deadline) return status
    await sleep(RETRY_MS)
  }
}

function notRecorded({ roots }: DaemonStatus, wanted: readonly string[]): string[] {
  return wanted.filter((root) => !roots.some((watched) => watched.root === root))
}

function tellStarted(
  out: Output,
  status: DaemonStatus,
  wanted: readonly string[],
  wasRunning: boolean,
): void {
  const { pid } = status
  out.line(
    wasRunning ? `process ${pid} records already` : `recording in the background (process ${pid})`,
  )
  const next = wasRunning
    ? '; run `flightrec daemon stop` first'
    : ' yet; logs/daemon.log says how far it is'
  for (const root of notRecorded(status, wanted)) {
    out.warn(`it does not record ${showText(root)}${next}`)
  }
}

/** Asks the recording process to stop, and waits until it has. */
export async function stopDaemon(home: Home, out: Output): Promise<number> {
  const client = await connectDaemon(home)
  if (!client) {
    if (out.isJson) out.json({ type: 'daemon', version: 1, running: false })
    else out.line('nothing is recording')
    return 0
  }
  const owner = lockOwner(homeLockPath(home))
  await client.request('stop', {})
  const deadline = monotonicNow() + STOP_MAX_MS
  while (owner && lockOwner(homeLockPath(home))?.pid === owner.pid) {
    if (monotonicNow() > deadline) {
      throw new FlightrecError('daemon-unreachable', `process ${owner.pid} does not end`, {
        hint: `Run \`kill -9 ${owner.pid}\`; nothing recorded is lost.`,
      })
    }
    await sleep(RETRY_MS)
  }
  client.close()
  if (out.isJson) out.json({ type: 'daemon', version: 1, running: false })
  else out.line(`stopped${owner ? ` process ${owner.pid}` : ''}`)
  return 0
}

/** Shows what the recording process does; exits 12 when there is none. */
export async function showDaemonStatus(home: Home, out: Output): Promise<number> {
  const client = await connectDaemon(home)
  if (!client) {
    if (out.isJson) out.json({ type: 'daemon', version: 1, running: false })
    else out.line('nothing is recording; run `flightrec daemon start` or `flightrec watch`')
    return ERRORS['daemon-unreachable'].exitCode
  }
  const status = await readStatus(client)
  const restarts = readRestarts(home, RESTARTS_TOLD_MS)
  if (out.isJson) out.json({ type: 'daemon', version: 1, ...statusJson(status), restarts })
  else for (const line of statusLines(status)) out.line(line)
  if (!out.isJson && status.configProblem !== undefined) out.warn(showText(status.configProblem))
  if (restarts.length > 0) out.warn(restartsText(restarts))
  return 0
}

async function readStatus(client: DaemonClient): Promise<DaemonStatus> {
  try {
    return await client.request('status', {})
  } finally {
    client.close()
  }
}

function statusJson({ pid, command, started, roots, configProblem }: DaemonStatus) {
  return {
    running: true,
    pid,
    command,
    started_at: new Date(started).toISOString(),
    config_problem: configProblem ?? null,
    roots: roots.map((root) => ({
      root: root.root,
      repo: root.repo,
      state: root.state,
      backend: root.backend ?? null,
      exact: root.isExact,
      since: new Date(root.since).toISOString(),
      last_scan_ms: root.lastScanMs === undefined ? null : Math.round(root.lastScanMs),
    })),
  }
}

const STATES: Record<DaemonStatus['roots'][number]['state'], string> = {
  watching: 'recording',
  'root-missing': 'waiting for the folder to return',
  'write-failed': 'cannot write; trying again',
}

function statusLines({ pid, command, started, roots }: DaemonStatus): string[] {
  const since = new Date(started).toISOString()
  const lines = roots.map(({ root, state, backend, isExact }) => {
    const how = backend === undefined ? '' : ` (${backend}${isExact ? '' : ', with regular scans'})`
    return `  ${showHomely(root)}: ${STATES[state]}${how}`
  })
  return [`process ${pid} (${showText(command)}) records since ${since}`, ...lines]
}
