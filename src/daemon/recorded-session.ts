/** A session around something that is recorded: begun beside it, and never in its way. */
import type { FlightrecError } from '../model/errors.ts'
import type { Session, SessionId } from '../model/session.ts'
import { formatClock } from '../model/units.ts'
import type { SessionStart } from '../service/requests.ts'
import type { Home } from '../store/home/home.ts'
import { sleep } from '../system/clock.ts'
import { connectDaemon, type DaemonClient } from './client.ts'
import { type Downtime, KilledRestart, startNeededDaemon } from './restart-killed.ts'
import { withWriter } from './writer.ts'

/** For so long what is recorded waits for the snapshot before it, and whoever waits for it for the one after. */
const BEGIN_MAX_MS = 10_000
const END_MAX_MS = 10_000

/** Nothing is said on a terminal that is about to be the program's. */
const QUIETLY = { onBusy: undefined }

export interface RecordedStart extends SessionStart {
  id: SessionId
}

export class RecordedSession {
  readonly #home: Home
  readonly #id: SessionId
  readonly #begun: Promise<Session | Error>
  #restart: KilledRestart | undefined

  /** Begins it; what fails is told by `begun` and `end`. */
  constructor(home: Home, wanted: RecordedStart) {
    this.#home = home
    this.#id = wanted.id
    this.#begun = this.#begin(wanted).catch((error: Error) => error)
  }

  /** Resolves once a snapshot of before is there, or is not to be had, which `tell` is told, or takes too long. */
  async begun(tell: (text: string) => void): Promise<void> {
    const begun = await within(BEGIN_MAX_MS, this.#begun)
    if (begun === 'late') tell('the first snapshot takes long, and goes on beside the program')
    else if (begun instanceof Error) tell(`the session is not recorded: ${begun.message}`)
  }

  /** Takes a snapshot of after, and ends it; what takes too long is done by the daemon all the same. */
  async end(exitCode: number | undefined, tell: (text: string) => void): Promise<void> {
    const failure = await within(END_MAX_MS, this.#end(exitCode))
    if (failure === 'late') tell('the last snapshot takes long, and goes on in the background')
    else if (failure) tell(`the session has no end: ${failure.message}`)
    for (const downtime of this.#restart?.downtimes ?? []) tell(downtimeText(downtime))
  }

  async #begin(wanted: RecordedStart): Promise<Session> {
    const client = await this.#daemon()
    if (!client)
      return await withWriter(this.#home, QUIETLY, (writer) => writer.startSession(wanted))
    try {
      const session = await client.request('session-start', wanted)
      this.#restart = new KilledRestart(this.#home)
      return session
    } finally {
      client.close()
    }
  }

  /** Whoever records does so while it runs, and not in its process. */
  async #daemon(): Promise<DaemonClient | undefined> {
    try {
      return (await connectDaemon(this.#home)) ?? (await startNeededDaemon(this.#home))
    } catch {
      // Then this process records, at the beginning and at the end; where it cannot, it tells why.
      return undefined
    }
  }

  async #end(exitCode: number | undefined): Promise<Error | undefined> {
    const begun = await this.#begun
    // Who has begun it ends it.
    if (begun instanceof Error || begun.process?.pid !== process.pid) return undefined
    this.#restart?.stop()
    await this.#restart?.look()
    try {
      const wanted = { id: this.#id, exitCode }
      await withWriter(this.#home, QUIETLY, (writer) => writer.stopSession(wanted))
      return undefined
    } catch (error) {
      const { code } = error as Partial<FlightrecError>
      // Somebody has stopped it before.
      return code === 'unknown-session' ? undefined : (error as Error)
    }
  }
}

/** Files that changed meanwhile are found by the next look at all of them, as they are then. */
function downtimeText({ fromMs, toMs, failure }: Downtime): string {
  const [from, to] = [formatClock(fromMs), formatClock(toMs)]
  if (failure === undefined) {
    const what = `files changed from ${from} to ${to} are recorded only as they were then`
    return `the daemon was killed and started anew: ${what}`
  }
  const what = `files changed since ${from} are recorded once, at the end`
  return `the daemon was killed and does not start (${failure}): ${what}`
}

async function within<Value>(ms: number, promise: Promise<Value>): Promise<Value | 'late'> {
  const stop = new AbortController()
  const late = sleep(ms, stop.signal).then(() => 'late' as const)
  return await Promise.race([promise, late]).finally(() => stop.abort())
}
