/** One-off writing, whether a daemon runs or not. */
import type { Config } from '../model/config.ts'
import { FlightrecError } from '../model/errors.ts'
import type { RecordingId } from '../model/recording.ts'
import type { Session, SessionId } from '../model/session.ts'
import type { ImportProgress, ImportReport } from '../record/import/import-transcript.ts'
import type { Forgetting } from '../record/prune/forget-root.ts'
import type { Replacement } from '../record/terminal/replace-recording.ts'
import { JsonLog } from '../service/recording/json-log.ts'
import { recordOnce } from '../service/recording/record-once.ts'
import type {
  Progress,
  Requests,
  SessionStart,
  SessionStop,
  SnapshotReport,
} from '../service/requests.ts'
import { LazySessions } from '../service/sessions/lazy-sessions.ts'
import { sealWaiting } from '../service/sessions/seal-waiting.ts'
import { takeWaiting } from '../service/sessions/take-waiting.ts'
import { loadConfig } from '../store/config/config-file.ts'
import type { Home } from '../store/home/home.ts'
import { isLock } from '../system/lock.ts'
import type { DaemonClient } from './client.ts'
import type { WaitingOptions } from './patience.ts'
import { reachWriter } from './reach-writer.ts'

/** The right to write to a home for a while. */
interface Writer {
  /** Records the state of these roots, all absolute. */
  snapshot(request: Requests['snapshot']['params']): Promise<SnapshotReport[]>
  /** Returns once every look at the root knows of the act under way. */
  standStill(root: string): Promise<void>
  startSession(wanted: SessionStart): Promise<Session>
  /** @throws {FlightrecError} unknown-session, when it does not run. */
  stopSession(wanted: SessionStop): Promise<Session>
  /** Records what the transcript at this absolute path tells. */
  importTranscript(path: string): Promise<ImportReport>
  /** Records a root no more, and drops its record when that is wanted. */
  forget(wanted: Forgetting): Promise<void>
  /** Drops those of the sessions that do not run, and returns which were dropped. */
  dropSessions(ids: readonly SessionId[]): Promise<SessionId[]>
  /** Drops those of the recordings that can be dropped, and returns which they were. */
  dropRecordings(ids: readonly RecordingId[]): Promise<RecordingId[]>
  /** Puts a recording in the place of what it was; false where its session is open, or it has changed meanwhile. */
  replaceRecording(wanted: Replacement): Promise<boolean>
  /**
   * Does `work` on the shadow repos of `roots` (none: of all) while nobody else touches them. Changes of
   * the roots meanwhile are recorded afterwards; a snapshot asked for inside would wait for ever.
   */
  alone<Result>(roots: readonly string[], work: () => Promise<Result>): Promise<Result>
}

export interface WriterOptions extends WaitingOptions {
  onBusy: WaitingOptions['onBusy']
  /** Read from config.toml unless given. */
  config?: Config
  waitMs?: number
  onProgress?(root: string, progress: Progress): void
  onImportProgress?(progress: ImportProgress): void
}

const WAIT_MS = 30_000

/**
 * Hands work to the running daemon, or else takes the lock, waiting for it up to 30 s, and does it here, after what
 * hooks have said meanwhile is taken in.
 * @throws {FlightrecError} locked, daemon-unreachable, interrupted, and what the work throws.
 */
export async function withWriter<Result>(
  home: Home,
  options: WriterOptions,
  work: (writer: Writer) => Promise<Result>,
): Promise<Result> {
  const { signal, onBusy, waitMs = WAIT_MS } = options
  const reached = await reachWriter(home, { waitMs, signal, onBusy })
  if (!isLock(reached)) {
    try {
      return await work(daemonWriter(reached, options))
    } catch (error) {
      // Then it was we who hung up.
      throw signal?.aborted ? new FlightrecError('interrupted', 'interrupted') : error
    } finally {
      reached.close()
    }
  }
  try {
    const config = options.config ?? (await loadConfig(home)).config
    const sessions = new LazySessions(home)
    try {
      await takeWaiting(home, sessions, signal)
      const result = await work(ownWriter(home, config, options, sessions))
      await sealWaiting(home, sessions)
      return result
    } finally {
      await sessions.close()
    }
  } finally {
    reached.release()
  }
}

function daemonWriter(client: DaemonClient, options: WriterOptions): Writer {
  options.signal?.addEventListener('abort', () => client.close())
  client.onFrame = (frame) => {
    if (frame.type === 'progress') options.onProgress?.(frame.root, frame.progress)
    if (frame.type === 'import-progress') options.onImportProgress?.(frame.progress)
  }
  return {
    snapshot: (request) => client.request('snapshot', request),
    async standStill(root) {
      await client.request('stand-still', { root })
    },
    startSession: (wanted) => client.request('session-start', wanted),
    stopSession: (wanted) => client.request('session-stop', wanted),
    importTranscript: (path) => client.request('import', { path }),
    async forget(wanted) {
      await client.request('forget', wanted)
    },
    dropSessions: (ids) => client.request('session-drop', { ids: [...ids] }),
    dropRecordings: (ids) => client.request('recording-drop', { ids: [...ids] }),
    replaceRecording: (wanted) => client.request('recording-replace', wanted),
    async alone(roots, work) {
      await client.request('pause', { roots: [...roots] })
      return await work()
    },
  }
}

function ownWriter(
  home: Home,
  config: Config,
  { signal, onProgress, onImportProgress }: WriterOptions,
  sessions: LazySessions,
): Writer {
  const folder = config['output.json_log_dir']
  const log = folder === undefined ? undefined : new JsonLog(folder)
  const snapshot: Writer['snapshot'] = async ({ roots, trigger, message }) => {
    const running = await sessions.running()
    const reports: SnapshotReport[] = []
    for (const root of roots) {
      const request = {
        trigger,
        message,
        signal,
        onProgress: (progress: Progress) => onProgress?.(root, progress),
      }
      const report = await recordOnce(home, config, root, request, running)
      if (report.line.is_new) log?.write(report.line)
      reports.push(report)
    }
    return reports
  }
  return {
    snapshot,
    // Whoever looks next holds the lock after us.
    standStill: async () => {},
    async startSession(wanted) {
      const { startSession } = await import('../service/sessions/session-steps.ts')
      return await startSession(await sessions.open(), snapshot, wanted)
    },
    async stopSession(wanted) {
      const { stopSession } = await import('../service/sessions/session-steps.ts')
      return await stopSession(await sessions.open(), snapshot, wanted)
    },
    async importTranscript(path) {
      const { importInto } = await import('../service/sessions/import-steps.ts')
      const roots = {
        flushAround: async () => undefined,
        besides: <Result>(work: () => Promise<Result>) => work(),
      }
      const following = { signal, onProgress: onImportProgress, roots }
      return await importInto(home, await sessions.open(), path, following)
    },
    async forget(wanted) {
      const { forgetRoot } = await import('../record/prune/forget-root.ts')
      await forgetRoot(home, wanted)
    },
    async dropSessions(ids) {
      const { dropEnded } = await import('../service/sessions/session-steps.ts')
      return await dropEnded(home, await sessions.open(), ids)
    },
    async dropRecordings(ids) {
      const { dropRecordings } = await import('../record/terminal/drop-recordings.ts')
      return await dropRecordings(home, await sessions.open(), ids)
    },
    async replaceRecording(wanted) {
      const { replaceRecording } = await import('../record/terminal/replace-recording.ts')
      return await replaceRecording(home, await sessions.open(), wanted)
    },
    alone: (_roots, work) => work(),
  }
}
