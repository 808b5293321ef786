/** Recordings that are being made: live/<session>/recordings/<id>.json and <id>.cast, written by who records. */
import { randomBytes } from 'node:crypto'
import { open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Recording, RecordingId } from '../../model/recording.ts'
import type { SessionId } from '../../model/session.ts'
import {
  makePrivateFolderIn,
  PRIVATE_FILE,
  removeIfThere,
  temporaryName,
} from '../../system/files.ts'
import type { Home } from '../home/home.ts'
import { liveFolder, RECORDINGS } from '../sessions/live-folder.ts'
import { sealJson } from '../sessions/sealed-json.ts'

export function newRecordingId(): RecordingId {
  return `rec_${randomBytes(8).toString('hex')}` as RecordingId
}

/** Returns where the recordings of a session are made, be it there or not. */
export function liveRecordingsFolder(home: Home, session: SessionId): string {
  return join(liveFolder(home, session), RECORDINGS)
}

/** Returns the path of what is said of a recording. */
export function recordingFile(folder: string, id: RecordingId): string {
  return join(folder, `${id}.json`)
}

export function castFile(folder: string, id: RecordingId): string {
  return join(folder, `${id}.cast`)
}

/** Makes the folder that the recordings of a session are made in. */
export function makeLiveRecordingsFolder(home: Home, session: SessionId): string {
  const folder = liveRecordingsFolder(home, session)
  makePrivateFolderIn(home.path, folder)
  return folder
}

/**
 * Writes what is said of a recording, at its beginning and at its end. Durable when it resolves; a disk that takes its
 * time holds nobody up meanwhile.
 */
export async function saveLiveRecording(folder: string, recording: Recording): Promise<void> {
  const path = recordingFile(folder, recording.id)
  const temporary = temporaryName(path)
  try {
    const file = await open(temporary, 'wx', PRIVATE_FILE)
    await file
      .writeFile(sealJson(recording))
      .then(() => file.datasync())
      .finally(() => file.close())
    await rename(temporary, path)
  } catch (error) {
    removeIfThere(temporary)
    throw error
  }
  await syncFolders(folder)
}

async function syncFolders(recordings: string): Promise<void> {
  const session = dirname(recordings)
  for (const folder of [recordings, session, dirname(session)]) {
    const opened = await open(folder, 'r')
    await opened.sync().finally(() => opened.close())
  }
}
