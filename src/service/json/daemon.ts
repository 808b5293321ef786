import type { Restart } from '../../store/home/restarts.ts'
import type { DaemonStatus } from '../requests.ts'

/** What is known beside what the process says of itself. */
interface DaemonFacts {
  /** Whether this command has started it. */
  started?: boolean
  /** Errors that nobody caught, and that made recording begin anew. */
  restarts?: readonly Restart[]
}

/** Returns what is said of the process that records; `status` is undefined when there is none. */
export function daemonJson(status: DaemonStatus | undefined, facts: DaemonFacts = {}) {
  const type = 'daemon' as const
  if (!status) return { type, version: 1, running: false as const }
  const { pid, command, started, roots, configProblem } = status
  return {
    type,
    version: 1,
    ...facts,
    running: true as const,
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
