import { existsSync, lstatSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { showCount } from '../../model/counts.ts'
import { showText } from '../../model/show.ts'
import type { Home } from '../../store/home/home.ts'
import { homeLockPath } from '../../store/home/home-lock.ts'
import { abandonedPayloads, refusals, spoolFolders } from '../../store/spool/spool.ts'
import { now } from '../../system/clock.ts'
import { namesIn, PRIVATE_FILE } from '../../system/files.ts'
import { lockOwner } from '../../system/lock.ts'
import type { HomeCheck, Problem } from './check.ts'

const REASONS_SHOWN = 10
const WAITING_MAX_MS = 60_000

/** What hooks have said that nobody takes in, and what was refused. */
export const spoolCheck: HomeCheck = {
  id: 'spool',
  find(home) {
    if (!existsSync(spoolFolders(home).path)) return []
    return [...abandoned(home), ...waiting(home), ...refused(home)]
  },
}

const RAW = 'as they came, secrets too'

/** Whoever takes them in next finds out whether they are whole. */
function abandoned(home: Home): Problem[] {
  const names = abandonedPayloads(home)
  if (names.length === 0) return []
  const folders = spoolFolders(home)
  return [
    {
      subject: showText(folders.tmp),
      problem: `${showCount(names.length, 'payload')} of hooks that were killed lie there ${RAW}`,
      remedy: 'have them taken in with what else hooks have said, or refused',
      fix() {
        for (const name of names) writeFileSync(join(folders.new, name), '', { mode: PRIVATE_FILE })
      },
    },
  ]
}

function waiting(home: Home): Problem[] {
  const folders = spoolFolders(home)
  const owner = lockOwner(homeLockPath(home))
  const isRecording = owner !== undefined && owner.pid !== process.pid
  const names = [folders.new, folders.taken].flatMap((folder) =>
    namesIn(folder).filter((name) => !isRecording || isOld(join(folder, name))),
  )
  if (names.length === 0) return []
  const count = showCount(names.length, 'payload')
  const subject = showText(folders.new)
  if (isRecording) {
    const problem = `${count} of hooks wait ${RAW}, and process ${owner.pid}, which records, does not take them in`
    return [{ subject, problem, remedy: 'See what it says in logs/, then start it again.' }]
  }
  return [
    {
      subject,
      problem: `${count} of hooks wait ${RAW}, and nobody records`,
      remedy: 'Run `flightrec daemon start`, or `flightrec snapshot`, which takes them in as well.',
    },
  ]
}

/** A recorder takes in what comes at once. */
function isOld(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  return stat !== undefined && now() - stat.mtimeMs > WAITING_MAX_MS
}

/** They may be the only copy of what an agent said: a person has to look. */
function refused(home: Home): Problem[] {
  const byReason = new Map<string, string[]>()
  for (const { name, reason } of refusals(home))
    byReason.set(reason, [...(byReason.get(reason) ?? []), name])
  return [...byReason].slice(0, REASONS_SHOWN).map(([reason, names]) => {
    const path = showText(join(spoolFolders(home).bad, names[0]!))
    const more = names.length > 1 ? ` and ${names.length - 1} more` : ''
    return {
      subject: `${path}${more}`,
      problem: `refused: ${showText(reason)}`,
      remedy: `Look at it, then remove it and its \`.reason\`.`,
    }
  })
}
