/** Where what a transcript tells goes: into the sessions of a home, or, when only trying, nowhere. */
import type { Oid } from '../../model/oid.ts'
import type { SessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import { readEvents } from '../../store/sessions/session-events.ts'
import type { SessionsReader } from '../../store/sessions/sessions-repo.ts'
import {
  readTranscriptSource,
  TranscriptCopyWriter,
  type TranscriptSource,
} from '../../store/sessions/transcript-copy.ts'
import type { NewSession } from '../sessions/new-session.ts'
import type { EventPreparer, NewEvent } from '../sessions/prepare-event.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { KnownEvents } from './known-events.ts'

export type WantedSession = NewSession & { id: SessionId }

interface ImportTarget {
  /** Returns what is recorded of the session, which is kept up to date until `finish`. */
  begin(id: SessionId): Promise<KnownEvents>
  /** Adds the events that `choose` returns, before anyone else adds any. */
  add(wanted: WantedSession, choose: () => readonly NewEvent[]): Promise<void>
  /** Returns where a copy of the transcript goes; undefined when that of this state is kept, or none is. */
  copy(
    id: SessionId,
    name: string,
    source: TranscriptSource,
  ): Promise<TranscriptCopyWriter | undefined>
  /**
   * Puts changes that are recorded, and nobody's, down to the calls that are now known to have declared them; `sure`
   * are those, by their keys, whose times were told. Returns how many changes that were.
   */
  putDown(wanted: WantedSession, sure: ReadonlySet<string>): Promise<number>
  finish(wanted: WantedSession, copy?: KeptCopy): Promise<void>
}

/** What is done with what a transcript tells: how it is made fit to be recorded, and where it goes. */
export interface ImportSetup {
  preparer: EventPreparer
  target: ImportTarget
}

/** The copy of a transcript, a tree in the sessions repo. */
export interface KeptCopy {
  name: string
  tree: Oid
}

/** Changes nothing. */
export function tryingTarget(home: Home, reader: SessionsReader): ImportTarget {
  return {
    begin: (id) => knownEvents(home, reader, id),
    async add(_, choose) {
      choose()
    },
    copy: async () => undefined,
    putDown: async () => 0,
    finish: async () => {},
  }
}

/** What is found to be of a session afterwards: how many changes, and the events that tell of them. */
export interface PutDown {
  count: number
  events: NewEvent[]
}

type FindPutDown = (wanted: WantedSession, sure: ReadonlySet<string>) => Promise<PutDown>

/** Records; the caller holds the lock of the home. */
export function recordingTarget(
  home: Home,
  reader: SessionsReader,
  sessions: Sessions,
  findPutDown: FindPutDown,
): ImportTarget {
  let isAdding = false
  const followed = new Map<SessionId, () => void>()
  return {
    begin: (id) =>
      sessions.inTurn(async () => {
        const known = await knownEvents(home, reader, id)
        const unfollow = sessions.follow(id, (event) => {
          if (!isAdding) known.note(event)
        })
        followed.set(id, unfollow)
        return known
      }),
    add: (wanted, choose) =>
      sessions.inTurn(async () => {
        const events = choose()
        if (events.length === 0) return
        isAdding = true
        try {
          await sessions.addTo(wanted, events)
        } finally {
          isAdding = false
        }
      }),
    copy: (id, name, source) =>
      sessions.inTurn(async () => {
        const tree = (await reader.find(id))?.transcripts.get(name)
        const kept = await readTranscriptSource(reader, tree)
        const isSame = kept?.size_bytes === source.size_bytes && kept.modified === source.modified
        return isSame ? undefined : new TranscriptCopyWriter(home)
      }),
    async putDown(wanted, sure) {
      const { count, events } = await findPutDown(wanted, sure)
      if (events.length > 0) await sessions.inTurn(() => sessions.addTo(wanted, events))
      return count
    },
    finish: (wanted, copy) =>
      sessions.inTurn(async () => {
        followed.get(wanted.id)?.()
        if (copy) (await sessions.addTo(wanted, [])).keepTranscript(copy.name, copy.tree)
        await sessions.putAway(wanted.id)
      }),
  }
}

async function knownEvents(
  home: Home,
  reader: SessionsReader,
  id: SessionId,
): Promise<KnownEvents> {
  const known = new KnownEvents()
  for await (const event of readEvents(home, reader, id)) known.note(event)
  return known
}
