/** The files of a repo beside its objects: those of fixed content, permissions, the index. */
import { indexProblem } from '../../git/index-file/index-check.ts'
import { openEntries } from '../../git/upkeep/permissions.ts'
import { alienFiles, alteredPinnedFiles } from '../../git/upkeep/pinned-check.ts'
import { showText } from '../../model/show.ts'
import type { CheckFindings, Damage } from '../../store/timeline/damage.ts'
import { currentUser } from '../../system/environment.ts'

const PERMISSIONS_SHOWN = 5

/** Without a root it is the sessions repo. */
export async function verifyFiles(
  gitDir: string,
  root: string | undefined,
): Promise<CheckFindings> {
  const damages: Damage[] = [
    ...alteredPinnedFiles(gitDir, root).map((subject) =>
      damage('pinned', subject, 'it is not as flightrec writes it'),
    ),
    ...alienFiles(gitDir).map((subject) =>
      damage('alien', subject, 'git takes objects, history or settings from elsewhere by it'),
    ),
    ...permissionDamages(gitDir),
  ]
  const problem = await indexProblem(gitDir)
  if (problem) damages.push(damage('index', 'index', problem))
  return { damages, notes: [] }
}

function damage(kind: Damage['kind'], subject: string, problem: string): Damage {
  return { kind, subject, problem, mendable: true }
}

function permissionDamages(gitDir: string): Damage[] {
  const open = [...openEntries(gitDir, currentUser().uid)]
  const damages = open.slice(0, PERMISSIONS_SHOWN).map(({ path, mode, uid }) => {
    const state =
      uid === currentUser().uid ? `its mode is ${mode.toString(8)}` : `it belongs to user ${uid}`
    return damage('permissions', path === '' ? '.' : showText(path), state)
  })
  const more = open.length - damages.length
  if (more > 0) damages.push(damage('permissions', '.', `${more} more files are open to others`))
  return damages
}
