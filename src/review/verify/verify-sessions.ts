/** Checks all sessions: the objects of their repo, every event in it, and the journals of those that run. */

import { ObjectReader } from '../../git/objects/object-reader.ts'
import { fsck } from '../../git/upkeep/fsck.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import type { SessionId } from '../../model/session.ts'
import { formatDamage } from '../../store/home/format-version.ts'
import type { Home } from '../../store/home/home.ts'
import { listLive, listTornEnds, liveFolder } from '../../store/sessions/live-folder.ts'
import {
  hasSessionsRepo,
  listSessionNames,
  SessionsReader,
  sessionRef,
  sessionsGitDir,
} from '../../store/sessions/sessions-repo.ts'
import type { Damage } from '../../store/timeline/damage.ts'
import { checkRef } from '../../store/timeline/ref-check.ts'
import { walkChain } from '../../store/timeline/timeline-walk.ts'
import { gitAcceptsConfig, unexplained } from './verify.ts'
import { verifyFiles } from './verify-files.ts'
import { verifyObjectFiles } from './verify-objects.ts'
import type { VerifyOptions } from './verify-options.ts'
import { verifyRecordings } from './verify-recordings.ts'
import { type SessionFindings, verifySession } from './verify-session.ts'

export interface SessionsVerification {
  gitDir: string
  sessions: number
  running: number
  /** Events that can be read. */
  events: number
  recordings: number
  looseObjects: number
  packs: number
  damages: Damage[]
  notes: string[]
  /** The sessions that have lost events. */
  costs: SessionFindings[]
}

/** Reads only; may run beside a recorder. */
export async function verifySessions(
  home: Home,
  options: VerifyOptions = {},
): Promise<SessionsVerification> {
  const gitDir = sessionsGitDir(home)
  const counts = { sessions: 0, running: 0, events: 0, recordings: 0, looseObjects: 0, packs: 0 }
  const result: SessionsVerification = { gitDir, ...counts, damages: [], notes: [], costs: [] }
  const newer = formatDamage(gitDir)
  if (newer) return { ...result, damages: [newer] }
  if (hasSessionsRepo(home) && !(await verifyRepo(gitDir, result, options))) return result
  await verifyEach(home, result, options)
  const { recordings, damages } = await verifyRecordings(home, options)
  result.recordings = recordings
  result.damages.push(...damages)
  return result
}

/** Returns false when git cannot work with the repo at all. */
async function verifyRepo(
  gitDir: string,
  result: SessionsVerification,
  options: VerifyOptions,
): Promise<boolean> {
  const files = await verifyFiles(gitDir, undefined)
  const objects = await verifyObjectFiles(gitDir, options)
  result.damages.push(...files.damages, ...objects.damages)
  result.notes.push(...files.notes, ...objects.notes)
  result.looseObjects = objects.loose
  result.packs = objects.packs
  if (!(await gitAcceptsConfig(gitDir))) {
    result.notes.push('git cannot read the config, so the sessions were not checked')
    return false
  }
  const report = await fsck(gitDir, options)
  result.damages.push(...unexplained(report.complaints, report.isClean, result.damages))
  return true
}

async function verifyEach(
  home: Home,
  result: SessionsVerification,
  { signal, onProgress }: VerifyOptions,
): Promise<void> {
  const reader = new SessionsReader(home)
  const chains = new ObjectReader(result.gitDir)
  const live = listLive(home)
  const names = [...new Set([...live, ...(await listSessionNames(home))])]
  try {
    for (const [index, id] of names.entries()) {
      if (signal?.aborted) throw new FlightrecError('interrupted', 'interrupted')
      onProgress?.('sessions', index, names.length)
      const found = await verifySession(home, reader, id)
      if (found.events === 0 && (await wasDropped(home, id))) continue
      result.sessions += 1
      result.events += found.events
      if (found.isRunning) result.running += 1
      result.damages.push(...found.damages)
      if (found.lost.length > 0) result.costs.push(found)
      if (hasSessionsRepo(home)) await verifyRef(id, chains, result)
      noteTorn(home, id, result)
    }
  } finally {
    reader.close()
    chains.close()
  }
}

async function verifyRef(
  id: SessionId,
  reader: ObjectReader,
  result: SessionsVerification,
): Promise<void> {
  const chain: Oid[] = []
  for await (const { oid } of walkChain(result.gitDir, sessionRef(id), reader)) chain.push(oid)
  const { damages, notes } = checkRef(result.gitDir, sessionRef(id), chain)
  result.damages.push(...damages)
  result.notes.push(...notes)
}

/** A gc beside us has dropped it. */
async function wasDropped(home: Home, id: SessionId): Promise<boolean> {
  return !listLive(home).includes(id) && !(await listSessionNames(home)).includes(id)
}

function noteTorn(home: Home, id: SessionId, result: SessionsVerification): void {
  const torn = listTornEnds(liveFolder(home, id)).length
  if (torn > 0)
    result.notes.push(`${id} has ${torn} torn ends of journals, put aside in live/${id}`)
}
