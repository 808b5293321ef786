/** The roots, one a row: whether each is recorded, what there is of it, and what is missing. */

import { formatSize } from '../../../../model/units.ts'
import { Link } from '../../panes/link.tsx'
import { RecordedText } from '../../panes/recorded-text.tsx'
import { homelyPath } from '../../state/homely-path.ts'
import { clockMs, recorded } from '../../state/live.ts'
import { rootStateText } from '../../state/recording-light.ts'
import { lengthText, momentText } from '../../state/time-text.ts'
import type { StatusAnswer } from './status-answer.ts'

type RepoAnswer = StatusAnswer['repos'][number]

export function RootRows({ repos }: { repos: readonly RepoAnswer[] }) {
  return (
    <table class="roots">
      <thead>
        <tr>
          {[
            'root',
            'recording',
            'latest',
            'snapshots',
            'gaps',
            'last gap',
            'terminals',
            'store',
          ].map((name) => (
            <th key={name} scope="col" class={NUMBERS.includes(name) ? 'number' : undefined}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {repos.map((repo) => (
          <RootRow key={repo.name} repo={repo} />
        ))}
      </tbody>
    </table>
  )
}

const NUMBERS = ['snapshots', 'gaps', 'terminals', 'store']

function RootRow({ repo }: { repo: RepoAnswer }) {
  const now = recorded.value?.roots.find(({ name }) => name === repo.name)
  const { tone, text } = now ? rootStateText(now, clockMs.value) : { tone: 'idle', text: '' }
  return (
    <tr>
      <th scope="row">
        <Link page="timeline" parameters={{ root: repo.name }} class="cut cut-front">
          <RecordedText text={homelyPath(repo.root)} />
        </Link>
        {!repo.root_exists && <span class="unrecorded-text"> not there</span>}
      </th>
      <td>
        <span class={`light ${tone}`}>
          <i aria-hidden="true" />
          <RecordedText text={text} />
        </span>
      </td>
      {'snapshots' in repo ? (
        <Counted repo={repo} />
      ) : (
        <td colSpan={6} class="unrecorded-text">
          <RecordedText text={repo.problem ?? ''} />
        </td>
      )}
    </tr>
  )
}

function Counted({ repo }: { repo: Extract<RepoAnswer, { snapshots: number }> }) {
  const { latest, last_gap, recordings } = repo
  return (
    <>
      <td class="small">
        {latest ? momentText(Date.parse(latest.created_at), clockMs.value) : 'none yet'}
      </td>
      <td class="small number">
        {repo.snapshots.toLocaleString('en')}
        {repo.unreadable_snapshots > 0 && (
          <span class="unrecorded-text"> {repo.unreadable_snapshots} lost</span>
        )}
      </td>
      <td class="small number">{repo.gaps === 0 ? '·' : repo.gaps.toLocaleString('en')}</td>
      <td class="cut">
        {last_gap && (
          <span class={last_gap.open ? 'unrecorded-text' : 'dim'}>
            <span class="small">{momentText(Date.parse(last_gap.from), clockMs.value)}</span>{' '}
            {last_gap.open ? '≥ ' : ''}
            {lengthText(
              last_gap.open ? clockMs.value - Date.parse(last_gap.from) : last_gap.duration_ms,
            )}
            , {last_gap.meaning}
          </span>
        )}
      </td>
      <td class="small number">{recordings.total || '·'}</td>
      <td class="small number">{formatSize(repo.store_bytes)}</td>
    </>
  )
}
