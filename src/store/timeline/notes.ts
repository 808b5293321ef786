/** What all notes of a repo have in common: writing beside others, dropping old ones, keeping what can be read. */

import { NotesReader, rewriteNotes, unlessDamaged } from '../../git/history/notes.ts'
import { EVIDENCE, NOTES, readRef } from '../../git/history/refs.ts'
import { parseCommit } from '../../git/objects/commit-format.ts'
import { ObjectReader } from '../../git/objects/object-reader.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { FLIGHTREC } from '../../model/snapshot.ts'
import { now } from '../../system/clock.ts'

/** The refs that hold notes. */
export const NOTE_REFS = [NOTES, EVIDENCE] as const

const ATTEMPTS = 5

/**
 * Drops the notes whose commits `isKept` refuses, and all earlier states of the notes. Returns the commit that holds
 * what is left; undefined when there was nothing to drop.
 */
export async function pruneNotes(
  gitDir: string,
  ref: string,
  isKept: (commit: string, reader: ObjectReader) => Promise<boolean>,
): Promise<Oid | undefined> {
  return await untilUnmoved(gitDir, async (reader) => {
    const previous = readRef(gitDir, ref)
    if (previous === undefined) return undefined
    const { parents } = parseCommit(await reader.get(previous, 'commit'))
    const kept = new Map<string, Oid>()
    let dropped = 0
    for await (const { object, blob } of new NotesReader(gitDir, ref, reader).list()) {
      if (await isKept(object, reader)) kept.set(object, blob)
      else dropped += 1
    }
    if (dropped === 0 && parents.length === 0) return undefined
    return await rewriteNotes(gitDir, ref, previous, kept, notesAuthor('drop older notes'))
  })
}

/** Notes that can be read, though others may be damaged. */
interface SoundNotes {
  notes: ReadonlyMap<string, Oid>
  /** How many notes, or folders of them, cannot be read. */
  damaged: number
}

/** Reads every note of a ref, past those that are damaged. */
export async function soundNotes(gitDir: string, ref: string): Promise<SoundNotes> {
  const reader = new ObjectReader(gitDir)
  const notes = new Map<string, Oid>()
  let damaged = 0
  const onDamage = () => {
    damaged += 1
  }
  try {
    for await (const { object, blob } of new NotesReader(gitDir, ref, reader).list(onDamage)) {
      const text = await unlessDamaged(() => reader.get(blob, 'blob'), onDamage)
      if (text) notes.set(object, blob)
    }
    return { notes, damaged }
  } finally {
    reader.close()
  }
}

/** Makes these all there are, without an earlier state. Returns the commit that holds them. */
export async function resetNotes(
  gitDir: string,
  ref: string,
  notes: ReadonlyMap<string, Oid>,
): Promise<Oid> {
  const previous = readRef(gitDir, ref)
  return await rewriteNotes(gitDir, ref, previous, notes, notesAuthor('drop damaged notes'))
}

export function notesAuthor(message: string) {
  return { actor: FLIGHTREC, timeSeconds: Math.floor(now() / 1000), message }
}

/** Someone else, such as `git notes`, may add a note at the same moment. */
export async function untilUnmoved<Result>(
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
