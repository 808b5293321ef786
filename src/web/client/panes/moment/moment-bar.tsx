/** The moment that all panes show: the only place that says where one is. */
import { useComputed } from '@preact/signals'
import type { AnswerOf } from '../../../api/route.ts'
import { ROUTES } from '../../../api/routes.ts'
import { hueOf } from '../../state/agent-hue.ts'
import { cursor } from '../../state/cursor.ts'
import { clockMs } from '../../state/live.ts'
import { session } from '../../state/session.ts'
import { chosenStep, turnSide } from '../../state/steps.ts'
import { isPlaying, recordingNow, screen } from '../../state/terminal/player.ts'
import { clockText, offsetText } from '../../state/time-text.ts'
import { openView } from '../../state/view.ts'
import { useAnswer } from '../use-answer.ts'
import { useNews } from '../use-news.ts'
import { useSeldom } from '../use-seldom.ts'

type MomentAnswer = AnswerOf<typeof ROUTES.moment>

const ASKED_EVERY_MS = { chosen: 100, played: 1_000 }
/** Who is at work may be told of many times a second. */
const NEWS_PAUSE_MS = 500

export function MomentBar() {
  const at = cursor.value
  const iso = useComputed(() => cursor.value && new Date(cursor.value.timeMs).toISOString())
  const seldom = useSeldom(iso, () =>
    isPlaying.value ? ASKED_EVERY_MS.played : ASKED_EVERY_MS.chosen,
  )
  const asked = seldom.value === undefined ? undefined : { moment: seldom.value }
  const { answer, failure, isWaiting, retry } = useAnswer(ROUTES.moment, asked)
  useNews('root', retry, NEWS_PAUSE_MS)
  const moment = answer.value
  return (
    <section class="moment-bar" aria-label="Moment" aria-live="polite" aria-busy={isWaiting.value}>
      {at && (
        <>
          <span class="moment-time" data-of={at.timeMs}>
            {clockText(at.timeMs, 'ms')}
          </span>
          <Offset timeMs={at.timeMs} />
          <StepSide at={at} />
          {moment && <RootFacts moment={moment} isCurrent={moment.time === iso.value} />}
          <FrameFact />
          {moment && <AtWork moment={moment} isCurrent={moment.time === iso.value} />}
          {failure.value && <span class="removed">{failure.value.message}</span>}
          <span class="spring" />
          <span class="moment-keys faint">
            step <kbd>j</kbd> <kbd>k</kbd> mark <kbd>[</kbd> <kbd>]</kbd>
          </span>
        </>
      )}
    </section>
  )
}

function Offset({ timeMs }: { timeMs: number }) {
  const head = session.value
  if (!head) return null
  const startMs = Date.parse(head.started_at)
  const endMs = head.ended_at === null ? clockMs.value : Date.parse(head.ended_at)
  return (
    <span class="moment-fact mono">
      {timeMs < startMs ? '' : '+'}
      {offsetText(timeMs - startMs)}
      <span class="moment-more faint"> of {offsetText(endMs - startMs)}</span>
    </span>
  )
}

/** Which step, and whether its beginning or its end is shown. */
function StepSide({ at }: { at: NonNullable<typeof cursor.value> }) {
  const step = chosenStep.value
  if (!step) return null
  return (
    <span class="moment-fact">
      {at.side === 'after' ? 'end of' : 'beginning of'} <b>#{step.seq}</b>{' '}
      <span class="moment-sides">
        {(['before', 'after'] as const).map((side) => (
          <button
            key={side}
            type="button"
            aria-pressed={at.side === side}
            onClick={() => {
              if (at.side !== side) turnSide()
            }}
          >
            {side}
          </button>
        ))}
        <kbd>x</kbd>
      </span>
    </span>
  )
}

interface PartProps {
  moment: MomentAnswer
  /** Whether it is of the moment that the bar shows: else it stands there until the new one is whole. */
  isCurrent: boolean
}

/** The snapshot that held, or what was not recorded of the root just then. */
function RootFacts({ moment, isCurrent }: PartProps) {
  const own =
    moment.roots.find(({ root }) => isRootOf(root, session.value?.root)) ?? moment.roots[0]
  if (!own) return null
  const { root, snapshot, gaps } = own
  const gap = gaps[0]
  return (
    <>
      <span class="moment-fact" data-slow={!isCurrent}>
        {snapshot ? (
          <>
            snapshot{' '}
            <button
              type="button"
              class="mono moment-link"
              onClick={() => openView('snapshot', { root, snapshot: snapshot.snapshot_id })}
            >
              {snapshot.snapshot_id.slice(9)}
            </button>
          </>
        ) : (
          'before the first snapshot'
        )}
      </span>
      {gap && (
        <span class="moment-gap" data-slow={!isCurrent}>
          not recorded: {gap.meaning}
        </span>
      )}
    </>
  )
}

function isRootOf(root: string, folder: string | null | undefined): boolean {
  return folder === root || folder?.startsWith(`${root}/`) === true
}

/** Which picture of the terminal: the one that stands in its pane. */
function FrameFact() {
  const [then, found] = [recordingNow.value, screen.value]
  if (then?.is === 'gap') return <span class="moment-gap">terminal not recorded</span>
  if (then?.is === 'none')
    return <span class="moment-fact moment-more faint">no terminal then</span>
  if (!then || found?.recording !== then.recording.id) return null
  return (
    <span class="moment-fact">
      frame <b class="mono">{found.number.toLocaleString('en')}</b>
      <span class="moment-more faint"> of {found.total.toLocaleString('en')}</span>
    </span>
  )
}

function AtWork({ moment, isCurrent }: PartProps) {
  const agents = [
    ...new Set(moment.sessions.filter(({ at_work }) => at_work).map(({ agent }) => agent)),
  ]
  return (
    <span class="moment-fact" data-slow={!isCurrent}>
      {agents.length === 0 ? (
        <span class="faint">nobody at work</span>
      ) : (
        <>
          <span class="faint">at work</span>{' '}
          {agents.map((agent) => (
            <span key={agent} class={`who ${hueOf(agent)}`}>
              {agent}{' '}
            </span>
          ))}
        </>
      )}
    </span>
  )
}
