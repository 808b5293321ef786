/**
 * What is said over run/daemon.sock: one JSON object a line. The client says `hello` first and the daemon
 * answers with its own; then come requests with an id, and answers that bear it.
 */
import type { ImportProgress } from '../record/import/import-transcript.ts'
import type { RecordLine } from '../service/json/record-line.ts'
import type { Progress, Requests, RequestType } from '../service/requests.ts'

/** Client and daemon of different versions do not understand each other, and say so. */
export const PROTOCOL_VERSION = 1

interface ClientHello {
  type: 'hello'
  protocol: number
}

export interface DaemonHello {
  type: 'hello'
  protocol: number
  pid: number
  /** How the daemon was started. */
  command: string
  started: number
}

export type ClientFrame =
  | ClientHello
  | {
      [Type in RequestType]: { type: Type; id: number; params: Requests[Type]['params'] }
    }[RequestType]

export type DaemonFrame =
  | DaemonHello
  | { type: 'answer'; id: number; answer: unknown }
  | { type: 'error'; id: number; code: string; message: string; hint?: string | undefined }
  | { type: 'line'; line: RecordLine }
  | { type: 'progress'; root: string; progress: Progress }
  | { type: 'import-progress'; progress: ImportProgress }
