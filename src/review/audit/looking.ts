import { oneOf } from './phrases.ts'

const LOOKS = new RegExp(
  `^\\s*(?:sudo\\s+)?${oneOf(
    'ls|ll|cat|grep|rg|ag|find|fd|cd|open|less|head|tail|vim?|nano|code|rm|cp|mv|mkdir|touch|echo',
    'sed|awk|wc|tree|git\\s+(?!commit|push)\\w+',
  )}\\b`,
)

/** Whether a command only looks at files, or moves them: it may name tests and builds, and runs none. */
export function onlyLooks(command: string): boolean {
  return LOOKS.test(command) && !/[;&|`$]/.test(command)
}
