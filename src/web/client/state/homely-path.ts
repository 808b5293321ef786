import { about } from './about.ts'

/** Writes a path as people do: below their home folder with `~`. */
export function homelyPath(path: string): string {
  const home = about.value?.user_home
  if (home === undefined || home === '/') return path
  return path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path
}
