/** Recording can write wherever it writes: a folder or file that refuses costs snapshots, sessions or payloads. */
import { accessSync, chmodSync, constants, existsSync, lstatSync } from 'node:fs'
import { join } from 'node:path'
import { errnoOf } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { spoolFolders } from '../../store/spool/spool.ts'
import { entriesBelow } from '../../system/entries-below.ts'
import { currentUser } from '../../system/environment.ts'
import { namesIn } from '../../system/files.ts'
import type { HomeCheck, Problem, RepoCheck } from './check.ts'

/** What makes it possible to make, rename and remove files in a folder. */
const FOLDER_RIGHTS = constants.R_OK | constants.W_OK | constants.X_OK
const OWN_FOLDER_RIGHTS = 0o700
/** Files that are appended to; all others are replaced. */
const APPENDED = /^(?:logs\/refs\/.+|\d+\.jsonl|[^/]+\/\d+\.jsonl)$/

/** The folders without which nothing else can be looked at, nor the lock be taken. */
export const homeFolders: HomeCheck = {
  id: 'writable',
  find(home) {
    for (const folder of [home.path, home.reposPath, home.runPath]) {
      const problems = refusedFolder(folder)
      if (problems.length > 0) return problems
    }
    // A repo that cannot be entered looks as if it were not there.
    return namesIn(home.reposPath).flatMap((name) => refusedFolder(join(home.reposPath, name)))
  },
}

export const homeWritable: HomeCheck = {
  id: 'writable',
  find(home) {
    const folders = [home.logsPath, ...Object.values(spoolFolders(home))]
    return [
      ...folders.filter((it) => existsSync(it)).flatMap(refusedFolder),
      ...below(join(home.path, 'live')),
    ]
  },
}

export const repoWritable: RepoCheck = {
  id: 'writable',
  find: ({ repo: { gitDir } }) => below(gitDir),
}

function below(folder: string): Problem[] {
  if (!existsSync(folder)) return []
  const refused = refusedFolder(folder)
  if (refused.length > 0) return refused
  const found: Problem[] = []
  for (const { path, entry } of entriesBelow(folder, ['EACCES'])) {
    const place = join(folder, path)
    if (entry.isDirectory()) found.push(...refusedFolder(place))
    else if (entry.isFile() && APPENDED.test(path)) found.push(...refusedFile(place))
  }
  return found
}

function refusedFolder(folder: string): Problem[] {
  return refused(folder, FOLDER_RIGHTS, OWN_FOLDER_RIGHTS)
}

function refusedFile(file: string): Problem[] {
  return refused(file, constants.R_OK | constants.W_OK, 0o600)
}

function refused(path: string, rights: number, mode: number): Problem[] {
  const errno = refusalOf(path, rights)
  if (errno === undefined || errno === 'ENOENT') return []
  const subject = showText(path)
  const problem = `nothing can be written there (${errno}): what belongs there is not recorded`
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (errno === 'EACCES' && stat?.uid === currentUser().uid)
    return [
      { subject, problem, remedy: 'give its user the right', fix: () => chmodSync(path, mode) },
    ]
  const remedy = 'Mount its disk for writing, or set FLIGHTREC_HOME to another folder.'
  return [{ subject, problem, remedy }]
}

function refusalOf(path: string, rights: number): string | undefined {
  try {
    accessSync(path, rights)
    return undefined
  } catch (error) {
    return errnoOf(error) ?? 'refused'
  }
}
