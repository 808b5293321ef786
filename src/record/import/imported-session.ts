/** One session that a transcript tells of, while it is read. */
import type { EventDraft } from '../../agents/agent.ts'
import { FILLED_FIELDS } from '../../model/event.ts'
import type { SessionId } from '../../model/session.ts'
import { eventFromDraft, rootFromDrafts, sessionFromDraft } from '../sessions/from-draft.ts'
import type { NewEvent } from '../sessions/prepare-event.ts'
import type { ImportSetup, KeptCopy, WantedSession } from './import-target.ts'
import type { Knowledge, KnownEvent, KnownEvents } from './known-events.ts'
import type { Transcript } from './read-transcript.ts'
import { TimedCalls } from './timed-calls.ts'

/** What came of one session. */
export interface SessionImport {
  id: SessionId
  agent: string
  root?: string
  parent?: SessionId
  /** Whether nothing was recorded of it before. */
  is_new: boolean
  /** What was missing and is recorded now: events, and additions to events that were known. */
  added: number
  /** Events that were recorded already. */
  known: number
  /** Changes that were recorded, and nobody's, and are put down to it now. */
  put_down: number
}

export class ImportedSession {
  readonly report: SessionImport
  readonly #wanted: WantedSession
  readonly #known: KnownEvents
  readonly #setup: ImportSetup
  readonly #timedCalls = new TimedCalls()
  #time: string
  #model: string | undefined
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
    const root = rootFromDrafts([first])
    const wanted = { ...sessionFromDraft(first), id, ...(root !== undefined && { root }) }
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
    const isFirst = this.#isFirstOfCall(draft)
    const knowledge = this.#knowledgeOf(draft)
    this.#timedCalls.note(draft, knowledge)
    if (!knowledge) return [eventFromDraft(draft, this.#time)]
    this.report.known += 1
    if (knowledge.from !== 'live' || !knowledge.recorded) return []
    return isFirst ? this.#additionTo(knowledge.recorded, draft) : []
  }

  /** What hooks do not tell, such as tokens, is added to the event that they told. */
  #additionTo({ seq, lacks }: KnownEvent, draft: EventDraft): NewEvent[] {
    const told = eventFromDraft(draft, this.#time)
    const names = FILLED_FIELDS.filter((name) => told[name] !== undefined && lacks.has(name))
    // The same model again is no news.
    const isNews = names.some((name) => name !== 'model' || told.model !== this.#model)
    this.#model = told.model ?? this.#model
    if (!isNews) return []
    for (const name of names) lacks.delete(name)
    const { time, event_type, source } = told
    const fields = Object.fromEntries(names.map((name) => [name, told[name]]))
    return [{ time, event_type, summary: '', source, fills: seq, ...fields }]
  }

  #isFirstOfCall(draft: EventDraft): boolean {
    return this.#row === undefined || this.#row.key !== rowOf(draft)
  }

  /** A call is several events, its output among them, and is known or missing as a whole. */
  #knowledgeOf(draft: EventDraft): Knowledge | undefined {
    const key = rowOf(draft)
    if (key !== undefined && key === this.#row?.key) return this.#row.knowledge
    const { preparer } = this.#setup
    const summary = () => preparer.redact(draft.summary, this.#wanted.root)
    const knowledge = this.#known.knowledgeOf(draft, summary)
    this.#row = key === undefined ? undefined : { key, knowledge }
    if (key !== undefined && !knowledge) this.#known.noteCall(draft)
    return knowledge
  }
}

/** The events of a call come in a row. */
function rowOf({ call_id: id, phase, time }: EventDraft): string | undefined {
  return id === undefined || !phase ? undefined : `${phase} ${id} ${time}`
}
