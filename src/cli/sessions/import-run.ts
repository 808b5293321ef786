/** Imports transcripts one after another, and tells what came of each. */

import { withWriter } from '../../daemon/writer.ts'
import { showCount } from '../../model/counts.ts'
import { ERRORS, FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { formatSize } from '../../model/units.ts'
import { findTranscripts, type TranscriptFile } from '../../record/import/find-transcripts.ts'
import type { ImportProgress, ImportReport } from '../../record/import/import-transcript.ts'
import type { SessionImport } from '../../record/import/imported-session.ts'
import { importJson } from '../../service/json/import.ts'
import { tryImport } from '../../service/sessions/import-steps.ts'
import type { Home } from '../../store/home/home.ts'
import { toFlightrecError } from '../../system/failure.ts'
import { tellBusy } from '../recording/tell-busy.ts'
import { showHomely } from '../terminal/homely-path.ts'
import type { Output } from '../terminal/output.ts'
import { shortSessionId } from './session-lines.ts'

interface ImportRequest {
  home: Home
  names: readonly string[]
  isDryRun: boolean
  out: Output
  signal: AbortSignal
}

type ImportOne = (path: string) => Promise<ImportReport>

/** @throws {FlightrecError} failed, when nothing that was named could be read; locked, interrupted, … */
export async function runImport(request: ImportRequest): Promise<number> {
  const { home, names, isDryRun, out, signal } = request
  const candidates = findTranscripts(names)
  if (candidates.length === 0) {
    throw new FlightrecError('failed', `no transcript below ${names.map(showText).join(', ')}`, {
      hint: 'Run `flightrec import --help` to see where agents keep them.',
    })
  }
  const bar = new ProgressBar(candidates, out)
  const onProgress = (progress: ImportProgress) => bar.show(progress)
  if (isDryRun) {
    return await importAll(request, candidates, bar, (path) =>
      tryImport(home, path, { signal, onProgress }),
    )
  }
  const options = { signal, onBusy: tellBusy(out), onImportProgress: onProgress }
  return await withWriter(home, options, (writer) =>
    importAll(request, candidates, bar, (path) => writer.importTranscript(path)),
  )
}

async function importAll(
  request: ImportRequest,
  candidates: readonly TranscriptFile[],
  bar: ProgressBar,
  importOne: ImportOne,
): Promise<number> {
  const { out, signal } = request
  const failures: FlightrecError[] = []
  let [done, others, faults] = [0, 0, 0]
  for (const { path, isNamed, sizeBytes } of candidates) {
    signal.throwIfAborted()
    try {
      const report = await importOne(path)
      bar.clear()
      tell(report, request)
      faults += warn(report, out)
      done += 1
    } catch (cause) {
      bar.clear()
      const error = toFlightrecError(cause)
      if (error.code !== 'failed') throw error
      if (isNamed) failures.push(error)
      else others += 1
    }
    bar.pass(sizeBytes)
    await out.drain()
  }
  if (others > 0)
    out.talk(`${showCount(others, 'other file')} passed over: no transcript of a known agent`)
  if (failures[0] && done === 0) throw failures[0]
  for (const { message } of failures) out.warn(message)
  return failures.length > 0 || faults > 0 ? ERRORS.incomplete.exitCode : 0
}

function tell(report: ImportReport, { out, isDryRun }: ImportRequest): void {
  if (out.isJson) {
    out.json(importJson(report, isDryRun))
    return
  }
  for (const session of report.sessions) out.line(sessionLine(session, isDryRun))
}

function sessionLine(session: SessionImport, isDryRun: boolean): string {
  const { id, agent, root, added, known, is_new: isNew, put_down: putDown } = session
  const place = root === undefined ? '-' : showHomely(root)
  const changes = putDown > 0 ? `; ${showCount(putDown, 'change')} put down to it` : ''
  return `${shortSessionId(id)}  ${showText(agent)}  ${place}  ${result()}${changes}`

  function result(): string {
    if (added === 0) return `nothing new: ${showCount(known, 'event')} recorded already`
    const verb = isDryRun ? 'would add' : 'added'
    const rest = known === 0 ? '' : `, ${known} recorded already`
    return `${verb} ${showCount(added, 'event')}${isNew ? ', a new session' : rest}`
  }
}

/** Returns how many things went wrong with a file that was read all the same. */
function warn(report: ImportReport, out: Output): number {
  const { path, bad_lines: bad, cut_lines: cut, is_torn: isTorn } = report
  const faults = [
    ...(bad > 0 ? [`${showCount(bad, 'line')} not read: not JSON`] : []),
    ...(cut > 0
      ? [`${showCount(cut, 'line')} longer than 16 MiB: only the beginning was read`]
      : []),
    ...(isTorn ? ['written anew while it was read: import it again'] : []),
  ]
  for (const fault of faults) out.warn(`${showHomely(path)}: ${fault}`)
  return faults.length
}

class ProgressBar {
  readonly #totalBytes: number
  readonly #out: Output
  #doneBytes = 0

  constructor(candidates: readonly TranscriptFile[], out: Output) {
    this.#totalBytes = candidates.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    this.#out = out
  }

  show({ bytes, events }: ImportProgress): void {
    const done = formatSize(Math.min(this.#doneBytes + bytes, this.#totalBytes))
    const size = `${done} of ${formatSize(this.#totalBytes)}`
    this.#out.progress(`importing: ${size}, ${showCount(events, 'event')} of this file`)
  }

  pass(sizeBytes: number): void {
    this.#doneBytes += sizeBytes
  }

  clear(): void {
    this.#out.progress(undefined)
  }
}
