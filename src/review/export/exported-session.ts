import type { Session } from '../../model/session.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import type { SessionRecording } from '../recordings/session-recordings.ts'

/** A session to be written in another format. */
export interface ExportedSession {
  session: Session
  recordings: readonly SessionRecording[]
  /** Reads its events from the first one on; may be called more than once. */
  events(): AsyncGenerator<StoredEvent>
}
