/** The options every command takes, before or after its name. */

import { COLOR_CHOICES, type ColorChoice } from '../terminal/style.ts'
import type { OptionSpecs } from './command.ts'

export const GLOBAL_OPTIONS = {
  json: {
    type: 'boolean',
    summary: 'Write JSON, one value a line, instead of text',
  },
  root: {
    type: 'list',
    value: 'ROOT',
    summary: 'Folder to work on; may be given several times',
  },
  color: {
    type: 'string',
    value: 'WHEN',
    choices: COLOR_CHOICES,
    default: 'auto',
    summary: 'When to use colour',
  },
  'no-pager': { type: 'boolean', summary: 'Never show output in a pager' },
  quiet: {
    type: 'boolean',
    short: 'q',
    summary: 'Say nothing but results, warnings and errors',
  },
  version: { type: 'boolean', summary: 'Print the version' },
  help: { type: 'boolean', short: 'h', summary: 'Print help' },
} as const satisfies OptionSpecs

/** What the global options say. */
export interface GlobalOptions {
  isJson: boolean
  roots: readonly string[]
  color: ColorChoice
  usesPager: boolean
  isQuiet: boolean
}

/** What is in force before any argument is read. */
export const GLOBAL_DEFAULTS: GlobalOptions = {
  isJson: false,
  roots: [],
  color: 'auto',
  usesPager: true,
  isQuiet: false,
}
