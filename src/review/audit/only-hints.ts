import type { EventPlace } from './place.ts'
import type { SeenChange } from './seen-changes.ts'
import { mentions } from './sentences.ts'
import type { OnlyStatement } from './statements.ts'

/** The agent says that it changed only this, and more is put down to it. */
export interface OnlyHint extends EventPlace {
  sentence: string
  /** What the sentence does not name; absolute. */
  paths: string[]
}

/** What was done before the words may be recorded a little after them. */
const RECORDED_WITHIN_MS = 2_000

/** Compares what was said of a turn with the changes put down to the session in it. */
export function onlyHints(
  statements: readonly OnlyStatement[],
  changes: readonly SeenChange[],
  root: string | undefined,
): OnlyHint[] {
  return statements.flatMap(({ sinceMs, ...said }) => {
    const untilMs = Date.parse(said.time) + RECORDED_WITHIN_MS
    const untold = new Set<string>()
    for (const { path, timeMs, session, change } of changes) {
      const isOfTurn = session === said.session && timeMs >= sinceMs && timeMs <= untilMs
      const name =
        root !== undefined && path.startsWith(`${root}/`) ? path.slice(root.length) : path
      if (isOfTurn && change !== 'mode' && !mentions(said.sentence, name)) untold.add(path)
    }
    return untold.size === 0 ? [] : [{ ...said, paths: [...untold] }]
  })
}
