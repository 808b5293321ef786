/** The life of a file: its versions evenly spaced, as high as they are large, in the colour of who made them. */

import { formatSize } from '../../../../model/units.ts'
import { now } from '../../browser/clock.ts'
import { hueOf } from '../../state/agent-hue.ts'
import type { LifeAnswer, SentVersion, VersionPair } from '../../state/file/compared.ts'
import { isGone } from '../../state/file/compared.ts'
import { clockText, dayText } from '../../state/time-text.ts'
import { Who } from './who.tsx'

interface LifeStripProps {
  life: LifeAnswer
  compared: VersionPair
  onChoose(version: SentVersion, which: 'a' | 'b'): void
}

export function LifeStrip({ life, compared, onChoose }: LifeStripProps) {
  const { versions, total, gaps } = life
  const largest = Math.max(1, ...versions.map(({ size }) => size ?? 0))
  return (
    <section class="life" aria-label="Versions">
      <div class="life-names">
        <b>{total === 1 ? '1 version' : `${total.toLocaleString('en')} versions`}</b>
        <span class="faint">one step a version,</span>
        <span class="faint">not to scale of time</span>
      </div>
      <ol class="life-versions">
        {versions.map((version, place) => (
          <Version
            key={version.version}
            version={version}
            height={(version.size ?? 0) / largest}
            hasGap={gaps.some((gap) => isWithin(gap, version, versions[place + 1]))}
            mark={place === compared.placeA ? 'A' : place === compared.placeB ? 'B' : undefined}
            isBetween={place >= compared.placeA && place < compared.placeB && compared.placeA >= 0}
            onChoose={onChoose}
          />
        ))}
      </ol>
    </section>
  )
}

/** Whether something of the time of a version was not recorded. */
function isWithin(
  { from, to }: LifeAnswer['gaps'][number],
  { snapshot }: SentVersion,
  next: SentVersion | undefined,
): boolean {
  return to > snapshot.created_at && (!next || from < next.snapshot.created_at)
}

interface VersionProps {
  version: SentVersion
  /** From 0 to 1. */
  height: number
  hasGap: boolean
  mark: 'A' | 'B' | undefined
  isBetween: boolean
  onChoose: LifeStripProps['onChoose']
}

function Version({ version, height, hasGap, mark, isBetween, onChoose }: VersionProps) {
  const { snapshot, size } = version
  const atMs = Date.parse(snapshot.created_at)
  const hue = hueOf(snapshot.session === null ? undefined : snapshot.actor)
  return (
    <li class={`life-version ${hue}`} data-between={isBetween}>
      <button
        type="button"
        class="life-column"
        aria-pressed={mark !== undefined}
        onClick={(event) => onChoose(version, event.shiftKey ? 'a' : 'b')}
      >
        <span class="unseen">version {version.version}</span>
        <span class="life-label">
          <b class="mono">v{version.version}</b>{' '}
          <span class="faint">
            {dayText(atMs, now())} {clockText(atMs, 'minutes')}
          </span>
        </span>
        <span class="life-label">
          <Who snapshot={snapshot} />
        </span>
        <span class="life-area" style={{ '--share': height }}>
          <span class="life-size small">
            {isGone(version) ? 'gone' : size === null ? '' : formatSize(size)}
          </span>
        </span>
        {hasGap && <i class="life-gap" title="not recorded in between" />}
      </button>
      {mark && <span class="life-mark">{`${mark} v${version.version}`}</span>}
    </li>
  )
}
