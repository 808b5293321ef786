/** One step of a session, with what led to it: read in one go, and not all of it kept. */

import { callKey } from '../../store/sessions/call-key.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import { wordsOf } from './event-content.ts'
import { type JoinedStep, joinSteps } from './joined-steps.ts'
import type { StepCall } from './session-snapshots.ts'

export interface StepEvents {
  step: JoinedStep
  call: StepCall
  /** What was last asked for before it. */
  prompt: StoredEvent | undefined
  /** What was seen on disk and is put down to its call. */
  seen: StoredEvent[]
}

/** Returns undefined when no step holds the event `seq`. */
export async function readStepEvents(
  events: AsyncIterable<StoredEvent>,
  seq: number,
): Promise<StepEvents | undefined> {
  const all: StoredEvent[] = []
  let prompt: StoredEvent | undefined
  let asked: StoredEvent | undefined
  for await (const event of events) {
    all.push(event)
    if (event.seq < seq && event.event_type === 'USER_INPUT') prompt = event
    if (event.seq === seq) asked = event
  }
  if (!asked) return undefined
  const isCall = asked.call_id !== undefined || asked.intake !== undefined
  const key = isCall ? callKey(asked) : undefined
  const ofCall = key === undefined ? [asked] : all.filter((event) => isOf(event, key))
  for await (const step of joinSteps(each(ofCall.filter(({ source }) => source !== 'watch')))) {
    const numbers = [step.event, step.end, ...step.more].map((event) => event?.seq)
    if (!numbers.includes(seq)) continue
    const keys = new Set(key === undefined ? [] : [key])
    const call = { events: ofCall.map((event) => event.seq), keys }
    return { step, call, prompt, seen: ofCall.filter(({ source }) => source === 'watch') }
  }
  const call = { events: [seq], keys: new Set<string>() }
  return { step: { event: asked, more: [] }, call, prompt, seen: [asked] }
}

function isOf(event: StoredEvent, key: string): boolean {
  return event.source === 'watch' ? event.call_id === key : callKey(event) === key
}

async function* each(events: readonly StoredEvent[]): AsyncGenerator<StoredEvent> {
  yield* events
}

/** Returns the beginning of what a person asked for. */
export function promptText(prompt: StoredEvent, charactersMax: number): string {
  return wordsOf(prompt).trim().slice(0, charactersMax)
}
