/** Three panes beside each other; with less room two and a dock below, then one at a time. */
import type { ComponentChild } from 'preact'
import { useState } from 'preact/hooks'
import { readSetting, writeSetting } from '../../browser/settings.ts'
import { alonePane, focusedPane, layout, PANES, type PaneName } from '../../state/panes.ts'
import { Edge } from './edge.tsx'
import { Pane } from './pane.tsx'

interface ColumnsProps {
  panes: Readonly<Record<PaneName, { label: string; content: ComponentChild }>>
}

const WIDTHS = { steps: 430, moment: 500 }
const WIDTH_MIN = 240

export function Columns({ panes }: ColumnsProps) {
  const [widths, setWidths] = useState(() => ({
    steps: storedWidth('steps'),
    moment: storedWidth('moment'),
  }))
  const shape = layout.value
  const alone = alonePane.value ?? (shape === 'single' ? focusedPane.value : undefined)
  const resize = (pane: 'steps' | 'moment', by: number, isDone: boolean) => {
    const width = Math.max(WIDTH_MIN, widths[pane] + by)
    if (isDone) writeSetting(`width.${pane}`, String(width))
    setWidths({ ...widths, [pane]: width })
  }
  return (
    <div class="columns-frame">
      {shape === 'single' && <PaneTabs panes={panes} />}
      <div
        class="columns"
        data-layout={alone === undefined ? shape : 'alone'}
        style={{ '--steps': `${widths.steps}px`, '--moment': `${widths.moment}px` }}
      >
        {PANES.map((name) =>
          alone !== undefined && alone !== name ? null : (
            <Pane key={name} name={name} label={panes[name].label}>
              {panes[name].content}
            </Pane>
          ),
        )}
        {alone === undefined && shape === 'wide' && (
          <>
            <Edge of="steps" width={widths.steps} onDrag={(by, end) => resize('steps', by, end)} />
            <Edge
              of="moment"
              width={widths.moment}
              onDrag={(by, end) => resize('moment', -by, end)}
            />
          </>
        )}
      </div>
    </div>
  )
}

function storedWidth(pane: 'steps' | 'moment'): number {
  const width = Number(readSetting(`width.${pane}`))
  return width >= WIDTH_MIN ? width : WIDTHS[pane]
}

function PaneTabs({ panes }: ColumnsProps) {
  return (
    <div class="pane-tabs" role="tablist" aria-label="Panes">
      {PANES.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          aria-selected={focusedPane.value === name}
          onClick={() => {
            focusedPane.value = name
          }}
        >
          {panes[name].label}
        </button>
      ))}
    </div>
  )
}
