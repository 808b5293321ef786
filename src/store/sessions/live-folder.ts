/** Where running sessions lie: live/<session>/ with session.json and the journal, `<n>.jsonl`. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isSessionId, type Session, type SessionId } from '../../model/session.ts'
import { namesIn, readTextIfThere, removeFolder, syncFolder } from '../../system/files.ts'
import type { Home } from '../home/home.ts'
import { sealJson, unsealJson } from './sealed-json.ts'

/** The folder within that of a session in which its recordings are made. */
export const RECORDINGS = 'recordings'

const SEGMENT = /^([1-9]\d{0,8})\.jsonl$/

/** Returns the folder of a running session, be it there or not. */
export function liveFolder(home: Home, id: SessionId): string {
  return join(home.path, 'live', id)
}

/** Returns the path of what is said of the session in its folder. */
export function sessionFile(folder: string): string {
  return join(folder, 'session.json')
}

/** Returns the path of a journal; segments count from 1. */
export function segmentFile(folder: string, segment: number): string {
  return join(folder, `${segment}.jsonl`)
}

/** Returns the ids of the sessions that run, be it that nobody records them now. */
export function listLive(home: Home): SessionId[] {
  return listLiveFolders(home).filter((id) => holdsSession(liveFolder(home, id)))
}

/** Whether a folder in live/ holds a session that runs: there may be only recordings in it. */
export function holdsSession(folder: string): boolean {
  return existsSync(sessionFile(folder)) || listSegments(folder).length > 0
}

/** Returns the ids of all sessions that have a folder in live/. */
export function listLiveFolders(home: Home): SessionId[] {
  return namesInLive(home).filter(isSessionId)
}

/** Removes the folder of a session that runs no more, but for recordings that are in it yet. */
export function removeLiveFolder(home: Home, id: SessionId): void {
  const folder = liveFolder(home, id)
  const names = namesIn(folder)
  const others = names.filter((name) => name !== RECORDINGS)
  const isEmptied = others.length === names.length
  if (isEmptied) removeFolder(folder)
  else for (const name of others) removeFolder(join(folder, name))
  syncFolder(isEmptied ? dirname(folder) : folder)
}

/** Returns all names in live/; there should be only sessions. */
export function namesInLive(home: Home): string[] {
  return namesIn(join(home.path, 'live')).sort()
}

/** Returns the numbers of the segments in the folder of a session, in order. */
export function listSegments(folder: string): number[] {
  return namesIn(folder)
    .flatMap((name) => SEGMENT.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
}

/** Returns the names of what was cut off from damaged journals in the folder of a session. */
export function listTornEnds(folder: string): string[] {
  return namesIn(folder).filter((name) => /\.jsonl\.torn-\d+$/.test(name))
}

/** Returns what is said of a running session; undefined when it is not there, or is not as it was written. */
export function readLiveSession(home: Home, id: SessionId): Session | undefined {
  const text = readTextIfThere(sessionFile(liveFolder(home, id)))
  return text === undefined ? undefined : parseSealed(text, id)
}

/** Whether there is a description of a running session that is not as it was written. */
export function isDescriptionDamaged(home: Home, id: SessionId): boolean {
  const text = readTextIfThere(sessionFile(liveFolder(home, id)))
  return text !== undefined && parseSealed(text, id) === undefined
}

const KEYS: Record<keyof Session, true> = {
  id: true,
  agent: true,
  root: true,
  parent: true,
  agent_session: true,
  message: true,
  manual: true,
  command: true,
  runs: true,
  members: true,
  process: true,
  started: true,
  last: true,
  ended: true,
  end_reason: true,
  totals: true,
}

/** Returns the text of `session.json` in live/. */
export function sealSession(session: Session): string {
  return sealJson(session)
}

function parseSealed(text: string, id: SessionId): Session | undefined {
  const json = unsealJson(text)
  if (json === undefined) return undefined
  if (json !== 'unsealed') return parseSession(json, id)
  const session = parseSession(text, id)
  // An earlier flightrec wrote none; a damaged seal would be a key that no session has.
  return session && Object.keys(session).every((key) => key in KEYS) ? session : undefined
}

/** Returns the session that `session.json` describes; undefined when it describes none, or another one. */
export function parseSession(text: string, id: SessionId): Session | undefined {
  try {
    const session = JSON.parse(text) as Partial<Session> | null
    const isWhole = session?.id === id && typeof session.agent === 'string' && session.totals
    return isWhole ? (session as Session) : undefined
  } catch {
    // Not JSON: damaged.
    return undefined
  }
}
