/** Installs, removes and inspects the hooks of one agent. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FlightrecError } from '../../model/errors.ts'
import { type Home, prepareHome } from '../../store/home/home.ts'
import { prepareSpool } from '../../store/spool/spool.ts'
import {
  makePrivateFolder,
  readTextIfThere,
  temporaryName,
  writeFileDurably,
} from '../../system/files.ts'
import {
  checkUnchanged,
  followLinks,
  readUserFile,
  replaceUserFile,
} from '../../system/user-file.ts'
import { type HookTrouble, hookTroubles } from './hook-troubles.ts'
import { checkSettings, countHooks, withHooks, withoutHooks } from './settings-text.ts'
import type { HookTarget } from './targets.ts'

/** What would be done to a settings file. `undefined` is a file that is not there. */
export interface SettingsChange {
  /** The real file, links followed. */
  path: string
  /** The link that leads there. */
  link?: string | undefined
  before: string | undefined
  after: string | undefined
}

const BYTE_ORDER_MARK = '\ufeff'

/** Returns what installing would change. Touches nothing. */
export function planInstall(home: Home, target: HookTarget, settings?: string): SettingsChange {
  const place = locate(target, settings)
  const command = hookCommand(home, target)
  if (!target.entries) return { ...place, after: pluginText(home) }
  const text = place.before?.trim() ? place.before : '{}\n'
  checkSettings(place.path, unmarked(text))
  const after = withHooks(unmarked(text), target.entries(command), target.version)
  return { ...place, after: text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK + after : after }
}

/** Returns what removing would change: the very bytes of before, when nobody has changed the file since. */
export function planRemove(home: Home, target: HookTarget, settings?: string): SettingsChange {
  const place = locate(target, settings)
  if (place.before === undefined) return { ...place, after: undefined }
  const memory = recall(home, place.path)
  if (memory?.installed === digest(place.before)) return { ...place, after: memory.original }
  if (!target.entries) {
    return { ...place, after: place.before.includes('flightrec-hook') ? undefined : place.before }
  }
  checkSettings(place.path, unmarked(place.before))
  const after = withoutHooks(unmarked(place.before))
  return {
    ...place,
    after: place.before.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK + after : after,
  }
}

/** Makes the home ready to take what the hooks say. */
export function prepareHooks(home: Home): void {
  prepareHome(home)
  prepareSpool(home)
  makePrivateFolder(join(home.path, 'hooks'))
  const script = scriptPath(home)
  const temporary = temporaryName(script)
  writeFileSync(temporary, readFileSync(packagedHook('flightrec-hook')), { mode: 0o700 })
  renameSync(temporary, script)
}

/** Writes what was planned. With `isInstall`, keeps the file as it was, for `planRemove`. */
export function applyChange(home: Home, change: SettingsChange, isInstall: boolean): void {
  const { path, before, after } = change
  checkUnchanged(path, bytesOf(before))
  if (isInstall && after !== undefined) remember(home, path, before, after)
  replaceUserFile(path, bytesOf(after), 0o600)
  if (!isInstall) rmSync(memoryPath(home, path), { force: true })
}

/** How the hooks of one agent are. */
export interface HooksStatus {
  agent: string
  settings: string
  state: 'installed' | 'outdated' | 'missing' | 'unreadable'
  /** How many hooks of ours are in the file. */
  hooks: number
  /** What keeps them from running. */
  troubles: HookTrouble[]
}

/** Returns how the hooks of an agent are; a settings file that cannot be read is a state, not an error. */
export function hooksStatus(home: Home, target: HookTarget, settings?: string): HooksStatus {
  const facts = { agent: target.agent, settings: settings ?? target.path(), hooks: 0 }
  try {
    const { before, after } = planInstall(home, target, settings)
    const isPlugin = !target.entries
    const hooks = before === undefined ? 0 : isPlugin ? 1 : countHooks(unmarked(before || '{}'))
    const state = hooks === 0 ? 'missing' : before === after ? 'installed' : 'outdated'
    const troubles = state === 'missing' ? [] : hookTroubles(scriptPath(home), target, before ?? '')
    return { ...facts, state, hooks, troubles }
  } catch (error) {
    const problem = (error as Error).message
    const trouble = { problem, remedy: `Correct it, then run \`flightrec hooks status\`.` }
    return { ...facts, state: 'unreadable', troubles: [trouble] }
  }
}

function locate(target: HookTarget, settings: string | undefined): Omit<SettingsChange, 'after'> {
  const { path, link, content } = readUserFile(resolve(settings ?? target.path()), {
    noFile: 'Name another one with `--settings FILE`.',
    danglingLink: 'Make that file (`{}` is enough) or remove the link, then run the command again.',
  })
  const before = content?.toString('utf8')
  if (content && !Buffer.from(before!).equals(content)) {
    throw new FlightrecError('failed', `'${path}' is not UTF-8`, {
      hint: 'Save it as UTF-8, then run the command again; it was left as it is.',
    })
  }
  return { path, before, link }
}

function bytesOf(text: string | undefined): Buffer | undefined {
  return text === undefined ? undefined : Buffer.from(text)
}

/** Whether our hooks were once installed in the settings file of an agent. */
export function wereInstalled(home: Home, target: HookTarget): boolean {
  return recall(home, followLinks(resolve(target.path()))) !== undefined
}

function scriptPath(home: Home): string {
  return join(home.path, 'hooks/flightrec-hook')
}

/** Stays the same over releases, since Codex asks anew for each change. A script that is gone is no failure. */
function hookCommand(home: Home, target: HookTarget): string {
  const script = `'${scriptPath(home).replaceAll("'", `'\\''`)}'`
  return `test -x ${script} && exec ${script} ${target.agent}; exit 0`
}

function pluginText(home: Home): string {
  const path = JSON.stringify(scriptPath(home))
  return readFileSync(packagedHook('opencode-plugin.js'), 'utf8').replace("'@HOOK@'", () => path)
}

/** Finds a file of hooks/ in the package, from src/ as from dist/. */
export function packagedHook(name: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const path = join(folder, 'hooks', name)
    if (existsSync(path)) return path
    if (folder === dirname(folder)) throw new Error(`the package has no hooks/${name}`)
  }
}

/** A settings file as it was before our hooks came. */
interface Memory {
  path: string
  /** SHA-256 of what we wrote. */
  installed: string
  /** Absent when there was no file. */
  original?: string | undefined
}

function memoryPath(home: Home, path: string): string {
  return join(home.path, 'hooks', `${digest(path).slice(0, 16)}.json`)
}

function recall(home: Home, path: string): Memory | undefined {
  const text = readTextIfThere(memoryPath(home, path))
  return text === undefined ? undefined : (JSON.parse(text) as Memory)
}

function remember(home: Home, path: string, before: string | undefined, after: string): void {
  const known = recall(home, path)
  // A second installation over our own: what was there first still counts.
  const original =
    known && before !== undefined && known.installed === digest(before) ? known.original : before
  const memory: Memory = {
    path,
    installed: digest(after),
    original,
  }
  writeFileDurably(memoryPath(home, path), `${JSON.stringify(memory)}\n`)
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function unmarked(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
}
