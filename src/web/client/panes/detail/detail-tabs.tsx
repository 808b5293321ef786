import type { ComponentChildren } from 'preact'
import { DETAIL_TABS, type DetailTab, detailTab, openTab } from '../../state/detail.ts'
import { isBeside, wantsBeside } from '../../state/diff.ts'

const NAMES: Readonly<Record<DetailTab, string>> = {
  step: 'Step',
  diff: 'Diff',
  said: 'Said / happened',
  undo: 'Undo',
}

interface DetailTabsProps {
  /** How many there are of what a tab shows. */
  counts: Readonly<Partial<Record<DetailTab, number | undefined>>>
  /** Those that are not there, such as acts where nothing may be written. */
  without?: readonly DetailTab[]
}

export function DetailTabs({ counts, without = [] }: DetailTabsProps) {
  return (
    <div class="detail-tabs">
      <div role="tablist" aria-label="Detail">
        {DETAIL_TABS.filter((tab) => !without.includes(tab)).map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`detail-tab-${tab}`}
            aria-controls="detail-content"
            aria-selected={detailTab.value === tab}
            onClick={() => openTab(tab)}
          >
            {NAMES[tab]} {counts[tab] ? <span class="small">{counts[tab]}</span> : null}
          </button>
        ))}
      </div>
      {detailTab.value === 'diff' && <BesideSwitch />}
    </div>
  )
}

function BesideSwitch() {
  const choice = (beside: boolean, name: ComponentChildren) => (
    <button
      type="button"
      aria-pressed={isBeside.value === beside}
      onClick={() => {
        wantsBeside.value = beside
      }}
    >
      {name}
    </button>
  )
  return (
    <span class="switch">
      {choice(false, 'unified')}
      {choice(true, 'side by side')}
    </span>
  )
}
