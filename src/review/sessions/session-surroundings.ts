/** What was recorded of the folder of a session while that went on, the work of others too, and what was not. */
import { FlightrecError } from '../../model/errors.ts'
import type { Gap } from '../../model/gap.ts'
import { type Session, sessionSpan } from '../../model/session.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { Home } from '../../store/home/home.ts'
import { openedRepo } from '../../store/home/shadow-repos.ts'
import { readGapLog, readLog } from '../history/log.ts'
import { repoAround } from '../repo/repo-choice.ts'
import { RepoView } from '../repo/repo-view.ts'
import { openGapsOf } from '../status/open-gaps.ts'

export interface SessionSurroundings {
  /** The root around the folder of the session; undefined when nobody records it. */
  root: string | undefined
  /** When recording of it began, in milliseconds since the epoch, where that lies in the time looked at. */
  recordedFromMs: number | undefined
  /** Oldest first, the newest of them where there are too many. */
  snapshots: Snapshot[]
  gaps: Gap[]
  isCut: boolean
  unreadable: string[]
}

/** What an agent did last is seen a little later. */
const SEEN_WITHIN_MS = 2_000
const SNAPSHOTS_MAX = 20_000

export async function readSurroundings(
  home: Home,
  session: Session,
  nowMs: number,
): Promise<SessionSurroundings> {
  const found: SessionSurroundings = {
    ...{ root: undefined, recordedFromMs: undefined, snapshots: [] },
    ...{ gaps: [], isCut: false, unreadable: [] },
  }
  if (session.root === undefined) return found
  try {
    const around = repoAround(home, session.root)
    if (!around) return found
    found.root = around.root
    const view = new RepoView(openedRepo(around))
    try {
      await readInto(found, view, session, nowMs)
    } finally {
      found.unreadable.push(...view.unreadable)
      view.close()
    }
  } catch (error) {
    if (!(error instanceof FlightrecError)) throw error
    if (error.code !== 'no-store') found.unreadable.push(error.message)
  }
  return found
}

async function readInto(
  found: SessionSurroundings,
  view: RepoView,
  session: Session,
  nowMs: number,
): Promise<void> {
  const { fromMs: sinceMs, toMs } = sessionSpan(session, nowMs)
  const span = { sinceMs, untilMs: Math.min(nowMs, toMs + SEEN_WITHIN_MS) }
  for await (const gap of readGapLog(view, span)) found.gaps.push(gap)
  const open = await openGapsOf(view, nowMs)
  found.gaps.push(...open.filter(({ from, to }) => from <= span.untilMs && to >= sinceMs))
  for await (const entry of readLog(view, { ...span, maxCount: SNAPSHOTS_MAX }))
    if (entry.type === 'snapshot') found.snapshots.push(entry.snapshot)
  found.isCut = found.snapshots.length === SNAPSHOTS_MAX
  found.snapshots.reverse()
  const first = found.snapshots[0]
  if (first && first.parent === undefined) found.recordedFromMs = first.time
}
