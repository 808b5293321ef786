/** Adds our hooks to the text of a settings file, and takes them out, touching nothing else of it. */
import {
  applyEdits,
  findNodeAtLocation,
  getNodeValue,
  type JSONPath,
  modify,
  type ParseError,
  parse,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser'
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import type { HookEntry } from './targets.ts'

const OURS = 'flightrec-hook'

/** @throws {FlightrecError} failed, naming the line, when it is not JSON, or not in the shape of settings. */
export function checkSettings(path: string, text: string): void {
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { disallowComments: false })
  const refuse = (line: number, what: string) => {
    throw new FlightrecError('failed', `${showText(path)}:${line}: ${what}`, {
      hint: `Correct ${showText(path)}, then run the command again; it was left as it is.`,
    })
  }
  const first = errors[0]
  if (first || !root) {
    const at = text.slice(0, first?.offset ?? 0).split('\n').length
    refuse(at, first ? `not JSON (${printParseErrorCode(first.error)})` : 'empty')
  }
  if (root?.type !== 'object') refuse(1, 'not an object')
  const names = (root?.children ?? []).map((property) => property.children?.[0]?.value as string)
  if (names.filter((name) => name === 'hooks').length > 1) refuse(1, "'hooks' is there twice")
  const hooks = root && findNodeAtLocation(root, ['hooks'])
  if (hooks && hooks.type !== 'object') refuse(lineOf(text, hooks.offset), "'hooks' is no object")
  for (const property of hooks?.children ?? []) {
    const [name, list] = property.children ?? []
    if (list?.type === 'array') continue
    refuse(lineOf(text, property.offset), `'hooks.${String(name?.value)}' is no list`)
  }
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

/** Returns the text with exactly these hooks of ours; the same text when they are there. */
export function withHooks(
  text: string,
  entries: readonly HookEntry[],
  version: number | undefined,
): string {
  if (inAnyOrder(ourEntries(text)) === inAnyOrder(entries)) return text
  let result = withoutHooks(text)
  if (version !== undefined && valueAt(result, ['version']) === undefined) {
    result = edit(result, ['version'], version)
  }
  for (const { event, entry } of entries) {
    const length = (valueAt(result, ['hooks', event]) as unknown[] | undefined)?.length
    const path = length === undefined ? ['hooks', event] : ['hooks', event, length]
    result = edit(result, path, length === undefined ? [entry] : entry, length !== undefined)
  }
  return result
}

/** How many hooks of ours there are. */
export function countHooks(text: string): number {
  return ourEntries(text).length
}

/** Returns the numbers that our hooks have as their timeouts, in whatever unit. */
export function ourTimeouts(text: string): number[] {
  const handlers = ourEntries(text || '{}').flatMap(({ entry }) => handlersOf(entry).filter(isOurs))
  return handlers
    .map((handler) => (handler as { timeout?: unknown }).timeout)
    .filter((timeout) => typeof timeout === 'number')
}

/** Takes our hooks out, and the lists and objects they leave empty. */
export function withoutHooks(text: string): string {
  let result = text
  for (const event of Object.keys(hooksOf(text))) {
    const list = hooksOf(text)[event]!
    for (const [index, group] of [...list.entries()].reverse()) {
      const inner = handlersOf(group)
      const foreign = inner.filter((handler) => !isOurs(handler))
      if (foreign.length === inner.length) continue
      const path = ['hooks', event, index]
      if (foreign.length === 0) result = edit(result, path, undefined)
      else result = edit(result, [...path, 'hooks'], foreign)
    }
    if (list.length > 0 && hooksOf(result)[event]?.length === 0) {
      result = edit(result, ['hooks', event], undefined)
    }
  }
  const isEmptied = result !== text && Object.keys(hooksOf(result)).length === 0
  return isEmptied ? edit(result, ['hooks'], undefined) : result
}

type Hooks = Record<string, unknown[]>

function hooksOf(text: string): Hooks {
  const { hooks } = parse(text) as { hooks?: Hooks }
  return hooks ?? {}
}

function ourEntries(text: string): HookEntry[] {
  return Object.entries(hooksOf(text)).flatMap(([event, list]) => {
    const ours = list.filter((group) => handlersOf(group).some(isOurs))
    return ours.map((entry) => ({ event, entry: entry as object }))
  })
}

/** The events stand in the order of the hooks of others, where there were some. */
function inAnyOrder(entries: readonly HookEntry[]): string {
  return entries
    .map(({ event, entry }) => JSON.stringify([event, entry]))
    .sort()
    .join('\n')
}

/** A group has handlers of its own; where there are no groups, the entry is the handler. */
function handlersOf(group: unknown): unknown[] {
  const inner = (group as { hooks?: unknown } | null)?.hooks
  return Array.isArray(inner) ? inner : [group]
}

function isOurs(handler: unknown): boolean {
  const { command, bash } = (handler ?? {}) as { command?: unknown; bash?: unknown }
  return [command, bash].some((text) => typeof text === 'string' && text.includes(OURS))
}

function valueAt(text: string, path: JSONPath): unknown {
  const root = parseTree(text)
  const node = root && findNodeAtLocation(root, path)
  return node && getNodeValue(node)
}

function edit(text: string, path: JSONPath, value: unknown, isArrayInsertion = false): string {
  const indent = /^([\t ]+)"/m.exec(text)?.[1] ?? '  '
  const formattingOptions = {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  }
  return applyEdits(text, modify(text, path, value, { formattingOptions, isArrayInsertion }))
}
