import type { FileInSnapshot } from '../../../api/change-routes.ts'

/** A file on two sides, and what is known of the change before its patch has come. */
export interface FileDiffProps {
  /** The name of its repo, or the path of its root. */
  root: string
  before?: FileInSnapshot | undefined
  after?: FileInSnapshot | undefined
  /** As people read it; both names of what was renamed. */
  name: string
  change: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'mode'
  added?: number | null
  removed?: number | null
  /** What besides the content differs, and what else is to be said. */
  notes?: readonly string[]
}
