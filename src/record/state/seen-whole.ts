/**
 * Until when every file was seen to be as the index says, or else to differ from it. A cache beside the index, which it
 * names by its checksum; it may be lost at no cost but time.
 */

import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { indexChecksum } from '../../git/index-file/index-format.ts'
import { prepareSideFiles, sideFile } from '../../git/side-files.ts'
import { parseJson } from '../../model/json.ts'
import { PRIVATE_FILE, readTextIfThere, removeIfThere } from '../../system/files.ts'

interface SeenWhole {
  /** Checksum of the index, in hex. */
  index: string
  /** Milliseconds since the epoch. */
  seenMs: number
  /** Of both: a time with a flipped bit would let changes be passed over. */
  check: string
}

function seenPath(gitDir: string): string {
  return sideFile(gitDir, 'seen-whole.json')
}

function checkOf({ index, seenMs }: Omit<SeenWhole, 'check'>): string {
  return createHash('sha256').update(`${index} ${seenMs}`).digest('hex')
}

/** @param index the bytes of the index in use. */
export function readSeenWhole(gitDir: string, index: Buffer): number | undefined {
  const text = readTextIfThere(seenPath(gitDir))
  if (text === undefined) return undefined
  // Only a cache: without it the scan looks at each file.
  const said = (parseJson(text) ?? {}) as Partial<SeenWhole>
  const { seenMs, check } = said
  if (said.index !== indexChecksum(index) || typeof seenMs !== 'number') return undefined
  return check === checkOf({ index: said.index, seenMs }) ? seenMs : undefined
}

/**
 * Not durable: one that a crash has cut short is no JSON, and names no index.
 * @param seenMs undefined when it is not known of that index.
 */
export function writeSeenWhole(gitDir: string, index: Buffer, seenMs: number | undefined): void {
  if (seenMs === undefined) {
    removeIfThere(seenPath(gitDir))
    return
  }
  prepareSideFiles(gitDir)
  const said = { index: indexChecksum(index), seenMs }
  const note: SeenWhole = { ...said, check: checkOf(said) }
  writeFileSync(seenPath(gitDir), JSON.stringify(note), { mode: PRIVATE_FILE })
}
