/** The bytes of git's commit objects. */
import { corruptStore } from '../../model/errors.ts'
import { type Oid, parseOid } from '../../model/oid.ts'
import type { Actor } from '../../model/snapshot.ts'

export interface Commit {
  tree: Oid
  parents: readonly Oid[]
  author: Actor
  committer: Actor
  /** Seconds since the epoch. */
  timeSeconds: number
  message: string
}

/** Returns the bytes of a commit; its times are in UTC. */
export function formatCommit(commit: Commit): Buffer {
  const stamp = (actor: Actor) => `${actor.name} <${actor.email}> ${commit.timeSeconds} +0000`
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${stamp(commit.author)}`,
    `committer ${stamp(commit.committer)}`,
    '',
    commit.message,
  ]
  return Buffer.from(lines.join('\n'), 'utf8')
}

/** @throws {FlightrecError} corrupt-store, when the bytes are not a commit. */
export function parseCommit(bytes: Buffer): Commit {
  const text = bytes.toString('utf8')
  const end = text.indexOf('\n\n')
  const header = text.slice(0, end < 0 ? text.length : end).split('\n')
  const values = (key: string) =>
    header.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1))
  const committer = parseStamp(values('committer')[0])
  return {
    tree: parseOid(values('tree')[0] ?? ''),
    parents: values('parent').map(parseOid),
    author: parseStamp(values('author')[0]).actor,
    committer: committer.actor,
    timeSeconds: committer.timeSeconds,
    message: end < 0 ? '' : text.slice(end + 2),
  }
}

function parseStamp(stamp: string | undefined): { actor: Actor; timeSeconds: number } {
  const parts = /^(.*) <(.*)> (-?\d+) [+-]\d{4}$/.exec(stamp ?? '')
  if (!parts) throw corruptStore('a commit has no author or committer')
  return { actor: { name: parts[1]!, email: parts[2]! }, timeSeconds: Number(parts[3]) }
}
