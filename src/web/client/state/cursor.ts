/** The moment that all panes show. Nothing else writes it. */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import type { ViewParameters } from './address-text.ts'
import { changeView, view } from './view.ts'

/** Of what ends at the moment, whether it is shown before it or after it. */
export type CursorSide = 'before' | 'after'

/** What was chosen: the moment is its. */
export type Anchor =
  | { kind: 'none' }
  | { kind: 'step'; seq: number; session?: string | undefined }
  | { kind: 'snapshot'; id: string; root?: string | undefined }
  | { kind: 'frame'; recording: string; timeMs: number }
  | { kind: 'line'; path: string; line: number }
  /** A stretch that was not recorded, by its beginning. */
  | { kind: 'gap'; fromMs: number }

export interface CursorState {
  /** Milliseconds since the epoch. */
  timeMs: number
  side: CursorSide
  anchor: Anchor
}

/**
 * A choice is an entry of the history, what is dragged replaces the last; what is played writes the address a few
 * times a second at most.
 */
export type Move = 'choose' | 'drag' | 'play'

const NOTHING: Anchor = { kind: 'none' }
const ADDRESS_EVERY_MS = 250

const moment = signal<CursorState | undefined>(undefined)
/** What the address said last of it, so that a change of anything else in there moves nothing. */
let addressed = ''
let lastWriteMs = -Infinity
/** The page, and of what it is: another one has a moment of its own. */
let place: string | undefined

/** Undefined until somebody has said which moment. */
export const cursor: ReadonlySignal<CursorState | undefined> = computed(() => moment.value)

/** The number of the step that is chosen, of the page's own session. */
export const chosenSeq: ReadonlySignal<number | undefined> = computed(() => {
  const anchor = moment.value?.anchor
  return anchor?.kind === 'step' && anchor.session === undefined ? anchor.seq : undefined
})

/** `nowMs` is only looked at while playing. */
export function moveTo(to: CursorState, how: Move = 'choose', nowMs = 0): void {
  if (isSame(to, moment.peek())) return
  moment.value = to
  if (how === 'play' && nowMs - lastWriteMs < ADDRESS_EVERY_MS) return
  lastWriteMs = nowMs
  const parameters = cursorParameters(to)
  addressed = keyOf(parameters)
  changeView(parameters, how === 'choose' ? 'push' : 'replace')
}

/** Back, forward, or a link: the address moves the cursor. */
effect(() => {
  const { page, parameters } = view.value
  const key = `${page} ${parameters.session ?? parameters.root ?? ''}`
  const isOther = key !== place
  place = key
  if (!isOther && keyOf(parameters) === addressed) return
  addressed = keyOf(parameters)
  moment.value = parseCursor(parameters)
})

/** Returns the parameters of the address that hold a moment; those that do not are taken out of it. */
export function cursorParameters({ timeMs, side, anchor }: CursorState): ViewParameters {
  return {
    at: new Date(timeMs).toISOString(),
    side: side === 'before' ? side : undefined,
    step: anchor.kind === 'step' ? stepText(anchor) : undefined,
    snapshot: anchor.kind === 'snapshot' ? anchor.id : undefined,
    frame: anchor.kind === 'frame' ? `${anchor.recording}@${anchor.timeMs}` : undefined,
    line: anchor.kind === 'line' ? `${anchor.line}:${anchor.path}` : undefined,
    gap: anchor.kind === 'gap' ? String(anchor.fromMs) : undefined,
  }
}

/** Returns the moment that an address holds; undefined when it holds none. */
export function parseCursor(parameters: ViewParameters): CursorState | undefined {
  const timeMs = Date.parse(parameters.at ?? '')
  if (Number.isNaN(timeMs)) return undefined
  return {
    timeMs,
    side: parameters.side === 'before' ? 'before' : 'after',
    anchor: parseAnchor(parameters),
  }
}

function parseAnchor({ step, snapshot, frame, line, gap }: ViewParameters): Anchor {
  const seq = /^(?:(sess_\w+)#)?(\d+)$/.exec(step ?? '')
  if (seq)
    return { kind: 'step', seq: Number(seq[2]), ...(seq[1] !== undefined && { session: seq[1] }) }
  if (snapshot !== undefined) return { kind: 'snapshot', id: snapshot }
  const place = /^(rec_\w+)@(\d+)$/.exec(frame ?? '')
  if (place) return { kind: 'frame', recording: place[1]!, timeMs: Number(place[2]) }
  if (/^\d{1,15}$/.test(gap ?? '')) return { kind: 'gap', fromMs: Number(gap) }
  const at = /^(\d+):(.*)$/s.exec(line ?? '')
  return at ? { kind: 'line', line: Number(at[1]), path: at[2]! } : NOTHING
}

function stepText({ seq, session }: { seq: number; session?: string | undefined }): string {
  return session === undefined ? String(seq) : `${session}#${seq}`
}

function keyOf({ at, side, step, snapshot, frame, line, gap }: ViewParameters): string {
  return JSON.stringify([at, side, step, snapshot, frame, line, gap])
}

function isSame(one: CursorState, other: CursorState | undefined): boolean {
  return other !== undefined && keyOf(cursorParameters(one)) === keyOf(cursorParameters(other))
}
