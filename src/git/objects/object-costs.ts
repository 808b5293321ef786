/** What each recorded object takes on disk, newest snapshot first: the base of retention by size. */
import { createInterface } from 'node:readline'
import { FlightrecError } from '../../model/errors.ts'
import { isOid, type Oid } from '../../model/oid.ts'
import { type RawPath, rawFromLatin1 } from '../../model/raw-path.ts'
import { spawnGit } from '../process/run.ts'
import type { ObjectType } from './object-name.ts'

interface ObjectCost {
  oid: Oid
  type: ObjectType
  /** Bytes it takes in its pack (as a delta, where it is one) or loose file. */
  diskBytes: number
  /** Where the newest snapshot that holds it has it, as git names it; '' for commits and top trees. */
  gitPath: RawPath
}

/**
 * Yields every object reachable from `ref` once. Each commit comes before the objects that no newer commit
 * holds, so the sum up to the next commit is what keeping this one costs.
 */
export async function* objectCosts(
  gitDir: string,
  ref: string,
  signal?: AbortSignal,
): AsyncGenerator<ObjectCost> {
  const list = spawnGit(gitDir, ['rev-list', '--objects', '--in-commit-order', ref])
  const format = '--batch-check=%(objectname) %(objecttype) %(objectsize:disk) %(rest)'
  const sizes = spawnBeside(list, () => spawnGit(gitDir, ['cat-file', '--buffer', format]))
  let complaint = ''
  for (const child of [list, sizes])
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString('latin1')).slice(-2000)
    })
  list.stdin.end()
  list.stdout.pipe(sizes.stdin)
  const exits = Promise.all([list, sizes].map(exitCode))
  const stop = () => [list, sizes].map((child) => child.kill())
  signal?.addEventListener('abort', stop)
  try {
    sizes.stdout.setEncoding('latin1')
    for await (const line of createInterface({ input: sizes.stdout, crlfDelay: 0 })) {
      const cost = parseLine(line)
      if (cost) yield cost
    }
    const codes = await exits
    if (signal?.aborted) throw new FlightrecError('interrupted', 'interrupted')
    if (codes.some((code) => code !== 0)) {
      throw new FlightrecError('corrupt-store', `cannot list the objects of ${ref}: ${complaint}`, {
        hint: 'Run `flightrec verify` to see what is damaged.',
      })
    }
  } finally {
    signal?.removeEventListener('abort', stop)
    stop()
  }
}

/** Leaves no process behind that nobody reads. */
function spawnBeside<Child>(other: { kill(): unknown }, start: () => Child): Child {
  try {
    return start()
  } catch (error) {
    other.kill()
    throw error
  }
}

function exitCode(child: ReturnType<typeof spawnGit>): Promise<number> {
  return new Promise((resolve) => {
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
}

function parseLine(line: string): ObjectCost | undefined {
  const [, oid = '', type = '', size = '', path = ''] =
    /^([0-9a-f]{40}) ([a-z]+) (\d+) ?(.*)$/s.exec(line) ?? []
  if (!isOid(oid)) return undefined
  const gitPath = rawFromLatin1(path)
  return { oid, type: type as ObjectType, diskBytes: Number(size), gitPath }
}
