/** The session of one `flightrec run`: begun beside what is run, and never in its way. */
import { connectDaemon, type DaemonClient } from '../../daemon/client.ts'
import { spawnDaemon } from '../../daemon/spawn-daemon.ts'
import { withWriter } from '../../daemon/writer.ts'
import type { FlightrecError } from '../../model/errors.ts'
import type { SessionId } from '../../model/session.ts'
import type { SessionStart } from '../../service/requests.ts'
import type { Home } from '../../store/home/home.ts'
import { sleep } from '../../system/clock.ts'
import { toFlightrecError } from '../framework/failure.ts'

/** For so long what is run waits for the snapshot before it, and the prompt after it for the one after. */
const BEGIN_MAX_MS = 10_000
const END_MAX_MS = 10_000

/** Nothing is said on a terminal that is about to be the program's. */
const QUIETLY = { onBusy: undefined }

export interface RunStart extends SessionStart {
  id: SessionId
}

export class RunSession {
  readonly #home: Home
  readonly #id: SessionId
  readonly #begun: Promise<FlightrecError | undefined>

  /** Begins it; what fails is told by `begun` and `end`. */
  constructor(home: Home, wanted: RunStart) {
    this.#home = home
    this.#id = wanted.id
    this.#begun = this.#begin(wanted).then(() => undefined, toFlightrecError)
  }

  /** Resolves once a snapshot of before is there, or is not to be had, which `tell` is told, or takes too long. */
  async begun(tell: (text: string) => void): Promise<void> {
    const failure = await within(BEGIN_MAX_MS, this.#begun)
    if (failure === 'late') tell('the first snapshot takes long, and goes on beside the program')
    else if (failure) tell(`the session is not recorded: ${failure.message}`)
  }

  /** Takes a snapshot of after, and ends it; what takes too long is done by the daemon all the same. */
  async end(exitCode: number, tell: (text: string) => void): Promise<void> {
    const failure = await within(END_MAX_MS, this.#end(exitCode))
    if (failure === 'late') tell('the last snapshot takes long, and goes on in the background')
    else if (failure) tell(`the session has no end: ${failure.message}`)
  }

  async #begin(wanted: RunStart): Promise<void> {
    const client = await this.#daemon()
    if (!client) {
      await withWriter(this.#home, QUIETLY, (writer) => writer.startSession(wanted))
      return
    }
    try {
      await client.request('session-start', wanted)
    } finally {
      client.close()
    }
  }

  /** Whoever records does so while it runs, and not in its process. */
  async #daemon(): Promise<DaemonClient | undefined> {
    try {
      const running = await connectDaemon(this.#home)
      return running ?? (await spawnDaemon(this.#home, ['--while-needed', '--yes']))
    } catch {
      // Then this process records, at the beginning and at the end; where it cannot, it tells why.
      return undefined
    }
  }

  async #end(exitCode: number): Promise<FlightrecError | undefined> {
    const failure = await this.#begun
    if (failure) return undefined
    try {
      await withWriter(this.#home, QUIETLY, (writer) =>
        writer.stopSession({ id: this.#id, exitCode }),
      )
      return undefined
    } catch (error) {
      const { code } = toFlightrecError(error)
      // Somebody has stopped it before.
      return code === 'unknown-session' ? undefined : toFlightrecError(error)
    }
  }
}

async function within<Value>(ms: number, promise: Promise<Value>): Promise<Value | 'late'> {
  const stop = new AbortController()
  const late = sleep(ms, stop.signal).then(() => 'late' as const)
  return await Promise.race([promise, late]).finally(() => stop.abort())
}
