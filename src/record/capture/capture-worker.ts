/** A worker process: captures the jobs it is sent straight into packs of its own. */
import { constants, setPriority } from 'node:os'
import { hashObject } from '../../git/objects/object-name.ts'
import { type Compression, PackWriter } from '../../git/objects/pack-writer.ts'
import { type ErrorCode, errnoOf, FlightrecError } from '../../model/errors.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { openFolderBeneath } from '../../system/beneath.ts'
import { serveRequests } from '../../system/worker-process.ts'
import { type CaptureLimits, hashWhole, type LargeHash } from './capture.ts'
import {
  type BlobStore,
  type CaptureJob,
  type CaptureOutcome,
  captureJob,
} from './capture-batch.ts'

interface WorkerInput {
  root: string
  gitDir: string
  limits: CaptureLimits
  compression: Compression
  /** Names of blobs the store already has and keeps: 20 bytes each. */
  known: Uint8Array
}

/** A file to be read for its hash alone. */
interface HashRequest {
  root: string
  folder: RawPath
  name: RawPath
}

/** First the input, then jobs, then `finish`, which makes all that was captured durable; or hashes. */
export type WorkerRequest =
  | { input: WorkerInput }
  | { job: CaptureJob }
  | { hash: HashRequest }
  | 'finish'

export type WorkerReply =
  | { outcomes: CaptureOutcome[] }
  | { hashed: LargeHash | undefined }
  | { failed: WorkerFailure }
  | 'done'

/** What is to be known of an error in another process: of one of ours its code, of the system's its call. */
export interface WorkerFailure {
  message: string
  known?: ErrorCode
  hint?: string | undefined
  code?: string | undefined
  syscall?: string | undefined
  path?: string | undefined
}

const PACK_BYTES_MAX = 1 << 30

let input: WorkerInput
const known = new Set<string>()
let pack: PackWriter | undefined

const store: BlobStore = {
  write(content) {
    const oid = hashObject('blob', content)
    if (!known.has(oid)) openPack().add('blob', content, oid)
    return oid
  },
  writeStream: (sizeBytes, pieces) => openPack().addStreamed(sizeBytes, pieces),
}

/** A pack that grows beyond its limit is completed and the next one begun. */
function openPack(): PackWriter {
  if (pack && pack.sizeBytes > PACK_BYTES_MAX) finish()
  pack ??= new PackWriter(input.gitDir, input.compression)
  return pack
}

function finish(): void {
  pack?.finish()
  pack = undefined
}

function takeInput(given: WorkerInput): void {
  input = given
  const names = Buffer.from(given.known)
  for (let at = 0; at < names.length; at += 20) known.add(names.toString('hex', at, at + 20))
}

/** Nobody waits for it. */
function hashAside({ root, folder, name }: HashRequest): LargeHash | undefined {
  setPriority(constants.priority.PRIORITY_LOW)
  const place = openFolderBeneath(root, folder)
  try {
    return hashWhole(place, name)
  } finally {
    place.close()
  }
}

serveRequests<WorkerRequest, WorkerReply>(async (request) => {
  try {
    if (typeof request === 'object' && 'job' in request) {
      return { outcomes: await captureJob(input.root, request.job, input.limits, store) }
    }
    if (typeof request === 'object' && 'hash' in request) return { hashed: hashAside(request.hash) }
    if (request === 'finish') finish()
    else takeInput(request.input)
    return 'done'
  } catch (error) {
    pack?.abandon()
    pack = undefined
    return { failed: describe(error) }
  }
})

function describe(error: unknown): WorkerFailure {
  if (error instanceof FlightrecError) {
    return { message: error.message, known: error.code, hint: error.hint }
  }
  if (!(error instanceof Error)) return { message: String(error) }
  const { message, stack, syscall, path } = error as NodeJS.ErrnoException
  const code = errnoOf(error)
  return code === undefined ? { message: stack ?? message } : { message, code, syscall, path }
}
