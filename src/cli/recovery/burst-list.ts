/** What could be brought back, for people and as JSON. */
import { showCount } from '../../model/counts.ts'
import { showPath } from '../../model/show.ts'
import type { Reading } from '../../review/answers/reading.ts'
import {
  type Burst,
  commonFolder,
  type DeletionQuery,
  readBursts,
} from '../../review/history/deletions.ts'
import { deletionJson } from '../../review/json/deletion.ts'
import { commandLine } from '../../service/acts/act-command.ts'
import { whenAndWho } from '../../service/acts/undelete-act.ts'
import type { Output } from '../terminal/output.ts'

const SHOWN_MAX = 10

/** Lists the newest bursts, each with the command that brings it back. */
export async function listBursts(
  out: Output,
  { view, repo, nowMs }: Reading,
  query: DeletionQuery,
  roots: readonly string[],
): Promise<void> {
  let count = 0
  for await (const burst of readBursts(view, query)) {
    count += 1
    const missing = burst.flatMap((deletion) => deletion.missing)
    const place = commonFolder(missing)
    const command = commandOf(burst, repo.root, roots)
    if (out.isJson) out.json(deletionJson(burst, repo.root, command))
    else {
      const where = missing.length === 1 ? showPath(place) : `in ${showPath(place) || 'the root'}`
      const what = missing.length === 1 ? '' : `${showCount(missing.length, 'path')} `
      out.line(`${what}${where}, deleted ${whenAndWho(burst, nowMs)}`)
      out.line(`  ${out.style('dim', command)}`)
    }
    if (count === SHOWN_MAX) break
  }
  if (count === 0) out.talk('Nothing that was deleted is missing now.')
}

function commandOf(burst: Burst, root: string, roots: readonly string[]): string {
  return commandLine(['undelete', '--at', burst[0]!.span.after.id], root, roots, [])
}
