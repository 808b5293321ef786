/** The versions of a file, the newest first: who, when, how much, and what can be done with each. */
import type { ComponentChildren } from 'preact'
import { now } from '../../browser/clock.ts'
import type { LifeAnswer, SentVersion, VersionPair } from '../../state/file/compared.ts'
import { lengthText, momentText } from '../../state/time-text.ts'
import { RecordedText } from '../recorded-text.tsx'
import { isFirstLook, Who } from './who.tsx'

interface VersionListProps {
  life: LifeAnswer
  compared: VersionPair
  onChoose(version: SentVersion, which: 'a' | 'b'): void
  /** What can be done with the version that is chosen. */
  acts(version: SentVersion): ComponentChildren
}

export function VersionList({ life, compared, onChoose, acts }: VersionListProps) {
  return (
    <ol class="version-list scrolls" aria-label="Versions">
      {rowsOf(life).map((row) =>
        'gap' in row ? (
          <li key={row.gap.from} class="version-gap hatched">
            <span>
              not recorded {lengthText(row.gap.duration_ms)} ·{' '}
              {momentText(Date.parse(row.gap.from), now())}
            </span>
          </li>
        ) : (
          <Version
            key={row.version.version}
            version={row.version}
            root={life.root}
            mark={markOf(compared, row.version)}
            onChoose={onChoose}
          >
            {row.version === compared.b && acts(row.version)}
          </Version>
        ),
      )}
      {life.total > life.versions.length && (
        <li class="empty">
          The newest {life.versions.length} of {life.total} are shown.
        </li>
      )}
    </ol>
  )
}

type VersionRow = { version: SentVersion } | { gap: LifeAnswer['gaps'][number] }

/** Gaps stand where they lie in time. */
function rowsOf({ versions, gaps }: LifeAnswer): VersionRow[] {
  const rows: { at: string; row: VersionRow }[] = [
    ...versions.map((version) => ({ at: version.snapshot.created_at, row: { version } })),
    ...gaps.map((gap) => ({ at: gap.to, row: { gap } })),
  ]
  return rows.sort((one, other) => (one.at < other.at ? 1 : -1)).map(({ row }) => row)
}

function markOf({ a, b }: VersionPair, version: SentVersion): 'a' | 'b' | undefined {
  return version === b ? 'b' : version === a ? 'a' : undefined
}

interface VersionProps {
  version: SentVersion
  root: string
  mark: 'a' | 'b' | undefined
  onChoose: VersionListProps['onChoose']
  children: ComponentChildren
}

function Version({ version, root, mark, onChoose, children }: VersionProps) {
  const { snapshot, change } = version
  return (
    <li class="version" data-mark={mark}>
      <b class="mono">v{version.version}</b>
      <span class="cut">
        <Who snapshot={snapshot} />{' '}
        <span class="dim">{momentText(Date.parse(snapshot.created_at), now())}</span>
      </span>
      <span class="version-marks">
        {(['a', 'b'] as const).map((which) => (
          <button
            key={which}
            type="button"
            aria-pressed={mark === which}
            aria-label={`compare as ${which.toUpperCase()}`}
            onClick={() => onChoose(version, which)}
          >
            {which.toUpperCase()}
          </button>
        ))}
      </span>
      <span />
      <span class="dim cut">
        <WhyOf version={version} root={root} />
      </span>
      <span class="small number">
        {!!change?.added_lines && <span class="added">+{change.added_lines} </span>}
        {!!change?.removed_lines && <span class="removed">−{change.removed_lines}</span>}
      </span>
      {children && <div class="version-acts">{children}</div>}
    </li>
  )
}

function WhyOf({ version, root }: { version: SentVersion; root: string }) {
  const { snapshot, change, moved_to } = version
  if (moved_to !== null)
    return (
      <>
        went on as <RecordedText text={moved_to} />
      </>
    )
  if (change?.change_type === 'removed') return <>removed · {evidenceText(snapshot)}</>
  if (change?.renamed_from)
    return (
      <>
        was <RecordedText text={change.renamed_from.replace(`${root}/`, '')} />
      </>
    )
  if (isFirstLook(snapshot)) return <>the first snapshot of the root</>
  if (snapshot.trigger === 'restore') return <RecordedText text={snapshot.subject} />
  return <>{evidenceText(snapshot)}</>
}

function evidenceText({ evidence, session }: SentVersion['snapshot']): string {
  if (evidence === null) return session === null ? 'no call was open' : 'said by its agent'
  return evidence === 'contended' ? 'several calls were open' : evidence
}
