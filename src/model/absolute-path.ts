/** Absolute paths as text: of roots, of the flightrec home, of what an agent names. */
import { type RawPath, rawToText } from './raw-path.ts'

/** Whether `path` is `folder` or lies below it; both without `.` and `..`, and without a slash at the end. */
export function isInFolder(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`)
}

/** Returns the whole path of what lies at `path` below `root`, '' being the root; bytes that are not UTF-8 are lost. */
export function absolutePath(root: string, path: RawPath): string {
  if (path === '') return root
  return `${root === '/' ? '' : root}/${rawToText(path)}`
}
