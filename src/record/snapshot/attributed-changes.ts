/** The changes of one look at a root, by whoever made them: each group becomes a snapshot of its own. */
import { type Attribution, isSameActor, NOBODY } from '../../model/attribution.ts'
import { type Change, changedPath } from '../../model/change.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { Act } from '../../store/timeline/act.ts'
import type { Look } from '../attribution/attributor.ts'
import type { FoundChange } from '../attribution/change-moment.ts'
import type { Noticed } from '../attribution/noticed.ts'
import type { ChangeLog } from '../state/change-log.ts'
import type { RecordedFolder } from '../state/recorded-state.ts'
import { isOfAct } from './act-changes.ts'
import { canSplit, SplitState } from './split-changes.ts'

export interface AttributedChanges {
  changes: Change[]
  attribution: Attribution
  /** Whose work it is, when it is that of a restore or an undo. */
  act?: Act
}

/** Says who made each change. */
export type Attribute = (changes: readonly FoundChange[], look: Look) => readonly Attribution[]

interface AttributionRequest extends Look {
  /** What it wrote is not asked about. */
  act?: Act | undefined
  noticed?: ((path: RawPath) => Noticed | undefined) | undefined
}

/** Returns one group for each actor, the one that acted last at the end; after them that of the act. */
export function attributeChanges(
  top: RecordedFolder,
  log: ChangeLog,
  attribute: Attribute | undefined,
  { act, ...look }: AttributionRequest,
): AttributedChanges[] {
  const changes = log.changes()
  const done = act ? changes.filter((change) => isOfAct(act, change)) : []
  if (!act || done.length === 0) return byActor(top, log, attribute, look, changes)
  const others = changes.filter((change) => !isOfAct(act, change))
  if (others.length === 0 || !canSplit(changes, log)) return [{ changes, attribution: NOBODY, act }]
  const groups = byActor(top, log, attribute, look, others)
  return [...groups, { changes: done, attribution: NOBODY, act }]
}

function byActor(
  top: RecordedFolder,
  log: ChangeLog,
  attribute: Attribute | undefined,
  { trigger, sinceMs, noticed }: AttributionRequest,
  changes: Change[],
): AttributedChanges[] {
  // What a restore did, flightrec did.
  if (!attribute || changes.length === 0 || trigger === 'restore') {
    return [{ changes, attribution: NOBODY }]
  }
  const found = changes.map((change): FoundChange => {
    const ctimeMs = change.after && ctimeOf(top, change.after.path)
    return { change, ctimeMs, noticed: noticed?.(changedPath(change)) }
  })
  const groups = groupByActor(found, attribute(found, { trigger, sinceMs }))
  if (groups.length < 2 || canSplit(changes, log)) return groups
  return [{ changes, attribution: { evidence: 'contended' } }]
}

/** Takes all groups but the first out of the state, and puts one back each time the next is asked for. */
export function* stateByState(
  top: RecordedFolder,
  log: ChangeLog,
  groups: readonly AttributedChanges[],
): Generator<AttributedChanges> {
  const all = groups.flatMap(({ changes }) => changes)
  const state = groups.length < 2 ? undefined : new SplitState(top, log, all)
  for (const group of groups) {
    state?.apply(group.changes)
    yield group
  }
}

function groupByActor(
  found: readonly FoundChange[],
  attributions: readonly Attribution[],
): AttributedChanges[] {
  const groups: (AttributedChanges & { lastMs: number })[] = []
  found.forEach(({ change, ctimeMs, noticed }, at) => {
    const attribution = attributions[at] ?? NOBODY
    const known = groups.find((group) => isSameActor(group.attribution, attribution))
    const group = known ?? { attribution, changes: [], lastMs: 0 }
    if (!known) groups.push(group)
    group.changes.push(change)
    group.lastMs = Math.max(group.lastMs, ctimeMs ?? noticed?.last ?? 0)
  })
  return groups.sort((a, b) => a.lastMs - b.lastMs)
}

function ctimeOf(top: RecordedFolder, path: RawPath): number | undefined {
  const entry = top.at(path)
  if (entry?.kind !== 'file' && entry?.kind !== 'large') return undefined
  return entry.stat.ctimeSeconds * 1000 + entry.stat.ctimeNanoseconds / 1e6
}
