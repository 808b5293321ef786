/** A patch as rows to show. Rows know where their text lies; it is decoded when they are looked at. */
type RowKind = 'context' | 'added' | 'removed' | 'hunk' | 'note'

export interface DiffRow {
  kind: RowKind
  /** Number of the line before and after the change, where it is there. */
  old?: number
  new?: number
  /** Where the text lies in the patch, without its sign. */
  start: number
  end: number
}

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/
const HUNK_HEAD_MAX = 200
const KINDS: Record<string, RowKind> = { '+': 'added', '-': 'removed', ' ': 'context' }

/** Reads the body of a patch, from its first `@@` on. */
export function parsePatch(body: Buffer): DiffRow[] {
  const rows: DiffRow[] = []
  let [old, current] = [0, 0]
  for (let at = 0; at < body.length; ) {
    const found = body.indexOf(0x0a, at)
    const end = found < 0 ? body.length : found
    const sign = String.fromCharCode(body[at]!)
    const kind = KINDS[sign]
    const hunk =
      sign === '@' && HUNK.exec(body.toString('latin1', at, Math.min(end, at + HUNK_HEAD_MAX)))
    if (hunk) {
      ;[old, current] = [Number(hunk[1]), Number(hunk[2])]
      rows.push({ kind: 'hunk', start: at, end })
    } else if (kind === undefined) {
      rows.push({ kind: 'note', start: at, end })
    } else {
      const row: DiffRow = { kind, start: at + 1, end }
      if (kind !== 'added') row.old = old++
      if (kind !== 'removed') row.new = current++
      rows.push(row)
    }
    at = end + 1
  }
  return rows
}

/** Two rows side by side; one is absent where nothing stands opposite. */
export type RowPair = readonly [left: DiffRow | undefined, right: DiffRow | undefined]

/** Puts what was removed beside what was added in its place. */
export function pairRows(rows: readonly DiffRow[]): RowPair[] {
  const pairs: RowPair[] = []
  for (let at = 0; at < rows.length; ) {
    const row = rows[at]!
    if (row.kind !== 'removed' && row.kind !== 'added') {
      pairs.push([row, row])
      at += 1
      continue
    }
    const removed = runOf(rows, at, 'removed')
    const added = runOf(rows, at + removed.length, 'added')
    for (let n = 0; n < Math.max(removed.length, added.length); n += 1) {
      pairs.push([removed[n], added[n]])
    }
    at += removed.length + added.length
  }
  return pairs
}

function runOf(rows: readonly DiffRow[], from: number, kind: RowKind): readonly DiffRow[] {
  let to = from
  while (rows[to]?.kind === kind || (to > from && rows[to]?.kind === 'note')) to += 1
  return rows.slice(from, to).filter((row) => row.kind === kind)
}
