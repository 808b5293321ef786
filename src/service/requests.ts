/** What can be asked of whoever writes to a home, and what is answered; in this process, or over the socket. */
import type { RecordingId } from '../model/recording.ts'
import type { Session, SessionId } from '../model/session.ts'
import type { Snapshot, Trigger } from '../model/snapshot.ts'
import type { ImportReport } from '../record/import/import-transcript.ts'
import type { Forgetting } from '../record/prune/forget-root.ts'
import type { Replacement } from '../record/terminal/replace-recording.ts'
import type { WatchStatus } from '../record/watch/watch-contract.ts'
import type { CutShort } from '../store/timeline/act.ts'
import type { SnapshotLine } from './json/record-line.ts'

/** What can be asked, and what is answered. Absolute paths of roots; `[]` means all that are watched. */
export interface Requests {
  /** Records the state of the roots, watched or not. */
  snapshot: {
    params: { roots: string[]; trigger: Trigger; message?: string | undefined }
    answer: SnapshotReport[]
  }
  /** Watches these roots too for as long as the connection lasts, and sends their lines. */
  watch: { params: { roots: string[] }; answer: DaemonStatus }
  /** Begins to watch these roots, and marks those in `always` as watched whenever a daemon runs. */
  record: { params: { roots: string[]; always: string[] }; answer: null }
  /** Watches a root no more, whoever asked for it, and drops its record when that is wanted. */
  forget: { params: Forgetting; answer: null }
  /** Lets go of the shadow repos of these roots for as long as the connection lasts. */
  pause: { params: { roots: string[] }; answer: null }
  /** Returns once every look at this root knows of the restore or undo that is about to write into it. */
  'stand-still': { params: { root: string }; answer: null }
  /** Begins a session by hand, after a snapshot of its root. */
  'session-start': { params: SessionStart; answer: Session }
  /** Ends such a session, after a snapshot of its root. */
  'session-stop': { params: SessionStop; answer: Session }
  /** Records what a transcript tells, given by its absolute path; tells how far it is meanwhile. */
  import: { params: { path: string }; answer: ImportReport }
  /** Drops those of the sessions that do not run. */
  'session-drop': { params: { ids: SessionId[] }; answer: SessionId[] }
  /** Drops those of the recordings that are not being made, and whose session is not open. */
  'recording-drop': { params: { ids: RecordingId[] }; answer: RecordingId[] }
  /** Puts a recording in the place of what it was; false where it cannot be. */
  'recording-replace': { params: Replacement; answer: boolean }
  status: { params: Record<string, never>; answer: DaemonStatus }
  stop: { params: Record<string, never>; answer: null }
}

export type RequestType = keyof Requests

/** A session to begin by hand. */
export interface SessionStart {
  agent: string
  /** Absolute path of the folder the agent works in; absent: what changes is not recorded. */
  root?: string
  message?: string
  /** The session ends with this process. */
  pid?: number
  /** Chosen by who asks, unless any will do. */
  id?: SessionId
  /** What whoever begins it calls it. */
  agent_session?: string
  /** What is run, word by word: the session is a run. */
  command?: string[]
  /** The run below which it is begun. */
  run?: SessionId
}

/** A session begun by hand that is to end. */
export interface SessionStop {
  id: SessionId
  /** That of its command, which has ended. */
  exitCode?: number | undefined
}

/** A snapshot taken on request: what it is, and how it is told. */
export interface SnapshotReport {
  snapshot: Snapshot
  line: SnapshotLine
  /** A restore or an undo that was killed and is recorded now. */
  cutShort?: CutShort | undefined
}

export interface DaemonStatus {
  pid: number
  command: string
  started: number
  roots: (WatchStatus & { root: string; repo: string })[]
  /** What is to be known of config.toml, when it no longer says what is in force. */
  configProblem?: string | undefined
}

/** How far a first snapshot is. */
export interface Progress {
  files: number
  filesTotal: number
  bytes: number
}
