/** The files that hold objects: each loose object re-hashed, each pack and index against its own checksum. */
import { basename } from 'node:path'
import {
  checksumHolds,
  checksummedObjectFiles,
  lonePackFiles,
} from '../../git/upkeep/checksummed-files.ts'
import { checkLooseObject, looseFiles } from '../../git/upkeep/loose-check.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { showText } from '../../model/show.ts'
import type { CheckFindings } from '../../store/timeline/damage.ts'
import { sleep } from '../../system/clock.ts'
import type { VerifyOptions } from './verify-options.ts'

export interface ObjectFindings extends CheckFindings {
  objects: Oid[]
  loose: number
  packs: number
}

const PAIR_MS = 250
const TEMPORARY = /^tmp_|\.tmp-\d+-[0-9a-f]+$/

export async function verifyObjectFiles(
  gitDir: string,
  options: VerifyOptions,
): Promise<ObjectFindings> {
  const found: ObjectFindings = { damages: [], notes: [], objects: [], loose: 0, packs: 0 }
  await verifyPackFiles(gitDir, options, found)
  await verifyLoose(gitDir, options, found)
  return found
}

async function verifyPackFiles(
  gitDir: string,
  { signal, onProgress }: VerifyOptions,
  found: ObjectFindings,
): Promise<void> {
  const files = checksummedObjectFiles(gitDir)
  found.packs = files.filter((file) => file.endsWith('.pack')).length
  for (const [index, file] of files.entries()) {
    if (signal?.aborted) throw new FlightrecError('interrupted', 'interrupted')
    onProgress?.('packs', index, files.length)
    if (await checksumHolds(`${gitDir}/${file}`, signal)) continue
    const isData = file.endsWith('.pack') || file.endsWith('.idx')
    found.damages.push({
      kind: isData ? 'pack' : 'graph',
      subject: file,
      problem: 'its checksum does not match its content',
      mendable: !isData,
    })
  }
  for (const file of await lastingLoneFiles(gitDir))
    found.damages.push({
      kind: 'pack',
      subject: file,
      problem: file.endsWith('.pack') ? 'it has no index' : 'its pack is missing',
      mendable: file.endsWith('.pack'),
    })
}

/** A pack has its name a moment before its index has: only what stays alone counts. */
async function lastingLoneFiles(gitDir: string): Promise<string[]> {
  const first = lonePackFiles(gitDir)
  if (first.length === 0) return first
  await sleep(PAIR_MS)
  const second = new Set(lonePackFiles(gitDir))
  return first.filter((file) => second.has(file))
}

async function verifyLoose(
  gitDir: string,
  { signal, onProgress }: VerifyOptions,
  found: ObjectFindings,
): Promise<void> {
  const files = [...looseFiles(gitDir)]
  let temporary = 0
  for (const [index, file] of files.entries()) {
    if (signal?.aborted) throw new FlightrecError('interrupted', 'interrupted')
    if (index % 256 === 0) onProgress?.('loose objects', index, files.length)
    const path = file.path.slice(gitDir.length + 1)
    if (!file.oid) {
      if (TEMPORARY.test(basename(file.path))) temporary += 1
      else found.damages.push(misnamed(path))
      continue
    }
    found.loose += 1
    const problem = await checkLooseObject(file)
    if (!problem) continue
    found.objects.push(file.oid)
    const damage = { kind: 'object', subject: path, oid: file.oid, mendable: false } as const
    found.damages.push({ ...damage, problem })
  }
  if (temporary > 0) found.notes.push(`${temporary} temporary files of unfinished writes`)
}

function misnamed(path: string) {
  const problem = 'its name is not that of an object'
  return { kind: 'object', subject: showText(path), problem, mendable: false } as const
}
