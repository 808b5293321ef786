/** Recordings as those who record leave them in live/. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CastLines, formatCastHeader } from '../../src/model/cast.ts'
import type { Recording, RecordingId } from '../../src/model/recording.ts'
import type { SessionId } from '../../src/model/session.ts'
import { type Home, homeAt } from '../../src/store/home/home.ts'
import {
  castFile,
  makeLiveRecordingsFolder,
  saveLiveRecording,
} from '../../src/store/recordings/live-recordings.ts'
import { birthMark } from '../../src/system/process-identity.ts'

export const SESSION = 'sess_0123456789abcdef' as SessionId

/** A home that nobody writes to. */
export function emptyHome(): Home {
  const home = homeAt(mkdtempSync(join(process.env.TMPDIR!, 'home-')))
  for (const folder of [home.runPath, home.reposPath]) mkdirSync(folder, { mode: 0o700 })
  return home
}

export function recordingId(n: number): RecordingId {
  return `rec_${n.toString(16).padStart(16, '0')}` as RecordingId
}

/** Returns the cast that shows these texts, a second apart. */
export function castOf(texts: readonly string[], columns = 80, rows = 24): string {
  const lines = new CastLines()
  const events = texts.map((data, n) => lines.format({ timeMs: (n + 1) * 1000, code: 'o', data }))
  return formatCastHeader({ columns, rows }) + events.join('')
}

/** Leaves a recording in live/: one that has ended, that runs in this process, or whose process was killed. */
export async function leaveRecording(
  home: Home,
  state: 'ended' | 'running' | 'killed',
  cast: string | Uint8Array | undefined,
  about: Partial<Recording> = {},
): Promise<{ id: RecordingId; folder: string }> {
  const id = about.id ?? recordingId(1)
  const session = about.session ?? SESSION
  const folder = makeLiveRecordingsFolder(home, session)
  if (cast !== undefined) writeFileSync(castFile(folder, id), cast, { mode: 0o600 })
  const birth = birthMark(process.pid)!
  const writer = { pid: process.pid, birth: state === 'running' ? birth : `not ${birth}` }
  await saveLiveRecording(folder, {
    id,
    session,
    columns: 80,
    rows: 24,
    started: '2026-06-12T14:03:10.000Z',
    ...(state === 'ended' ? { ended: '2026-06-12T14:04:10.000Z' } : { process: writer }),
    ...about,
  })
  return { id, folder }
}
