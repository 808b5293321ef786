import { join } from 'node:path'
import { FlightrecError } from '../model/errors.ts'
import { showText } from '../model/show.ts'
import { type Home, prepareHome } from '../store/home/home.ts'
import { startInBackground } from '../system/background.ts'
import { monotonicNow, sleep } from '../system/clock.ts'
import { makePrivateFolder, readTextIfThere } from '../system/files.ts'
import { connectDaemon, type DaemonClient } from './client.ts'

/** One that still runs and takes up much is waited for: it is not to be started twice. */
const START_MAX_MS = 10 * 60_000
const RETRY_MS = 50
const LOG_LINES_SHOWN = 5

/**
 * Starts the daemon in the background and returns once it answers.
 * @throws {FlightrecError} failed, with the last lines of its log, when it ends at once or never answers.
 */
export async function spawnDaemon(
  home: Home,
  args: readonly string[],
  { signal, onWait }: { signal?: AbortSignal; onWait?: (pid: number) => void } = {},
): Promise<DaemonClient> {
  prepareHome(home)
  makePrivateFolder(home.logsPath)
  const logPath = join(home.logsPath, 'daemon.log')
  const logBefore = readTextIfThere(logPath)?.length ?? 0
  const child = startInBackground(['daemon', 'run', ...args], logPath)
  const deadline = monotonicNow() + START_MAX_MS
  for (;;) {
    const client = await connectDaemon(home)
    if (client) {
      child.release()
      return client
    }
    const ended = child.ended()
    if (ended !== undefined || monotonicNow() > deadline) {
      child.release()
      throw startFailure(logPath, logBefore, ended)
    }
    if (signal?.aborted) {
      child.release()
      throw new FlightrecError('interrupted', `process ${child.pid} goes on starting`)
    }
    onWait?.(child.pid)
    await sleep(RETRY_MS)
  }
}

function startFailure(logPath: string, logBefore: number, ended: string | undefined) {
  const log = readTextIfThere(logPath) ?? ''
  const said = (log.length >= logBefore ? log.slice(logBefore) : log).trimEnd().split('\n')
  const tail = said.slice(-LOG_LINES_SHOWN).join(' | ').slice(-500)
  const what = ended === undefined ? 'the daemon does not answer' : `the daemon ended (${ended})`
  return new FlightrecError('failed', `${what}${tail === '' ? '' : `: ${tail}`}`, {
    hint: `Its log is ${showText(logPath)}; \`flightrec watch\` shows the same in the foreground.`,
  })
}
