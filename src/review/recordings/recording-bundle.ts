/** All that belongs to a recording in one archive: cast, events of its session, its snapshots, and checksums. */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { FlightrecError } from '../../model/errors.ts'
import type { SessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import { listShadowRepos } from '../../store/home/shadow-repos.ts'
import type { RecordingFacts, RecordingSource } from '../../store/recordings/recording-source.ts'
import { readEvents } from '../../store/sessions/session-events.ts'
import { SessionsReader } from '../../store/sessions/sessions-repo.ts'
import { now } from '../../system/clock.ts'
import { readLog } from '../history/log.ts'
import { eventJson } from '../json/session.ts'
import { gapJson, snapshotJson } from '../json/snapshot.ts'
import { RepoView } from '../repo/repo-view.ts'
import { castText } from './cast-text.ts'
import { type ArchivedFile, tarArchive } from './tar-archive.ts'

/** Yields a tar.gz. */
export async function* recordingBundle(
  home: Home,
  source: RecordingSource,
): AsyncGenerator<Uint8Array> {
  const { recording } = source
  const folder = recording.id ?? 'recording'
  const texts = [
    ['recording.json', `${JSON.stringify(aboutOf(recording), undefined, 2)}\n`],
    ['events.jsonl', await eventLines(home, recording.session)],
    ['snapshots.jsonl', await snapshotLines(home, recording)],
  ] as const
  // One that is being made is taken as it is now.
  const held = source.isLive ? await allOf(castText(source)) : undefined
  const pieces = () => held ?? castText(source)
  const cast = await measure(pieces())
  const sums = [
    `${cast.sha256}  recording.cast\n`,
    ...texts.map(([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`),
  ].join('')
  const file = (name: string, text: string): ArchivedFile => {
    return { name: `${folder}/${name}`, sizeBytes: Buffer.byteLength(text), pieces: [text] }
  }
  const files = [
    { name: `${folder}/recording.cast`, sizeBytes: cast.bytes, pieces: pieces() },
    ...texts.map(([name, text]) => file(name, text)),
    file('SHA256SUMS', sums),
  ]
  const started = recording.started === undefined ? now() : Date.parse(recording.started)
  const archive = Readable.from(tarArchive(files, Math.floor(started / 1000)))
  yield* archive.pipe(createGzip()) as AsyncIterable<Uint8Array>
}

function aboutOf({ segments: _, process: __, ...about }: RecordingFacts) {
  return about
}

async function allOf(pieces: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = []
  for await (const piece of pieces) all.push(piece)
  return all
}

async function measure(
  pieces: AsyncIterable<string> | Iterable<string>,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of pieces) {
    hash.update(piece)
    bytes += Buffer.byteLength(piece)
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** Of a session that is gone there are none. */
async function eventLines(home: Home, session: SessionId | undefined): Promise<string> {
  if (session === undefined) return ''
  const reader = new SessionsReader(home)
  let lines = ''
  try {
    for await (const event of readEvents(home, reader, session)) {
      lines += `${JSON.stringify(eventJson(event))}\n`
    }
  } finally {
    reader.close()
  }
  return lines
}

/** All that was recorded in all roots from its beginning to its end. */
async function snapshotLines(home: Home, { started, ended }: RecordingFacts): Promise<string> {
  if (started === undefined) return ''
  const untilMs = ended === undefined ? now() : Date.parse(ended)
  const filter = { sinceMs: Date.parse(started), untilMs, reverse: true }
  let lines = ''
  for (const repo of listShadowRepos(home)) {
    const view = new RepoView(repo)
    try {
      for await (const entry of readLog(view, filter)) {
        const json = entry.type === 'gap' ? gapJson(entry.gap) : snapshotJson(entry.snapshot)
        lines += `${JSON.stringify({ ...json, root: repo.root })}\n`
      }
    } catch (error) {
      // A root of which nothing is recorded, or nothing can be read, keeps back nothing else.
      if (!(error instanceof FlightrecError)) throw error
    } finally {
      view.close()
    }
  }
  return lines
}
