import type { SessionId } from '../../model/session.ts'

/** Where in the record something was told. */
export interface Place {
  session: SessionId
  seq: number
  time: string
}
