/** One session that a transcript tells of, while it is read. */
import type { EventDraft } from '../../agents/agent.ts'
import type { SessionId } from '../../model/session.ts'
import type { NewEvent } from '../sessions/prepare-event.ts'
import { toldEvent, toldRoot, toldSession } from '../sessions/told-session.ts'
import type { ImportSetup, KeptCopy, WantedSession } from './import-target.ts'
import type { Knowledge, KnownEvents } from './known-events.ts'
import type { Transcript } from './read-transcript.ts'
import { TimedCalls } from './timed-calls.ts'

/** What came of one session. */
export interface SessionReport {
  id: SessionId
  agent: string
  root?: string
  parent?: SessionId
  /** Whether nothing was recorded of it before. */
  is_new: boolean
  /** Events that were missing and are recorded now. */
  added: number
  /** Events that were recorded already. */
  known: number
  /** Changes that were recorded, and nobody's, and are put down to it now. */
  put_down: number
}

export class ImportedSession {
  readonly report: SessionReport
  readonly #wanted: WantedSession
  readonly #known: KnownEvents
  readonly #setup: ImportSetup
  readonly #timedCalls = new TimedCalls()
  #time: string
  #drafts: EventDraft[] = []
  /** What was found of the call whose events come in a row, by its first. */
  #row: { key: string; knowledge: Knowledge | undefined } | undefined

  private constructor(wanted: WantedSession, known: KnownEvents, time: string, setup: ImportSetup) {
    const { id, agent, root, parent } = wanted
    this.#wanted = wanted
    this.#known = known
    this.#time = time
    this.#setup = setup
    this.report = {
      id,
      agent,
      ...(root !== undefined && { root }),
      ...(parent !== undefined && { parent }),
      is_new: known.count === 0,
      added: 0,
      known: 0,
      put_down: 0,
    }
  }

  /** What is given no time happened when the transcript was last written, or with what came before it. */
  static async begin(
    id: SessionId,
    first: EventDraft,
    { source }: Pick<Transcript, 'source'>,
    setup: ImportSetup,
  ): Promise<ImportedSession> {
    const root = toldRoot([first])
    const wanted = { ...toldSession(first), id, ...(root !== undefined && { root }) }
    return new ImportedSession(wanted, await setup.target.begin(id), source.modified, setup)
  }

  tell(draft: EventDraft): void {
    this.#drafts.push(draft)
  }

  /** Adds what was told and is missing. */
  async flush(): Promise<void> {
    const drafts = this.#drafts
    this.#drafts = []
    if (drafts.length === 0) return
    await this.#setup.target.add(this.#wanted, () => {
      const missing = drafts.flatMap((draft) => this.#missingOf(draft))
      this.report.added += missing.length
      return missing
    })
  }

  /** Puts down to its calls what they have declared. */
  async putDown(): Promise<void> {
    this.report.put_down = await this.#setup.target.putDown(this.#wanted, this.#timedCalls.sure)
  }

  async finish(copy?: KeptCopy): Promise<void> {
    await this.#setup.target.finish(this.#wanted, copy)
  }

  #missingOf(draft: EventDraft): NewEvent[] {
    this.#time = draft.time ?? this.#time
    const knowledge = this.#knowledgeOf(draft)
    this.#timedCalls.note(draft, knowledge)
    if (!knowledge) return [toldEvent(draft, this.#time)]
    this.report.known += 1
    // Hooks tell no usage: it must not be lost with the event that bears it.
    if (knowledge !== 'live' || !draft.usage) return []
    return this.#missingOf(usageAlone(draft))
  }

  /** A call is several events, its output among them, and is known or missing as a whole. */
  #knowledgeOf(draft: EventDraft): Knowledge | undefined {
    const { call_id: id, phase } = draft
    const key = id === undefined || !phase ? undefined : `${phase} ${id} ${draft.time}`
    if (key !== undefined && key === this.#row?.key) return this.#row.knowledge
    const { preparer } = this.#setup
    const summary = () => preparer.redact(draft.summary, this.#wanted.root)
    const knowledge = this.#known.knowledgeOf(draft, summary)
    if (key !== undefined) {
      this.#row = { key, knowledge }
      if (!knowledge) this.#known.noteCall(draft, 'transcript')
    }
    return knowledge
  }
}

function usageAlone({ agent, source, usage, model, time }: EventDraft): EventDraft {
  return {
    agent,
    source,
    event_type: 'AGENT_ACT',
    summary: 'model call',
    usage: usage!,
    ...(model !== undefined && { model }),
    ...(time !== undefined && { time }),
  }
}
