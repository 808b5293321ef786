/** The commit message of a snapshot and of a gap: a subject for people, trailers for programs. */

import { type Change, changedPath } from './change.ts'
import { showCount } from './counts.ts'
import { corruptStore } from './errors.ts'
import { GAP_REASONS, type Gap, isGapReason } from './gap.ts'
import { parseOid } from './oid.ts'
import { showPath, showText } from './show.ts'
import { type Snapshot, TRIGGERS, type Trigger } from './snapshot.ts'
import { isSnapshotId } from './snapshot-id.ts'

const SUBJECT_MAX = 120

type SnapshotFacts = Pick<Snapshot, 'id' | 'trigger' | 'files' | 'bytes' | 'skipped' | 'complete'> &
  Partial<
    Pick<
      Snapshot,
      | 'clock'
      | 'lead'
      | 'meta'
      | 'message'
      | 'postponed'
      | 'session'
      | 'call'
      | 'event'
      | 'evidence'
    >
  >

/** Returns e.g. `3 changes: +1 ~1 -1  src/blobstore.rs, src/lib.rs, SPEC.md`. */
export function formatSubject(changes: readonly Change[]): string {
  if (changes.length === 0) return 'no change of content'
  const count = (types: string[]) => changes.filter((change) => types.includes(change.type)).length
  const parts = [
    ['+', count(['added'])],
    ['~', count(['modified', 'mode'])],
    ['-', count(['removed'])],
  ] as const
  const counts = parts.filter(([, n]) => n > 0).map(([sign, n]) => `${sign}${n}`)
  const head = `${showCount(changes.length, 'change')}: ${counts.join(' ')}  `
  return head + listPaths(changes, SUBJECT_MAX - head.length)
}

/** How many changes of each kind a subject tells of. */
interface SubjectCounts {
  added: number
  modified: number
  removed: number
}

/** Reads what `formatSubject` wrote; undefined for any other subject, such as that of a first snapshot. */
export function parseSubject(
  subject: string,
): { counts: SubjectCounts; names: string } | undefined {
  const found = /^[\d,]+ changes?: ?(?:\+(\d+) ?)?(?:~(\d+) ?)?(?:-(\d+) ?)? (.*)$/s.exec(subject)
  if (!found) return undefined
  const [, added = 0, modified = 0, removed = 0, names = ''] = found
  return {
    counts: { added: Number(added), modified: Number(modified), removed: Number(removed) },
    names: names.trimStart(),
  }
}

function listPaths(changes: readonly Change[], room: number): string {
  let list = ''
  for (const change of changes) {
    const next = (list === '' ? '' : ', ') + showPath(changedPath(change))
    if (list.length + next.length > room)
      return list === '' ? `${next.slice(0, room - 1)}…` : `${list}, …`
    list += next
  }
  return list
}

/** Returns the message of a commit: its subject, what the user said, the trailers. */
export function formatSnapshotMessage(subject: string, facts: SnapshotFacts): string {
  const trailers: [string, string | number | undefined][] = [
    ['Snapshot', facts.id],
    ['Clock', facts.clock === undefined ? undefined : new Date(facts.clock).toISOString()],
    ['Lead', facts.lead],
    ['Trigger', facts.trigger],
    ['Session', facts.session],
    ['Event', facts.event],
    ['Call', facts.call],
    ['Evidence', facts.evidence],
    ['Files', facts.files],
    ['Bytes', facts.bytes],
    ['Meta', facts.meta],
    ['Skipped', facts.skipped || undefined],
    ['Postponed', facts.postponed],
    ['Complete', facts.complete ? undefined : 'no'],
  ]
  const said = facts.message === undefined ? '' : `${quoteParagraphs(facts.message)}\n\n`
  return `${subject}\n\n${said}${formatTrailers(trailers)}`
}

/** Keeps a user's words from being read as trailers: one paragraph, each line indented by one space. */
function quoteParagraphs(text: string): string {
  return text
    .split('\n')
    .map((line) => ` ${showText(line)}`)
    .join('\n')
}

/** Returns trailers, a line each; those without a value are left out. */
export function formatTrailers(trailers: [string, string | number | undefined][]): string {
  return trailers
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `Flightrec-${key}: ${value}\n`)
    .join('')
}

/** Returns the `Flightrec-` trailers of a commit message, keys without that prefix. */
export function parseTrailers(message: string): Map<string, string> {
  const trailers = new Map<string, string>()
  for (const line of message.split('\n')) {
    const match = /^Flightrec-([A-Za-z]+): (.*)$/.exec(line)
    if (match) trailers.set(match[1]!, match[2]!)
  }
  return trailers
}

/** Returns by how many seconds ids have run ahead of the clock at most, by the trailers of the latest snapshot. */
export function leadIn(trailers: ReadonlyMap<string, string>): number {
  return Number(trailers.get('Lead') ?? 0) || 0
}

/**
 * Reads back what `formatSnapshotMessage` wrote.
 * @throws {FlightrecError} corrupt-store, when the message is not of a snapshot.
 */
export function parseSnapshotMessage(message: string): SnapshotFacts & { subject: string } {
  const trailers = parseTrailers(message)
  const id = trailers.get('Snapshot') ?? ''
  if (!isSnapshotId(id)) {
    throw corruptStore(`not a snapshot: '${showText(message.slice(0, 60))}'`)
  }
  const trigger = trailers.get('Trigger') as Trigger
  const facts: SnapshotFacts & { subject: string } = {
    id,
    subject: message.split('\n', 1)[0]!,
    trigger: TRIGGERS.includes(trigger) ? trigger : 'watch',
    files: Number(trailers.get('Files') ?? 0),
    bytes: Number(trailers.get('Bytes') ?? 0),
    skipped: Number(trailers.get('Skipped') ?? 0),
    complete: trailers.get('Complete') !== 'no',
  }
  const clock = Date.parse(trailers.get('Clock') ?? '')
  if (!Number.isNaN(clock)) facts.clock = clock
  const lead = leadIn(trailers)
  if (lead > 0) facts.lead = lead
  const meta = trailers.get('Meta')
  if (meta) facts.meta = parseOid(meta)
  const postponed = Number(trailers.get('Postponed') ?? 0)
  if (postponed > 0) facts.postponed = postponed
  const said = /\n\n((?: [^\n]*\n)+)\nFlightrec-/.exec(message)?.[1]
  if (said) facts.message = said.trimEnd().replaceAll(/^ /gm, '')
  for (const key of ['session', 'call', 'event', 'evidence'] as const) {
    const value = trailers.get(key.charAt(0).toUpperCase() + key.slice(1))
    if (value) facts[key] = value
  }
  return facts
}

/** Returns the message of the commit that stands for a gap. */
export function formatGapMessage(gap: Gap): string {
  const seconds = Math.max(0, Math.round((gap.to - gap.from) / 1000))
  return `gap: ${seconds} s, ${GAP_REASONS[gap.reason]}\n\n${formatTrailers([
    ['Gap', gap.reason],
    ['From', new Date(gap.from).toISOString()],
    ['To', new Date(gap.to).toISOString()],
    ['Detail', gap.detail === undefined ? undefined : showText(gap.detail)],
  ])}`
}

/** Reads back what `formatGapMessage` wrote; undefined for any other message. */
export function parseGapMessage(message: string): Gap | undefined {
  const trailers = parseTrailers(message)
  const reason = trailers.get('Gap') ?? ''
  const from = Date.parse(trailers.get('From') ?? '')
  const to = Date.parse(trailers.get('To') ?? '')
  if (!isGapReason(reason) || Number.isNaN(from) || Number.isNaN(to)) return undefined
  const detail = trailers.get('Detail')
  return { reason, from, to, detail }
}
