/** Options that several commands take, and mean the same by. */
import { RISKS } from '../../model/risk.ts'

/** As a document for people, or for programs. */
export const FORMAT_OPTION = {
  type: 'string',
  value: 'FORMAT',
  choices: ['md', 'json'],
  default: 'md',
  summary: 'Markdown, or one JSON value',
} as const

/** For CI. */
export const FAIL_ON_OPTION = {
  type: 'string',
  value: 'RISK',
  choices: RISKS,
  summary: 'Exit with 4 when something of this risk or worse is found',
} as const
