/** A file line by line: what differs between A and B, and who wrote or removed each line. */
import { useSignalEffect } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { PatchRow } from '../../../api/change-routes.ts'
import { ROUTES } from '../../../api/routes.ts'
import { ask } from '../../browser/fetching.ts'
import { useKeys } from '../../keys/use-keys.ts'
import { Listbox } from '../../list/listbox.tsx'
import { isUnveiled } from '../../state/diff.ts'
import {
  isGone,
  type LinesAnswer,
  lineCounts,
  type VersionPair,
} from '../../state/file/compared.ts'
import { isSameMaker, LineMakers, type LineSnapshot } from '../../state/file/line-makers.ts'
import { PatchRows, ROWS_A_PAGE } from '../../state/patch-rows.ts'
import { PicturePair } from '../diff/picture-pair.tsx'
import { RowText } from '../diff/row-text.tsx'
import { Failure } from '../failure.tsx'
import { useAnswer } from '../use-answer.ts'
import { Who } from './who.tsx'

const ROW_HEIGHT = 18

interface FileLinesProps {
  root: string
  compared: VersionPair
  versionOf(snapshot: string): number | undefined
  /** Goes to the moment a line is of. */
  onMoment(snapshot: LineSnapshot): void
}

export function FileLines({ root, compared, versionOf, onMoment }: FileLinesProps) {
  const pages = useFilePages(root, compared)
  const [chosen, setChosen] = useState(-1)
  pages.loaded.value
  const head = pages.head.value
  const lines = useMakers(root, compared, head?.state === 'text')
  // All lines are shown: there is one hunk, and its head says nothing.
  const skipped = pages.row(0)?.is === 'hunk' ? 1 : 0
  const count = Math.max(0, (head?.total_rows ?? 0) - skipped)
  const makerOf = (index: number) => {
    const row = pages.row(index + skipped)
    return row && lines?.of(row)
  }
  const open = (index: number) => {
    const maker = makerOf(index)
    if (maker) onMoment(maker.snapshot)
  }
  const move = (by: number) => setChosen((at) => Math.max(0, Math.min(count - 1, at + by)))
  useKeys('page', [
    { keys: ['j', '↓'], does: 'next line', isAtFoot: true, run: () => move(1) },
    { keys: ['k', '↑'], does: 'line before', run: () => move(-1) },
    {
      keys: ['Enter'],
      does: 'the moment of the line',
      isAtFoot: true,
      run: () => open(chosen),
      whyNot: () => (chosen < 0 ? 'no line is chosen' : undefined),
    },
  ])
  useSignalEffect(() => {
    const { value } = pages.head
    lineCounts.value = value && { added: value.added_lines, removed: value.removed_lines }
  })
  const failure = pages.failure.value
  if (failure) return <Failure failure={failure} onRetry={() => pages.again()} />
  if (head && head.state !== 'text' && head.state !== 'same')
    return <PicturePair root={root} patch={head} scrolls />
  return (
    <div class="file-lines" data-alone={compared.a === undefined}>
      {head?.state === 'same' && <p class="empty">The content of both is the same.</p>}
      <Listbox
        label="Lines"
        count={count}
        rowHeight={ROW_HEIGHT}
        chosen={chosen}
        row={(index) => {
          const row = pages.row(index + skipped)
          if (!row) return null
          const maker = makerOf(index)
          const isNew = index === 0 || !isSameMaker(maker, makerOf(index - 1))
          return (
            <FileLine row={row}>
              {maker && isNew && (
                <>
                  {maker.isRemoval && 'removed by '}
                  <Who snapshot={maker.snapshot} />
                  <span class="spring" />
                  <span class="faint">{versionText(versionOf(maker.snapshot.snapshot_id))}</span>
                </>
              )}
            </FileLine>
          )
        }}
        onChoose={setChosen}
        onOpen={open}
        onRange={({ start, end }) => pages.want(start, Math.max(end + skipped, 1))}
      />
    </div>
  )
}

function versionText(version: number | undefined): string {
  return version === undefined ? '' : `v${version}`
}

const SIGNS: Readonly<Record<PatchRow['is'], string>> = {
  added: '+',
  removed: '−',
  context: ' ',
  hunk: ' ',
  note: ' ',
}

function FileLine({ row, children }: { row: PatchRow; children: ComponentChildren }) {
  return (
    <div class="patch-row file-line" data-is={row.is}>
      <span class="line-maker">{children}</span>
      <span class="line-number">{row.old}</span>
      <span class="line-number">{row.new}</span>
      <span class="sign">{SIGNS[row.is]}</span>
      <RowText row={row} />
    </div>
  )
}

function useFilePages(root: string, { a, b }: VersionPair): PatchRows {
  const asked = {
    root,
    context: 'all',
    ...(a && !isGone(a) && { from: a.snapshot.snapshot_id, old: a.address }),
    ...(!isGone(b) && { to: b.snapshot.snapshot_id, new: b.address }),
    ...(isUnveiled.value && { secrets: 'shown' }),
  }
  const key = JSON.stringify(asked)
  const pages = useMemo(
    () =>
      new PatchRows((start, signal) => {
        const page = { start: String(start), count: String(ROWS_A_PAGE) }
        return ask(ROUTES.patch, { ...(JSON.parse(key) as typeof asked), ...page }, signal)
      }),
    [key],
  )
  useEffect(() => {
    pages.want(0, 1)
    return () => pages.close()
  }, [pages])
  return pages
}

function useMakers(root: string, { a, b }: VersionPair, hasLines: boolean): LineMakers | undefined {
  const { answer } = useAnswer(
    ROUTES.fileLines,
    hasLines
      ? {
          root,
          file: b.address,
          at: b.snapshot.snapshot_id,
          ...(a && { from: a.snapshot.snapshot_id }),
        }
      : undefined,
  )
  const lines: LinesAnswer | undefined = answer.value
  const isOfB = lines?.at_snapshot_id === b.snapshot.snapshot_id
  return useMemo(() => (lines && isOfB ? new LineMakers(lines) : undefined), [lines, isOfB])
}
