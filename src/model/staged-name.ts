import { baseRaw, type RawPath } from './raw-path.ts'

/** Start of the names that stand beside a file while it is restored; a crash may leave one behind. */
export const STAGED_PREFIX = '.flightrec-restore-'

const STAGED_NAME = /^\.flightrec-restore-[0-9a-f]{16}$/

/** Whether it bears such a name: never recorded, and nobody's but flightrec's. */
export function isStaged(path: RawPath): boolean {
  return STAGED_NAME.test(baseRaw(path))
}
