/** Writes a recording into the sessions repo; nothing refers to it until a session keeps it. */
import { writeObjects } from '../../git/objects/loose-objects.ts'
import { formatTree, MODE_FILE, type TreeEntry } from '../../git/objects/tree-format.ts'
import type { CastEvent, CastHeader } from '../../model/cast.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { rawFromText } from '../../model/raw-path.ts'
import type { Recording, RecordingId, RecordingSegment } from '../../model/recording.ts'
import type { Home } from '../home/home.ts'
import { prepareSessionsRepo, sessionsGitDir } from '../sessions/sessions-repo.ts'
import { DESCRIPTION } from './recordings-reader.ts'
import { type CutSegment, SegmentCutter } from './segment-cutter.ts'

/** A recording that is written, and to be kept by a session. */
export interface StoredRecording {
  id: RecordingId
  recording: Recording
  tree: Oid
  /** All that the tree holds. */
  blobs: Oid[]
}

export class StoredRecordingWriter {
  readonly #gitDir: string
  readonly #cutter: SegmentCutter
  readonly #segments: RecordingSegment[] = []
  readonly #files: TreeEntry[] = []

  /** The caller holds the lock of the home. */
  constructor(home: Home, header: CastHeader) {
    prepareSessionsRepo(home)
    this.#gitDir = sessionsGitDir(home)
    this.#cutter = new SegmentCutter(header)
  }

  /** Time of the last event. */
  get lastMs(): number {
    return this.#cutter.lastMs
  }

  async add(event: CastEvent): Promise<void> {
    const ended = await this.#cutter.offer(event)
    if (ended) await this.#store(ended)
  }

  /** Returns the recording as it is at rest, and its tree. */
  async end(recording: Recording): Promise<StoredRecording> {
    await this.#store(await this.#cutter.end())
    const stored: Recording = {
      ...recording,
      duration_ms: this.#cutter.lastMs,
      bytes: this.#segments.reduce((sum, { bytes }) => sum + bytes, 0),
      segments: this.#segments,
    }
    const files = [...this.#files]
    const tree = await writeObjects(this.#gitDir, async (batch) => {
      const oid = await batch.write('blob', Buffer.from(`${JSON.stringify(stored)}\n`))
      files.push({ mode: MODE_FILE, gitName: rawFromText(DESCRIPTION), oid })
      return await batch.write('tree', formatTree(files))
    })
    return { id: stored.id, recording: stored, tree, blobs: files.map(({ oid }) => oid) }
  }

  async #store({ bytes, stored, startMs, columns, rows }: CutSegment): Promise<void> {
    const oid = await writeObjects(this.#gitDir, (batch) => batch.write('blob', stored))
    const sizes = { bytes, stored_bytes: stored.length }
    this.#segments.push({ start_ms: startMs, columns, rows, ...sizes })
    const gitName = rawFromText(`${this.#segments.length}.cast.br`)
    this.#files.push({ mode: MODE_FILE, gitName, oid })
  }
}

/**
 * Makes what was written a while ago count as new, so that a `gc` going on leaves it, though nothing refers to it yet.
 * @throws {FlightrecError} failed, when one came before: it has to be written again.
 */
export async function freshenObjects(
  home: Home,
  stored: readonly StoredRecording[],
): Promise<void> {
  await writeObjects(sessionsGitDir(home), async (batch) => {
    for (const { id, tree, blobs } of stored) {
      if ([tree, ...blobs].every((oid) => batch.isThere(oid))) continue
      throw new FlightrecError('failed', `what was written of ${id} is gone`, {
        hint: 'Try again: a `gc` came in between.',
      })
    }
  })
}
