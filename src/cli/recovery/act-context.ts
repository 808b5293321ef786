/** What a command that writes into a root is carried out with: it tells of an earlier one that was killed. */
import { recordingOf } from '../../daemon/recording-of.ts'
import type { Reading } from '../../review/answers/reading.ts'
import type { ActContext } from '../../service/acts/act-context.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import { readCutShort } from '../../store/timeline/act.ts'
import type { CommandContext } from '../framework/command.ts'
import { tellBusy } from '../recording/tell-busy.ts'
import { tellCutShort } from './tell-cut-short.ts'

export async function actContext(
  { home, roots, out, signal }: CommandContext<object>,
  reading: Reading,
): Promise<ActContext> {
  const { config } = await loadConfig(home)
  const { root, gitDir } = reading.repo
  const onCutShort = tellCutShort.bind(undefined, out)
  return {
    home,
    reading,
    config,
    openRecorder: () => {
      onCutShort(readCutShort(gitDir))
      return recordingOf(home, config, root, { signal, onBusy: tellBusy(out), onCutShort })
    },
    roots,
    signal,
    onProgress: (text) => out.progress(text),
    onRemark: (text) => out.talk(text),
  }
}
