/** A file of the user's that something is put into: links are followed, its mode stays, and only a file is touched. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { FlightrecError } from '../model/errors.ts'
import { showText } from '../model/show.ts'
import { makeFolders, removeIfThere, writeFileDurably } from './files.ts'

interface UserFile {
  /** The real file, links followed. */
  path: string
  /** The link that leads there. */
  link?: string
  /** Undefined when it is not there. */
  content: Buffer | undefined
}

/** What to do next, by what stands in the place of the file. */
interface UserFileHints {
  noFile: string
  danglingLink: string
}

export function followLinks(path: string): string {
  return existsSync(path) ? realpathSync(path) : path
}

/**
 * A pipe would be waited for, and in the place of a link nobody wants a file.
 * @throws {FlightrecError} failed
 */
export function readUserFile(given: string, hints: UserFileHints): UserFile {
  const path = followLinks(given)
  const link = path === given ? {} : { link: given }
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat?.isFile()) return { path, ...link, content: readFileSync(path) }
  if (stat) {
    throw new FlightrecError('failed', `'${showText(path)}' is no file`, { hint: hints.noFile })
  }
  if (!lstatSync(given, { throwIfNoEntry: false })) return { path, ...link, content: undefined }
  const target = showText(readlinkSync(given))
  const message = `'${showText(given)}' is a link to '${target}', which is not there`
  throw new FlightrecError('failed', message, { hint: hints.danglingLink })
}

/** @throws {FlightrecError} failed, when it holds something else by now. */
export function checkUnchanged(path: string, content: Buffer | undefined): void {
  const isThere = statSync(path, { throwIfNoEntry: false })?.isFile()
  const found = isThere ? readFileSync(path) : undefined
  if (found && content ? found.equals(content) : found === content) return
  throw new FlightrecError('failed', `'${showText(path)}' was changed meanwhile`, {
    hint: 'Run the command again to see what it would do now.',
  })
}

/**
 * Writes the file, or removes it where it is to hold nothing.
 * @param newMode of one that is not there yet.
 */
export function replaceUserFile(path: string, content: Buffer | undefined, newMode: number): void {
  if (content === undefined) {
    removeIfThere(path)
    return
  }
  const mode = existsSync(path) ? statSync(path).mode & 0o7777 : newMode
  makeFolders(dirname(path))
  writeFileDurably(path, content)
  chmodSync(path, mode)
}
