/** Reads the transcript of any agent: whose it is, is told by its content. */
import type { Agent, EventDraft } from '../../agents/agent.ts'
import { identifyTranscript, transcriptEvents } from '../../agents/catalogue.ts'
import { parseCutJson } from '../../model/cut-json.ts'
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { readLines } from '../../system/line-reader.ts'

const LINE_MAX_BYTES = 16 * 1024 ** 2
/** How far into a file it must show whose it is. */
const IDENTIFIED_WITHIN_LINES = 100
/** A file that is one JSON text over many lines is read as a whole up to here. */
const WHOLE_MAX_BYTES = 256 * 1024 ** 2

export interface Transcript {
  agent: Agent
  /** The events of each line that has any, in order. */
  events(): AsyncGenerator<EventDraft>
  /** How many lines so far are not JSON; a last one that is half written is among them. */
  badLines(): number
}

/** @throws {FlightrecError} failed, when no agent is known to write such a file. */
export async function openTranscript(path: string): Promise<Transcript> {
  let badLines = 0
  const lines = jsonLines(path, () => {
    badLines += 1
  })
  const first: unknown[] = []
  for (; first.length < IDENTIFIED_WITHIN_LINES; ) {
    const next = await lines.next()
    if (next.done) break
    first.push(next.value)
    if (identifyTranscript([next.value])) break
  }
  let known = identifyTranscript(first)
  if (!known) {
    const whole = await wholeJson(path)
    known = identifyTranscript([whole])
    first.splice(0, first.length, whole)
    badLines = 0
  }
  if (!known) {
    throw new FlightrecError('failed', `'${showText(path)}' is no transcript of a known agent`, {
      hint: 'Run `flightrec import --help` to see what can be read.',
    })
  }
  const read = transcriptEvents(known.reader)
  async function* events(): AsyncGenerator<EventDraft> {
    for (const line of first) yield* read(line)
    for await (const line of lines) yield* read(line)
  }
  return { agent: known.agent, events, badLines: () => badLines }
}

async function* jsonLines(path: string, onBad: () => void): AsyncGenerator<unknown> {
  for await (const { bytes, isCut } of readLines(path, LINE_MAX_BYTES)) {
    const text = bytes.toString('utf8').replace(/^\ufeff/, '')
    if (text.trim() === '') continue
    const value = isCut ? parseCutJson(text) : parsed(text)
    if (value === undefined) onBad()
    else yield value
  }
}

async function wholeJson(path: string): Promise<unknown> {
  const parts: Buffer[] = []
  let sizeBytes = 0
  for await (const { bytes } of readLines(path, LINE_MAX_BYTES)) {
    parts.push(bytes)
    sizeBytes += bytes.length
    if (sizeBytes > WHOLE_MAX_BYTES) return undefined
  }
  return parsed(parts.map((part) => part.toString('utf8')).join('\n'))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // The caller counts it.
    return undefined
  }
}
