import type { SessionId } from '../../model/session.ts'

/** Where in the record something was told. */
export interface EventPlace {
  session: SessionId
  seq: number
  time: string
}
