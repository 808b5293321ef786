/** Whether nobody but the user, or the administrator, can have a say in what a file holds. */
import { type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { shellWord } from '../../model/shell-word.ts'
import { showText } from '../../model/show.ts'
import { currentUser } from '../../system/environment.ts'
import { realPath } from '../../system/real-path.ts'

/** Why a file is not to be believed, and what to do about it. */
interface Distrust {
  problem: string
  remedy: string
}

const OTHERS_WRITE = 0o022
const ALL_WRITE = 0o002
/** In such a folder, as /tmp is one, nobody may replace what belongs to somebody else. */
const STICKY = 0o1000

/**
 * Looks at an open file and at the folders it was reached through, also those behind a link in its place; returns
 * undefined when others cannot have written it.
 */
export function whyUntrusted(path: string, file: Stats): Distrust | undefined {
  const own = judge(path, file, 'it', OTHERS_WRITE)
  if (own) return own
  for (const place of new Set([path, realPath(path)])) {
    const folder = dirname(place)
    const found = judgeFolder(folder, OTHERS_WRITE) ?? judgeAbove(folder)
    if (found) return found
  }
  return undefined
}

/** Above the folder, only what is open to everybody is a fault: a group may well share what lies there. */
function judgeAbove(folder: string): Distrust | undefined {
  const above = dirname(folder)
  if (above === folder) return undefined
  const { mode } = statSync(above)
  const isOpen = (mode & ALL_WRITE) !== 0 && (mode & STICKY) === 0
  return (isOpen ? judgeFolder(above, ALL_WRITE) : undefined) ?? judgeAbove(above)
}

function judgeFolder(folder: string, writable: number): Distrust | undefined {
  return judge(folder, statSync(folder), `its folder ${showText(folder)}`, writable)
}

function judge(path: string, stat: Stats, what: string, writable: number): Distrust | undefined {
  const { uid } = currentUser()
  const word = shellWord(showText(path))
  if (stat.uid !== uid && stat.uid !== 0) {
    const remedy = `Look at what it says, and make it yours: \`sudo chown ${uid} ${word}\`.`
    return { problem: `${what} belongs to user ${stat.uid}`, remedy }
  }
  const isShared = stat.isDirectory() && (stat.mode & STICKY) !== 0
  if ((stat.mode & writable) === 0 || isShared) return undefined
  const mode = (stat.mode & 0o777).toString(8)
  const remedy = `Look at what it says, then run \`chmod go-w ${word}\`.`
  return { problem: `others may write to ${what} (mode ${mode})`, remedy }
}
