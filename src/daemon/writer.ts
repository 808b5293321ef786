/** One-off writing, whether a daemon runs or not. */
import type { Config } from '../model/config.ts'
import { loadConfig } from '../store/config-file.ts'
import type { Home } from '../store/home.ts'
import { isLock } from '../system/lock.ts'
import { connectDaemon, type DaemonClient } from './client.ts'
import { JsonLog } from './json-log.ts'
import type { Progress, Requests, SnapshotReport } from './protocol.ts'
import { reachWriter } from './reach-writer.ts'
import { recordOnce } from './record-once.ts'

/** The right to write to a home for a while. */
export interface Writer {
  /** Records the state of these roots, all absolute. */
  snapshot(request: Requests['snapshot']['params']): Promise<SnapshotReport[]>
  /**
   * Does `work` on the shadow repos of `roots` (none: of all) while nobody else touches them. Changes of
   * the roots meanwhile are recorded afterwards; a snapshot asked for inside would wait for ever.
   */
  alone<Result>(roots: readonly string[], work: () => Promise<Result>): Promise<Result>
}

export interface WriterOptions {
  /** Read from config.toml unless given. */
  config?: Config
  signal?: AbortSignal
  waitMs?: number
  onProgress?(root: string, progress: Progress): void
}

const WAIT_MS = 30_000

/**
 * Hands work to the running daemon, or else takes the lock, waiting for it up to 30 s, and does it here.
 * @throws {FlightrecError} locked, daemon-unreachable, interrupted, and what the work throws.
 */
export async function withWriter<Result>(
  home: Home,
  options: WriterOptions,
  work: (writer: Writer) => Promise<Result>,
): Promise<Result> {
  const { signal, waitMs = WAIT_MS } = options
  const reached = await reachWriter(home, { waitMs, ...(signal && { signal }) })
  if (!isLock(reached)) {
    try {
      return await work(daemonWriter(reached, options))
    } finally {
      reached.close()
    }
  }
  try {
    const config = options.config ?? (await loadConfig(home)).config
    return await work(ownWriter(home, config, options))
  } finally {
    reached.release()
  }
}

function daemonWriter(client: DaemonClient, { signal, onProgress }: WriterOptions): Writer {
  signal?.addEventListener('abort', () => client.close())
  client.onFrame = (frame) => {
    if (frame.type === 'progress') onProgress?.(frame.root, frame.progress)
  }
  return {
    snapshot: (request) => client.request('snapshot', request),
    async alone(roots, work) {
      await client.request('pause', { roots: [...roots] })
      return await work()
    },
  }
}

function ownWriter(home: Home, config: Config, { signal, onProgress }: WriterOptions): Writer {
  const folder = config['output.json_log_dir']
  const log = folder === undefined ? undefined : new JsonLog(folder)
  return {
    async snapshot({ roots, trigger, message }) {
      const reports: SnapshotReport[] = []
      for (const root of roots) {
        const report = await recordOnce(home, config, root, {
          trigger,
          ...(message !== undefined && { message }),
          ...(signal && { signal }),
          onProgress: (progress) => onProgress?.(root, progress),
        })
        if (report.line.is_new) log?.write(report.line)
        reports.push(report)
      }
      return reports
    },
    alone: (_roots, work) => work(),
  }
}

/** Returns the roots that a running daemon watches; none when no daemon runs. */
export async function watchedRoots(home: Home): Promise<string[]> {
  const client = await connectDaemon(home)
  if (!client) return []
  try {
    return (await client.request('status', {})).roots.map(({ root }) => root)
  } finally {
    client.close()
  }
}
