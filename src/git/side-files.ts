/** What flightrec keeps beside git's own files: `<gitDir>/flightrec/`. docs/format.md says what each holds. */
import { join } from 'node:path'
import { makePrivateFolderIn } from '../system/files.ts'

const FOLDER = 'flightrec'

/** A folder, where the name has no ending. */
type SideFile =
  | 'act.jsonl'
  | 'always'
  | 'cut-short.json'
  | 'drafts'
  | 'large-files.json'
  | 'narrated'
  | 'open-gaps.json'
  | 'plain-packs'
  | 'seen-whole.json'
  | 'watch.json'

export function sideFile(gitDir: string, name: SideFile): string {
  return join(gitDir, FOLDER, name)
}

/** Makes the folder of the side files where it is missing. */
export function prepareSideFiles(gitDir: string): void {
  makePrivateFolderIn(gitDir, join(gitDir, FOLDER))
}
