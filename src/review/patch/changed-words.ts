/** Which words differ between a line and the one in its place. */
import { diffWordsWithSpace } from 'diff'
import type { TextPart } from './source-text.ts'

/** Of longer lines nobody sees the words. */
const COMPARED_CHARACTERS_MAX = 1_000
/** Where less than this part of the longer line is common, the whole line is another. */
const COMMON_MIN = 0.3

/** Returns what differs in each, in characters; nothing where they have too little in common. */
export function changedWords(
  before: string,
  after: string,
): { before: TextPart[]; after: TextPart[] } {
  const none = { before: [], after: [] }
  if (before.length + after.length > COMPARED_CHARACTERS_MAX || before === after) return none
  const found: { before: TextPart[]; after: TextPart[] } = { before: [], after: [] }
  let [old, current, common] = [0, 0, 0]
  for (const { value, added, removed } of diffWordsWithSpace(before, after)) {
    if (removed) found.before.push({ start: old, end: old + value.length })
    else if (added) found.after.push({ start: current, end: current + value.length })
    else common += value.trim().length
    if (!added) old += value.length
    if (!removed) current += value.length
  }
  const longer = Math.max(before.trim().length, after.trim().length)
  return common < COMMON_MIN * longer ? none : found
}
