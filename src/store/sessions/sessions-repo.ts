/**
 * The sessions repo: refs/sessions/<id> is a chain of commits whose tree holds session.json and the events
 * as events/<n>.jsonl. Only the holder of the home's lock writes to it.
 */
import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { clearDrafts } from '../../git/drafts.ts'
import { bundleOf } from '../../git/history/bundle.ts'
import { appendCommit, type ChainCommit } from '../../git/history/commit-chain.ts'
import { forgetEarlier } from '../../git/history/forget-earlier.ts'
import { readRef } from '../../git/history/refs.ts'
import { formatCommit, parseCommit } from '../../git/objects/commit-format.ts'
import { ObjectReader } from '../../git/objects/object-reader.ts'
import {
  formatTree,
  MODE_FILE,
  MODE_TREE,
  parseTree,
  type TreeEntry,
} from '../../git/objects/tree-format.ts'
import { git, gitResult, gitText } from '../../git/process/run.ts'
import { initShadowRepo } from '../../git/shadow-config.ts'
import type { Oid } from '../../model/oid.ts'
import { rawFromText } from '../../model/raw-path.ts'
import type { RecordingId } from '../../model/recording.ts'
import { isSessionId, type Session, type SessionId } from '../../model/session.ts'
import { FLIGHTREC } from '../../model/snapshot.ts'
import { makePrivateFolderIn, namesIn, syncFolder, temporaryName } from '../../system/files.ts'
import { newerFormat } from '../home/format-version.ts'
import type { Home } from '../home/home.ts'
import { listLive, parseSession } from './live-folder.ts'

const REFS = 'refs/sessions'

/** Returns where the sessions repo lies, be it there or not. */
export function sessionsGitDir(home: Home): string {
  return join(home.path, 'sessions')
}

/**
 * Whether the sessions repo is there and complete.
 * @throws {FlightrecError} newer-format
 */
export function hasSessionsRepo(home: Home): boolean {
  const gitDir = sessionsGitDir(home)
  if (!existsSync(join(gitDir, 'config'))) return false
  const newer = newerFormat(gitDir)
  if (newer) throw newer
  return true
}

/** Whether the home has ever had a session. */
export function hasAnySession(home: Home): boolean {
  return existsSync(join(sessionsGitDir(home), 'config')) || listLive(home).length > 0
}

/** The ref of a session in the sessions repo. */
export function sessionRef(id: SessionId): string {
  return `${REFS}/${id}`
}

/** Returns the ids of all sessions that have a ref or a reflog, sound or not. */
export async function listSessionNames(home: Home): Promise<SessionId[]> {
  if (!hasSessionsRepo(home)) return []
  const gitDir = sessionsGitDir(home)
  const listed = await gitText(gitDir, ['for-each-ref', '--format=%(refname:lstrip=2)', REFS])
  const names = [join(gitDir, REFS), join(gitDir, 'logs', REFS)].flatMap((it) => namesIn(it))
  return [...new Set([...listed.split('\n'), ...names])].filter(isSessionId).sort()
}

/** A session as its newest commit has it. */
export interface StoredSession {
  session: Session
  commit: Oid
  /** The blob of each segment, by its number. */
  segments: Map<number, Oid>
  /** The tree of each transcript that was kept, by its name. */
  transcripts: Map<string, Oid>
  /** The tree of each recording at rest, by its id. */
  recordings: Map<RecordingId, Oid>
}

/** Reads the repo; it need not be there. */
export class SessionsReader {
  readonly #home: Home
  readonly #reader: ObjectReader

  constructor(home: Home) {
    this.#home = home
    this.#reader = new ObjectReader(sessionsGitDir(home))
  }

  /** Returns the ids of all sessions, the latest active first. */
  async list(): Promise<SessionId[]> {
    if (!hasSessionsRepo(this.#home)) return []
    const gitDir = sessionsGitDir(this.#home)
    const args = ['for-each-ref', '--format=%(refname:lstrip=2)']
    const sorted = await gitResult(gitDir, [...args, '--sort=-committerdate', REFS], {
      accept: [128],
    })
    // Where the commit of one session is missing, none can be sorted.
    const listed = sorted.exitCode === 0 ? sorted : await gitResult(gitDir, [...args, REFS])
    return listed.stdout.toString('utf8').split('\n').filter(isSessionId)
  }

  /**
   * Returns a session and where its events are; undefined when there is none.
   * @throws {FlightrecError} corrupt-store
   */
  async find(id: SessionId): Promise<StoredSession | undefined> {
    const head = sessionCommit(this.#home, id)
    if (!head) return undefined
    const { tree } = parseCommit(await this.#reader.get(head, 'commit'))
    const entries = parseTree(await this.#reader.get(tree, 'tree'))
    const oidOf = (name: string) => entries.find(({ gitName }) => gitName === name)?.oid
    const text = await this.#reader.get(oidOf('session.json') ?? head, 'blob')
    const session = parseSession(text.toString('utf8'), id)
    if (!session) return undefined
    const folders = ['events', 'transcripts', 'recordings'].map((name) => this.entries(oidOf(name)))
    const [files = [], copies = [], casts = []] = await Promise.all(folders)
    return {
      session,
      commit: head,
      segments: new Map(files.map(({ gitName, oid }) => [Number.parseInt(gitName, 10), oid])),
      transcripts: new Map(copies.map(({ gitName, oid }) => [gitName, oid])),
      recordings: new Map(casts.map(({ gitName, oid }) => [gitName as string as RecordingId, oid])),
    }
  }

  /** Returns what a tree of the repo holds; without one, nothing. */
  async entries(tree: Oid | undefined): Promise<TreeEntry[]> {
    return tree === undefined ? [] : parseTree(await this.#reader.get(tree, 'tree'))
  }

  /** Returns the JSON lines of a segment, or of a part of a transcript. */
  segment(oid: Oid): Promise<Buffer> {
    return this.#reader.get(oid, 'blob')
  }

  close(): void {
    this.#reader.close()
  }
}

/** Where a session ends in the repo, and when it was last active. */
export interface SessionRef {
  id: SessionId
  head: Oid
  lastMs: number
}

/**
 * Lists the refs of all sessions.
 * @throws {FlightrecError} git-failed, when the commit of one is missing.
 */
export async function listSessionRefs(home: Home): Promise<SessionRef[]> {
  const format = '--format=%(refname:lstrip=2) %(objectname) %(committerdate:unix)'
  const lines = await gitText(sessionsGitDir(home), ['for-each-ref', format, REFS])
  return lines.split('\n').flatMap((line) => {
    const [id = '', head = '', seconds = ''] = line.split(' ')
    return isSessionId(id) ? [{ id, head: head as Oid, lastMs: Number(seconds) * 1000 }] : []
  })
}

/**
 * Returns the bytes on disk of what these sessions hold and the others do not; undefined when some of it is
 * damaged.
 */
export async function ownBytesOf(
  home: Home,
  sessions: readonly SessionRef[],
  others: readonly SessionRef[],
): Promise<number | undefined> {
  if (sessions.length === 0) return 0
  const input = [...sessions.map(({ head }) => head), ...others.map(({ head }) => `^${head}`)]
  const { exitCode, stdout } = await gitResult(
    sessionsGitDir(home),
    ['rev-list', '--objects', '--disk-usage', '--stdin'],
    { input: `${input.join('\n')}\n`, accept: [128] },
  )
  return exitCode === 0 ? Number(stdout.toString('latin1')) : undefined
}

/**
 * Forgets sessions for good, with their reflogs. The caller has seen that none of them runs.
 * @throws {FlightrecError} newer-format
 */
export async function dropSessions(home: Home, ids: readonly SessionId[]): Promise<void> {
  hasSessionsRepo(home)
  const input = ids.map((id) => `delete ${sessionRef(id)}\n`).join('')
  if (input !== '') await git(sessionsGitDir(home), ['update-ref', '--stdin'], { input })
}

/** Returns the newest commit of a session; undefined while all of it lies in live/. */
export function sessionCommit(home: Home, id: SessionId): Oid | undefined {
  return hasSessionsRepo(home) ? readRef(sessionsGitDir(home), sessionRef(id)) : undefined
}

/** Returns a session as a git bundle, which a clone checks out; with the other sessions of `beside`. */
export function sessionBundle(
  home: Home,
  id: SessionId,
  commit: Oid,
  beside: ReadonlySet<SessionId>,
): AsyncGenerator<Uint8Array> {
  const refs = ['HEAD', 'refs/heads/main', sessionRef(id)].map((ref) => [ref, commit] as const)
  const others = [...beside].flatMap((one) => {
    const head = one === id ? undefined : sessionCommit(home, one)
    return head === undefined ? [] : [[sessionRef(one), head] as const]
  })
  return bundleOf(sessionsGitDir(home), new Map([...refs, ...others]))
}

/** Makes the repo where it is missing, and removes what a killed writer left in it. */
export function prepareSessionsRepo(home: Home): void {
  const gitDir = sessionsGitDir(home)
  if (existsSync(gitDir)) {
    if (!hasSessionsRepo(home)) initShadowRepo(gitDir, undefined)
    clearDrafts(gitDir, lockedRefs(gitDir))
    return
  }
  const unfinished = temporaryName(join(home.path, '.sessions'))
  makePrivateFolderIn(home.path, unfinished)
  initShadowRepo(unfinished, undefined)
  renameSync(unfinished, gitDir)
  syncFolder(home.path)
}

function lockedRefs(gitDir: string): string[] {
  const folder = join(gitDir, REFS)
  const locks = namesIn(folder).filter((name) => name.endsWith('.lock'))
  return locks.map((name) => join(folder, name.slice(0, -'.lock'.length)))
}

/** What a session is to have beside what it has; of the same number or name, this is what stays. */
export interface AddedToSession {
  /** Events, as the lines of a segment. */
  segments?: ReadonlyMap<number, Buffer>
  transcripts?: ReadonlyMap<string, Oid>
  recordings?: ReadonlyMap<RecordingId, Oid>
}

/** Stores what a session has become, and what is new of it: durable when this returns. */
export async function storeSession(
  home: Home,
  session: Session,
  before: StoredSession | undefined,
  added: AddedToSession,
): Promise<StoredSession> {
  const known = {
    segments: new Map(before?.segments),
    transcripts: new Map([...(before?.transcripts ?? []), ...(added.transcripts ?? [])]),
    recordings: new Map([...(before?.recordings ?? []), ...(added.recordings ?? [])]),
  }
  return await commitSession(home, session, known, added.segments)
}

/**
 * Gives a session these recordings and no others. The caller has seen that it is not open: who has it open would put
 * back what it knew.
 */
export async function storeRecordings(
  home: Home,
  stored: StoredSession,
  recordings: Map<RecordingId, Oid>,
): Promise<StoredSession> {
  return await commitSession(home, stored.session, { ...stored, recordings })
}

/**
 * Gives a session other recordings in the place of those it has, and lets go of all it was before: once the repo is
 * pruned, nobody can read that any more. The caller has seen that it is not open.
 */
export async function replaceRecordings(
  home: Home,
  { session, ...held }: StoredSession,
  recordings: Map<RecordingId, Oid>,
): Promise<StoredSession> {
  const holdings = { ...held, recordings }
  const left = await commitSession(home, session, holdings, new Map(), 'forget')
  await forgetEarlier(sessionsGitDir(home), sessionRef(session.id), left.commit)
  return left
}

type Holdings = Pick<StoredSession, 'segments' | 'transcripts' | 'recordings'>

async function commitSession(
  home: Home,
  session: Session,
  { segments, transcripts, recordings }: Holdings,
  added: ReadonlyMap<number, Buffer> = new Map(),
  past: 'keep' | 'forget' = 'keep',
): Promise<StoredSession> {
  const gitDir = sessionsGitDir(home)
  const ref = sessionRef(session.id)
  const place = { ref, previous: readRef(gitDir, ref), isAlone: past === 'forget' }
  const head = await appendCommit(gitDir, place, sessionCommitFacts(session), async (batch) => {
    for (const [n, lines] of added) segments.set(n, await batch.write('blob', lines))
    const files = [...segments].map(([n, oid]) => entry(MODE_FILE, `${n}.jsonl`, oid))
    const events = await batch.write('tree', formatTree(files))
    const json = await batch.write('blob', Buffer.from(`${JSON.stringify(session)}\n`))
    const entries = [entry(MODE_TREE, 'events', events), entry(MODE_FILE, 'session.json', json)]
    for (const [name, trees] of Object.entries({ recordings, transcripts })) {
      if (trees.size === 0) continue
      const folders = [...trees].map(([of, oid]) => entry(MODE_TREE, of, oid))
      entries.push(entry(MODE_TREE, name, await batch.write('tree', formatTree(folders))))
    }
    return await batch.write('tree', formatTree(entries))
  })
  return { session, commit: head, segments, transcripts, recordings }
}

/** All that a commit says follows from the session as of then, and from where it stands. */
export function formatSessionCommit(session: Session, tree: Oid, parent: Oid | undefined): Buffer {
  const parents = parent === undefined ? [] : [parent]
  return formatCommit({ ...sessionCommitFacts(session), tree, parents })
}

function sessionCommitFacts(session: Session): ChainCommit {
  return {
    author: { name: session.agent, email: `${session.id}@flightrec` },
    committer: FLIGHTREC,
    timeSeconds: secondsOf(session),
    message: `${subjectOf(session)}\n`,
  }
}

function secondsOf({ last }: Session): number {
  return Math.floor(Date.parse(last) / 1000)
}

function entry(mode: number, name: string, oid: Oid): TreeEntry {
  return { mode, gitName: rawFromText(name), oid }
}

function subjectOf({ agent, totals, ended }: Session): string {
  const state = ended === undefined ? '' : ', ended'
  const { steps, files, anomalies } = totals
  return `${agent}: steps ${steps}, files ${files}, anomalies ${anomalies}${state}`
}
