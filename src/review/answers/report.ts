/** `report`: what a change, a range of changes or a session was, with what a language model told of it. */
import type { KeptNarrative } from '../../model/narrative.ts'
import type { Session } from '../../model/session.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { RULES } from '../../rules/catalogue.ts'
import type { Home } from '../../store/home/home.ts'
import { findShadowRepo } from '../../store/home/shadow-repos.ts'
import { changeSides, readDiffRequest } from '../changes/diff-request.ts'
import { diffSnapshots } from '../changes/snapshot-diff.ts'
import { type NarratedSnapshot, narratedSnapshots } from '../history/narrated-snapshots.ts'
import { type DiffJson, diffJson } from '../json/diff.ts'
import { RepoView } from '../repo/repo-view.ts'
import { type SessionFacts, SessionFactsCollector } from '../report/session-report.ts'
import type { Reading } from './reading.ts'
import type { SessionReading } from './session-reading.ts'

export interface ChangeReport {
  sides: { from: Snapshot | undefined; to: Snapshot }
  diff: DiffJson
  /** Whether it is what one snapshot changed: then its narrative is kept. */
  isStep: boolean
  narrative: KeptNarrative | undefined
  /** Of a range: what was told of its snapshots, oldest first. */
  told: readonly NarratedSnapshot[]
}

/** Reads the report of a snapshot, a diff, or a range `A..B`; `changeReportJson` makes one value of it. */
export async function readChangeReport(reading: Reading, name: string): Promise<ChangeReport> {
  const { view, snapshots } = reading
  const isRange = name.includes('..')
  const { from, to } = isRange
    ? await readDiffRequest(view, snapshots, [name])
    : await changeSides(view, await snapshots.get(name))
  const sides = { from, to: to! }
  const isStep = !isRange || from?.commit === sides.to.parent
  const narrative = isStep ? await view.narratives.find(sides.to.commit) : undefined
  const told = isStep ? [] : await toldWithin(reading, sides)
  const query = { before: from?.tree, after: sides.to.tree }
  const facts = { view, query, ...sides, createdMs: sides.to.time }
  const diff = await diffJson(await diffSnapshots(view, from, sides.to), facts)
  return { sides, diff, isStep, narrative, told }
}

async function toldWithin(
  { view }: Reading,
  { from, to }: ChangeReport['sides'],
): Promise<NarratedSnapshot[]> {
  const range = { sinceMs: from?.time ?? 0, untilMs: to.time }
  return await narratedSnapshots(view, range, ({ commit }) => commit !== from?.commit)
}

export interface SessionReport {
  session: Session
  facts: SessionFacts
  narrative: KeptNarrative | undefined
  /** Of the snapshots taken meanwhile, oldest first. */
  told: readonly NarratedSnapshot[]
}

/** Reads the report of a session; `sessionReportJson` makes one value of it. */
export async function readSessionReport(
  home: Home,
  reading: SessionReading,
  name: string,
  signal: AbortSignal,
): Promise<SessionReport> {
  const session = await reading.find(name)
  const risks = new Map(RULES.map(({ id, risk }) => [id, risk]))
  const collector = new SessionFactsCollector((rule) => risks.get(rule))
  for await (const event of reading.events(session)) {
    signal.throwIfAborted()
    collector.add(event)
  }
  const facts = collector.facts()
  const told = await toldMeanwhile(home, session, facts)
  return { session, facts, told, narrative: await reading.narrative(session) }
}

async function toldMeanwhile(
  home: Home,
  { root, started, last }: Session,
  { snapshots }: SessionFacts,
): Promise<NarratedSnapshot[]> {
  const repo = root === undefined ? undefined : findShadowRepo(home, root)
  if (!repo || snapshots.size === 0) return []
  const view = new RepoView(repo)
  try {
    const range = { sinceMs: Date.parse(started) - 1000, untilMs: Date.parse(last) + 1000 }
    return await narratedSnapshots(view, range, ({ id }) => snapshots.has(id))
  } finally {
    view.close()
  }
}
