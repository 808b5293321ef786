/** Narratives, as git notes: `refs/notes/summary` of a shadow repo, and of the sessions repo. */

import { NotesReader, rewriteNotes, unlessDamaged, writeNote } from '../git/history/notes.ts'
import { NOTES, readRef } from '../git/history/refs.ts'
import { parseCommit } from '../git/objects/commit-format.ts'
import { ObjectReader } from '../git/objects/object-reader.ts'
import { FlightrecError } from '../model/errors.ts'
import { formatNote, type KeptNarrative, parseNote } from '../model/narrative.ts'
import type { Oid } from '../model/oid.ts'
import { FLIGHTREC } from '../model/snapshot.ts'
import { now } from '../system/clock.ts'

const ATTEMPTS = 5

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
    writeNote(gitDir, NOTES, reader, { object: commit, text }, author(`narrative of ${commit}`)),
  )
}

/**
 * Drops the notes whose commits `isKept` refuses, and all earlier states of the notes. Returns the commit that holds
 * what is left; undefined when there was nothing to drop.
 */
export async function pruneNarratives(
  gitDir: string,
  isKept: (commit: string, reader: ObjectReader) => Promise<boolean>,
): Promise<Oid | undefined> {
  return await untilUnmoved(gitDir, async (reader) => {
    const previous = readRef(gitDir, NOTES)
    if (previous === undefined) return undefined
    const { parents } = parseCommit(await reader.get(previous, 'commit'))
    const kept = new Map<string, Oid>()
    let dropped = 0
    for await (const { object, blob } of new NotesReader(gitDir, NOTES, reader).list()) {
      if (await isKept(object, reader)) kept.set(object, blob)
      else dropped += 1
    }
    if (dropped === 0 && parents.length === 0) return undefined
    return await rewriteNotes(gitDir, NOTES, previous, kept, author('drop older narratives'))
  })
}

/** Narratives that can be read, though others may be damaged. */
export interface SoundNarratives {
  notes: ReadonlyMap<string, Oid>
  /** How many notes, or folders of them, cannot be read. */
  damaged: number
}

/** Reads every note of a repo, past those that are damaged. */
export async function soundNarratives(gitDir: string): Promise<SoundNarratives> {
  const reader = new ObjectReader(gitDir)
  const notes = new Map<string, Oid>()
  let damaged = 0
  const onDamage = () => {
    damaged += 1
  }
  try {
    for await (const { object, blob } of new NotesReader(gitDir, NOTES, reader).list(onDamage)) {
      const text = await unlessDamaged(() => reader.get(blob, 'blob'), onDamage)
      if (text) notes.set(object, blob)
    }
    return { notes, damaged }
  } finally {
    reader.close()
  }
}

/** Makes these all there are, without an earlier state. Returns the commit that holds them. */
export async function resetNarratives(
  gitDir: string,
  notes: ReadonlyMap<string, Oid>,
): Promise<Oid> {
  const previous = readRef(gitDir, NOTES)
  return await rewriteNotes(gitDir, NOTES, previous, notes, author('drop damaged narratives'))
}

function author(message: string) {
  return { actor: FLIGHTREC, timeSeconds: Math.floor(now() / 1000), message }
}

/** Someone else, such as `git notes`, may add a note at the same moment. */
async function untilUnmoved<Result>(
  gitDir: string,
  work: (reader: ObjectReader) => Promise<Result>,
): Promise<Result> {
  const reader = new ObjectReader(gitDir)
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work(reader)
      } catch (error) {
        const isMoved = error instanceof FlightrecError && error.code === 'locked'
        if (!isMoved || attempt === ATTEMPTS) throw error
      }
    }
  } finally {
    reader.close()
  }
}
