/** Reads the transcript of any agent: whose it is, is told by its content. */
import { createHash } from 'node:crypto'
import { type Stats, statSync } from 'node:fs'
import type { Agent, EventDraft } from '../../agents/agent.ts'
import { identifyTranscript, transcriptEvents } from '../../agents/catalogue.ts'
import { parseCutJson } from '../../model/cut-json.ts'
import { FlightrecError } from '../../model/errors.ts'
import { parseJson } from '../../model/json.ts'
import { showText } from '../../model/show.ts'
import type { TranscriptSource } from '../../store/sessions/transcript-copy.ts'
import { readLines } from '../../system/line-reader.ts'

const LINE_MAX_BYTES = 16 * 1024 ** 2
/** How far into a file it must show whose it is. */
const IDENTIFIED_WITHIN_LINES = 100
/** A file that is one JSON text over many lines is read as a whole up to here. */
const WHOLE_MAX_BYTES = 256 * 1024 ** 2

export interface Transcript {
  agent: Agent
  /** The same for the same beginning, wherever the file lies and however long it grows. */
  fingerprint: string
  source: TranscriptSource
  lines(): AsyncGenerator<TranscriptLine>
  bytesRead(): number
  faults(): TranscriptFaults
}

/** A line of JSON, and the events it means. */
export interface TranscriptLine extends JsonLine {
  events: EventDraft[]
}

interface JsonLine {
  value: unknown
  /** As it stands in the file; absent when it was too long, and its value is that of the beginning. */
  text?: string
}

/** What could not be read so far. */
interface TranscriptFaults {
  bad_lines: number
  cut_lines: number
  is_torn: boolean
}

/** @throws {FlightrecError} failed, when it is no file, or no agent is known to write such a file. */
export async function openTranscript(path: string): Promise<Transcript> {
  const before = statFile(path)
  const source = new JsonLines(path)
  const lines = source.read()
  const first: JsonLine[] = []
  while (first.length + source.counts.bad_lines < IDENTIFIED_WITHIN_LINES) {
    const next = await lines.next()
    if (next.done) break
    first.push(next.value)
    if (identifyTranscript([next.value.value])) break
  }
  let known = identifyTranscript(first.map(({ value }) => value))
  if (!known) {
    await lines.return(undefined)
    const whole = await source.readWhole()
    known = identifyTranscript([whole?.value])
    first.splice(0, first.length, ...(whole ? [whole] : []))
  }
  if (!known) {
    throw new FlightrecError('failed', `'${showText(path)}' is no transcript of a known agent`, {
      hint: 'Run `flightrec import --help` to see what can be read.',
    })
  }
  const tell = transcriptEvents(known.reader)
  async function* all(): AsyncGenerator<JsonLine> {
    yield* first
    yield* lines
  }
  async function* told(): AsyncGenerator<TranscriptLine> {
    for await (const line of all()) {
      const events = tell(line.value)
      const cut = { truncated: true as const }
      const isWhole = line.text !== undefined
      yield { ...line, events: isWhole ? events : events.map((event) => ({ ...event, ...cut })) }
    }
  }
  return {
    agent: known.agent,
    fingerprint: createHash('sha256')
      .update(first[0]?.text ?? '')
      .digest('hex'),
    source: { path, size_bytes: before.size, modified: before.mtime.toISOString() },
    lines: told,
    bytesRead: () => source.bytesRead,
    faults: () => ({ ...source.counts, is_torn: isTorn(before, path) }),
  }
}

function statFile(path: string): Stats {
  const stat = statSync(path)
  // A pipe would be waited for, and a device has no end.
  if (stat.isFile()) return stat
  throw new FlightrecError('failed', `'${showText(path)}' is no file`, {
    hint: 'Name a transcript, or a folder that holds some.',
  })
}

/** Whether the file is another one now, or was cut; that it has grown is how it should be. */
function isTorn(before: Stats, path: string): boolean {
  const after = statSync(path, { throwIfNoEntry: false })
  return after?.ino !== before.ino || after.size < before.size
}

class JsonLines {
  readonly counts = { bad_lines: 0, cut_lines: 0 }
  bytesRead = 0
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  async *read(): AsyncGenerator<JsonLine> {
    for await (const { bytes, isCut } of readLines(this.#path, LINE_MAX_BYTES)) {
      this.bytesRead += bytes.length + 1
      const text = bytes.toString('utf8').replace(/^\ufeff/, '')
      if (text.trim() === '') continue
      const value = isCut ? parseCutJson(text) : parseJson(text)
      if (value === undefined) this.counts.bad_lines += 1
      else yield isCut ? { value } : { value, text }
      if (value !== undefined && isCut) this.counts.cut_lines += 1
    }
  }

  /** Reads the file as one JSON text; undefined when it is none. */
  async readWhole(): Promise<JsonLine | undefined> {
    const parts: Buffer[] = []
    this.bytesRead = 0
    for await (const { bytes } of readLines(this.#path, WHOLE_MAX_BYTES)) {
      parts.push(bytes)
      this.bytesRead += bytes.length + 1
      if (this.bytesRead > WHOLE_MAX_BYTES) return undefined
    }
    this.counts.bad_lines = 0
    this.counts.cut_lines = 0
    const text = parts.map((part) => part.toString('utf8')).join('\n')
    const value = parseJson(text)
    return value === undefined ? undefined : { value, text }
  }
}
