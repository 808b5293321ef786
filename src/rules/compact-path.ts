/** Brings the many spellings of a path to one. */
import { isInFolder } from '../model/absolute-path.ts'

/** Home folders by their usual places, for when nobody says which is the user's. */
const HOMES = /^(?:\/root|\/home\/[^/]+|\/Users\/[^/]+|\/c\/Users\/[^/]+|~[a-z_][\w-]*)(?=\/|$)/

/** Returns `path` below `cwd`, without `//`, `.` and `..`, with `~` for a home folder. */
export function compactPath(path: string, cwd: string, userHome?: string): string {
  const joined = plainPath(path, cwd)
  if (userHome && isInFolder(userHome, joined)) {
    return `~${joined.slice(userHome.length)}`
  }
  return joined.replace(HOMES, '~')
}

/** Returns `path` below `cwd`, without `//`, `.` and `..`. */
export function plainPath(path: string, cwd: string): string {
  const unixPath = /^[A-Za-z]:\\/.test(path) ? `/${path.slice(3).replaceAll('\\', '/')}` : path
  const whole = /^[/~]/.test(unixPath) || cwd === '' ? unixPath : `${cwd}/${unixPath}`
  const names: string[] = []
  for (const name of whole.split('/')) {
    if (name === '' || name === '.') continue
    if (name === '..' && names.length > 0 && names.at(-1) !== '..' && names.at(-1) !== '~')
      names.pop()
    else names.push(name)
  }
  return `${whole.startsWith('/') ? '/' : ''}${names.join('/')}`
}
