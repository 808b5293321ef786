/** The second look at recordings that have ended: as a whole, and on rebuilt screens. What it finds is taken out. */
import { repackAll } from '../../git/upkeep/repack.ts'
import type { CastEvent, CastHeader } from '../../model/cast.ts'
import type { Oid } from '../../model/oid.ts'
import type { RecordingId } from '../../model/recording.ts'
import type { SessionId } from '../../model/session.ts'
import { parseTerminalSize } from '../../model/terminal-size.ts'
import { withGcLock } from '../../record/prune/gc-lock.ts'
import type { Replacement } from '../../record/terminal/replace-recording.ts'
import { TerminalScreen } from '../../review/playback/screen.ts'
import { createSecretFinder, redactText } from '../../rules/redaction/redact-text.ts'
import type { SecretFinder } from '../../rules/redaction/secret-finder.ts'
import { lookAgain } from '../../rules/redaction/stream/look-again.ts'
import type { Home } from '../../store/home/home.ts'
import { CastReader } from '../../store/recordings/cast-reader.ts'
import { type FoundRecording, RecordingsReader } from '../../store/recordings/recordings-reader.ts'
import { StoredRecordingWriter } from '../../store/recordings/stored-recording.ts'
import { sessionsGitDir } from '../../store/sessions/sessions-repo.ts'
import { now, sleep } from '../../system/clock.ts'

/** What the second look made of one recording. */
export interface LookedAt {
  id: RecordingId
  session: SessionId
  /** Secrets that were taken out, by rule. */
  found: ReadonlyMap<string, number>
  /** What stands on its rebuilt screens all the same, by rule. */
  left: ReadonlyMap<string, number>
  /** Whether what was found stands there still: its session is open, or it has become another one meanwhile. */
  isKept: boolean
}

interface RedactRecordingsOptions {
  /** Only these; all unless given. */
  ids?: readonly RecordingId[]
  knownValues: readonly string[]
  signal: AbortSignal
  onLookedAt(looked: LookedAt): void
  /** Has the writer of the home put a recording in the place of what it was; false where that cannot be. */
  replace(wanted: Replacement): Promise<boolean>
  /** Has the writer of the home stand still, and returns when: nothing begun before is under way any more. */
  settle(): Promise<number>
}

/**
 * Looks at recordings at rest, and rewrites those that hold secrets. The looking, which takes long, is done in this
 * process, whoever writes to the home.
 * @throws {FlightrecError} locked, when the repo is packed by another.
 */
export async function redactRecordings(
  home: Home,
  options: RedactRecordingsOptions,
): Promise<void> {
  const reader = new RecordingsReader(home)
  const sinceMs = now()
  try {
    let isChanged = false
    for (const { session, id, tree } of await reader.trees()) {
      if (options.ids && !options.ids.includes(id)) continue
      options.signal.throwIfAborted()
      const recording = await reader.describe(id, tree)
      const looked =
        recording && (await redactOne(home, reader, session, { recording, tree }, options))
      if (looked && looked.found.size > 0 && !looked.isKept) isChanged = true
      if (looked) options.onLookedAt(looked)
    }
    if (isChanged) await prune(home, sinceMs, options)
  } finally {
    reader.close()
  }
}

/** What was put to rest just before we looked is old enough to go by then. */
const AGE_MS = 3_000

async function prune(
  home: Home,
  sinceMs: number,
  { signal, settle }: RedactRecordingsOptions,
): Promise<void> {
  await sleep(sinceMs + AGE_MS - now(), signal)
  const settledMs = await settle()
  await withGcLock(home, signal, async (tryAlone) => {
    await repackAll(sessionsGitDir(home), { signal, tryAlone, settledMs })
  })
}

async function redactOne(
  home: Home,
  reader: RecordingsReader,
  session: SessionId,
  found: FoundRecording & { tree: Oid },
  { knownValues, replace }: RedactRecordingsOptions,
): Promise<LookedAt> {
  const { header, events } = await readAll(reader, found)
  const finder = createSecretFinder(knownValues)
  const second = lookAgain(events, header, knownValues)
  const { id } = found.recording
  const left = onScreens(header, second.events, finder)
  const looked = { id, session, found: second.counts, left }
  if (second.counts.size === 0) return { ...looked, isKept: false }
  const after = await write(home, found, header, second.events)
  return { ...looked, isKept: !(await replace({ session, id, before: found.tree, after })) }
}

async function readAll(
  reader: RecordingsReader,
  found: FoundRecording,
): Promise<{ header: CastHeader; events: CastEvent[] }> {
  const { columns, rows, segments = [] } = found.recording
  let header: CastHeader | undefined
  const events: CastEvent[] = []
  for (const [index, { start_ms: startMs }] of segments.entries()) {
    const cast = new CastReader(startMs)
    const add = (more: readonly CastEvent[]) => {
      for (const event of more) events.push(event)
    }
    for await (const chunk of (await reader.segment(found, index + 1)).chunks())
      add(cast.push(chunk))
    add(cast.end())
    header ??= cast.header
  }
  return { header: header ?? { columns, rows }, events }
}

/** Nothing refers to it yet. */
async function write(
  home: Home,
  { recording }: FoundRecording,
  header: CastHeader,
  events: readonly CastEvent[],
): Promise<Oid> {
  const writer = new StoredRecordingWriter(home, header)
  for (const event of events) await writer.add(event)
  const { segments: _, ...rest } = recording
  return (await writer.end(rest)).tree
}

/** Returns what the finder sees on the screens as a person would have seen them. */
function onScreens(
  header: CastHeader,
  events: readonly CastEvent[],
  finder: SecretFinder,
): ReadonlyMap<string, number> {
  const screen = new TerminalScreen(header)
  const left = new Map<string, number>()
  try {
    let before = ''
    for (const { code, data } of events) {
      const size = code === 'r' ? parseTerminalSize(data) : undefined
      if (size) screen.resize(size)
      if (code !== 'o') continue
      screen.write(data)
      const text = screen.texts().join('\n')
      if (text === before) continue
      before = text
      for (const [rule, count] of redactText(finder, text).counts) {
        left.set(rule, Math.max(count, left.get(rule) ?? 0))
      }
    }
    return left
  } finally {
    screen.close()
  }
}
