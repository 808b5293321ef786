/** Importing a transcript: for real, by whoever writes to the home, or only trying. */
import { recordingTarget, tryingTarget } from '../../record/import/import-target.ts'
import {
  type ImportOptions,
  type ImportReport,
  importTranscript,
} from '../../record/import/import-transcript.ts'
import type { Sessions } from '../../record/sessions/sessions.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import type { Home } from '../../store/home/home.ts'
import { SessionsReader } from '../../store/sessions/sessions-repo.ts'
import { putDownLater, type RecordedRoots } from './put-down-later.ts'
import { eventPreparer } from './session-steps.ts'

type Following = Pick<ImportOptions, 'signal' | 'onProgress'>

/** Records what a transcript tells. */
export async function importInto(
  home: Home,
  sessions: Sessions,
  path: string,
  following: Following & { roots: RecordedRoots },
): Promise<ImportReport> {
  const reader = new SessionsReader(home)
  const { config } = await loadConfig(home)
  const isPolled = config['watch.backend'] === 'poll'
  const ports = { home, reader, roots: following.roots, isPolled, signal: following.signal }
  try {
    const target = recordingTarget(home, reader, sessions, (wanted, sure) =>
      putDownLater(wanted, sure, ports),
    )
    return await importTranscript(path, { ...following, preparer: sessions.preparer, target })
  } finally {
    reader.close()
  }
}

/** Finds out what importing would do. */
export async function tryImport(
  home: Home,
  path: string,
  following: Following,
): Promise<ImportReport> {
  const reader = new SessionsReader(home)
  try {
    const target = tryingTarget(home, reader)
    return await importTranscript(path, {
      ...following,
      preparer: await eventPreparer(home),
      target,
    })
  } finally {
    reader.close()
  }
}
