import addon from '@xterm/addon-unicode11'
import headless from '@xterm/headless'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Picture, paintPicture } from '../../src/tui/painter.ts'
import { RecordedRow } from '../../src/tui/player/recorded-row.ts'

const ROWS = 4
const units = fc.constantFrom(
  ...[
    'a',
    'B',
    ' ',
    '漢',
    '👍',
    'e\u0301',
    '\u0301',
    '─',
    '\u001b[31m',
    '\u001b[0m',
    '\u001b[1;44m',
  ],
  ...[
    '\u001b[38;2;1;2;3m',
    '\u001b[2J',
    '\u001b[5;5H',
    '\u001b]0;t\u0007',
    '\u001bPq\u001b\\',
    '\r',
  ],
  ...['\n', '\u0007', '\u009b2J', '\u200b', '\u202e', '\u001b', '\t', '\u001b[?1049l'],
)
const rawRows = fc.array(fc.string({ unit: units, maxLength: 30 }), {
  minLength: ROWS,
  maxLength: ROWS,
})
const columns = fc.integer({ min: 1, max: 20 })

function pictures(raw: readonly (readonly string[])[], wide: number): Picture[] {
  return raw.map((rows) => ({
    rows: rows.map((row) => new RecordedRow(row, 'any').slice(0, wide)),
    cursor: { row: 1, column: wide - 1 },
  }))
}

async function shown(wide: number, sent: readonly string[]): Promise<string[]> {
  const terminal = new headless.Terminal({ cols: wide, rows: ROWS, allowProposedApi: true })
  terminal.loadAddon(new addon.Unicode11Addon())
  terminal.unicode.activeVersion = '11'
  await new Promise<void>((resolve) => terminal.write(`\u001b[?7l${sent.join('')}`, resolve))
  const buffer = terminal.buffer.active
  const rows = Array.from({ length: ROWS }, (_, n) => {
    const line = buffer.getLine(n)!
    return Array.from({ length: wide }, (_, x) => {
      const cell = line.getCell(x)!
      return `${cell.getChars()}/${cell.getFgColor()}/${cell.getBgColor()}/${cell.isBold()}`
    }).join(' ')
  })
  const cursor = `${buffer.cursorX},${buffer.cursorY}`
  terminal.dispose()
  return [...rows, cursor]
}

test('painting only the rows that differ leaves what painting all of them leaves, whatever was there', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(rawRows, { minLength: 2, maxLength: 5 }),
      columns,
      async (raw, wide) => {
        const frames = pictures(raw, wide)
        const steps = frames.map((frame, n) => paintPicture(frames[n - 1], frame))
        const fresh = paintPicture(undefined, frames.at(-1)!)
        expect(await shown(wide, steps)).toEqual(await shown(wide, [fresh]))
      },
    ),
    { numRuns: 60 },
  )
})

test('a terminal that is sent a picture shows the text of its rows, each in its place', async () => {
  await fc.assert(
    fc.asyncProperty(rawRows, columns, async (raw, wide) => {
      const frame = pictures([raw], wide)[0]!
      const rows = (await shown(wide, [paintPicture(undefined, frame)])).slice(0, ROWS)
      const texts = rows.map((row) =>
        row
          .split(' ')
          .map((cell) => cell.split('/')[0])
          .join(''),
      )
      const wanted = frame.rows.map((row) => row.replaceAll(/\u001b\[[\d;]*m| /g, ''))
      expect(texts.map((text) => text.replaceAll(' ', ''))).toEqual(wanted)
    }),
    { numRuns: 60 },
  )
})

test('a cursor that moved alone is all that is sent, in one synchronised write; nothing when nothing did', () => {
  const rows = ['one', 'two']
  const before = { rows, cursor: { row: 0, column: 0 } }
  expect(paintPicture(before, { rows, cursor: { row: 1, column: 2 } })).toBe(
    '\u001b[?2026h\u001b[?25l\u001b[2;3H\u001b[?25h\u001b[?2026l',
  )
  expect(paintPicture(before, { ...before })).toBe('')
  expect(paintPicture(before, { rows: ['one', '2'], cursor: before.cursor })).not.toContain('one')
})
