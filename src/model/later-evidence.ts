/**
 * Changes that were put down to a call after their snapshot was taken, when a transcript had told of it: the text of
 * a note on the snapshot's commit.
 */

import { showCount } from './counts.ts'
import {
  isUtf8,
  type RawPath,
  rawFromBuffer,
  rawFromText,
  rawToBuffer,
  rawToText,
} from './raw-path.ts'
import { showText } from './show.ts'
import type { LaterEvidence, Snapshot } from './snapshot.ts'
import { formatTrailers } from './snapshot-message.ts'

/** What the notes of a snapshot say together. */
export interface LaterNote {
  parts: readonly LaterEvidence[]
  /** Whether the snapshot holds no other change. */
  isWhole: boolean
}

/** Returns the text of a note: a line for people, then a paragraph of trailers for each call. */
export function formatLaterNote({ parts, isWhole }: LaterNote): string {
  const paths = new Set(parts.flatMap((part) => part.paths))
  const agents = [...new Set(parts.map(({ agent }) => agent))].join(', ')
  const head = `${showCount(paths.size, 'path')} put down to ${showText(agents)} afterwards`
  return `${head}\n\n${parts.map((part) => formatPart(part, isWhole)).join('\n')}`
}

function formatPart(part: LaterEvidence, isWhole: boolean): string {
  const { session, agent, call, event, evidence, noted, paths } = part
  const trailers: [string, string | undefined][] = [
    ['Session', session],
    ['Agent', agent],
    ['Event', event],
    ['Call', call],
    ['Evidence', evidence],
    ['Noted', new Date(noted).toISOString()],
    ['Whole', isWhole ? 'yes' : undefined],
    ...paths.map(pathTrailer),
  ]
  return formatTrailers(trailers)
}

function pathTrailer(path: RawPath): [string, string] {
  if (isPlain(path)) return ['Path', rawToText(path)]
  return ['PathBase64', rawToBuffer(path).toString('base64')]
}

/** Whether a name can stand in a line as it is. */
function isPlain(path: RawPath): boolean {
  const text = rawToText(path)
  return isUtf8(path) && showText(text) === text && text === text.trim()
}

/** Reads back what `formatLaterNote` wrote; what is no such paragraph is passed over. */
export function parseLaterNote(text: string): LaterNote {
  const parts = text.split(/\n\n+/).flatMap((paragraph) => {
    const trailers = [...paragraph.matchAll(/^Flightrec-([A-Za-z0-9]+): (.*)$/gm)]
    const part = partOf(trailers.map(([, key, value]) => [key!, value!]))
    return part ? [part] : []
  })
  return { parts, isWhole: /^Flightrec-Whole: yes$/m.test(text) }
}

function partOf(trailers: readonly [key: string, value: string][]): LaterEvidence | undefined {
  const {
    Session: session,
    Agent: agent,
    Call: call,
    Event: event,
    Evidence: evidence,
    Noted,
  } = Object.fromEntries(trailers) as Record<string, string | undefined>
  if (!session || !agent || !evidence) return undefined
  const paths = trailers.flatMap(([key, value]) => {
    if (key === 'Path') return [rawFromText(value)]
    return key === 'PathBase64' ? [rawFromBuffer(Buffer.from(value, 'base64'))] : []
  })
  return {
    session,
    agent,
    ...(call && { call }),
    ...(event && { event }),
    evidence,
    noted: Date.parse(Noted ?? '') || 0,
    paths,
  }
}

/** Returns a snapshot with what was put down afterwards; where that is all of one session's, the snapshot is. */
export function withLater(snapshot: Snapshot, { parts, isWhole }: LaterNote): Snapshot {
  const [first] = parts
  if (!first || snapshot.session !== undefined) return snapshot
  const isOne = isWhole && parts.every(({ session }) => session === first.session)
  if (!isOne) return { ...snapshot, later: parts }
  return { ...snapshot, ...putDown(first, parts.length === 1), later: parts }
}

/** Returns a snapshot as it tells of the change of one path. */
export function asOfPath(snapshot: Snapshot, path: RawPath): Snapshot {
  const part = snapshot.later?.find(({ paths }) => paths.includes(path))
  return part ? { ...snapshot, ...putDown(part, true) } : snapshot
}

function putDown({ session, agent, call, event, evidence }: LaterEvidence, isOneCall: boolean) {
  return {
    actor: { name: agent, email: `${session}@flightrec` },
    session,
    evidence,
    ...(isOneCall && call !== undefined && { call }),
    ...(isOneCall && event !== undefined && { event }),
  }
}
