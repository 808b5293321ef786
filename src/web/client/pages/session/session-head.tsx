/** What the session is: the way back, what was asked, who, when, how much. */
import { ROUTES } from '../../../api/routes.ts'
import { linkTo } from '../../browser/address.ts'
import { CopyButton } from '../../panes/copy-button.tsx'
import { Link } from '../../panes/link.tsx'
import { RecordedText } from '../../panes/recorded-text.tsx'
import { RiskMark } from '../../panes/risk-mark.tsx'
import { useAnswer } from '../../panes/use-answer.ts'
import { useNews } from '../../panes/use-news.ts'
import { about } from '../../state/about.ts'
import { addressText } from '../../state/address-text.ts'
import { hueOf } from '../../state/agent-hue.ts'
import { openTab } from '../../state/detail.ts'
import { homelyPath } from '../../state/homely-path.ts'
import { unfittingCount } from '../../state/said.ts'
import { type SessionHead as Head, session } from '../../state/session.ts'
import { steps } from '../../state/steps.ts'
import { clockText, dayText, lengthText } from '../../state/time-text.ts'
import { view } from '../../state/view.ts'

export function SessionHead() {
  const head = session.value
  return (
    <header class="session-head">
      <h1 class="session-title cut">
        <Link class="faint" page="sessions">
          Sessions /{' '}
        </Link>
        <RecordedText text={titleOf(head)} />
      </h1>
      {head && <Facts head={head} />}
      <div class="session-acts">
        <Unfitting />
        {about.value?.is_read_only === false && (
          <button type="button" class="button" onClick={() => openTab('undo')}>
            Undo… <kbd>u</kbd>
          </button>
        )}
        {head && <CopyButton text={head.id} name="Copy id" />}
        <CopyButton text={linkTo(addressText(view.value))} name="Copy link" />
      </div>
    </header>
  )
}

/** Goes to what was said beside what happened, where that does not fit. */
function Unfitting() {
  const count = unfittingCount.value
  if (!count) return null
  return (
    <button type="button" class="button removed" onClick={() => openTab('said')}>
      ≠ {count.toLocaleString('en')} that {count === 1 ? 'does' : 'do'} not fit
    </button>
  )
}

function titleOf(head: Head | undefined): string {
  const prompt = steps.value.find(({ kind }) => kind === 'prompt')
  return head?.message ?? prompt?.what ?? head?.command?.join(' ') ?? head?.id ?? ''
}

const STATES: Readonly<Record<string, string>> = {
  working: 'at work',
  waiting: 'waits for a person',
  idle: 'idle',
  stale: 'not heard of for long',
  unclean: 'ended unclean',
}

function Facts({ head }: { head: Head }) {
  const { risks, root, id, agent, parent, started_at, ended_at, last_event_at } = head
  const outlines = useAnswer(ROUTES.sessionOutlines, { sessions: id })
  useNews(`session:${id}`, outlines.retry)
  const outline = outlines.answer.value?.outlines[0]
  const startMs = Date.parse(started_at)
  const endMs = Date.parse(ended_at ?? last_event_at)
  const state = outline && STATES[outline.state]
  return (
    <p class="session-facts">
      <span class={`who ${hueOf(agent)}`}>{agent}</span>
      {state && <b>{state}</b>}
      {(['danger', 'warning', 'info'] as const).map((risk) =>
        risks[risk] === 0 ? null : (
          <span key={risk}>
            <RiskMark risk={risk} /> {risks[risk]}
          </span>
        ),
      )}
      {root !== null && <RecordedText text={homelyPath(root)} />}
      <span class="mono">{id.slice(0, 13)}</span>
      {parent !== null && (
        <Link page="session" parameters={{ session: parent }}>
          subagent of {parent.slice(0, 13)}
        </Link>
      )}
      <span>
        {dayText(startMs, endMs)} {clockText(startMs)} –{' '}
        {ended_at === null ? 'now' : clockText(endMs)}
      </span>
      <span>
        {ended_at === null && '≥ '}
        {lengthText(endMs - startMs)}
      </span>
      <span>{countOf(head.total_steps, 'step')}</span>
      <span>{countOf(head.total_files, 'file')}</span>
      {outline && <span class="faint">{usageText(outline)}</span>}
    </p>
  )
}

function countOf(count: number, one: string): string {
  return `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`
}

interface Used {
  tokens: number | null
  cost_usd: number | null
  models: readonly string[]
}

/** What it used of models, as far as that was told. */
function usageText({ tokens, cost_usd, models }: Used): string {
  return [
    ...(tokens === null ? [] : [`${tokensText(tokens)} tokens`]),
    ...(cost_usd === null ? [] : [`$${cost_usd.toFixed(2)}`]),
    ...models.slice(0, 2),
  ].join(' · ')
}

function tokensText(tokens: number): string {
  if (tokens < 1_000) return String(tokens)
  return tokens < 999_500 ? `${Math.round(tokens / 1_000)} k` : `${(tokens / 1e6).toFixed(1)} M`
}
