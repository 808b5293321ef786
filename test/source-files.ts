/** The project's own source files, for tests that judge the code itself. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const REPOSITORY = resolve(import.meta.dirname, '..')

export interface SourceFile {
  /** Relative to the repository, e.g. `src/git/process/run.ts`. */
  path: string
  /** Folder under src, e.g. `git`; '' for main.ts. */
  layer: string
  text: string
}

/** Returns the TypeScript files below `folder`. */
export function sourceFiles(folder: 'src' | 'test'): SourceFile[] {
  return readdirSync(join(REPOSITORY, folder), { encoding: 'utf8', recursive: true })
    .filter((name) => /\.tsx?$/.test(name))
    .sort()
    .map((name) => ({
      path: `${folder}/${name}`,
      layer: name.includes('/') ? name.split('/')[0]! : '',
      text: readFileSync(join(REPOSITORY, folder, name), 'utf8'),
    }))
}

/** Returns what a file imports, statically, lazily or as a type, as written. */
export function importsOf({ text }: SourceFile): string[] {
  const pattern = /(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g
  return [...text.matchAll(pattern)].map((match) => match[1]!)
}
