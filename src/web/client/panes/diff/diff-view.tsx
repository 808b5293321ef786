/** How files differ, one below the other. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { ChangesAnswer } from '../../../api/change-routes.ts'
import { ROUTES } from '../../../api/routes.ts'
import { useKeys } from '../../keys/use-keys.ts'
import { diffWidth, isUnveiled } from '../../state/diff.ts'
import { Failure } from '../failure.tsx'
import { useAnswer } from '../use-answer.ts'
import { DIFF_KEYS } from './diff-keys.ts'
import { FileDiff } from './file-diff.tsx'
import type { FileDiffProps } from './file-diff-props.ts'

/** Stands in something that scrolls: `.scrolls`. */
export function DiffView({ files }: { files: readonly FileDiffProps[] }) {
  const element = useRef<HTMLDivElement>(null)
  useKeys('page', DIFF_KEYS)
  useLayoutEffect(() => {
    const watcher = new ResizeObserver(([seen]) => {
      diffWidth.value = seen!.contentRect.width
    })
    watcher.observe(element.current!)
    return () => watcher.disconnect()
  }, [])
  useEffect(
    () => () => {
      isUnveiled.value = false
    },
    [],
  )
  return (
    <div class="diff" ref={element}>
      {files.map((file) => (
        <FileDiff key={keyOf(file)} {...file} />
      ))}
    </div>
  )
}

function keyOf({ root, before, after }: FileDiffProps): string {
  return JSON.stringify([root, before, after])
}

interface ChangesDiffProps {
  root: string
  to: string
  /** The snapshot before unless given. */
  from?: string | undefined
}

/** All that differs between two snapshots. */
export function ChangesDiff({ root, from, to }: ChangesDiffProps) {
  const { answer, failure, retry } = useAnswer(ROUTES.changes, { root, to, ...(from && { from }) })
  if (failure.value) return <Failure failure={failure.value} onRetry={retry} />
  const found = answer.value
  if (!found) return null
  if (found.total === 0) return <p class="empty">No file differs.</p>
  return (
    <>
      <DiffView files={filesOf(found)} />
      {found.total > found.changes.length && (
        <p class="empty">
          {found.total.toLocaleString('en')} files differ; the first{' '}
          {found.changes.length.toLocaleString('en')} are shown.
        </p>
      )}
    </>
  )
}

/** Returns what `DiffView` shows of changes. */
export function filesOf({
  repo,
  from_snapshot_id: from,
  to_snapshot_id: to,
  changes,
}: Pick<
  ChangesAnswer,
  'repo' | 'from_snapshot_id' | 'to_snapshot_id' | 'changes'
>): FileDiffProps[] {
  return changes.map((change) => ({
    root: repo,
    name: change.name,
    change: change.change_type,
    added: change.added_lines,
    removed: change.removed_lines,
    notes: change.notes,
    ...(from !== null &&
      change.old_address !== null && { before: { snapshot: from, address: change.old_address } }),
    ...(change.new_address !== null && { after: { snapshot: to, address: change.new_address } }),
  }))
}
