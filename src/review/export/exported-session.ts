import type { Session } from '../../model/session.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'

/** A session to be written in another format. */
export interface ExportedSession {
  session: Session
  /** Reads its events from the first one on; may be called more than once. */
  events(): AsyncGenerator<StoredEvent>
}
