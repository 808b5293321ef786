/** The life of one file: its versions, and who wrote and who removed its lines. */
import { FlightrecError } from '../../model/errors.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showPath } from '../../model/show.ts'
import {
  type FileVersion,
  readFileLife,
  readGapsSince,
  readVersionChange,
} from '../history/file-life.ts'
import { fileLinesJson, fileVersionJson } from '../json/file-life.ts'
import { pathAddress, pathJson } from '../json/path.ts'
import { gapJson } from '../json/snapshot.ts'
import { readBlame } from '../snapshot/blame.ts'
import { sideAt } from '../snapshot/lost-meta.ts'
import { readRemovedLines } from '../snapshot/removed-lines.ts'
import type { Reading } from './reading.ts'

interface FileLifeRequest {
  path: RawPath
  /** How many of the newest versions are left out, and how many are told of. */
  skipped: number
  count: number
}

/** Returns one `file-life`. */
export async function answerFileLife(reading: Reading, request: FileLifeRequest) {
  const { view, sessions, nowMs } = reading
  const { path, skipped, count } = request
  const { versions, isCut } = await readFileLife(view, path)
  if (versions.length === 0) throw neverRecorded(path)
  const end = Math.max(0, versions.length - skipped)
  const told = versions.slice(Math.max(0, end - count), end)
  const found = []
  for (const version of told) {
    const change = await readVersionChange(view, version)
    const snapshot = await sessions.withStep(version.snapshot)
    found.push(await fileVersionJson(view, { ...version, snapshot }, change))
  }
  const sinceMs = told[0]?.snapshot.time ?? nowMs
  return {
    type: 'file-life' as const,
    root: view.repo.root,
    repo: view.repo.name,
    ...pathJson(view.repo.root, path),
    address: pathAddress(path),
    total: versions.length,
    is_cut: isCut,
    versions: found,
    gaps: (await readGapsSince(view, sinceMs, nowMs)).map(gapJson),
  }
}

interface FileLinesRequest {
  path: RawPath
  /** Snapshots, as typed: whose file is shown, and which older one's lines are followed. */
  at: string
  from?: string | undefined
}

/**
 * Returns one `file-lines`.
 * @throws {FlightrecError} usage, when there are no lines to blame.
 */
export async function answerFileLines(reading: Reading, { path, at, from }: FileLinesRequest) {
  const { view, snapshots, sessions } = reading
  const asked = await snapshots.get(at)
  const isThere = (await sideAt(view, asked, path)) !== undefined
  const lines = isThere ? (await readBlame(view, asked, path)).lines : []
  const written = []
  for (const line of lines)
    written.push({ ...line, snapshot: await sessions.withStep(line.snapshot) })
  const removed = []
  if (from !== undefined)
    for (const line of await removedBetween(reading, path, from, asked.time))
      removed.push({ ...line, snapshot: await sessions.withStep(line.snapshot) })
  return fileLinesJson(asked.id, written, removed)
}

async function removedBetween(
  { view, snapshots }: Reading,
  path: RawPath,
  from: string,
  untilMs: number,
) {
  const { time } = await snapshots.get(from)
  const { versions } = await readFileLife(view, path)
  const before = versions.findLastIndex(({ snapshot }) => snapshot.time <= time)
  const after = versions.findLastIndex(({ snapshot }) => snapshot.time <= untilMs)
  const chain: FileVersion[] = versions.slice(Math.max(0, before), after + 1)
  const isThere = chain[0] && (await sideAt(view, chain[0].snapshot, chain[0].path))
  return isThere?.kind === 'file' ? await readRemovedLines(view, chain) : []
}

function neverRecorded(path: RawPath): FlightrecError {
  return new FlightrecError('usage', `'${showPath(path)}' has never been recorded`, {
    hint: 'Run `flightrec log --stat` to see what was.',
  })
}
