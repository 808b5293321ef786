import { compileGlobs } from '../model/glob-matcher.ts'
import { rawFromText } from '../model/raw-path.ts'

/** Returns a test of paths as `compactPath` gives them, by globs of the language of config.toml. */
export function pathGlobs(globs: readonly string[]): (path: string) => boolean {
  const matches = compileGlobs(globs)
  return (path) => matches(rawFromText(path))
}
