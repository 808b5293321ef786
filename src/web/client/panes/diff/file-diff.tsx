/** How one file differs: its head, and the rows of its patch as they come into sight. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { ROUTES } from '../../../api/routes.ts'
import { ask } from '../../browser/fetching.ts'
import { ignoresBlanks, isBeside, isUnveiled } from '../../state/diff.ts'
import { PatchRows, ROWS_A_PAGE } from '../../state/patch-rows.ts'
import { Failure } from '../failure.tsx'
import { BesideRows, ROW_HEIGHT, UnifiedRows } from './diff-rows.tsx'
import type { FileDiffProps } from './file-diff-props.ts'
import { FileHead } from './file-head.tsx'
import { PicturePair } from './picture-pair.tsx'
import { useNear } from './use-near.ts'
import { useVisibleRows } from './use-visible-rows.ts'

/** More rows are shown only when asked for. */
const ROWS_UNASKED_MAX = 20_000

export function FileDiff(props: FileDiffProps) {
  const element = useRef<HTMLElement>(null)
  const isNear = useNear(element)
  const [isOpen, setOpen] = useState(true)
  return (
    <article class="file-diff" ref={element} aria-label={props.name}>
      {isNear ? (
        <LoadedDiff {...props} isOpen={isOpen} onToggle={() => setOpen(!isOpen)} />
      ) : (
        <FileHead {...props} isOpen={isOpen} onToggle={() => setOpen(!isOpen)} />
      )}
    </article>
  )
}

interface LoadedProps extends FileDiffProps {
  isOpen: boolean
  onToggle(): void
}

function LoadedDiff(props: LoadedProps) {
  const [isWhole, setWhole] = useState(false)
  const [hasContext, setContext] = useState(false)
  const pages = usePages(props, hasContext)
  const head = pages.head.value
  const failure = pages.failure.value
  const total = head?.total_rows ?? 0
  const isLong = total > ROWS_UNASKED_MAX && !isWhole
  return (
    <>
      <FileHead
        {...props}
        patch={head}
        hasContext={hasContext}
        onContext={() => setContext(!hasContext)}
      />
      {props.isOpen && (
        <>
          {failure && <Failure failure={failure} onRetry={() => pages.again()} />}
          {!head && !failure && <Reserved {...props} />}
          {head && head.state !== 'text' && <PicturePair root={props.root} patch={head} />}
          {total > 0 && (
            <Rows pages={pages} label={regionName(props)} count={isLong ? ROWS_A_PAGE : total} />
          )}
          {isLong && (
            <button type="button" class="button show-all" onClick={() => setWhole(true)}>
              show all {total.toLocaleString('en')} lines
            </button>
          )}
        </>
      )}
    </>
  )
}

/** Pages of the rows that are to be shown now; other settings give other pages. */
function usePages({ root, before, after }: FileDiffProps, hasContext: boolean): PatchRows {
  const asked = {
    root,
    ...(before && { from: before.snapshot, old: before.address }),
    ...(after && { to: after.snapshot, new: after.address }),
    ...(isBeside.value && { beside: 'yes' }),
    ...(ignoresBlanks.value && { blanks: 'no' }),
    ...(isUnveiled.value && { secrets: 'shown' }),
    ...(hasContext && { context: 'all' }),
  }
  const key = JSON.stringify(asked)
  const pages = useMemo(
    () =>
      new PatchRows((start, signal) =>
        ask(
          ROUTES.patch,
          { ...(JSON.parse(key) as typeof asked), start: String(start), count: `${ROWS_A_PAGE}` },
          signal,
        ),
      ),
    [key],
  )
  const shown = useRef(pages)
  useEffect(() => {
    pages.want(0, 1)
    return () => pages.close()
  }, [pages])
  // What stands there stays until the other is whole.
  if (pages.head.value || pages.failure.value) shown.current = pages
  return shown.current
}

/** A file may have changed several times in one step: each is a region of its own. */
function regionName({ name, before, after }: FileDiffProps): string {
  const snapshot = after?.snapshot ?? before?.snapshot
  return snapshot === undefined ? name : `${name}, ${snapshot}`
}

interface ShownRowsProps {
  pages: PatchRows
  /** What the rows are, read out. */
  label: string
  count: number
}

function Rows({ pages, label, count }: ShownRowsProps) {
  const element = useRef<HTMLDivElement>(null)
  const { start, end } = useVisibleRows(element, ROW_HEIGHT, count)
  useEffect(() => pages.want(start, end), [pages, start, end])
  pages.loaded.value
  const indexes = Array.from({ length: end - start }, (_, at) => start + at)
  const beside = pages.head.value!.pairs.length > 0
  return (
    <div
      ref={element}
      class="patch-body"
      style={{ height: `${count * ROW_HEIGHT}px`, paddingTop: `${start * ROW_HEIGHT}px` }}
    >
      {beside ? (
        <BesideRows
          label={label}
          rows={indexes.map((index) => ({ index, row: pages.pair(index) }))}
        />
      ) : (
        <UnifiedRows
          label={label}
          rows={indexes.map((index) => ({ index, row: pages.row(index) }))}
        />
      )}
    </div>
  )
}

/** Holds the room that the rows will take at least. */
function Reserved({ added, removed }: FileDiffProps) {
  const rows = Math.min(40, (added ?? 0) + (removed ?? 0) + 1)
  return <div class="patch-body" style={{ height: `${rows * ROW_HEIGHT}px` }} />
}
