import { FlightrecError } from '../../../model/errors.ts'
import { isSessionId } from '../../../model/session.ts'
import type { Snapshot } from '../../../model/snapshot.ts'
import { isSnapshotId, snapshotIdTime } from '../../../model/snapshot-id.ts'
import { parseSubject } from '../../../model/snapshot-message.ts'
import { parseTimeExpression } from '../../../model/time-expression.ts'
import { withSessions } from '../../../review/answers/session-reading.ts'
import { placeAt } from '../../../review/history/timeline-place.ts'
import { gapJson, snapshotJson } from '../../../review/json/snapshot.ts'
import { repoToRead } from '../../../review/repo/repo-choice.ts'
import { type CallRisks, readCallRisks } from '../../../review/sessions/call-risks.ts'
import type { Home } from '../../../store/home/home.ts'
import { now } from '../../../system/clock.ts'
import { ROUTES } from '../../api/routes.ts'
import {
  ENTRIES_A_PAGE,
  type TimelineEntry,
  type TimelinePage,
  type TimelineSnapshot,
} from '../../api/timeline.ts'
import { answering, wholeNumber } from '../answer.ts'
import { KeptByEvents } from '../kept-by-events.ts'
import { keptSession } from '../kept-sessions.ts'
import { forgetTimeline, KeptTimeline, keptTimeline } from '../kept-timelines.ts'
import { timelineQuery } from '../timeline-query.ts'

/** A shorter silence is not worth a row. */
const SILENCE_MS = 30 * 60_000

export const timeline = answering(
  ROUTES.timeline,
  async ({ home }, asked): Promise<TimelinePage> => {
    const { repo } = repoToRead(home, { root: asked.root, folder: undefined })
    const start = wholeNumber('start', asked.start, -Number.MAX_SAFE_INTEGER) ?? 0
    const count = Math.min(wholeNumber('count', asked.count, 1) ?? Infinity, ENTRIES_A_PAGE)
    const text = asked.q?.trim() ?? ''
    const key = `${repo.gitDir}\0${text}`
    const one = await keptTimeline(key, async () => {
      const { filter, leftOut } = await timelineQuery(home, text, now())
      return new KeptTimeline(repo, { ...filter, silenceMs: SILENCE_MS }, leftOut)
    })
    try {
      await one.reach(asked.at === undefined ? Math.max(1, start + count) : Infinity)
      await one.index.update()
      const found = asked.at === undefined ? null : await placeAt(one.index, timeOf(asked.at))
      const place = found === null ? null : found - one.index.newer
      const page = await pageOf(home, one, {
        start: place === null ? start : place - (count >> 1),
        count,
      })
      return { ...page, place }
    } catch (error) {
      forgetTimeline(key)
      throw error
    }
  },
)

/** @throws {FlightrecError} usage */
function timeOf(at: string): number {
  return isSnapshotId(at) ? (snapshotIdTime(at) ?? 0) : parseTimeExpression(at, now())
}

async function pageOf(
  home: Home,
  { index, list, leftOut, view }: KeptTimeline,
  { start, count }: { start: number; count: number },
): Promise<Omit<TimelinePage, 'place'>> {
  const { newer, count: total, isComplete } = index
  const [first, end] = [Math.max(0, start + newer), Math.min(total, start + newer + count)]
  await index.load(first, end)
  const places = Array.from({ length: Math.max(0, end - first) }, (_, n) => first + n)
  const snapshots = places.flatMap((place) => {
    const entry = index.at(place)
    return entry?.type === 'snapshot' ? [entry.snapshot] : []
  })
  const risks = await callRisksOf(home, snapshots)
  return {
    type: 'timeline',
    root: view.repo.root,
    list,
    total,
    newer,
    is_complete: isComplete,
    start: first - newer,
    entries: places.map((place) => entryJson(index, place, risks)),
    left_out: leftOut,
  }
}

type Risks = ReadonlyMap<string, CallRisks>

function entryJson(index: KeptTimeline['index'], place: number, risks: Risks): TimelineEntry {
  const silence = index.silenceAt(place)
  if (silence) {
    const [from, to] = [silence.silentFrom, silence.silentTo].map((ms) =>
      new Date(ms).toISOString(),
    )
    return { type: 'silence', from: from!, to: to! }
  }
  const entry = index.at(place)
  if (!entry) return { type: 'damage' }
  return entry.type === 'gap' ? gapJson(entry.gap) : timelineSnapshot(entry.snapshot, risks)
}

function timelineSnapshot(snapshot: Snapshot, risks: Risks): TimelineSnapshot {
  const { session = '', call = '', event } = snapshot
  const known = risks.get(session)
  const step = event === undefined ? known?.byKey.get(call) : known?.bySeq.get(Number(event))
  const told = parseSubject(snapshot.subject)
  return {
    ...snapshotJson(snapshot),
    ...(step && { event: String(step.seq) }),
    counts: told?.counts ?? null,
    names: told?.names ?? snapshot.subject,
    risk: step?.risk ?? 'none',
  }
}

const KEPT_MAX = 50
const kept = new KeptByEvents<CallRisks>(KEPT_MAX)

/** Read once as long as a session stays as it is. */
async function callRisksOf(home: Home, snapshots: readonly Snapshot[]): Promise<Risks> {
  const ids = new Set(snapshots.flatMap(({ session }) => session ?? []))
  const found = new Map<string, CallRisks>()
  if (ids.size === 0) return found
  await withSessions(home, async (reading) => {
    for (const id of ids) {
      if (!isSessionId(id)) continue
      try {
        const session = await keptSession(home, reading, id)
        found.set(id, await kept.of(home, session, () => readCallRisks(reading.events(session))))
      } catch (error) {
        // Dropped, or damaged: then only the snapshot tells.
        if (!(error instanceof FlightrecError)) throw error
      }
    }
  })
  return found
}
