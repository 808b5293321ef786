import { type CutShort, cutShortWords } from '../../store/timeline/act.ts'
import type { Output } from '../terminal/output.ts'

/** Says of a restore or an undo that was killed how far it came, and how to go on. */
export function tellCutShort(out: Output, cutShort: CutShort | undefined): void {
  if (!cutShort) return
  const [problem, hint] = cutShortWords(cutShort)
  out.warn(problem)
  out.talk(hint)
}
