/** A worker process: captures the jobs it is sent straight into packs of its own. */
import { hashObject, PackWriter } from '../git/pack-writer.ts'
import { errnoOf } from '../model/errors.ts'
import { serveRequests } from '../system/worker-process.ts'
import type { CaptureLimits } from './capture.ts'
import { type BlobStore, type CaptureJob, captureJob, type Outcome } from './capture-batch.ts'

export interface WorkerInput {
  root: string
  gitDir: string
  limits: CaptureLimits
  /** Names of blobs the store already has and keeps: 20 bytes each. */
  known: Uint8Array
}

/** First the input, then jobs, then `finish`, which makes all that was captured durable. */
export type WorkerRequest = { input: WorkerInput } | { job: CaptureJob } | 'finish'

/** Errors lose their code on the way between processes, so it travels beside the message. */
export type WorkerReply =
  | { outcomes: Outcome[] }
  | { failed: { message: string; code: string | undefined } }
  | 'done'

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
  pack ??= new PackWriter(input.gitDir)
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

serveRequests<WorkerRequest, WorkerReply>(async (request) => {
  try {
    if (typeof request === 'object' && 'job' in request) {
      return { outcomes: await captureJob(input.root, request.job, input.limits, store) }
    }
    if (request === 'finish') finish()
    else takeInput(request.input)
    return 'done'
  } catch (error) {
    pack?.abandon()
    pack = undefined
    const message = error instanceof Error ? error.message : String(error)
    return { failed: { message, code: errnoOf(error) } }
  }
})
