import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { statLines } from '../../../src/cli/changes/change-lines.ts'
import { createStyle } from '../../../src/cli/terminal/style.ts'
import { rawFromText } from '../../../src/model/raw-path.ts'
import type { RecordedChange } from '../../../src/review/changes/snapshot-diff.ts'

test('a diffstat keeps its columns with wide and with combining characters, and when it shortens them', () => {
  const names = ['a.txt', '日本語.txt', 'e\u0301te\u0301.txt', `${'日'.repeat(50)}.txt`]
  const changes = names.map((name) => {
    const after = { path: rawFromText(name), kind: 'file', mode: 0o100644, oid: 'x' }
    return { type: 'added', after, lines: { added: 1, removed: 0 } } as RecordedChange
  })
  const rows = statLines(changes, 80, createStyle(false)).slice(0, -1)
  expect(new Set(rows.map((row) => stringWidth(row.split('|')[0]!)))).toEqual(new Set([42]))
})
