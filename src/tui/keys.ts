/** Names what ink tells of the keyboard and the mouse. */
import type { Key as InkKey } from 'ink'
import type { Key } from './screen.ts'

export type Input = { type: 'key'; key: Key } | { type: 'click'; row: number }

const NAMED: readonly (readonly [keyof InkKey, Key])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'page-up'],
  ['pageDown', 'page-down'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  // What most terminals send for the backspace key.
  ['delete', 'backspace'],
]

/** A report of the mouse in the SGR form, without its ESC: button, column, row, pressed or released. */
const MOUSE = /^\[<(\d+);(\d+);(\d+)([Mm])$/
const CONTROL_Z = 0x1a
const BEFORE_A = 0x60
const WHEEL_UP = 64
const WHEEL_DOWN = 65

/** Returns what was pressed; what is pasted or typed fast comes as several keys. */
export function readInput(input: string, key: InkKey): Input[] {
  const mouse = MOUSE.exec(input)
  if (mouse) return readMouse(Number(mouse[1]), Number(mouse[3]), mouse[4] === 'M')
  const named = NAMED.find(([name]) => key[name])
  if (named) return [{ type: 'key', key: named[1] }]
  if (key.ctrl) return [{ type: 'key', key: `ctrl-${input}` }]
  // A sequence nobody knows, such as a function key.
  if (input.length > 1 && /^[[O]/.test(input)) return []
  return [...input].map((character) => ({ type: 'key', key: keyOfCharacter(character) }))
}

function keyOfCharacter(character: string): Key {
  if (character === '\r' || character === '\n') return 'enter'
  if (character === '\u007f' || character === '\b') return 'backspace'
  const code = character.charCodeAt(0)
  return code >= 1 && code <= CONTROL_Z ? `ctrl-${String.fromCharCode(code + BEFORE_A)}` : character
}

function readMouse(button: number, row: number, isPress: boolean): Input[] {
  if (button === WHEEL_UP) return [{ type: 'key', key: 'wheel-up' }]
  if (button === WHEEL_DOWN) return [{ type: 'key', key: 'wheel-down' }]
  return button === 0 && isPress ? [{ type: 'click', row: row - 1 }] : []
}
