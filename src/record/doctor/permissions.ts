/** The home and its repos are this user's alone. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { closeEntry, type OpenEntry, openEntries } from '../../git/upkeep/permissions.ts'
import { showText } from '../../model/show.ts'
import { spoolFolders } from '../../store/spool/spool.ts'
import { currentUser } from '../../system/environment.ts'
import type { HomeCheck, Problem, RepoCheck } from './check.ts'

export const homePermissions: HomeCheck = {
  id: 'home-permissions',
  find(home) {
    const { uid } = currentUser()
    const own = [home.path, home.reposPath].flatMap((folder) => {
      const first = openEntries(folder, uid).next().value
      return first?.path === '' ? [{ folder, first }] : []
    })
    const folders = [join(home.path, 'live'), spoolFolders(home).path, home.logsPath, home.runPath]
    const within = folders.filter((it) => existsSync(it))
    return [
      ...own.map(({ folder, first }) => describe(folder, first, uid)),
      ...within.flatMap(inFolder),
    ]
  },
}

export const repoPermissions: RepoCheck = {
  id: 'permissions',
  find: ({ repo: { gitDir } }) => inFolder(gitDir),
}

/** What below a folder is open to others, as one problem, and what belongs to someone else. */
function inFolder(folder: string): Problem[] {
  const { uid } = currentUser()
  const open = [...openEntries(folder, uid)]
  const foreign = open.filter((entry) => entry.uid !== uid)
  const own = open.filter((entry) => entry.uid === uid)
  const problems = foreign.map((entry) => describe(folder, entry, uid))
  if (own.length === 0) return problems
  return [
    ...problems,
    {
      subject: showText(folder),
      problem: `${own.length} of its files are open to others, e.g. ${showText(own[0]!.path || '.')}`,
      remedy: 'take the rights of others away',
      fix: () => {
        for (const entry of own) closeEntry(folder, entry)
      },
    },
  ]
}

function describe(folder: string, entry: OpenEntry, uid: number): Problem {
  const subject = showText(entry.path === '' ? folder : `${folder}/${entry.path}`)
  if (entry.uid !== uid) {
    const remedy = `Run \`chown -R ${uid} ${subject}\` as the administrator.`
    return { subject, problem: `it belongs to user ${entry.uid}`, remedy }
  }
  return {
    subject,
    problem: `others may look into it or write to it (mode ${entry.mode.toString(8)})`,
    remedy: 'take the rights of others away',
    fix: () => closeEntry(folder, entry),
  }
}
