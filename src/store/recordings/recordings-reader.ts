/** All recordings of a home: those in live/, and those at rest in the sessions repo. */
import { ObjectReader } from '../../git/objects/object-reader.ts'
import { parseTree } from '../../git/objects/tree-format.ts'
import { corruptStore, FlightrecError } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import {
  isRecordingId,
  type Recording,
  type RecordingId,
  storedBytesOf,
} from '../../model/recording.ts'
import type { SessionId } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import type { Home } from '../home/home.ts'
import {
  hasSessionsRepo,
  listSessionNames,
  sessionRef,
  sessionsGitDir,
} from '../sessions/sessions-repo.ts'
import { listMade, parseRecording } from './made-recordings.ts'
import { SegmentCast } from './segment-file.ts'

/** The file of a stored recording that says what it is. */
export const DESCRIPTION = 'recording.json'

export interface FoundRecording {
  recording: Recording
  /** Where it lies in live/; absent for one at rest. */
  folder?: string
  /** Its tree in the sessions repo; absent for one in live/. */
  tree?: Oid
}

interface StoredTree {
  session: SessionId
  id: RecordingId
  tree: Oid
}

/** So many sessions are asked about at a time. */
const ASKED_MAX = 256

export class RecordingsReader {
  readonly #home: Home
  readonly #objects: ObjectReader

  constructor(home: Home) {
    this.#home = home
    this.#objects = new ObjectReader(sessionsGitDir(home))
  }

  /** Returns all, the latest first. `onDamaged` hears of those that cannot be read, and are left out. */
  async list(onDamaged?: (error: FlightrecError) => void): Promise<FoundRecording[]> {
    // In this order: what moves into the repo meanwhile is in one of the two.
    return await this.#described(listMade(this.#home), await this.trees(onDamaged), onDamaged)
  }

  /** As `list`, of these sessions only. */
  async listOf(
    sessions: ReadonlySet<SessionId>,
    onDamaged?: (error: FlightrecError) => void,
  ): Promise<FoundRecording[]> {
    const made = listMade(this.#home).filter(({ recording }) => sessions.has(recording.session))
    const trees = hasSessionsRepo(this.#home)
      ? await this.#treesOfMany([...sessions], onDamaged)
      : []
    return await this.#described(made, trees, onDamaged)
  }

  async #described(
    made: readonly FoundRecording[],
    trees: readonly StoredTree[],
    onDamaged: ((error: FlightrecError) => void) | undefined,
  ): Promise<FoundRecording[]> {
    const found = new Map<RecordingId, FoundRecording>()
    for (const one of made) found.set(one.recording.id, one)
    for (const { id, tree } of trees) {
      const recording = await this.describe(id, tree, onDamaged)
      // What is at rest is whole; it lies in live/ as well until it was removed there.
      if (recording) found.set(id, { recording, tree })
    }
    return [...found.values()].sort((a, b) => (a.recording.started < b.recording.started ? 1 : -1))
  }

  /** @throws {FlightrecError} corrupt-store */
  async find(id: RecordingId): Promise<FoundRecording | undefined> {
    const made = listMade(this.#home).find(({ recording }) => recording.id === id)
    const stored = (await this.trees()).find((one) => one.id === id)
    const recording = stored && (await this.describe(id, stored.tree))
    return recording ? { recording, tree: stored.tree } : made
  }

  /** Returns the trees of all that are at rest; `onDamaged` hears of sessions that cannot be read. */
  async trees(onDamaged?: (error: FlightrecError) => void): Promise<StoredTree[]> {
    const sessions = await listSessionNames(this.#home)
    const found: StoredTree[] = []
    for (let at = 0; at < sessions.length; at += ASKED_MAX) {
      found.push(...(await this.#treesOfMany(sessions.slice(at, at + ASKED_MAX), onDamaged)))
    }
    return found
  }

  /** Returns what a recording at rest says of itself; undefined, after `onDamaged`, when that cannot be read. */
  async describe(
    id: RecordingId,
    tree: Oid,
    onDamaged?: (error: FlightrecError) => void,
  ): Promise<Recording | undefined> {
    try {
      const oid = await this.#fileIn(tree, DESCRIPTION)
      const text = oid && (await this.#objects.get(oid, 'blob')).toString('utf8')
      const recording = text === undefined ? undefined : parseRecording(text, id)
      if (recording) return recording
      throw corruptStore(`nothing says what recording ${id} is`)
    } catch (error) {
      if (!(error instanceof FlightrecError) || !onDamaged) throw error
      onDamaged(error)
      return undefined
    }
  }

  /**
   * Returns the cast of a segment, which count from 1.
   * @throws {FlightrecError} corrupt-store
   */
  async segment({ recording, tree }: FoundRecording, n: number): Promise<SegmentCast> {
    const name = `segment ${n} of recording ${recording.id}`
    const about = recording.segments?.[n - 1]
    const oid = tree && (await this.#fileIn(tree, `${n}.cast.br`))
    if (!about || !oid) throw corruptStore(`${name} is missing`)
    return new SegmentCast(name, await this.#objects.get(oid, 'blob'), about.bytes)
  }

  close(): void {
    this.#objects.close()
  }

  /** One that is damaged ends git, and with it the answers for all that was asked at the time. */
  async #treesOfMany(
    sessions: readonly SessionId[],
    onDamaged: ((error: FlightrecError) => void) | undefined,
  ): Promise<StoredTree[]> {
    try {
      return (await Promise.all(sessions.map((session) => this.#treesOf(session)))).flat()
    } catch (error) {
      if (!(error instanceof FlightrecError)) throw error
      const [only] = sessions
      if (sessions.length === 1) onDamaged?.(corruptStore(`session ${only}: ${error.message}`))
      if (sessions.length <= 1) return []
    }
    const found: StoredTree[] = []
    for (const one of sessions) found.push(...(await this.#treesOfMany([one], onDamaged)))
    return found
  }

  async #treesOf(session: SessionId): Promise<StoredTree[]> {
    const folder = await this.#objects.find(`${sessionRef(session)}:recordings`)
    if (folder?.type !== 'tree') return []
    return parseTree(folder.content).flatMap(({ gitName, oid }) =>
      isRecordingId(gitName) ? [{ session, id: gitName as RecordingId, tree: oid }] : [],
    )
  }

  async #fileIn(tree: Oid, name: string): Promise<Oid | undefined> {
    const entries = parseTree(await this.#objects.get(tree, 'tree'))
    return entries.find(({ gitName }) => gitName === name)?.oid
  }
}

export function noSuchRecording(name: string): FlightrecError {
  return new FlightrecError('unknown-recording', `no recording '${showText(name)}'`, {
    hint: 'Run `flightrec recordings` to see what there is.',
  })
}

/**
 * Returns what all recordings that can be read say of themselves, the latest first.
 * @param onDamaged hears of the others.
 */
export async function listRecordings(
  home: Home,
  onDamaged: (error: FlightrecError) => void = () => {},
): Promise<Recording[]> {
  const reader = new RecordingsReader(home)
  try {
    return (await reader.list(onDamaged)).map(({ recording }) => recording)
  } finally {
    reader.close()
  }
}

/** What recordings take on disk. */
export function recordingBytes(recordings: readonly Recording[]): number {
  return recordings.reduce((sum, one) => sum + (storedBytesOf(one) ?? one.bytes ?? 0), 0)
}
