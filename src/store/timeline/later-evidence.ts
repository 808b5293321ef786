/** What was put down to whom after the snapshots had been taken: git notes on `refs/notes/evidence`. */

import { NotesReader, unlessDamaged, writeNotes } from '../../git/history/notes.ts'
import { EVIDENCE, readRef } from '../../git/history/refs.ts'
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import {
  formatLaterNote,
  type LaterNote,
  parseLaterNote,
  withLater,
} from '../../model/later-evidence.ts'
import type { Oid } from '../../model/oid.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { notesAuthor, untilUnmoved } from './notes.ts'

const NOTHING: LaterNote = { parts: [], isWhole: false }

export class LaterReader {
  readonly #gitDir: string
  readonly #notes: NotesReader

  constructor(gitDir: string, reader: ObjectReader) {
    this.#gitDir = gitDir
    this.#notes = new NotesReader(gitDir, EVIDENCE, reader)
  }

  /** The ref of the notes, where there are any. */
  get ref(): string | undefined {
    return readRef(this.#gitDir, EVIDENCE) === undefined ? undefined : EVIDENCE
  }

  /** Returns what was put down of a commit; nothing, where its note cannot be read. */
  async find(commit: Oid): Promise<LaterNote> {
    // A damaged note must not cost the facts; `verify` names it.
    const ignore = () => {}
    const text = await unlessDamaged(() => this.#notes.find(commit), ignore)
    return text === undefined ? NOTHING : parseLaterNote(text)
  }

  /** Returns the snapshot with what was put down of it. */
  async complete(snapshot: Snapshot): Promise<Snapshot> {
    return withLater(snapshot, await this.find(snapshot.commit))
  }
}

/** Keeps what was put down of commits, in place of what there was, durably. The caller holds the lock of the home. */
export async function keepLater(
  gitDir: string,
  notes: ReadonlyMap<Oid, LaterNote>,
  message: string,
): Promise<void> {
  const texts = new Map([...notes].map(([commit, note]) => [commit, formatLaterNote(note)]))
  await untilUnmoved(gitDir, (reader) =>
    writeNotes(gitDir, EVIDENCE, reader, texts, notesAuthor(message)),
  )
}
