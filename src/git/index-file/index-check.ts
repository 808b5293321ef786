/** Whether the index of a shadow repo can be used. It is a cache of the latest snapshot: nothing is lost by it. */
import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { checksumHolds } from '../upkeep/checksummed-files.ts'

/** Returns what is wrong with the index; undefined when it is sound or not there. */
export async function indexProblem(gitDir: string): Promise<string | undefined> {
  const path = join(gitDir, 'index')
  if (!existsSync(path)) return undefined
  if (!(await checksumHolds(path))) return 'its checksum does not match its content'
  const head = Buffer.alloc(8)
  const fd = openSync(path, 'r')
  try {
    readSync(fd, head)
  } finally {
    closeSync(fd)
  }
  const version = head.readUInt32BE(4)
  const isIndex = head.toString('latin1', 0, 4) === 'DIRC' && version >= 2 && version <= 4
  return isIndex ? undefined : 'it is no index git knows'
}
