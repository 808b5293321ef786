/** The second look at recordings that have ended: as a whole, and on rebuilt screens. What it finds is taken out. */
import { repackAll } from '../../git/upkeep/repack.ts'
import type { CastEvent, CastHeader } from '../../model/cast.ts'
import type { RecordingId } from '../../model/recording.ts'
import type { SessionId } from '../../model/session.ts'
import { parseTerminalSize } from '../../model/terminal-size.ts'
import { TerminalScreen } from '../../review/playback/screen.ts'
import { createSecretFinder, redactText } from '../../rules/redaction/redact-text.ts'
import type { SecretFinder } from '../../rules/redaction/secret-finder.ts'
import { lookAgain } from '../../rules/redaction/stream/look-again.ts'
import type { Home } from '../../store/home/home.ts'
import { homeLockPath } from '../../store/home/home-lock.ts'
import { CastReader } from '../../store/recordings/cast-reader.ts'
import { sweepIndexes } from '../../store/recordings/kept-indexes.ts'
import { type FoundRecording, RecordingsReader } from '../../store/recordings/recordings-reader.ts'
import { StoredRecordingWriter } from '../../store/recordings/stored-recording.ts'
import {
  replaceRecordings,
  SessionsReader,
  sessionsGitDir,
} from '../../store/sessions/sessions-repo.ts'
import { acquireLock } from '../../system/lock.ts'

/** What the second look made of one recording. */
export interface LookedAt {
  id: RecordingId
  session: SessionId
  /** Secrets that were taken out, by rule. */
  found: ReadonlyMap<string, number>
  /** What stands on its rebuilt screens all the same, by rule. */
  left: ReadonlyMap<string, number>
}

interface RedactRecordingsOptions {
  /** Only these; all unless given. */
  ids?: readonly RecordingId[]
  knownValues: readonly string[]
  signal: AbortSignal
  onLookedAt(looked: LookedAt): void
}

const LOCK_WAIT_MS = 5_000

/**
 * Looks at recordings at rest, and rewrites those that hold secrets.
 * @throws {FlightrecError} locked, when somebody records into the home.
 */
export async function redactRecordings(
  home: Home,
  options: RedactRecordingsOptions,
): Promise<void> {
  const lock = await acquireLock(homeLockPath(home), {
    waitMs: LOCK_WAIT_MS,
    signal: options.signal,
  })
  const reader = new RecordingsReader(home)
  try {
    let isChanged = false
    for (const { session, id, tree } of await reader.trees()) {
      if (options.ids && !options.ids.includes(id)) continue
      options.signal.throwIfAborted()
      const recording = await reader.describe(id, tree)
      const looked =
        recording && (await redactOne(home, reader, session, { recording, tree }, options))
      if (looked && looked.found.size > 0) isChanged = true
      if (looked) options.onLookedAt(looked)
    }
    // We hold the lock: nothing is under way that another would still need.
    const tryAlone = () => ({ release: () => undefined })
    if (isChanged) await repackAll(sessionsGitDir(home), { signal: options.signal, tryAlone })
  } finally {
    reader.close()
    lock.release()
  }
}

async function redactOne(
  home: Home,
  reader: RecordingsReader,
  session: SessionId,
  found: FoundRecording,
  { knownValues }: RedactRecordingsOptions,
): Promise<LookedAt> {
  const { header, events } = await readAll(reader, found)
  const finder = createSecretFinder(knownValues)
  const second = lookAgain(events, header, knownValues)
  const { id } = found.recording
  if (second.counts.size > 0) await replace(home, session, found, header, second.events)
  return { id, session, found: second.counts, left: onScreens(header, second.events, finder) }
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

async function replace(
  home: Home,
  session: SessionId,
  { recording }: FoundRecording,
  header: CastHeader,
  events: readonly CastEvent[],
): Promise<void> {
  const writer = new StoredRecordingWriter(home, header)
  for (const event of events) await writer.add(event)
  const { segments: _, ...rest } = recording
  const stored = await writer.end(rest)
  const sessions = new SessionsReader(home)
  const before = await sessions.find(session).finally(() => sessions.close())
  if (!before) return
  await replaceRecordings(home, before, new Map([...before.recordings, [stored.id, stored.tree]]))
  await sweepIndexes(home)
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
