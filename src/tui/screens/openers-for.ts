/** Ties the screens together: each opens others only through these, so that none imports another. */
import type { Desk } from '../desk.ts'
import type { Openers } from '../openers.ts'
import { BlameScreen } from './blame.ts'
import { ChangesScreen } from './changes.ts'
import { FileDiffScreen } from './file-diff.ts'

export function openersFor(desk: Desk): Openers {
  return {
    changes: (...about) => new ChangesScreen(desk, ...about),
    fileDiff: (...about) => new FileDiffScreen(desk, ...about),
    blame: (...about) => new BlameScreen(desk, ...about),
  }
}
