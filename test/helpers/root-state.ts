/** The whole state of a real folder, to record it by hand and to compare it with another. */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import {
  fsPath,
  joinRaw,
  type RawPath,
  rawFromBuffer,
  rawFromText,
} from '../../src/model/raw-path.ts'
import type { FixtureEntry } from './shadow-fixture.ts'

/** Reads files, links, folders and their modes below `root`, '' being itself; special files are `skipped`. */
function rootState(root: string): Map<RawPath, FixtureEntry> {
  const state = new Map<RawPath, FixtureEntry>()
  const read = (path: RawPath) => {
    const place = fsPath(root, path)
    const stat = lstatSync(place)
    const mode = stat.mode & 0o7777
    if (stat.isSymbolicLink()) state.set(path, { link: readlinkSync(place) })
    else if (stat.isFile()) state.set(path, { content: readFileSync(place), mode })
    else if (!stat.isDirectory()) state.set(path, { skipped: 'fifo' })
    else {
      state.set(path, { folder: true, mode })
      const names = readdirSync(place, 'buffer').map(rawFromBuffer).sort()
      for (const name of names) read(joinRaw(path, name))
    }
  }
  read(rawFromText(''))
  return state
}

/** The same in lines that a failed comparison can show. */
export function rootLines(root: string): string[] {
  return [...rootState(root)].map(([path, entry]) => {
    if (typeof entry === 'string' || entry instanceof Uint8Array) return path
    const content = 'content' in entry ? Buffer.from(entry.content).toString('latin1') : ''
    const mode = 'mode' in entry ? entry.mode!.toString(8) : ''
    const rest = 'link' in entry ? `-> ${entry.link}` : 'skipped' in entry ? entry.skipped : content
    return `${path} ${'folder' in entry ? 'folder' : ''} ${mode} ${rest}`
  })
}
