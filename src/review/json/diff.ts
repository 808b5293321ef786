/** DiffEvent: its changes sorted by path, every key there, absent values null; see docs/json.md. */
import type { DiffQuery } from '../../git/compare/diff.ts'
import { type Change, changedPath } from '../../model/change.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { RecordedSide } from '../../store/timeline/recorded-tree.ts'
import { diffText } from '../changes/change-text.ts'
import { type DiffSides, diffId } from '../changes/diff-request.ts'
import type { RecordedChange, SnapshotDiff } from '../changes/snapshot-diff.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { modeJson, pathJson } from './path.ts'

/** Text of all patches of one diff, beyond which the rest is left out: one JSON value must fit in memory. */
const TEXT_MAX_CHARACTERS = 128 * 1024 * 1024

export type DiffJson = Awaited<ReturnType<typeof diffJson>>

interface DiffFacts extends DiffSides {
  view: RepoView
  query: DiffQuery
  createdMs: number
}

export async function diffJson(diff: SnapshotDiff, facts: DiffFacts) {
  const { from, to } = facts
  const oids = diff.changes.flatMap(({ before, after }) =>
    [before?.oid ?? [], after?.oid ?? []].flat(),
  )
  const sizes = await facts.view.sizes.of(oids)
  const sizeBytes = oids.reduce((sum, oid) => sum + (sizes.get(oid) ?? 0), 0)
  const texts = await readTexts(diff, facts, sizeBytes)
  const size = (side: RecordedSide | undefined) =>
    side?.sizeBytes ?? (side?.oid && side.kind !== 'folder' ? (sizes.get(side.oid) ?? null) : null)
  return {
    type: 'diff' as const,
    diff_id: diffId(facts) ?? null,
    from_snapshot_id: from?.id ?? null,
    to_snapshot_id: to?.id ?? null,
    created_at: new Date(facts.createdMs).toISOString(),
    changes: diff.changes.map((change) => ({
      ...changeJson(facts.view.repo.root, change),
      old_size: size(change.before),
      new_size: size(change.after),
      ...textJson(texts.get(changedPath(change))),
    })),
  }
}

/** The facts of a change without its sizes and text, which cost more to find. */
export function changeJson(root: string, change: RecordedChange) {
  const { type, before, after } = change
  const movedFrom = type === 'renamed' || type === 'copied' ? before!.path : undefined
  const from = movedFrom === undefined ? undefined : pathJson(root, movedFrom)
  return {
    ...pathJson(root, changedPath(change)),
    change_type: type,
    kind: (after ?? before)!.kind,
    old_hash: hashOf(before),
    new_hash: hashOf(after),
    old_mode: modeOf(before),
    new_mode: modeOf(after),
    old_owner: ownerOf(before),
    new_owner: ownerOf(after),
    renamed_from: from?.path ?? null,
    ...(from?.path_base64 && { renamed_from_base64: from.path_base64 }),
    added_lines: change.lines?.added ?? null,
    removed_lines: change.lines?.removed ?? null,
  }
}

/** Of a file over the size cap, `sha256:` and its hash; else git's object name. */
function hashOf(side: RecordedSide | undefined): string | null {
  if (side?.sha256) return `sha256:${side.sha256}`
  return side?.kind === 'folder' ? null : (side?.oid ?? null)
}

function modeOf(side: RecordedSide | undefined): string | null {
  return side ? modeJson(side.mode) : null
}

/** null where the owner is that of the root. */
function ownerOf(side: RecordedSide | undefined): string | null {
  if (side?.uid === undefined && side?.gid === undefined) return null
  return `${side.uid ?? ''}:${side.gid ?? ''}`
}

function textJson(text: string | null | undefined) {
  return text === undefined ? { diff_text: null, diff_text_omitted: true } : { diff_text: text }
}

/** Reads the text of every change; a change without an entry did not fit any more. */
async function readTexts(
  diff: SnapshotDiff,
  { view, query }: DiffFacts,
  sizeBytes: number,
): Promise<Map<RawPath, string | null>> {
  const texts = new Map<RawPath, string | null>()
  const byPath = new Map(diff.changes.map((change) => [changedPath(change), change]))
  let characters = 0
  for await (const { change, bodies } of view.patches(query, diff.gitChanges, sizeBytes)) {
    const text = diffText(
      byPath.get(changedPath(change)) ?? (change as Change as RecordedChange),
      bodies,
    )
    characters += text?.length ?? 0
    if (characters > TEXT_MAX_CHARACTERS) break
    texts.set(changedPath(change), text)
  }
  const isInGit = new Set(diff.gitChanges.map(changedPath))
  for (const path of byPath.keys()) if (!isInGit.has(path)) texts.set(path, null)
  return texts
}
