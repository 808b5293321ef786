/** Where damaged files go instead of being deleted: they may be the only copy of something. */
import { copyFileSync, existsSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { makePrivateFolder, syncFolder } from '../../system/files.ts'

const FOLDER = 'flightrec/quarantine'

/** Moves a file out of git's sight. */
export function quarantine(gitDir: string, path: string): void {
  const kept = freePlace(gitDir, path)
  renameSync(path, kept)
  syncFolder(dirname(kept))
}

/** Keeps a copy of a file that is about to be rewritten. */
export function keepCopy(gitDir: string, path: string): void {
  if (!existsSync(path)) return
  copyFileSync(path, freePlace(gitDir, path))
}

function freePlace(gitDir: string, path: string): string {
  const folder = join(gitDir, FOLDER)
  makePrivateFolder(folder)
  const name = path.startsWith(`${gitDir}/`)
    ? path.slice(gitDir.length + 1).replaceAll('/', '-')
    : basename(path)
  for (let n = 0; ; n += 1) {
    const place = join(folder, n === 0 ? name : `${name}.${n}`)
    if (!existsSync(place)) return place
  }
}
