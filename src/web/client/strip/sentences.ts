/** What is read out of a lane. */

import { MARK_KINDS, type MarkKind, type SentLane } from '../../api/strip.ts'
import { plainText } from './lane-brush.ts'

const WORDS: readonly (readonly [kinds: readonly MarkKind[], one: string, more: string])[] = [
  [['call', 'open', 'failed', 'refused'], 'call', 'calls'],
  [['refused'], 'refused', 'refused'],
  [['failed'], 'failed', 'failed'],
  [['prompt'], 'prompt', 'prompts'],
  [['refusal'], 'refusal', 'refusals'],
  [['act'], 'act', 'acts'],
  [['added'], 'file added', 'files added'],
  [['removed'], 'file removed', 'files removed'],
  [['modified', 'renamed'], 'file changed', 'files changed'],
  [['scanned'], 'change found by a scan', 'changes found by a scan'],
]

/** Returns e.g. `claude-code: 13 calls, 1 refused, 1 failed`. */
export function laneSentence({ name, marks, gaps }: SentLane): string {
  const counts = new Map<MarkKind, number>()
  for (const [place, kind] of marks.kind.entries()) {
    const name = MARK_KINDS[kind]!
    counts.set(name, (counts.get(name) ?? 0) + marks.count[place]!)
  }
  const told = WORDS.flatMap(([kinds, one, more]) => {
    const count = kinds.reduce((sum, kind) => sum + (counts.get(kind) ?? 0), 0)
    return count === 0 ? [] : [`${count} ${count === 1 ? one : more}`]
  })
  const lost =
    gaps.length === 0 ? [] : [`not recorded ${gaps.length === 1 ? 'once' : `${gaps.length} times`}`]
  return `${plainText(name)}: ${[...told, ...lost].join(', ') || 'nothing'}`
}
