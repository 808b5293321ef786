/**
 * The roots that a daemon records whenever it runs, since `daemon start` was given them once: a mark in the shadow repo
 * of each, so that it goes where the record goes.
 */

import { existsSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { sideFile } from '../../git/side-files.ts'
import { makePrivateFolder, PRIVATE_FILE, removeIfThere, syncFolder } from '../../system/files.ts'
import type { Home } from './home.ts'
import { type SurveyedRepo, surveyShadowRepos } from './shadow-repos.ts'

const markPath = (gitDir: string) => sideFile(gitDir, 'always')

export function isAlwaysRecorded({ gitDir }: { gitDir: string }): boolean {
  return existsSync(markPath(gitDir))
}

/** Lists them by name; the root of a damaged one may not be known. */
export function alwaysRecorded(home: Home): SurveyedRepo[] {
  return surveyShadowRepos(home).filter(isAlwaysRecorded)
}

/** Notes durably whether a root is one of them. The caller holds the lock of the home. */
export function setAlwaysRecorded(gitDir: string, isAlways: boolean): void {
  const path = markPath(gitDir)
  if (isAlways) {
    makePrivateFolder(dirname(path))
    writeFileSync(path, '', { mode: PRIVATE_FILE })
  } else if (!removeIfThere(path)) return
  syncFolder(dirname(path))
}
