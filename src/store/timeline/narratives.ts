/** Narratives, as git notes: `refs/notes/summary` of a shadow repo, and of the sessions repo. */

import { NotesReader, unlessDamaged, writeNote } from '../../git/history/notes.ts'
import { NOTES } from '../../git/history/refs.ts'
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { formatNote, type KeptNarrative, parseNote } from '../../model/narrative.ts'
import type { Oid } from '../../model/oid.ts'
import { notesAuthor, untilUnmoved } from './notes.ts'

export class NarrativeReader {
  readonly #notes: NotesReader

  constructor(gitDir: string, reader: ObjectReader) {
    this.#notes = new NotesReader(gitDir, NOTES, reader)
  }

  /** Returns the narrative of a commit; undefined when there is none, or its note cannot be read. */
  async find(commit: Oid): Promise<KeptNarrative | undefined> {
    // A damaged note must not cost the facts; `verify` names it.
    const ignore = () => {}
    const text = await unlessDamaged(() => this.#notes.find(commit), ignore)
    return text === undefined ? undefined : parseNote(text)
  }
}

/** Keeps the narrative of a commit, in place of any there was, durably. The caller holds the lock of the home. */
export async function keepNarrative(
  gitDir: string,
  commit: Oid,
  narrative: KeptNarrative,
): Promise<void> {
  const text = formatNote(narrative)
  await untilUnmoved(gitDir, (reader) =>
    writeNote(
      gitDir,
      NOTES,
      reader,
      { object: commit, text },
      notesAuthor(`narrative of ${commit}`),
    ),
  )
}
