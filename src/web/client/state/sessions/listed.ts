/** The sessions there are, as far as the server has told of them; and of some, what they look like at a glance. */
import { computed, signal } from '@preact/signals'
import type {
  ListedSession,
  SessionOutlineAnswer,
  SessionPage,
} from '../../../api/session-lists.ts'

interface Known {
  sessions: ReadonlyMap<string, ListedSession>
  /** How many there are. */
  total: number
  /** When that was, in milliseconds since the epoch. */
  atMs: number
  damaged: readonly string[]
}

/** Undefined before the first answer. */
export const known = signal<Known | undefined>(undefined)

export const outlines = signal<ReadonlyMap<string, SessionOutlineAnswer>>(new Map())

/** Whether all have been read once: what is new since then waits behind a line. */
let isWhole = false
const admitted = new Set<string>()

/** To be called when all have been read: the ids of those that there are. Others are gone. */
export function noteAll(ids: ReadonlySet<string>): void {
  isWhole = true
  const before = known.peek()
  if (!before || before.sessions.size === ids.size) return
  const sessions = new Map([...before.sessions].filter(([id]) => ids.has(id)))
  known.value = { ...before, sessions }
}

/** How many sessions wait; subagents come along with their parents. */
export const waitingSessions = computed(() => {
  const all = [...(known.value?.sessions.values() ?? [])]
  return all.filter(({ id, parent }) => parent === null && !admitted.has(id)).length
})

export function admitWaiting(): void {
  const now = known.peek()
  if (!now) return
  for (const id of now.sessions.keys()) admitted.add(id)
  known.value = { ...now }
}

export function noteSessions({ sessions, total, at, start, damaged }: SessionPage): void {
  const before = known.peek()
  const all = new Map(before?.sessions)
  for (const session of sessions) all.set(session.id, session)
  if (!isWhole) for (const { id } of sessions) admitted.add(id)
  const told = start === 0 ? damaged : [...new Set([...(before?.damaged ?? []), ...damaged])]
  known.value = { sessions: all, total, atMs: Date.parse(at), damaged: told }
}

export function noteOutlines(found: readonly SessionOutlineAnswer[]): void {
  if (found.length === 0) return
  const all = new Map(outlines.peek())
  for (const outline of found) all.set(outline.session, outline)
  outlines.value = all
}

/** Returns which of these sessions have no outline, or one that is older than they are. */
export function withoutOutline(ids: readonly string[]): string[] {
  const sessions = known.peek()?.sessions
  return ids.filter((id) => {
    const events = sessions?.get(id)?.total_events
    return events !== undefined && outlines.peek().get(id)?.total_events !== events
  })
}

/** A run is shown by the sessions that have spoken below it, where there are any. */
export const shownSessions = computed<readonly ListedSession[]>(() => {
  const { sessions } = known.value ?? {}
  if (!sessions) return []
  return [...sessions.values()].filter(
    ({ id, parent, members }) =>
      (admitted.has(id) || (parent !== null && admitted.has(parent))) &&
      !members.some((member) => sessions.has(member)),
  )
})
