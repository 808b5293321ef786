/** How a command that writes into a root has that recorded. */

import type { Config } from '../model/config.ts'
import type { ActRecorder } from '../record/restore/safety.ts'
import type { Home } from '../store/home/home.ts'
import type { CutShort } from '../store/timeline/act.ts'
import type { WaitingOptions } from './patience.ts'
import { withWriter } from './writer.ts'

/** Ctrl-C stops the command, but what was done by then is still recorded. */
export function recordingOf(
  home: Home,
  config: Config,
  root: string,
  {
    signal,
    onBusy,
    onCutShort,
  }: WaitingOptions & { signal: AbortSignal; onCutShort(cutShort: CutShort): void },
): ActRecorder {
  return {
    takeSnapshot: (trigger, message) =>
      withWriter(
        home,
        { config, onBusy, ...(trigger === 'safety' && { signal }) },
        async (writer) => {
          const [taken] = await writer.snapshot({ roots: [root], trigger, message })
          if (taken!.cutShort) onCutShort(taken!.cutShort)
          return taken!.snapshot
        },
      ),
    standStill: () =>
      withWriter(home, { config, onBusy, signal }, (writer) => writer.standStill(root)),
  }
}
