/** Regular expressions that never take longer than in proportion to the text, whatever pattern a user gives. */
import { setFlagsFromString } from 'node:v8'

let isOn = false

/**
 * Compiles `pattern` for V8's engine without backtracking, which has no lookaround and no backreferences.
 * @throws {SyntaxError} when it is no such pattern.
 */
export function linearRegExp(pattern: string): RegExp {
  if (!isOn) setFlagsFromString('--enable-experimental-regexp-engine')
  isOn = true
  return new RegExp(pattern, 'l')
}
