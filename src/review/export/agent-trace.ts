/**
 * Agent Trace (agent-trace.dev): which lines of which files came from a session, one record for each snapshot that
 * is attributed to it. docs/exports.md maps it.
 */
import { createHash } from 'node:crypto'
import { MAIN, readRef } from '../../git/history/refs.ts'
import { type Change, changedPath } from '../../model/change.ts'
import { asOfPath } from '../../model/later-evidence.ts'
import { rawToText } from '../../model/raw-path.ts'
import type { Session } from '../../model/session.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { isBinaryBody } from '../changes/change-text.ts'
import { readLog } from '../history/log.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { type AddedLines, addedLines } from './added-lines.ts'
import type { ExportedSession } from './exported-session.ts'
import { modelMaker } from './model-maker.ts'

const VERSION = '0.1.0'
/** The schema allows no longer name. */
const MODEL_ID_MAX = 250

interface ModelUse {
  time: number
  model: string
}

/** Yields the records of the session in one root, oldest first. */
export async function* agentTraceRecords(
  exported: ExportedSession,
  view: RepoView,
  version: string,
): AsyncGenerator<object> {
  const { session } = exported
  if (readRef(view.gitDir, MAIN) === undefined) return
  let models: readonly ModelUse[] | undefined
  for await (const entry of readLog(view, { session: session.id, reverse: true })) {
    if (entry.type !== 'snapshot') continue
    const before = await view.parentOf(entry.snapshot)
    // Where what was before it was cut off or is lost, what the snapshot brought is not known any more.
    if (before?.commit !== entry.snapshot.parent) continue
    models ??= await modelsOf(exported)
    yield await recordOf(exported, { before, after: entry.snapshot }, view, models, version)
  }
}

/** Which model the agent has used from when on. */
async function modelsOf({ events }: ExportedSession): Promise<ModelUse[]> {
  const uses: ModelUse[] = []
  for await (const { model, time } of events()) {
    if (model !== undefined && model !== uses.at(-1)?.model)
      uses.push({ time: Date.parse(time), model })
  }
  return uses
}

async function recordOf(
  { session, recordings }: ExportedSession,
  { before, after: snapshot }: { before: Snapshot | undefined; after: Snapshot },
  view: RepoView,
  models: readonly ModelUse[],
  version: string,
): Promise<object> {
  const { id, commit, time } = snapshot
  const trees = { before: before?.tree, after: snapshot.tree }
  const changes = await view.diffTrees(trees.before, trees.after)
  const contributor = contributorAt(time, session, models)
  const files: object[] = []
  const others: object[] = []
  for await (const { change, bodies } of view.patches(trees, changes, Infinity)) {
    const path = rawToText(changedPath(change))
    const { session: by, event } = asOfPath(snapshot, changedPath(change))
    if (by !== session.id) continue
    const url = `flightrec:${session.id}${event === undefined ? '' : `#${event}`}`
    const ranges = rangesOf(change, bodies)
    if (ranges.length === 0) others.push({ path, type: change.type })
    else files.push({ path, conversations: [{ url, contributor, ranges }] })
  }
  return {
    version: VERSION,
    id: uuidOf(`${session.id} ${commit}`),
    timestamp: new Date(time).toISOString(),
    vcs: { type: 'git', revision: commit },
    tool: { name: 'flightrec', version },
    files,
    metadata: {
      flightrec: {
        session: session.id,
        agent: session.agent,
        root: view.repo.root,
        snapshot: id,
        evidence: snapshot.evidence ?? snapshot.later?.[0]?.evidence ?? null,
        ...(others.length > 0 && { other_changes: others }),
        ...shownOn(recordings, time),
      },
    },
  }
}

/** Which recording shows the moment of a change. */
function shownOn(recordings: ExportedSession['recordings'], timeMs: number) {
  const shown = recordings.find((one) => one.startedMs <= timeMs && timeMs <= one.endedMs)
  return shown ? { recording: shown.recording.id } : {}
}

/** A removed file has lines no more, and a binary one has none. */
function rangesOf({ after }: Change, bodies: readonly Buffer[]): AddedLines[] {
  const body = bodies.at(-1)
  return !after || !body || isBinaryBody(body) ? [] : addedLines(body)
}

function contributorAt(time: number, { agent }: Session, models: readonly ModelUse[]) {
  const used = models.findLast((use) => use.time <= time) ?? models[0]
  if (!used) return { type: 'ai' }
  const id = modelId(agent, used.model)
  return { type: 'ai', ...(id.length <= MODEL_ID_MAX && { model_id: id }) }
}

/** As models.dev has it; agents that reach many makers name them already. */
function modelId(agent: string, model: string): string {
  const maker = model.includes('/') ? undefined : modelMaker(agent, model)
  return maker === undefined ? model : `${maker.id}/${model}`
}

/** The same record has the same id whenever it is exported. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16)
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`]
  return [...parts, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}
