/** Starting, stopping and looking at the process that records. */

import { connectDaemon, type DaemonClient } from '../../daemon/client.ts'
import { spawnDaemon } from '../../daemon/spawn-daemon.ts'
import { ERRORS, FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { daemonJson } from '../../service/json/daemon.ts'
import type { DaemonStatus } from '../../service/requests.ts'
import type { Home } from '../../store/home/home.ts'
import { homeLockPath } from '../../store/home/home-lock.ts'
import { RESTARTS_TOLD_MS, readRestarts } from '../../store/home/restarts.ts'
import { monotonicNow, sleep } from '../../system/clock.ts'
import { lockedError, lockOwner } from '../../system/lock.ts'
import { restartsText } from '../changes/status-lines.ts'
import { showHomely } from '../terminal/homely-path.ts'
import type { Output } from '../terminal/output.ts'
import { tellBusy } from './tell-busy.ts'

/** Long enough for the last snapshot of very much. */
const STOP_MAX_MS = 10 * 60_000
const RETRY_MS = 50
const BEGIN_MAX_MS = 2_000

/** What a daemon is to record. */
interface Wanted {
  /** Absolute paths of all roots. */
  roots: readonly string[]
  /** Those of them that it is to record whenever it runs. */
  always: readonly string[]
}

/**
 * Starts the daemon, or lets the process that records already record these roots too; returns the exit code.
 * @throws {FlightrecError} bad-root, when a root overlaps with one that is recorded.
 */
export async function startDaemon(
  home: Home,
  wanted: Wanted,
  out: Output,
  signal: AbortSignal,
): Promise<number> {
  const running = await connectDaemon(home, { signal, onBusy: tellBusy(out) })
  if (!running) {
    const owner = lockOwner(homeLockPath(home))
    if (owner) throw lockedError(homeLockPath(home), owner)
  }
  // Roots were checked here, where the user can be told.
  const client = running ?? (await spawnAloud(home, wanted.roots, out, signal))
  try {
    const before = await client.request('status', {})
    const roots = running ? wanted.roots : wanted.always
    await client.request('record', { roots: [...roots], always: [...wanted.always] })
    const added = running ? notRecorded(before, wanted.roots) : []
    const status = await statusOnceBegun(client, wanted.roots)
    if (out.isJson) out.json(daemonJson(status, { started: !running }))
    else tellStarted(out, status, { wanted: wanted.roots, added, wasRunning: !!running })
    return 0
  } finally {
    client.close()
  }
}

async function spawnAloud(
  home: Home,
  roots: readonly string[],
  out: Output,
  signal: AbortSignal,
): Promise<DaemonClient> {
  const args = ['--yes', '--', ...roots]
  try {
    return await spawnDaemon(home, args, {
      signal,
      onWait: (pid) => out.progress(`process ${pid} is taking up what was recorded`),
    })
  } finally {
    out.progress(undefined)
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
  {
    wanted,
    added,
    wasRunning,
  }: { wanted: string[] | readonly string[]; added: string[]; wasRunning: boolean },
): void {
  const { pid, command } = status
  out.line(
    wasRunning ? `process ${pid} records already` : `recording in the background (process ${pid})`,
  )
  for (const root of added) out.line(`it records ${showHomely(root)} too, from now on`)
  for (const { root, state } of status.roots) {
    if (state !== 'watching') out.warn(`${showText(root)}: ${STATES[state]}`)
  }
  for (const root of notRecorded(status, wanted)) {
    out.warn(`it does not record ${showText(root)} yet; logs/daemon.log says how far it is`)
  }
  if (wasRunning && !/^flightrec daemon\b/.test(command)) {
    out.talk(
      `It is \`${showText(command)}\` and ends with its terminal; \`flightrec daemon restart\` goes on without.`,
    )
  }
}

/**
 * Lets a new process record what the one that runs does; starts one when none does. Returns the exit code.
 * @param rootsWith what is to be recorded beside what is recorded now; asked before anything ends.
 */
export async function restartDaemon(
  home: Home,
  rootsWith: (running: readonly string[]) => string[],
  out: Output,
  signal: AbortSignal,
): Promise<number> {
  const client = await connectDaemon(home, { signal, onBusy: tellBusy(out) })
  const running = client ? (await readStatus(client)).roots.map(({ root }) => root) : []
  const roots = rootsWith(running)
  await endRunning(home, out, signal)
  return await startDaemon(home, { roots, always: [] }, out, signal)
}

/** Asks the recording process to stop, and waits until it has. */
export async function stopDaemon(home: Home, out: Output, signal: AbortSignal): Promise<number> {
  const pid = await endRunning(home, out, signal)
  if (out.isJson) out.json(daemonJson(undefined))
  else out.line(pid === undefined ? 'nothing is recording' : `stopped process ${pid}`)
  return 0
}

/** Returns the id of the process that was asked to end and has; undefined when none ran. */
async function endRunning(
  home: Home,
  out: Output,
  signal: AbortSignal,
): Promise<number | undefined> {
  const client = await connectDaemon(home, { signal, onBusy: tellBusy(out) })
  if (!client) return undefined
  const { pid } = await client.request('status', {})
  await client.request('stop', {})
  const deadline = monotonicNow() + STOP_MAX_MS
  while (lockOwner(homeLockPath(home))?.pid === pid) {
    if (signal.aborted) throw new FlightrecError('interrupted', `process ${pid} is still ending`)
    if (monotonicNow() > deadline) {
      throw new FlightrecError('daemon-unreachable', `process ${pid} does not end`, {
        hint: `Run \`kill -9 ${pid}\`; nothing recorded is lost.`,
      })
    }
    out.progress(`process ${pid} records what is pending`)
    await sleep(RETRY_MS)
  }
  out.progress(undefined)
  client.close()
  return pid
}

/** Shows what the recording process does; exits 12 when there is none. */
export async function showDaemonStatus(home: Home, out: Output): Promise<number> {
  const client = await connectDaemon(home, { onBusy: tellBusy(out) })
  if (!client) {
    if (out.isJson) out.json(daemonJson(undefined))
    else out.line('nothing is recording; run `flightrec daemon start` or `flightrec watch`')
    return ERRORS['daemon-unreachable'].exitCode
  }
  const status = await readStatus(client)
  const restarts = readRestarts(home, RESTARTS_TOLD_MS)
  if (out.isJson) out.json(daemonJson(status, { restarts }))
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
