/** Takes over a recording that another program has made, redacted as one of our own. */
import { open } from 'node:fs/promises'
import { CastLines, formatCastHeader } from '../../../model/cast.ts'
import { FlightrecError } from '../../../model/errors.ts'
import type { Recording } from '../../../model/recording.ts'
import type { SessionId } from '../../../model/session.ts'
import { showText } from '../../../model/show.ts'
import { redactText } from '../../../rules/redaction/redact-text.ts'
import { StreamRedactor } from '../../../rules/redaction/stream/redact-stream.ts'
import type { Home } from '../../../store/home/home.ts'
import {
  castFile,
  makeLiveRecordingsFolder,
  newRecordingId,
  saveLiveRecording,
} from '../../../store/recordings/live-recordings.ts'
import { newSessionId } from '../../../store/sessions/session-id.ts'
import { now } from '../../../system/clock.ts'
import { PRIVATE_FILE, removeIfThere } from '../../../system/files.ts'
import { RootSecrets } from '../../secrets/root-secrets.ts'
import { type ForeignRecording, openForeign } from './foreign-recording.ts'

export interface RecordingImport {
  path: string
  /** The log of the times of a typescript. */
  timing?: string | undefined
  title?: string | undefined
  /** The session it is of; a new one unless given. */
  session?: SessionId | undefined
  /** The folder whose env files hold secrets, too. */
  root: string | undefined
  signal: AbortSignal
}

export interface ImportedRecording {
  recording: Recording
  /** What was typed, and is not recorded unless asked for. */
  inputsLeftOut: number
}

const FLUSH_CHARACTERS = 1 << 20

/**
 * Writes it into live/, as one that has ended: whoever writes to the home moves it to the others.
 * @throws {FlightrecError} failed, when it cannot be read; then nothing of it is left.
 */
export async function importRecording(
  home: Home,
  wanted: RecordingImport,
): Promise<ImportedRecording> {
  const foreign = openNamed(wanted)
  const id = newRecordingId()
  const session = wanted.session ?? newSessionId()
  const finder = new RootSecrets().finderFor(wanted.root)
  const redact = (text: string) => redactText(finder, text).text
  const { columns, rows, timestamp, term, ...about } = foreign.header
  const title = wanted.title ?? about.title
  const header = {
    ...{ columns, rows },
    ...(timestamp !== undefined && { timestamp }),
    ...(about.command !== undefined && { command: redact(about.command) }),
    ...(title !== undefined && { title: redact(title) }),
    ...(term !== undefined && { term: redact(term) }),
  }
  const folder = makeLiveRecordingsFolder(home, session)
  const path = castFile(folder, id)
  try {
    const redactor = new StreamRedactor({ finder, columns, rows })
    const copied = await copy(foreign, redactor, path, formatCastHeader(header), wanted.signal)
    const importedMs = now()
    const startedMs = timestamp === undefined ? importedMs - copied.lastMs : timestamp * 1000
    const recording: Recording = {
      ...{ id, session },
      ...(header.command !== undefined && { command: [header.command] }),
      ...(header.title !== undefined && { title: header.title }),
      ...(foreign.header.idleTimeLimit !== undefined && {
        idle_time_limit: foreign.header.idleTimeLimit,
      }),
      ...{ columns, rows },
      started: new Date(startedMs).toISOString(),
      ended: new Date(startedMs + copied.lastMs).toISOString(),
      duration_ms: copied.lastMs,
      ...(copied.exitCode !== undefined && { exit_code: copied.exitCode }),
      imported: new Date(importedMs).toISOString(),
      source: foreign.kind,
      bytes: copied.bytes,
    }
    await saveLiveRecording(folder, recording)
    return { recording, inputsLeftOut: copied.inputsLeftOut }
  } catch (error) {
    removeIfThere(path)
    throw named(error, wanted.path)
  } finally {
    foreign.close()
  }
}

async function copy(
  foreign: ForeignRecording,
  redactor: StreamRedactor,
  path: string,
  header: string,
  signal: AbortSignal,
) {
  const lines = new CastLines()
  const copied = {
    lastMs: 0,
    bytes: 0,
    inputsLeftOut: 0,
    exitCode: undefined as number | undefined,
  }
  let text = header
  const file = await open(path, 'wx', PRIVATE_FILE)
  const flush = async () => {
    const bytes = Buffer.from(text, 'utf8')
    text = ''
    await file.writeFile(bytes)
    copied.bytes += bytes.length
    signal.throwIfAborted()
  }
  const take = (events: Iterable<Parameters<CastLines['format']>[0]>) => {
    for (const event of events) {
      text += lines.format(event)
      copied.lastMs = Math.max(copied.lastMs, Math.round(event.timeMs))
    }
  }
  try {
    for (const event of foreign.events) {
      if (event.code === 'i') copied.inputsLeftOut += 1
      else take(redactor.offer(event))
      if (event.code === 'x') copied.exitCode = Number.parseInt(event.data, 10) || 0
      if (text.length > FLUSH_CHARACTERS) await flush()
    }
    take(redactor.end())
    await flush()
    await file.datasync()
    return copied
  } finally {
    await file.close()
  }
}

function openNamed({ path, timing }: RecordingImport): ForeignRecording {
  try {
    return openForeign(path, timing)
  } catch (error) {
    throw named(error, path)
  }
}

/** Says of which file something is wrong, where that is not said yet. */
function named(error: unknown, path: string): unknown {
  if (!(error instanceof FlightrecError) || error.code !== 'failed') return error
  const { message, hint } = error
  if (message.startsWith('cannot read ')) return error
  const more = { ...(hint !== undefined && { hint }), cause: error }
  return new FlightrecError('failed', `cannot import ${showText(path)}: ${message}`, more)
}
