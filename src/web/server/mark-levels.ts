/**
 * Marks by levels: at level n, those that begin within the same 2^n milliseconds and are shorter than that are one. The
 * worst kind and the worst risk of them stay, and how many they were. A level made from a finer one is the same as
 * one made from the marks themselves.
 */
import { MARK_KINDS, MARK_RISKS, type MarkKind, type SentMarks } from '../api/strip.ts'

export interface LaneMark {
  startMs: number
  endMs: number
  kind: MarkKind
  risk: (typeof MARK_RISKS)[number]
  count: number
  seq: number
  label?: string
}

/** Returns the level at which what is shown in `width` pixels has about one mark a pixel. */
export function levelFor(spanMs: number, width: number): number {
  return Math.max(0, Math.ceil(Math.log2(Math.max(1, spanMs / Math.max(1, width)))))
}

/** `marks` are in order of their beginning; so are those that are returned. */
export function marksAtLevel(marks: readonly LaneMark[], level: number): LaneMark[] {
  if (level === 0) return [...marks]
  const size = 2 ** level
  const found: LaneMark[] = []
  /** The one that the next short one may join, and where its stretch ends. */
  let open: { place: number; untilMs: number } | undefined
  for (const mark of marks) {
    const isShort = mark.endMs - mark.startMs < size
    if (isShort && open && mark.startMs < open.untilMs) {
      found[open.place] = merged(found[open.place]!, mark)
      continue
    }
    if (isShort) open = { place: found.length, untilMs: stretchEnd(mark.startMs, size) }
    found.push(mark)
  }
  return found
}

function stretchEnd(timeMs: number, size: number): number {
  return (Math.floor(timeMs / size) + 1) * size
}

function merged(one: LaneMark, other: LaneMark): LaneMark {
  const worse = rank(other) > rank(one) ? other : one
  const isWorseKind = MARK_KINDS.indexOf(other.kind) > MARK_KINDS.indexOf(one.kind)
  const isWorseRisk = MARK_RISKS.indexOf(other.risk) > MARK_RISKS.indexOf(one.risk)
  return {
    startMs: one.startMs,
    endMs: Math.max(one.endMs, other.endMs),
    kind: isWorseKind ? other.kind : one.kind,
    risk: isWorseRisk ? other.risk : one.risk,
    count: one.count + other.count,
    seq: worse.seq,
  }
}

function rank({ kind, risk }: LaneMark): number {
  return MARK_RISKS.indexOf(risk) * MARK_KINDS.length + MARK_KINDS.indexOf(kind)
}

/** Labels are sent with marks that stand for themselves and are long enough to bear a few letters. */
const LABEL_STRETCHES = 24

export function sentMarks(marks: readonly LaneMark[], fromMs: number, level: number): SentMarks {
  const labels: Record<number, string> = {}
  for (const [place, { label, startMs, endMs, kind }] of marks.entries()) {
    const isLong = level === 0 || endMs - startMs >= 2 ** level * LABEL_STRETCHES
    const isPersons = kind === 'prompt' || kind === 'refusal' || kind === 'act'
    if (label !== undefined && (isLong || isPersons)) labels[place] = label
  }
  return {
    at: marks.map(({ startMs }) => startMs - fromMs),
    length: marks.map(({ startMs, endMs }) => endMs - startMs),
    kind: marks.map(({ kind }) => MARK_KINDS.indexOf(kind)),
    risk: marks.map(({ risk }) => MARK_RISKS.indexOf(risk)),
    count: marks.map(({ count }) => count),
    seq: marks.map(({ seq }) => seq),
    labels,
  }
}
