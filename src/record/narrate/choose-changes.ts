/** Which changes a model is told of when there are too many, and what is said of the others. */

import type { GitChange } from '../../git/compare/diff.ts'
import { changedPath } from '../../model/change.ts'
import { showCount } from '../../model/counts.ts'
import { showPath } from '../../model/show.ts'

const FOLDERS_SHOWN_MAX = 12

/** Made by tools from other files: they say little, at length. */
const GENERATED = new RegExp(
  [
    '(?:^|/)(?:package-lock\\.json|npm-shrinkwrap\\.json|[\\w.-]+\\.lock|go\\.sum|pnpm-lock\\.yaml)$',
    '\\.min\\.(?:js|css)$|\\.(?:map|snap|pb\\.go)$',
    '(?:^|/)(?:vendor|dist|build|out|generated|third_party)/',
  ].join('|'),
)

/** What people write first; within that by path. */
export function rankForTelling(changes: readonly GitChange[]): GitChange[] {
  const rank = (change: GitChange) =>
    GENERATED.test(changedPath(change)) ? 2 : change.lines ? 0 : 1
  return [...changes].sort(
    (a, b) => rank(a) - rank(b) || (changedPath(a) < changedPath(b) ? -1 : 1),
  )
}

/** Returns e.g. `12 more files: src/ 10 (+300 -20), docs/ 2 (+4 -0)`. */
export function leftOutText(changes: readonly GitChange[]): string {
  const folders = new Map<string, { files: number; added: number; removed: number }>()
  for (const change of changes) {
    const name = topFolder(showPath(changedPath(change)))
    const folder = folders.get(name) ?? { files: 0, added: 0, removed: 0 }
    folder.files += 1
    folder.added += change.lines?.added ?? 0
    folder.removed += change.lines?.removed ?? 0
    folders.set(name, folder)
  }
  const sorted = [...folders].sort((a, b) => b[1].files - a[1].files)
  const shown = sorted
    .slice(0, FOLDERS_SHOWN_MAX)
    .map(([name, { files, added, removed }]) => `${name} ${files} (+${added} -${removed})`)
  const more = sorted.length > FOLDERS_SHOWN_MAX ? ', and others' : ''
  const files = showCount(changes.length, 'more file')
  return `${files}: ${shown.join(', ')}${more}`
}

function topFolder(path: string): string {
  const names = path.split('/').slice(0, -1)
  return names.length === 0 ? './' : `${names.slice(0, 2).join('/')}/`
}
