import { withWriter } from '../../daemon/writer.ts'
import type { Config } from '../../model/config.ts'
import { ERRORS } from '../../model/errors.ts'
import type { Requests } from '../../service/requests.ts'
import type { Home } from '../../store/home/home.ts'
import { tellCutShort } from '../recovery/tell-cut-short.ts'
import type { Output } from '../terminal/output.ts'
import { writeRecordLine } from './record-lines.ts'
import { interruptedError, showProgress } from './recording-progress.ts'
import { tellBusy } from './tell-busy.ts'

/** Takes snapshots, prints them and returns the exit code: 3 when one of them is incomplete. */
export async function takeSnapshots(
  { home, config, out, signal }: { home: Home; config: Config; out: Output; signal: AbortSignal },
  request: Requests['snapshot']['params'],
): Promise<number> {
  const onProgress = (root: string, progress: Parameters<typeof showProgress>[2]) =>
    showProgress(out, root, progress)
  try {
    const options = { config, signal, onBusy: tellBusy(out), onProgress }
    const reports = await withWriter(home, options, (writer) => writer.snapshot(request))
    out.progress(undefined)
    for (const { line, cutShort } of reports) {
      writeRecordLine(out, line)
      tellCutShort(out, cutShort)
      if (request.message !== undefined && !line.is_new) {
        out.warn('nothing has changed, so there is no new snapshot to bear the message')
      }
    }
    return reports.every(({ line }) => line.complete) ? 0 : ERRORS.incomplete.exitCode
  } catch (error) {
    if (signal.aborted) throw interruptedError()
    throw error
  }
}
