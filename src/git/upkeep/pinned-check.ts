/** Compares the files of a shadow repo whose content is fixed with what they should be. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readTextIfThere } from '../../system/files.ts'
import { pinnedFiles } from '../shadow-config.ts'

/** Files that make git read objects, history or settings from elsewhere; flightrec never writes them. */
const ALIEN = [
  'objects/info/alternates',
  'objects/info/http-alternates',
  'info/grafts',
  'commondir',
  'config.worktree',
]

/** Lines of `config` that are written or not depending on the version of git that was there. */
const VERSION_LINE = /^\t(?:fsyncObjectFiles = true|fsync = all|gitattributes\w+ = ignore)$/

/** Returns the fixed files that differ, by path relative to the git dir; without a root, those of a bare repo. */
export function alteredPinnedFiles(gitDir: string, root: string | undefined): string[] {
  return pinnedFiles(root)
    .filter(([path, content]) => {
      const found = readTextIfThere(join(gitDir, path))
      return found === undefined || !isSame(path, found, content)
    })
    .map(([path]) => path)
}

function isSame(path: string, found: string, expected: string): boolean {
  return path === 'config'
    ? withoutVersionLines(found) === withoutVersionLines(expected)
    : found === expected
}

function withoutVersionLines(config: string): string {
  return config
    .split('\n')
    .filter((line) => !VERSION_LINE.test(line))
    .join('\n')
}

/** Returns the paths, relative to the git dir, of files that point git elsewhere. */
export function alienFiles(gitDir: string): string[] {
  return ALIEN.filter((path) => existsSync(join(gitDir, path)))
}
