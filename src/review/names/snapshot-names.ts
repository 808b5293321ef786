/** Every way to name a snapshot: id, prefix, object name, `latest`, `~N`, `diff-<id>`, a time, a point of a session. */

import { type LogQuery, logEnd, logStart } from '../../git/history/log.ts'
import { MAIN, readRef } from '../../git/history/refs.ts'
import { parseCommit } from '../../git/objects/commit-format.ts'
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { gitText } from '../../git/process/run.ts'
import { FlightrecError } from '../../model/errors.ts'
import { isOid, type Oid } from '../../model/oid.ts'
import { showText } from '../../model/show.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { parseTrailers } from '../../model/snapshot-message.ts'
import { findTimeExpression } from '../../model/time-expression.ts'
import { LaterReader } from '../../store/timeline/later-evidence.ts'
import { logPastDamage } from '../../store/timeline/log-past-damage.ts'
import { readSnapshot, snapshotFromCommit } from '../../store/timeline/timeline.ts'
import { walkChain } from '../../store/timeline/timeline-walk.ts'
import type { RecordedSessions } from '../sessions/recorded-sessions.ts'
import { sessionSnapshots } from '../sessions/session-snapshots.ts'

const STEPS_BACK = /^(.+?)((?:~\d*|\^)+)$/s
const ID_PREFIX = /^\d{4,8}$|^\d{8}T\d{0,6}$|^\d{8}T\d{6}-\d{0,3}$/i
const OID_PREFIX = /^[0-9a-f]{4,40}$/i
const SESSION_POINT = /^(sess[A-Za-z0-9_-]*…?)(?::(start|end)|#(\d+))$/
const SESSION_ALONE = /^sess_[0-9a-f]+…?$/
const CANDIDATES_MAX = 5

/** Whether `text` has the form of a snapshot name; there need not be such a snapshot. */
export function isSnapshotName(text: string, nowMs: number): boolean {
  const base = STEPS_BACK.exec(text)?.[1] ?? text
  const name = base.replace(/^diff-/, '')
  return (
    name === 'latest' ||
    ID_PREFIX.test(name) ||
    OID_PREFIX.test(name) ||
    SESSION_POINT.test(name) ||
    findTimeExpression(name, nowMs) !== undefined
  )
}

/** Finds the snapshots of one shadow repo by name. */
export class SnapshotNames {
  readonly #gitDir: string
  readonly #reader: ObjectReader
  readonly #later: LaterReader
  readonly #nowMs: number
  readonly #sessions: RecordedSessions

  constructor(
    gitDir: string,
    reader: ObjectReader,
    { nowMs, sessions }: { nowMs: number; sessions: RecordedSessions },
  ) {
    this.#gitDir = gitDir
    this.#reader = reader
    this.#later = new LaterReader(gitDir, reader)
    this.#nowMs = nowMs
    this.#sessions = sessions
  }

  /**
   * Returns the snapshot called `text`. A time means the last snapshot at or before it; `diff-<id>` means the
   * snapshot that made this change; `<session>#<step>` the last one put down to that step.
   * @throws {FlightrecError} unknown-snapshot, ambiguous-snapshot, no-store, unknown-session, ambiguous-session,
   * usage
   */
  async get(text: string): Promise<Snapshot> {
    const steps = STEPS_BACK.exec(text)
    if (steps) return this.#before(await this.#commitOf(steps[1]!), countSteps(steps[2]!), text)
    const name = text.startsWith('diff-') ? text.slice('diff-'.length) : text
    if (name === 'latest') return this.latest()
    const point = SESSION_POINT.exec(name)
    if (point) return this.#ofSession(point[1]!, point[2], Number(point[3]), text)
    // Digits alone may be either; an id is what people mean.
    const byId = await this.#byId(name)
    const found = byId.length > 0 ? byId : await this.#byOid(name)
    if (found.length === 1) return found[0]!
    if (found.length > 1) throw ambiguous(text, found)
    const time = findTimeExpression(name, this.#nowMs)
    if (time !== undefined) return this.#atOrBefore(time, text)
    throw unknown(text)
  }

  /** @throws {FlightrecError} no-store, when nothing is recorded yet. */
  async latest(): Promise<Snapshot> {
    return this.#read(this.#head(), 'latest')
  }

  /** That of the latest snapshot is known even where it cannot be read. */
  async #commitOf(name: string): Promise<Oid> {
    return name === 'latest' ? this.#head() : (await this.get(name)).commit
  }

  #head(): Oid {
    const head = readRef(this.#gitDir, MAIN)
    if (head !== undefined) return head
    throw new FlightrecError('no-store', 'no snapshot has been taken yet', {
      hint: 'Run `flightrec watch --once` to take the first one.',
    })
  }

  /** The commit date is the id's time in seconds, so git need not look further back than that. */
  async #byId(name: string): Promise<Snapshot[]> {
    if (!ID_PREFIX.test(name)) return []
    const prefix = name.toUpperCase()
    const sinceSeconds = Math.floor(idPrefixTime(prefix, '00000101T000000-000') / 1000)
    const untilSeconds = Math.floor(idPrefixTime(prefix, '99991231T235959-999') / 1000)
    const found: Snapshot[] = []
    for await (const snapshot of this.#log({ sinceSeconds, untilSeconds })) {
      if (!snapshot.id.startsWith(prefix)) continue
      found.push(snapshot)
      if (found.length > CANDIDATES_MAX) break
    }
    return found
  }

  async #byOid(prefix: string): Promise<Snapshot[]> {
    if (!OID_PREFIX.test(prefix)) return []
    const args = ['rev-parse', `--disambiguate=${prefix.toLowerCase()}`]
    const oids = (await gitText(this.#gitDir, args)).split('\n').filter(isOid)
    const found = await Promise.all(oids.map((oid) => this.#snapshotAt(oid)))
    return found.filter((snapshot) => snapshot !== undefined)
  }

  /** Returns undefined for an object that is something else than a snapshot. */
  async #snapshotAt(oid: Oid): Promise<Snapshot | undefined> {
    const object = await this.#reader.find(oid)
    if (object?.type !== 'commit') return undefined
    const commit = parseCommit(object.content)
    return parseTrailers(commit.message).has('Snapshot')
      ? await this.#later.complete(snapshotFromCommit(oid, commit))
      : undefined
  }

  /** The start of a session is the state it found; its end and its steps are what they left behind. */
  async #ofSession(
    name: string,
    side: string | undefined,
    step: number,
    text: string,
  ): Promise<Snapshot> {
    const id = await this.#sessions.find(name)
    if (side !== undefined) {
      const { started, ended } = await this.#sessions.read(id)
      if (side === 'end' && ended === undefined) return this.latest()
      return this.#atOrBefore(Date.parse(side === 'end' ? ended! : started), text)
    }
    const call = await this.#sessions.callOf(id, step)
    const [last] = await sessionSnapshots({ gitDir: this.#gitDir, later: this.#later }, id, call)
    if (last) return last
    const { time, snapshot_after } = await this.#sessions.event(id, call.events.at(-1)!)
    const [after] = snapshot_after === undefined ? [] : await this.#byId(snapshot_after)
    return after ?? this.#atOrBefore(Date.parse(time), text)
  }

  async #before(commit: Oid, steps: number, text: string): Promise<Snapshot> {
    const rev = `${commit}~${steps}`
    const answer = await gitText(this.#gitDir, ['rev-parse', '--verify', '--quiet', rev], {
      accept: [1, 128],
    })
    const oid = answer.trim()
    const found = isOid(oid) ? oid : await this.#walkBack(commit, steps)
    if (found === undefined) throw unknown(text, 'it goes back past the first snapshot')
    return this.#read(found, text)
  }

  /** Where git gives up at a commit that it cannot read: that one counts all the same. */
  async #walkBack(commit: Oid, steps: number): Promise<Oid | undefined> {
    let left = steps
    for await (const { oid } of walkChain(this.#gitDir, MAIN, this.#reader, commit)) {
      if (left === 0) return oid
      left -= 1
    }
    return undefined
  }

  async #read(oid: Oid, name: string): Promise<Snapshot> {
    try {
      return await this.#later.complete(await readSnapshot(this.#reader, oid))
    } catch (error) {
      if (error instanceof FlightrecError) throw unreadable(name, oid)
      throw error
    }
  }

  async #atOrBefore(timeMs: number, text: string): Promise<Snapshot> {
    this.#head()
    for await (const snapshot of this.#logFrom(
      await logEnd(this.#gitDir, Math.floor(timeMs / 1000)),
    )) {
      if (snapshot.time <= timeMs) return snapshot
    }
    throw unknown(text, 'nothing was recorded at that time or before')
  }

  async *#log(limits: Omit<LogQuery, 'from'>): AsyncGenerator<Snapshot> {
    this.#head()
    const from = await logStart(this.#gitDir, limits.untilSeconds)
    yield* this.#logFrom({ from, ...limits })
  }

  async *#logFrom(query: LogQuery): AsyncGenerator<Snapshot> {
    for await (const commit of logPastDamage(this.#gitDir, query)) {
      yield await this.#later.complete(snapshotFromCommit(commit.oid, commit))
    }
  }
}

function countSteps(marks: string): number {
  let steps = 0
  for (const [, count] of marks.matchAll(/[~^](\d*)/g)) steps += count === '' ? 1 : Number(count)
  return steps
}

/** Completes the prefix of an id from `template`; a day or hour out of range only widens what is searched. */
function idPrefixTime(prefix: string, template: string): number {
  const whole = prefix + template.slice(prefix.length)
  const at = (from: number, to: number) => Number(whole.slice(from, to))
  const date = new Date(0)
  date.setUTCFullYear(at(0, 4), at(4, 6) - 1, at(6, 8))
  date.setUTCHours(at(9, 11), at(11, 13), at(13, 15), at(16, 19))
  return date.getTime()
}

function unknown(text: string, why?: string): FlightrecError {
  const reason = why === undefined ? '' : `: ${why}`
  const shown = showText(text)
  const hint = SESSION_ALONE.test(text)
    ? `A session is none: name \`${shown}:start\`, \`${shown}:end\` or a step, \`${shown}#8\`.`
    : 'Run `flightrec log`; an id or a prefix of it, `latest`, `latest~3` or a time names one. Paths come after it.'
  return new FlightrecError('unknown-snapshot', `no snapshot '${shown}'${reason}`, { hint })
}

function unreadable(text: string, oid: Oid): FlightrecError {
  return new FlightrecError('corrupt-store', `'${showText(text)}' cannot be read: commit ${oid}`, {
    hint: 'Run `flightrec log` to see what can be, and `flightrec doctor` for what can be mended.',
  })
}

function ambiguous(text: string, candidates: readonly Snapshot[]): FlightrecError {
  const listed = candidates.slice(0, CANDIDATES_MAX).map(({ id, commit }) => {
    return /^[0-9a-f]+$/i.test(text) && !id.startsWith(text) ? `${id} (${commit.slice(0, 12)})` : id
  })
  if (candidates.length > CANDIDATES_MAX) listed.push('…')
  return new FlightrecError(
    'ambiguous-snapshot',
    `'${showText(text)}' names more than one snapshot: ${listed.join(', ')}`,
    { hint: `Give more of the id, e.g. \`flightrec show ${candidates[0]!.id}\`.` },
  )
}

/** Splits `<snapshot>:<path>`. The name is the longest part that can be one, so `14:03:22:a` works. */
export function splitAtPath(text: string, nowMs: number): { name: string; path?: string } {
  if (isSnapshotName(text, nowMs)) return { name: text }
  for (let at = text.lastIndexOf(':'); at > 0; at = text.lastIndexOf(':', at - 1)) {
    const name = text.slice(0, at)
    if (isSnapshotName(name, nowMs)) return { name, path: text.slice(at + 1) }
  }
  return { name: text }
}
