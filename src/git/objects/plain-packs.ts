/**
 * Packs written without compression, because whoever wrote them was waited for. Each is noted by an empty file
 * `flightrec/plain-packs/<pack>` of its shadow repo until a repack has compressed what it held.
 */

import { closeSync, existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { makePrivateFolderIn, namesIn, PRIVATE_FILE, removeIfThere } from '../../system/files.ts'
import { sideFile } from '../side-files.ts'

/** Notes the pack before it gets its name: a note without a pack means nothing, a pack without its note stays plain. */
export function notePlainPack(gitDir: string, pack: string): void {
  const folder = notesFolder(gitDir)
  makePrivateFolderIn(gitDir, folder)
  // Two workers that captured the same make the same pack.
  closeSync(openSync(join(folder, pack), 'a', PRIVATE_FILE))
}

/** Whether a pack waits to be compressed. */
export function hasPlainPacks(gitDir: string): boolean {
  return notes(gitDir).some((pack) => isThere(gitDir, pack))
}

/** Drops the notes of packs that are no more. */
export function forgetPlainPacks(gitDir: string): void {
  for (const pack of notes(gitDir)) {
    if (!isThere(gitDir, pack)) removeIfThere(join(notesFolder(gitDir), pack))
  }
}

function notesFolder(gitDir: string): string {
  return sideFile(gitDir, 'plain-packs')
}

function isThere(gitDir: string, pack: string): boolean {
  return existsSync(join(gitDir, 'objects', 'pack', pack))
}

function notes(gitDir: string): string[] {
  return namesIn(notesFolder(gitDir))
}
