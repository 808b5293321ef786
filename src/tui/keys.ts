/** Names what the terminal sends for keys and for the mouse; what nobody knows is nothing. */
import type { Key } from './screen.ts'

export type Input =
  | { type: 'key'; key: Key; hasShift?: boolean }
  | { type: 'click'; row: number; column: number }

/** Keys that terminals send as a sequence, by its end: some send `ESC O` for `ESC [`, and modifiers before the end. */
const ENDINGS: Record<string, Key> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  '1~': 'home',
  '3~': 'backspace',
  '4~': 'end',
  '5~': 'page-up',
  '6~': 'page-down',
  '7~': 'home',
  '8~': 'end',
}
const CHARACTERS: Record<string, Key> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  // What most terminals send for the backspace key.
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\u001b': 'escape',
}

/** A report of the mouse in the SGR form: button, column, row, pressed or released. */
const MOUSE = /^\u001b\[<(\d+);(\d+);(\d+)([Mm])$/
const SEQUENCE = /^\u001b+[[O](?:1;(\d+)(?=[A-Z])|(\d+)(?:;(\d+))?(?=~))?([A-Z~])$/
const CONTROL_Z = 0x1a
const BEFORE_A = 0x60
const WHEEL_UP = 64
const WHEEL_DOWN = 65

/** Reads one sequence, or text; what is pasted or typed fast is several keys. */
export function readInput(sent: string): Input[] {
  const mouse = MOUSE.exec(sent)
  if (mouse) return readMouse(mouse.slice(1, 4).map(Number), mouse[4] === 'M')
  const [, before, number = '', after, end] = SEQUENCE.exec(sent) ?? []
  const named = ENDINGS[`${number}${end}`]
  const hasShift = isShifted(Number(before ?? after ?? 1))
  if (named) return [{ type: 'key', key: named, ...(hasShift && { hasShift }) }]
  if (/^\u001b+[[O]./.test(sent)) return []
  // With Alt, a key means what it means without.
  const text = sent.length > 1 ? sent.replace(/^\u001b+(?=.)/su, '') : sent
  return [...text].map((character) => ({ type: 'key', key: keyOfCharacter(character) }))
}

function keyOfCharacter(character: string): Key {
  const code = character.charCodeAt(0)
  const control = code >= 1 && code <= CONTROL_Z
  return (
    CHARACTERS[character] ?? (control ? `ctrl-${String.fromCharCode(code + BEFORE_A)}` : character)
  )
}

/** Modifiers are told as one more than their bits; Shift is the first of them. */
function isShifted(modifiers: number): boolean {
  return ((modifiers - 1) & 1) === 1
}

function readMouse([button, column, row]: readonly number[], isPress: boolean): Input[] {
  if (button === WHEEL_UP) return [{ type: 'key', key: 'wheel-up' }]
  if (button === WHEEL_DOWN) return [{ type: 'key', key: 'wheel-down' }]
  return button === 0 && isPress ? [{ type: 'click', row: row! - 1, column: column! - 1 }] : []
}
