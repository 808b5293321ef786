/**
 * Recording goes on whatever comes up: after an error that nobody caught, all that recorded is closed and begins anew
 * from the store, in the same process. See docs/decisions/0017-errors-and-large-files.md.
 */
import { errnoOf, FlightrecError } from '../model/errors.ts'
import type { Home } from '../store/home/home.ts'
import { noteRestart } from '../store/home/restarts.ts'
import { monotonicNow, sleep } from '../system/clock.ts'
import { onUncaught } from '../system/uncaught.ts'

/** As many defects of ours within the time end it for good; the errors of a disk or a system that is full do not. */
const DEFECTS_MAX = 5
const DEFECTS_WITHIN_MS = 10 * 60_000
const CLOSE_MAX_MS = 15_000
const WAIT_MS = 500
const WAIT_MS_MAX = 60_000

interface KeptRecording {
  home: Home
  /** Whether the home is still this process's to write to. */
  isHomeHeld(): boolean
  /** Ends it. */
  signal: AbortSignal
  /** Records until `signal` is aborted, and closes what it opened. `isFirst`: what fails is told to who began it. */
  record(signal: AbortSignal, isFirst: boolean): Promise<void>
  /** Is told each error after which it begins anew. */
  onError(error: unknown): void
}

/** @throws what the first `record` throws; {FlightrecError} bug, when one error comes after another. */
export async function keepRecording({
  home,
  isHomeHeld,
  signal,
  record,
  onError,
}: KeptRecording): Promise<void> {
  const defects: number[] = []
  const note = (error: unknown) => {
    onError(error)
    noteRestart(home, error instanceof Error ? error.message : String(error))
  }
  let waitMs = WAIT_MS
  for (let isFirst = true; ; isFirst = false) {
    const error = await recordOnce(signal, isFirst, record, note)
    if (error === undefined || signal.aborted) return
    if (!isHomeHeld()) throw error
    if (isDefect(error)) {
      defects.push(monotonicNow())
      const recent = defects.filter((time) => monotonicNow() - time < DEFECTS_WITHIN_MS)
      if (recent.length > DEFECTS_MAX) throw error
      waitMs = WAIT_MS
    } else waitMs = Math.min(WAIT_MS_MAX, 2 * waitMs)
    await sleep(waitMs, signal)
  }
}

function isDefect(error: unknown): boolean {
  return errnoOf(error) === undefined && !(error instanceof FlightrecError)
}

/** Returns the error that ended it; undefined when it has ended as it was told to. */
async function recordOnce(
  signal: AbortSignal,
  isFirst: boolean,
  record: KeptRecording['record'],
  note: (error: unknown) => void,
): Promise<unknown> {
  const broken = new AbortController()
  const stopListening = onUncaught((error) => {
    // Not within: Node loses its queue of immediates when one that threw has another cleared.
    setTimeout(() => {
      note(error)
      broken.abort(error)
    })
  })
  const work = record(AbortSignal.any([signal, broken.signal]), isFirst)
  try {
    await Promise.race([work, closedTooLate(broken.signal)])
    return broken.signal.reason as unknown
  } catch (error) {
    if (error instanceof ClosedTooLate || (isFirst && !broken.signal.aborted)) throw error
    if (!broken.signal.aborted) note(error)
    return error
  } finally {
    stopListening()
  }
}

/** What does not end cannot begin anew beside itself. */
class ClosedTooLate extends FlightrecError {}

function closedTooLate(broken: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    broken.addEventListener('abort', () => {
      const message = `recording does not end after an error: ${String(broken.reason)}`
      const fail = () => reject(new ClosedTooLate('bug', message, { cause: broken.reason }))
      setTimeout(fail, CLOSE_MAX_MS).unref()
    })
  })
}
