/** Carries out a restore or an undo for a screen or a page, which shows its report. */

import { Reading } from '../review/answers/reading.ts'
import {
  performRestore,
  type RestoredReport,
  type RestoreWish,
} from '../service/acts/restore-act.ts'
import { performUndo, type UndoneReport, type UndoWish } from '../service/acts/undo-act.ts'
import { loadConfig } from '../store/config/config-file.ts'
import type { Home } from '../store/home/home.ts'
import type { ShadowRepo } from '../store/home/shadow-repos.ts'
import { type CutShort, readCutShort } from '../store/timeline/act.ts'
import { recordingOf } from './recording-of.ts'

export type ActWish = ({ act: 'restore' } & RestoreWish) | ({ act: 'undo' } & UndoWish)

export interface PerformedAct {
  report: RestoredReport | UndoneReport
  /** Earlier acts that were killed before their end. */
  cutShort: readonly CutShort[]
  /** What is to be known beside the report. */
  remarks: readonly string[]
  /** What of the history could not be read on the way. */
  unreadable: readonly string[]
}

interface ActListener {
  signal: AbortSignal
  onProgress(text: string | undefined): void
}

/** @throws {FlightrecError} as `performRestore` and `performUndo`. */
export async function performAct(
  home: Home,
  repo: ShadowRepo,
  wish: ActWish,
  { signal, onProgress }: ActListener,
): Promise<PerformedAct> {
  const { config } = await loadConfig(home)
  const reading = new Reading(home, repo, undefined)
  const cutShort: CutShort[] = []
  const remarks: string[] = []
  const onCutShort = (one: CutShort) => void cutShort.push(one)
  const onBusy = (pid: number) => onProgress(`waiting for the daemon (process ${pid}), at work`)
  const context = {
    home,
    reading,
    config,
    openRecorder: () => {
      const earlier = readCutShort(repo.gitDir)
      if (earlier) onCutShort(earlier)
      return recordingOf(home, config, repo.root, { signal, onBusy, onCutShort })
    },
    roots: [repo.root],
    signal,
    onProgress,
    onRemark: (text: string) => void remarks.push(text),
  }
  try {
    const report = await (wish.act === 'restore'
      ? performRestore(context, wish)
      : performUndo(context, wish))
    return { report, cutShort, remarks, unreadable: [...reading.view.unreadable] }
  } finally {
    reading.close()
  }
}
