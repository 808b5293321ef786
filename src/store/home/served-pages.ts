/**
 * What the pages of a home have in common: by `run/page-secret` one that was let in is known again after its server was
 * started anew, and by `run/view-<port>.json` a server that runs is found.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { errnoOf } from '../../model/errors.ts'
import { parseJson } from '../../model/json.ts'
import { removeIfThere, writeFileDurably, writeNewFile } from '../../system/files.ts'
import { openOwnFile, readFully } from '../../system/own-file.ts'
import { ownIdentity, type ProcessIdentity, processState } from '../../system/process-identity.ts'
import type { Home } from './home.ts'

const TEXT_BYTES_MAX = 10_000
const OTHERS = 0o077

/** A server of the page that runs. */
export interface PageRun {
  pid: number
  port: number
  /** What lets in. */
  token: string
  isReadOnly: boolean
}

/**
 * Returns the secret of a home's pages, made when there is none. Where the home cannot be written to, it is one of this
 * run alone, and pages must be opened anew after the next start.
 */
export function pageSecret(home: Home): string {
  const path = join(home.runPath, 'page-secret')
  const known = readPrivateText(path)?.trim()
  if (known !== undefined && /^[\w-]{43}$/.test(known)) return known
  const made = randomBytes(32).toString('base64url')
  try {
    removeIfThere(path)
    writeNewFile(path, `${made}\n`)
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    // Another view may have made one just now.
    const other = errnoOf(error) === 'EEXIST' ? readPrivateText(path)?.trim() : undefined
    if (other !== undefined) return other
  }
  return made
}

/** Notes a server that runs, for whoever finds its port taken. Returns what takes the note away. */
export function notePageRun(home: Home, run: Omit<PageRun, 'pid'>): () => void {
  const path = runPath(home, run.port)
  try {
    writeFileDurably(path, `${JSON.stringify({ owner: ownIdentity(), ...run })}\n`)
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    // Then it is not found, and the port is just taken.
  }
  return () => {
    if (readPageRun(home, run.port)?.token !== run.token) return
    removeIfThere(path)
    removeIfThere(doorwayPath(home, run.port))
  }
}

/** Returns the server of this home on a port; undefined when none runs there. */
export function readPageRun(home: Home, port: number): PageRun | undefined {
  const told = Object(parseJson(readPrivateText(runPath(home, port)) ?? '')) as Partial<PageRun> & {
    owner?: ProcessIdentity
  }
  const { owner, token, isReadOnly } = told
  if (!owner || typeof token !== 'string' || told.port !== port) return undefined
  if (processState(owner) !== 'alive') return undefined
  return { pid: owner.pid, port, token, isReadOnly: isReadOnly === true }
}

function runPath(home: Home, port: number): string {
  return join(home.runPath, `view-${port}.json`)
}

function doorwayPath(home: Home, port: number): string {
  return join(home.runPath, `view-${port}.html`)
}

/** Reads a file of ours that nobody else may read or write; one that they may counts as none. */
function readPrivateText(path: string): string | undefined {
  try {
    const file = openOwnFile(path)
    if (typeof file === 'string') return undefined
    try {
      if (file.stat.mode & OTHERS || file.stat.size > TEXT_BYTES_MAX) return undefined
      const buffer = Buffer.alloc(file.stat.size)
      readFully(file.fd, buffer, 0)
      return buffer.toString('utf8')
    } finally {
      file.close()
    }
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return undefined
  }
}

/** Writes a file that leads a browser to an address, for this user alone; it goes with the server on that port. */
export function writeDoorway(home: Home, port: number, url: string): string {
  const path = doorwayPath(home, port)
  writeFileDurably(path, `<!doctype html><meta http-equiv="refresh" content="0; url=${url}">\n`)
  return path
}
