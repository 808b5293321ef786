/** How a command that writes into a root has that recorded, and tells of an earlier one that was killed. */
import { recordingOf } from '../../daemon/recording-of.ts'
import type { Config } from '../../model/config.ts'
import type { ActRecorder } from '../../record/restore/safety.ts'
import type { Home } from '../../store/home/home.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { readCutShort } from '../../store/timeline/act.ts'
import { tellBusy } from '../recording/tell-busy.ts'
import type { Output } from '../terminal/output.ts'
import { tellCutShort } from './tell-cut-short.ts'

export function recordingFor(
  home: Home,
  config: Config,
  repo: ShadowRepo,
  out: Output,
  signal: AbortSignal,
): ActRecorder {
  tellCutShort(out, readCutShort(repo.gitDir))
  const onCutShort = tellCutShort.bind(undefined, out)
  return recordingOf(home, config, repo.root, { signal, onBusy: tellBusy(out), onCutShort })
}
