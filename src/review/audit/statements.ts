/** The agent's words beside what it did: failures that it tells as successes, and claims to have changed only this. */
import { dropOldest } from '../../model/drop-oldest.ts'
import { type Event, isUsageAlone } from '../../model/event.ts'
import { wordsOf } from '../sessions/event-content.ts'
import { hasFailed, type JoinedStep, wasRefused } from '../sessions/joined-steps.ts'
import { Capped } from './capped.ts'
import { type ClaimedChange, claimedChanges, claimedUntouched } from './claimed-changes.ts'
import { claimedCommands } from './claimed-commands.ts'
import { clausesOf } from './clauses.ts'
import type { EventPlace } from './place.ts'
import { deedOf, sentencesOf, tellsChange, tellsOnly, tellsSuccess } from './sentences.ts'
import type { ClaimedFile, ClaimedRun } from './word-hints.ts'

/** A call failed, and later words of the same turn sound as if it had not. */
export interface SuccessHint extends EventPlace {
  sentence: string
  failed: { seq: number; summary: string; exit_code?: number | undefined }
}

/** The agent says that it changed nothing but what this sentence names. */
export interface OnlyStatement extends EventPlace {
  sentence: string
  /** When the turn began that it is said of, in milliseconds since the epoch. */
  sinceMs: number
}

interface Failure {
  seq: number
  summary: string
  exit_code?: number | undefined
  command?: string | undefined
  path?: string
}

const FAILURES_MAX = 200

/** Takes the steps of one session, in order. */
export class Statements {
  readonly hints = new Capped<SuccessHint>()
  readonly onlys = new Capped<OnlyStatement>()
  readonly runs = new Capped<ClaimedRun>()
  readonly files = new Capped<ClaimedFile>()
  /** Calls of this turn that failed, and that nothing has mended since. */
  readonly #failures = new Map<string, Failure>()
  #turnMs = 0

  add(place: EventPlace, step: JoinedStep): void {
    const { event } = step
    if (event.event_type === 'USER_INPUT') {
      this.#failures.clear()
      this.#turnMs = Date.parse(event.time)
    } else if (isSpeech(event)) this.#addWords(place, event)
    else this.#addCall(place, step)
  }

  #addCall({ seq }: EventPlace, step: JoinedStep): void {
    const { event, end = event } = step
    const { command, summary } = event
    const path = event.paths?.at(-1)
    const subject = command ?? path
    if (subject === undefined || (event.phase === 'before' && !step.end)) return
    // What was refused has neither failed nor gone well.
    if (wasRefused(step)) return
    if (!hasFailed(step)) {
      this.#mend(subject, command)
      return
    }
    const { exit_code } = end
    this.#failures.set(subject, {
      seq,
      summary,
      exit_code,
      ...(command === undefined ? { path: subject } : { command }),
    })
    dropOldest(this.#failures, FAILURES_MAX)
  }

  /** What went well later is what the agent speaks of. */
  #mend(subject: string, command: string | undefined): void {
    this.#failures.delete(subject)
    const deed = command === undefined ? undefined : deedOf(command)
    if (deed === undefined) return
    for (const [key, failure] of this.#failures) {
      if (failure.command !== undefined && deedOf(failure.command) === deed)
        this.#failures.delete(key)
    }
  }

  #addClaims(place: EventPlace, words: string): void {
    const sinceMs = this.#turnMs
    const addFile = (sentence: string) => (file: ClaimedChange) =>
      this.files.push({ ...place, sentence, ...file, sinceMs })
    for (const clause of clausesOf(words)) {
      const { sentence } = clause
      for (const deed of claimedCommands(clause)) this.runs.push({ ...place, sentence, deed })
      claimedChanges(clause).forEach(addFile(sentence))
    }
    for (const sentence of sentencesOf(words)) claimedUntouched(sentence).forEach(addFile(sentence))
  }

  #addWords(place: EventPlace, { summary: told, raw }: Event): void {
    // Hooks tell their own name before the words.
    const summary = told.replace(/^[A-Z]\w*: /, '')
    const words = wordsOf({ summary, raw })
    this.#addClaims(place, words)
    for (const sentence of sentencesOf(words)) {
      if (tellsOnly(sentence)) this.onlys.push({ ...place, sentence, sinceMs: this.#turnMs })
      for (const [key, failure] of this.#failures) {
        if (!tellsOtherwise(sentence, failure)) continue
        const { seq, summary: called, exit_code } = failure
        const failed = { seq, summary: called, exit_code }
        this.hints.push({ ...place, sentence, failed })
        this.#failures.delete(key)
      }
    }
  }
}

function isSpeech(event: Event): boolean {
  const { event_type: type, tool, phase } = event
  const isSaid = type === 'AGENT_ACT' || type === 'SESSION_END'
  return isSaid && tool === undefined && phase === undefined && !isUsageAlone(event)
}

function tellsOtherwise(sentence: string, { command, path }: Failure): boolean {
  if (command !== undefined) return tellsSuccess(sentence, command)
  return path !== undefined && tellsChange(sentence, path)
}
