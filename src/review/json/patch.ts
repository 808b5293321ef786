/** How two states of a file differ, row by row; see docs/json.md. */
import { showPath } from '../../model/show.ts'
import type { ComparedState, FileSide } from '../patch/compared-sides.ts'
import type { DrawnPair, DrawnRow } from '../patch/drawn-patch.ts'
import { modeJson, pathAddress } from './path.ts'

interface PatchFacts {
  state: ComparedState
  before: FileSide | undefined
  after: FileSide | undefined
  /** Of the rows that are wanted, and how many there are in all. */
  rows: DrawnRow[] | DrawnPair[]
  isBeside: boolean
  start: number
  total: number
  lines: { added: number; removed: number }
  secrets: { count: number; rules: string[] }
  isVeiled: boolean
  unreadable: readonly string[]
}

export function patchJson(facts: PatchFacts) {
  const { state, before, after, rows, isBeside, start, total, lines, secrets, isVeiled } = facts
  return {
    type: 'patch' as const,
    state,
    before: sideJson(before),
    after: sideJson(after),
    added_lines: lines.added,
    removed_lines: lines.removed,
    secrets,
    is_veiled: isVeiled,
    total_rows: total,
    start,
    rows: isBeside ? [] : (rows as DrawnRow[]),
    pairs: isBeside ? (rows as DrawnPair[]) : [],
    unreadable: [...facts.unreadable],
  }
}

function sideJson(one: FileSide | undefined) {
  if (!one?.side) return null
  const { snapshot, path, side, sizeBytes } = one
  return {
    snapshot_id: snapshot.id,
    time: new Date(snapshot.time).toISOString(),
    name: showPath(path),
    address: pathAddress(path),
    kind: side.kind,
    mode: modeJson(side.mode),
    size: sizeBytes ?? null,
    hash: side.sha256 ? `sha256:${side.sha256}` : (side.oid ?? null),
  }
}
