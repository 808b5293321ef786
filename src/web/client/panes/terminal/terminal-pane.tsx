/** The terminal of the moment: what stood on it, a gap, or that there is none. */
import type { ComponentChildren } from 'preact'
import { useKeys } from '../../keys/use-keys.ts'
import { moveTo } from '../../state/cursor.ts'
import { focusedPane } from '../../state/panes.ts'
import { session } from '../../state/session.ts'
import {
  isPlaying,
  played,
  type RecordingShown,
  recordingNow,
  screen,
  textHits,
} from '../../state/terminal/player.ts'
import type { RecordingAt } from '../../state/terminal/recording-then.ts'
import { clockText, lengthText } from '../../state/time-text.ts'
import { Failure } from '../failure.tsx'
import { RecordedText } from '../recorded-text.tsx'
import { PlayerBar } from './player-bar.tsx'
import { PLAY_KEYS, TERMINAL_KEYS } from './player-keys.ts'
import { SearchBox } from './search-box.tsx'
import { TerminalScreen } from './terminal-screen.tsx'
import { useScreen } from './use-screen.ts'

export function TerminalPane({ session: name }: { session: string }) {
  const { recordings, facts, picture } = useScreen(name)
  useKeys('page', PLAY_KEYS)
  useKeys('pane', TERMINAL_KEYS, focusedPane.value === 'moment')
  const then = recordingNow.value
  const failed = [recordings, facts, picture].find(({ failure }) => failure.value)
  return (
    <section class="terminal-pane" aria-label="Terminal">
      <Head then={then} />
      {failed ? (
        <Frame>
          <Failure failure={failed.failure.value!} onRetry={failed.retry} />
        </Frame>
      ) : (
        <Shown then={then} isWaiting={picture.isWaiting.value} />
      )}
    </section>
  )
}

function Head({ then }: { then: RecordingAt | undefined }) {
  const size = then?.is === 'shown' && screen.value
  return (
    <header class="pane-head">
      <h2 class="caption">Terminal</h2>
      <span class="faint">
        {size && `${size.columns}×${size.rows.length}`}
        {then?.is === 'shown' && session.value && `, ${session.value.agent}`}
        {played.value?.is_live && then?.is === 'shown' && ' · live'}
      </span>
      <span class="spring" />
      {then?.is === 'shown' && <SearchBox recording={then.recording.id} />}
    </header>
  )
}

function Shown({ then, isWaiting }: { then: RecordingAt | undefined; isWaiting: boolean }) {
  if (!then) return <Frame />
  if (then.is === 'none') return <NoTerminal why={then.why} nearest={then.nearest} />
  if (then.is === 'gap')
    return (
      <Frame class="hatched">
        <p class="terminal-gap">
          not recorded {lengthText(then.toMs - then.fromMs)} · <RecordedText text={then.reason} />
        </p>
      </Frame>
    )
  return (
    <>
      <Screen shown={then} isWaiting={isWaiting} />
      <PlayerBar shown={then} />
    </>
  )
}

function Screen({ shown, isWaiting }: { shown: RecordingShown; isWaiting: boolean }) {
  const { value: found } = screen
  const isOfIt = found?.recording === shown.recording.id
  const hits = (textHits.value?.texts ?? []).filter((hit) => hit.at_ms === found?.atMs)
  return (
    <Frame
      isSlow={isWaiting}
      dataOf={isOfIt ? shown.startMs + (isPlaying.value ? shown.atMs : found.forMs) : undefined}
    >
      {found && isOfIt && <TerminalScreen screen={found} hits={hits} />}
    </Frame>
  )
}

interface FrameProps {
  class?: string
  isSlow?: boolean
  dataOf?: number | undefined
  children?: ComponentChildren
}

/** Whoever has no pointer scrolls it with the arrows. */
const SCROLLED = { tabIndex: 0 }

/** Always dark, as terminals are. */
function Frame({ class: name = '', isSlow = false, dataOf, children }: FrameProps) {
  return (
    <div class={`terminal ${name}`} data-slow={isSlow} data-of={dataOf} {...SCROLLED}>
      {children}
    </div>
  )
}

function NoTerminal({ why, nearest }: { why: string; nearest: number | undefined }) {
  return (
    <Frame class="is-empty">
      <p>{why}</p>
      {nearest === undefined ? (
        <p>
          To have it recorded, run the agent by <code>flightrec run -- AGENT</code>.
        </p>
      ) : (
        <button
          type="button"
          class="button"
          onClick={() => moveTo({ timeMs: nearest, side: 'after', anchor: { kind: 'none' } })}
        >
          go to {clockText(nearest)}, where it was
        </button>
      )}
    </Frame>
  )
}
