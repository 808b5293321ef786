/**
 * The one act under way in a root, such as a restore: who is at it, and what it writes where. It stands in
 * <gitDir>/flightrec/act.jsonl from before the first write until what was written is recorded; see docs/format.md.
 */

import { appendFileSync, linkSync, statSync, utimesSync } from 'node:fs'
import { dirname } from 'node:path'
import { sideFile } from '../../git/side-files.ts'
import { showCount } from '../../model/counts.ts'
import { errnoOf } from '../../model/errors.ts'
import { parseJson } from '../../model/json.ts'
import type { Oid } from '../../model/oid.ts'
import { parentRaw, type RawPath } from '../../model/raw-path.ts'
import { showText } from '../../model/show.ts'
import { now } from '../../system/clock.ts'
import {
  makePrivateFolder,
  readTextIfThere,
  removeIfThere,
  syncFolder,
  temporaryName,
  writeFileDurably,
  writeNewFile,
} from '../../system/files.ts'
import {
  isOwnIdentity,
  ownIdentity,
  type ProcessIdentity,
  processState,
} from '../../system/process-identity.ts'

export interface ActHeader {
  owner: ProcessIdentity
  /** Milliseconds since the epoch. */
  since: number
  /** As a snapshot's message has it: `restore 20260612T140322-123`. */
  what: string
  /** The command that goes on with it. */
  command: string
}

/** What the act makes of one path. */
export interface ActPath {
  path: RawPath
  becomes: 'gone' | 'folder' | 'content' | 'mode'
  /** Of what has content that git holds. */
  oid?: Oid | undefined
  /** Permission bits; links have none. */
  mode?: number
}

export interface Act extends ActHeader {
  paths: ReadonlyMap<RawPath, ActPath>
  /** The folders that it writes in, and those above. */
  folders: ReadonlySet<RawPath>
  /** The modes that folders had which it opened to get in, in that order. */
  opened: ReadonlyMap<RawPath, number>
  isWritten: boolean
}

/** A process that never was, here. */
const nobody = (): ProcessIdentity => ({ ...ownIdentity(), pid: 0, started: 'never' })
/** A process of another host or container is believed alive while the file is younger. */
const SIGN_OF_LIFE_MS = 600_000

const actPath = (gitDir: string) => sideFile(gitDir, 'act.jsonl')
const cutShortPath = (gitDir: string) => sideFile(gitDir, 'cut-short.json')

/** Says who is about to act, durably. Returns whether nobody else does, or has left an act behind. */
export function beginAct(gitDir: string, header: ActHeader): boolean {
  const path = actPath(gitDir)
  makePrivateFolder(dirname(path))
  const temporary = temporaryName(path)
  try {
    writeNewFile(temporary, `${JSON.stringify(header)}\n`)
    linkSync(temporary, path)
    syncFolder(dirname(path))
    return true
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error
    return false
  } finally {
    removeIfThere(temporary)
  }
}

/** Says what will be written, durably: what is there otherwise is the work of others. */
export function declareActPaths(
  gitDir: string,
  header: ActHeader,
  paths: readonly ActPath[],
): void {
  const lines = [header, ...paths].map((line) => `${JSON.stringify(line)}\n`)
  writeFileDurably(actPath(gitDir), lines.join(''))
}

/** Says, durably, which mode a folder is to have again that is about to be opened. */
export function noteActOpens(gitDir: string, opened: RawPath, mode: number): void {
  const line = `${JSON.stringify({ opened, mode })}\n`
  appendFileSync(actPath(gitDir), line, { flush: true })
}

/** Says that all is written. */
export function endActWriting(gitDir: string): void {
  appendFileSync(actPath(gitDir), `${JSON.stringify({ isWritten: true })}\n`)
}

/** Shows that the act is alive, to those who cannot see its process. */
export function touchAct(gitDir: string): void {
  try {
    utimesSync(actPath(gitDir), now() / 1000, now() / 1000)
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    // Somebody has taken it for dead, or the store is gone: the snapshot after tells.
  }
}

export function removeAct(gitDir: string): void {
  removeIfThere(actPath(gitDir))
}

/** Reads the act of a root; again only when its file has changed. */
export class ActReader {
  readonly #gitDir: string
  #stamp = ''
  #act: Act | undefined

  constructor(gitDir: string) {
    this.#gitDir = gitDir
  }

  /** Returns the act under way, or left behind; undefined when there is none. */
  read(): Act | undefined {
    const stat = statSync(actPath(this.#gitDir), { throwIfNoEntry: false })
    const stamp = stat ? `${stat.ino} ${stat.size}` : ''
    if (stamp !== this.#stamp) this.#act = parseAct(readTextIfThere(actPath(this.#gitDir)))
    this.#stamp = stamp
    return this.#act
  }
}

/** Whether nobody is at it any more. */
export function isLeftBehind(gitDir: string, { owner, isWritten }: Act): boolean {
  // Ours, and its end could not be recorded.
  if (isWritten && isOwnIdentity(owner)) return true
  const state = processState(owner)
  if (state !== 'unknown') return state === 'dead'
  const seen = statSync(actPath(gitDir), { throwIfNoEntry: false })?.mtimeMs ?? 0
  return now() - seen > SIGN_OF_LIFE_MS
}

/** A file that a power cut left without its content names nobody, and nothing was written yet. */
function parseAct(text: string | undefined): Act | undefined {
  if (text === undefined) return undefined
  const [header, ...lines] = text.split('\n').map(parseJson) as [
    ActHeader | null | undefined,
    ...(Partial<ActPath & { opened: RawPath; isWritten: true }> | null | undefined)[],
  ]
  const paths = new Map<RawPath, ActPath>()
  const opened = new Map<RawPath, number>()
  for (const line of lines) {
    if (typeof line?.path === 'string') paths.set(line.path, line as ActPath)
    if (typeof line?.opened === 'string' && typeof line.mode === 'number') {
      opened.set(line.opened, line.mode)
    }
  }
  const isWritten = lines.some((line) => line?.isWritten === true)
  const isTold = header && Object.keys(nobody()).every((key) => key in (header.owner ?? {}))
  const told =
    isTold && isTelling(header) ? header : { owner: nobody(), since: 0, what: '', command: '' }
  return { ...told, paths, folders: foldersOf(paths.keys()), opened, isWritten }
}

/** Whether it has what both an act and the word of one that was killed begin with. */
function isTelling({ what, command, since }: Partial<ActHeader & CutShort>): boolean {
  return typeof what === 'string' && typeof command === 'string' && isMoment(since)
}

function isMoment(ms: unknown): boolean {
  return typeof ms === 'number' && Math.abs(ms) <= 8.64e15
}

function foldersOf(paths: Iterable<RawPath>): Set<RawPath> {
  const folders = new Set<RawPath>()
  for (const path of paths) {
    for (let at = path; at !== '' && !folders.has(parentRaw(at)); at = parentRaw(at)) {
      folders.add(parentRaw(at))
    }
  }
  return folders
}

/** An act that was killed before its end, for people to be told of until the next one is whole. */
export interface CutShort {
  what: string
  /** The command that goes on with it. */
  command: string
  /** When it began, in milliseconds since the epoch. */
  since: number
  written: number
  total: number
  /** The snapshot that holds what was written; absent when nothing was. */
  snapshot?: string | undefined
  /** How many folders that it had opened have their modes again. */
  closed?: number | undefined
  /** Folders that it had opened and nobody could give their modes. */
  open?: string[] | undefined
}

/** Returns what happened to it, and how to go on. */
export function cutShortWords({
  what,
  command,
  written,
  total,
  snapshot,
  closed = 0,
  open = [],
}: CutShort): [string, string] {
  const far = `${written} of ${showCount(total, 'path')}`
  const goOn = `Go on with \`${showText(command)}\``
  const folders = [
    closed > 0 ? `${showCount(closed, 'folder')} closed again` : '',
    open.length > 0 ? `still open: ${open.map(showText).join(', ')}` : '',
  ].filter((part) => part !== '')
  return [
    [`${showText(what)} was killed before its end: ${far} written`, ...folders].join('; '),
    snapshot
      ? `${goOn}, or take it back with \`flightrec undo ${showText(snapshot)}\`.`
      : `${goOn}.`,
  ]
}

export function readCutShort(gitDir: string): CutShort | undefined {
  const told = parseJson(readTextIfThere(cutShortPath(gitDir)) ?? '') as CutShort | undefined
  return told && isTelling(told) && areOfKinds(told) ? told : undefined
}

function areOfKinds({ written, total, snapshot = '', closed = 0, open = [] }: CutShort): boolean {
  const isSound = [written, total, closed].every((count) => Number.isSafeInteger(count))
  return (
    isSound &&
    [snapshot, ...(Array.isArray(open) ? open : [0])].every((text) => typeof text === 'string')
  )
}

export function writeCutShort(gitDir: string, cutShort: CutShort): void {
  writeFileDurably(cutShortPath(gitDir), `${JSON.stringify(cutShort)}\n`)
}

/** Tells no more of an act once the command that goes on with it has found nothing left to do. */
export function forgetCutShort(gitDir: string, command: string): void {
  if (readCutShort(gitDir)?.command === command) removeCutShort(gitDir)
}

export function removeCutShort(gitDir: string): void {
  removeIfThere(cutShortPath(gitDir))
}
