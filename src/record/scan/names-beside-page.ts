import type { Stats } from 'node:fs'
import { type RawPath, rawFromLatin1 } from '../../model/raw-path.ts'
import type { RecordedFolder } from '../state/recorded-state.ts'

/**
 * The usual case, quickly: when every file of a folder is as the index has it, returns the other names, still
 * to be looked at. Returns undefined when anything differs: then each name is to be looked at by itself.
 * @param isWanted says whether a name is to be recorded.
 * @param look returns the stat data of a name; undefined when it is not there.
 */
export function namesBesidePage(
  folder: RecordedFolder,
  names: string[],
  isWanted: (name: RawPath) => boolean,
  look: (name: RawPath) => Stats | undefined,
): RawPath[] | undefined {
  const { page, unpaged } = folder
  if (!page || folder.reason) return undefined
  const isFoundSame = page.takeFinding()
  const others = new Set<RawPath>()
  let n = 0
  for (const text of names.sort()) {
    const name = rawFromLatin1(text)
    if (!page.isNamed(n, name)) {
      others.add(name)
      continue
    }
    if (!isWanted(name)) return undefined
    if (!isFoundSame) {
      const stats = look(name)
      if (!stats || !page.isSame(n, stats)) return undefined
    }
    n += 1
  }
  const isWhole = n === page.count && [...unpaged.keys()].every((name) => others.has(name))
  return isWhole ? [...others] : undefined
}
