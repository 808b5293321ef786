/** What held in a root at a moment: its last snapshot up to then, the first one after, and what was not recorded. */
import { FlightrecError } from '../../model/errors.ts'
import type { Gap } from '../../model/gap.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { readGapLog, readLog } from '../history/log.ts'
import { RepoView } from '../repo/repo-view.ts'
import { openGapsOf } from '../status/open-gaps.ts'

export interface RootThen {
  root: string
  /** Absent when nothing had been recorded by then. */
  snapshot?: Snapshot
  /** The first one after it, by which what happened at the moment is known at the latest. */
  next?: Snapshot
  gaps: Gap[]
  /** What could not be read. */
  unreadable: string[]
}

export async function readRootThen(
  repo: ShadowRepo,
  timeMs: number,
  nowMs: number,
): Promise<RootThen> {
  const view = new RepoView(repo)
  const gaps: Gap[] = []
  const found: RootThen = { root: repo.root, gaps, unreadable: [] }
  try {
    // Each asks git, which answers them beside each other.
    const [snapshot, next, past, open] = await Promise.allSettled([
      lastUpTo(view, timeMs),
      firstAfter(view, timeMs),
      gapsAt(view, timeMs),
      openGapsOf(view, nowMs),
    ])
    // What can be read counts, though the rest cannot.
    const [held, first] = [snapshot, next].map((one) => one.status === 'fulfilled' && one.value)
    if (held) found.snapshot = held
    if (first) found.next = first
    if (past.status === 'fulfilled') gaps.push(...past.value)
    if (open.status === 'fulfilled')
      gaps.push(...open.value.filter(({ from, to }) => from <= timeMs && timeMs <= to))
    const failed = [snapshot, next, past, open].find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
  } catch (error) {
    if (!(error instanceof FlightrecError)) throw error
    if (error.code !== 'no-store') found.unreadable.push(error.message)
  } finally {
    found.unreadable.push(...view.unreadable)
    view.close()
  }
  return found
}

async function gapsAt(view: RepoView, timeMs: number): Promise<Gap[]> {
  const gaps: Gap[] = []
  for await (const gap of readGapLog(view, { sinceMs: timeMs, untilMs: timeMs })) gaps.push(gap)
  return gaps
}

async function lastUpTo(view: RepoView, untilMs: number): Promise<Snapshot | undefined> {
  for await (const entry of readLog(view, { untilMs, maxCount: 1 }))
    if (entry.type === 'snapshot') return entry.snapshot
  return undefined
}

async function firstAfter(view: RepoView, timeMs: number): Promise<Snapshot | undefined> {
  const after = { sinceMs: timeMs + 1, reverse: true }
  for await (const entry of readLog(view, after))
    if (entry.type === 'snapshot') return entry.snapshot
  return undefined
}
