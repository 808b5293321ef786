/** What is said of recordings that lie in live/, by those who read them. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isRecordingId, type Recording, type RecordingId } from '../../model/recording.ts'
import { isSessionId, type SessionId } from '../../model/session.ts'
import { namesIn, readTextIfThere, removeIfThere, syncFolder } from '../../system/files.ts'
import { birthMark } from '../../system/process-identity.ts'
import type { Home } from '../home/home.ts'
import { namesInLive } from '../sessions/live-folder.ts'
import { unsealJson } from '../sessions/sealed-json.ts'
import { castFile, liveRecordingsFolder, recordingFile } from './live-recordings.ts'

/** A recording in live/, and the folder it lies in. */
export interface MadeRecording {
  recording: Recording
  folder: string
}

/** Returns all in live/ of which it is said what they are. */
export function listMade(home: Home): MadeRecording[] {
  return sessionsWithRecordings(home).flatMap((session) => {
    const folder = liveRecordingsFolder(home, session)
    return listMadeIds(folder).flatMap((id) => {
      const recording = readMade(folder, id)
      return recording ? [{ recording, folder }] : []
    })
  })
}

/** Returns the sessions that have a folder of recordings in live/, be it that they do not run. */
export function sessionsWithRecordings(home: Home): SessionId[] {
  return namesInLive(home)
    .filter(isSessionId)
    .filter((id) => existsSync(liveRecordingsFolder(home, id)))
}

/** Returns the ids of the recordings in a folder, whatever there is of each. */
export function listMadeIds(folder: string): RecordingId[] {
  const ids = namesIn(folder).flatMap(
    (name) => /^(rec_[0-9a-f]{16})\.(?:json|cast)$/.exec(name)?.[1] ?? [],
  )
  return [...new Set(ids)].filter(isRecordingId).sort()
}

/** Returns what is said of a recording; undefined when nothing is, or not as it was written. */
export function readMade(folder: string, id: RecordingId): Recording | undefined {
  const text = readTextIfThere(recordingFile(folder, id))
  const json = text === undefined ? undefined : unsealJson(text)
  return json === undefined ? undefined : parseRecording(json, id)
}

/** Whether somebody still writes it. */
export function isBeingMade(folder: string, id: RecordingId): boolean {
  const recording = readMade(folder, id)
  return recording !== undefined && existsSync(castFile(folder, id)) && lives(recording)
}

/** Whether what writes a recording is at work. */
export function lives({ ended, process }: Recording): boolean {
  return ended === undefined && process !== undefined && birthMark(process.pid) === process.birth
}

/** Returns the recording that a JSON text describes; undefined when it describes none, or another one. */
export function parseRecording(json: string, id: RecordingId): Recording | undefined {
  try {
    const value = JSON.parse(json) as Partial<Recording> | null
    const isWhole =
      value?.id === id &&
      typeof value.session === 'string' &&
      isSessionId(value.session) &&
      typeof value.started === 'string' &&
      typeof value.columns === 'number' &&
      typeof value.rows === 'number'
    return isWhole ? (value as Recording) : undefined
  } catch {
    // Not JSON: damaged.
    return undefined
  }
}

/** What describes it goes last: what lies there without a description would be nobody's. */
export function removeMade(folder: string, id: RecordingId): void {
  const unfinished = `${id}.json.tmp-`
  for (const name of namesIn(folder)) {
    if (name.startsWith(unfinished)) removeIfThere(join(folder, name))
  }
  removeIfThere(castFile(folder, id))
  syncFolder(folder)
  removeIfThere(recordingFile(folder, id))
  syncFolder(folder)
}
