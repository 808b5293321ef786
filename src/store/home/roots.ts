/** The folders to record: where they really are, and which are refused. */
import { accessSync, constants, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { isInFolder } from '../../model/absolute-path.ts'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { shellWord } from '../../model/shell-word.ts'
import { showText } from '../../model/show.ts'
import { expandTilde, userHome } from '../../system/environment.ts'
import { realPath } from '../../system/real-path.ts'
import type { Home } from './home.ts'

/** A folder to record, which may not be there now. */
export interface Root {
  /** As it was written, in config.toml or on the command line. */
  given: string
  /** Absolute, links resolved as far as there is anything. */
  path: string
  state: 'folder' | 'missing' | 'not-a-folder' | 'unreadable'
}

/** Finds where the roots really are; relative ones start at the current folder. */
export function resolveRoots(given: readonly string[]): Root[] {
  return given.map((root) => {
    const path = realPath(absolutePath(root))
    return { given: root, path, state: stateOf(path) }
  })
}

function absolutePath(given: string): string {
  if (given === '') {
    throw new FlightrecError('bad-root', 'a folder to record has no name', {
      hint: 'Name it; `.` is the current one.',
    })
  }
  try {
    return resolve(expandTilde(given))
  } catch (error) {
    throw new FlightrecError('bad-root', 'the current folder is gone', {
      hint: 'Change to a folder that exists, such as with `cd ~`.',
      cause: error,
    })
  }
}

function stateOf(path: string): Root['state'] {
  try {
    if (!statSync(path).isDirectory()) return 'not-a-folder'
    accessSync(path, constants.R_OK | constants.X_OK)
    return 'folder'
  } catch (error) {
    return errnoOf(error) === 'ENOENT' ? 'missing' : 'unreadable'
  }
}

/**
 * Refuses roots that cannot be recorded, or not safely. Missing ones pass: they may come back.
 * `allowBroad` is `--yes`: it lets `/`, the user's home and what holds it through.
 * @throws {FlightrecError} bad-root
 */
export function checkRoots(
  roots: readonly Root[],
  home: Home,
  { allowBroad }: { allowBroad: boolean },
): void {
  if (roots.length === 0) {
    throw new FlightrecError('bad-root', 'there is no folder to record', {
      hint: 'Name one: `flightrec watch FOLDER`, or set `roots` under `[watch]` in config.toml.',
    })
  }
  for (const root of roots) {
    checkKind(root)
    if (isInFolder(home.path, root.path)) {
      throw new FlightrecError(
        'bad-root',
        `${showRoot(root)} lies in the flightrec home ${showText(home.path)}`,
        { hint: 'Name a folder outside it, or set FLIGHTREC_HOME to another place.' },
      )
    }
    const reason = broadReason(root)
    if (reason !== undefined && !allowBroad) {
      throw new FlightrecError('bad-root', `${showRoot(root)} ${reason}`, {
        hint: 'Name a folder below it, or add `--yes` to record all of it.',
      })
    }
  }
  checkOverlap(roots)
}

/** Says why recording `root` would record far more than a project; undefined when it would not. */
export function broadReason(root: Root): string | undefined {
  if (root.path === '/') return 'is the whole file system'
  const user = realPath(userHome())
  if (root.path === user) return 'is your home folder'
  return isInFolder(root.path, user) ? 'holds your home folder' : undefined
}

function checkKind(root: Root): void {
  if (root.state === 'not-a-folder') {
    throw new FlightrecError('bad-root', `${showRoot(root)} is not a folder`, {
      hint: `Name the folder it is in: \`flightrec watch ${shellWord(showText(dirname(root.path)))}\`.`,
    })
  }
  if (root.state === 'unreadable') {
    throw new FlightrecError('bad-root', `${showRoot(root)} cannot be read`, {
      hint: `Look at who may: \`ls -ld ${shellWord(showText(root.path))}\`.`,
    })
  }
}

function checkOverlap(roots: readonly Root[]): void {
  for (const [index, root] of roots.entries()) {
    for (const other of roots.slice(0, index)) {
      const hint = 'Keep one of the two.'
      if (root.path === other.path) {
        const names = `${showRoot(other)} and ${showRoot(root)}`
        throw new FlightrecError('bad-root', `${names} are the same folder`, { hint })
      }
      const [outer, inner] = isInFolder(root.path, other.path) ? [root, other] : [other, root]
      if (isInFolder(outer.path, inner.path)) {
        throw new FlightrecError(
          'bad-root',
          `${showRoot(inner)} lies in ${showRoot(outer)}: its files would be recorded twice`,
          { hint },
        )
      }
    }
  }
}

function showRoot({ given, path }: Root): string {
  const shown = `'${showText(given)}'`
  return given === path ? shown : `${shown} (${showText(path)})`
}
