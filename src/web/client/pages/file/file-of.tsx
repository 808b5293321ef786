/** One file: its versions, what differs between two of them, and who made each line what it is. */
import { useMemo } from 'preact/hooks'
import { ROUTES } from '../../../api/routes.ts'
import { useKeys } from '../../keys/use-keys.ts'
import { Failure } from '../../panes/failure.tsx'
import { FileActs } from '../../panes/file/file-acts.tsx'
import { FileLines } from '../../panes/file/file-lines.tsx'
import { LifeStrip } from '../../panes/file/life-strip.tsx'
import { VersionList } from '../../panes/file/version-list.tsx'
import { Link } from '../../panes/link.tsx'
import { RecordedText } from '../../panes/recorded-text.tsx'
import { useAnswer } from '../../panes/use-answer.ts'
import { useNews } from '../../panes/use-news.ts'
import {
  comparedOf,
  type LifeAnswer,
  lineCounts,
  type SentVersion,
  type VersionPair,
} from '../../state/file/compared.ts'
import { homelyPath } from '../../state/homely-path.ts'
import { lengthText } from '../../state/time-text.ts'
import { changeView, view } from '../../state/view.ts'
import { openMoment } from './open-moment.ts'
import { versionKeys } from './version-keys.ts'

export function FileOf({ root, file }: { root: string; file: string }) {
  const { answer, failure, retry } = useAnswer(ROUTES.fileLife, { root, file })
  useNews(answer.value && `root:${answer.value.repo}`, retry)
  const life = answer.value
  if (failure.value) return <Failure failure={failure.value} onRetry={retry} />
  if (!life) return <div class="file-page" />
  const { a, b = view.value.parameters.at, alone } = view.value.parameters
  const compared = comparedOf(life.versions, { a, b, alone })
  return compared ? <Shown life={life} compared={compared} /> : null
}

function Shown({ life, compared }: { life: LifeAnswer; compared: VersionPair }) {
  const keys = useMemo(() => versionKeys(life.versions, () => currentOf(life)), [life])
  useKeys('page', keys)
  const numbers = useMemo(
    () =>
      new Map(
        life.versions.map(({ snapshot, version }) => [snapshot.snapshot_id as string, version]),
      ),
    [life],
  )
  return (
    <div class="file-page">
      <LifeStrip life={life} compared={compared} onChoose={choose} />
      <Head life={life} compared={compared} />
      <Comparison life={life} compared={compared} />
      <div class="file-panes">
        <FileLines
          root={life.repo}
          compared={compared}
          versionOf={(snapshot) => numbers.get(snapshot)}
          onMoment={(snapshot) => openMoment(life.repo, snapshot)}
        />
        <VersionList
          life={life}
          compared={compared}
          onChoose={choose}
          acts={(version) => <VersionActs life={life} version={version} />}
        />
      </div>
    </div>
  )
}

function currentOf(life: LifeAnswer): VersionPair | undefined {
  const { a, b = view.value.parameters.at, alone } = view.value.parameters
  return comparedOf(life.versions, { a, b, alone })
}

function choose({ snapshot }: SentVersion, which: 'a' | 'b'): void {
  const id = snapshot.snapshot_id
  changeView(which === 'a' ? { a: id, alone: undefined } : { b: id, at: undefined }, 'push')
}

function Head({ life, compared }: { life: LifeAnswer; compared: VersionPair }) {
  const parts = life.address.split('/')
  const isAlone = compared.a === undefined
  return (
    <header class="file-title">
      <h1 class="cut">
        <Link class="faint" page="file" parameters={{ root: life.repo }}>
          {homelyPath(life.root)}/
        </Link>
        {parts.slice(0, -1).map((part, at) => (
          <Link
            key={parts.slice(0, at + 1).join('/')}
            class="faint"
            page="file"
            parameters={{ root: life.repo, folder: parts.slice(0, at + 1).join('/') }}
          >
            <RecordedText text={part} />/
          </Link>
        ))}
        <b>
          <RecordedText text={parts.at(-1)!} />
        </b>
      </h1>
      <span class="spring" />
      <button
        type="button"
        class="button"
        aria-pressed={!isAlone}
        disabled={compared.placeB === 0}
        onClick={() => changeView({ alone: undefined }, 'push')}
      >
        A → B
      </button>
      <button
        type="button"
        class="button"
        aria-pressed={isAlone}
        onClick={() => changeView({ alone: 'yes' }, 'push')}
      >
        B alone
      </button>
    </header>
  )
}

/** What lies between A and B. */
function Comparison({
  life,
  compared: { a, b, placeA, placeB },
}: {
  life: LifeAnswer
  compared: VersionPair
}) {
  const between = life.versions.slice(placeA + 1, placeB + 1)
  const actors = new Set(between.map(({ snapshot }) => snapshot.session ?? snapshot.actor))
  const missedMs = a
    ? life.gaps
        .filter(({ from, to }) => to > a.snapshot.created_at && from < b.snapshot.created_at)
        .reduce((sum, { duration_ms }) => sum + duration_ms, 0)
    : 0
  return (
    <section class="moment-bar" aria-label="Comparison" aria-live="polite">
      <span class="moment-time">
        {a && `A v${a.version} → `}B v{b.version}
      </span>
      {a && (
        <span class="moment-fact">
          {countText(actors.size, 'actor')}, {countText(between.length, 'version')} between
        </span>
      )}
      {a && lineCounts.value && (
        <span class="moment-fact mono">
          <span class="added">+{lineCounts.value.added}</span>{' '}
          <span class="removed">−{lineCounts.value.removed}</span>
        </span>
      )}
      {missedMs > 0 && (
        <span class="moment-gap">not recorded in between: {lengthText(missedMs)}</span>
      )}
      <span class="spring" />
      <span class="moment-keys faint">
        A <kbd>&lt;</kbd> <kbd>&gt;</kbd> B <kbd>,</kbd> <kbd>.</kbd> line’s moment <kbd>Enter</kbd>
      </span>
    </section>
  )
}

function countText(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function VersionActs({ life, version }: { life: LifeAnswer; version: SentVersion }) {
  return (
    <>
      <button type="button" class="button" onClick={() => openMoment(life.repo, version.snapshot)}>
        Go to the moment
      </button>
      <FileActs key={version.version} life={life} version={version} />
    </>
  )
}
