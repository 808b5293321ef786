/** Recording in this process until told to stop, or following the process that records already. */

import type { DaemonClient } from '../../daemon/client.ts'
import { Host } from '../../daemon/host.ts'
import { keepRecording } from '../../daemon/keep-recording.ts'
import { reachWriter } from '../../daemon/reach-writer.ts'
import type { Config } from '../../model/config.ts'
import { FlightrecError, homeLost } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { alwaysRecorded } from '../../store/home/always-recorded.ts'
import type { Home } from '../../store/home/home.ts'
import { homeLockPath } from '../../store/home/home-lock.ts'
import { monotonicNow } from '../../system/clock.ts'
import { toFlightrecError } from '../../system/failure.ts'
import { isLock, type Lock, lockOwner } from '../../system/lock.ts'
import { failureLines } from '../framework/failure.ts'
import { showHomely } from '../terminal/homely-path.ts'
import type { Output } from '../terminal/output.ts'
import { writeRecordLine } from './record-lines.ts'
import { interruptedError, showProgress } from './recording-progress.ts'
import { tellBusy } from './tell-busy.ts'

interface ForegroundRecording {
  home: Home
  config: Config
  roots: readonly string[]
  out: Output
  signal: AbortSignal
  /** Goes on as long as there is a root to wait for. */
  isLasting?: boolean
  /** Ends when nothing was to be recorded for so long. */
  idleMs?: number
}

const WAIT_MS = 10_000
const IDLE_LOOK_MS = 5_000

/**
 * Records the roots and writes what happens, until Ctrl-C, SIGTERM or `flightrec daemon stop`. When another
 * process records already, it records these roots too, and this one follows it.
 * @throws {FlightrecError} interrupted, when that came before the first snapshots were whole.
 */
export async function recordUntilStopped(session: ForegroundRecording): Promise<void> {
  const { home, signal } = session
  const reached = await reachWriter(home, {
    waitMs: WAIT_MS,
    signal,
    onBusy: tellBusy(session.out),
  })
  if (!isLock(reached)) return await follow(session, reached)
  session.out.goOnUnheard()
  if (!session.isLasting) warnOfOthers(session)
  const marked = alwaysPaths(home)
  try {
    await keepRecording({
      home,
      isHomeHeld: () => reached.isHeld(),
      signal,
      record: (until, isFirst) => {
        const roots = isFirst ? session.roots : rootsAnew(session, marked)
        return hostOnce({ ...session, roots, signal: until }, reached, isFirst)
      },
      onError: (error) => tellOfError(session.out, error),
    })
  } finally {
    reached.release()
  }
}

function tellOfError(out: Output, error: unknown): void {
  for (const line of failureLines(toFlightrecError(error), false)) out.warn(line)
  out.warn('an error ended the recording, which begins anew from what is stored')
}

async function hostOnce(session: ForegroundRecording, lock: Lock, isFirst: boolean): Promise<void> {
  const host = await Host.open(session.home, session.config, lock)
  try {
    await hostRoots(session, host, isFirst)
  } finally {
    session.out.progress(undefined)
    await host.close()
  }
}

/** What a daemon was given for good is recorded by nobody while another process has the home. */
function warnOfOthers({ home, roots, out }: ForegroundRecording): void {
  const others = alwaysPaths(home).filter((root) => !roots.includes(root))
  if (others.length === 0) return
  const named = others.map(showHomely).join(', ')
  out.warn(`this does not record ${named}; \`flightrec daemon start\` does`)
}

/** With what was added since the process began, `marked` being those that were recorded for good then. */
function rootsAnew(
  { home, roots, isLasting }: ForegroundRecording,
  marked: readonly string[],
): string[] {
  if (!isLasting) return [...roots]
  const always = alwaysPaths(home)
  const left = roots.filter((root) => always.includes(root) || !marked.includes(root))
  return [...new Set([...left, ...always])]
}

function alwaysPaths(home: Home): string[] {
  return alwaysRecorded(home).map(({ root }) => root)
}

async function hostRoots(
  { roots, out, signal, isLasting, idleMs }: ForegroundRecording,
  host: Host,
  isFirst: boolean,
): Promise<void> {
  const { service } = host
  service.listen({
    onLine: (line) => writeRecordLine(out, line),
    onProgress: (root, progress) => showProgress(out, root, progress),
  })
  const failures: unknown[] = []
  const isWatched = (root: string) => service.status().some((watched) => watched.root === root)
  for (const root of roots) {
    try {
      await service.join(root, signal)
    } catch (error) {
      if (signal.aborted) throw interruptedError()
      failures.push(error)
      // A root that is watched all the same is tried again, and has been told of.
      if (!isWatched(root)) out.warn(`${showText(root)} is not recorded: ${problemText(error)}`)
    }
  }
  // With one root left there is something to do; what was recorded before goes on being tried.
  const isInVain = isLasting ? service.status().length === 0 : failures.length === roots.length
  if (isFirst && isInVain && failures.length > 0) throw failures[0]
  await host.takeUpSessions()
  out.talk(watchingText(roots.filter(isWatched), out.isTerminal))
  const idle = idleMs === undefined ? [] : [whenIdle(() => host.isIdle, idleMs)]
  await ended(signal, host.stopRequested, host.homeLost, ...idle)
  if (host.homeLost.aborted) throw homeLost()
}

async function follow(
  { home, roots, out, signal }: ForegroundRecording,
  client: DaemonClient,
): Promise<void> {
  client.onFrame = (frame) => {
    if (frame.type === 'line') writeRecordLine(out, frame.line)
    if (frame.type === 'progress') showProgress(out, frame.root, frame.progress)
  }
  signal.addEventListener('abort', () => client.close())
  const owner = lockOwner(homeLockPath(home))
  try {
    await client.request('watch', { roots: [...roots] })
    const who = owner ? `process ${owner.pid} (${showText(owner.command)})` : 'another process'
    out.talk(`${who} records; following it. Press Ctrl-C to stop following.`)
    await client.closed
  } catch (error) {
    if (signal.aborted) return
    throw error
  } finally {
    out.progress(undefined)
    client.close()
  }
  if (!signal.aborted) {
    throw new FlightrecError('daemon-unreachable', 'the process that recorded has ended', {
      hint: 'Run `flightrec watch` again to go on recording.',
    })
  }
}

function problemText(error: unknown): string {
  const { message, hint } = error as Partial<FlightrecError>
  return hint === undefined ? `${message}` : `${message}. ${hint}`
}

function watchingText(roots: readonly string[], isTerminal: boolean): string {
  const what = roots.length === 1 ? showText(roots[0]!) : `${roots.length} folders`
  return `recording ${what}${isTerminal ? '; press Ctrl-C to stop' : ''}`
}

/** Returns what is aborted once `isIdle` was true at each look for so long. */
function whenIdle(isIdle: () => boolean, idleMs: number): AbortSignal {
  const controller = new AbortController()
  let sinceMs = monotonicNow()
  const timer = setInterval(() => {
    if (!isIdle()) sinceMs = monotonicNow()
    else if (monotonicNow() - sinceMs >= idleMs) {
      clearInterval(timer)
      controller.abort()
    }
  }, IDLE_LOOK_MS)
  timer.unref()
  return controller.signal
}

/** Resolves when any of the signals is aborted. */
function ended(...signals: AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const any = AbortSignal.any(signals)
    if (any.aborted) resolve()
    any.addEventListener('abort', () => resolve())
  })
}
