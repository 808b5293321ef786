/**
 * Looks at a recording as a whole, once more: what the first look had passed on can be replaced now, and what was found
 * in one place is looked for in all others.
 */

import type { CastEvent } from '../../../model/cast.ts'
import { createSecretFinder } from '../redact-text.ts'
import { isToken, type SecretFinder } from '../secret-finder.ts'
import { StreamRedactor } from './redact-stream.ts'

/** What stands there while a secret is typed is looked for from this length on. */
const BEGUN_VALUE_MIN = 16

interface StreamLook {
  events: CastEvent[]
  /** What was found, by rule. */
  found: { ruleId: string; text: string }[]
}

/** A recording after it, and how many secrets the first look had missed, by rule. */
interface LookedAgain {
  events: CastEvent[]
  counts: ReadonlyMap<string, number>
}

export function lookAgain(
  events: readonly CastEvent[],
  size: { columns: number; rows: number },
  knownValues: readonly string[],
): LookedAgain {
  const first = look(events, size, createSecretFinder(knownValues, []))
  if (first.found.length === 0) return { events: [...events], counts: new Map() }
  const whole = first.found.filter(({ text }) => !text.includes('•'))
  const values = whole.map(({ text }) => text)
  const begun = whole.filter(({ ruleId, text }) => isToken(ruleId) && isLong(text))
  const finder = createSecretFinder(
    [...knownValues, ...values],
    [...new Set(begun.map(({ text }) => text))],
  )
  const second = look(events, size, finder)
  const counts = new Map<string, number>()
  for (const { ruleId } of second.found) counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1)
  return { events: second.events, counts }
}

function look(
  events: readonly CastEvent[],
  size: { columns: number; rows: number },
  finder: SecretFinder,
): StreamLook {
  const found: StreamLook['found'] = []
  const redactor = new StreamRedactor({
    ...{ finder, ...size },
    onFound: (ruleId, text) => {
      if (ruleId !== '' && text !== '') found.push({ ruleId, text })
    },
  })
  for (const event of events) redactor.offer(event)
  return { events: redactor.end(), found }
}

function isLong(text: string): boolean {
  return text.length >= BEGUN_VALUE_MIN
}
