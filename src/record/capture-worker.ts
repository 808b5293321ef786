/** A worker thread: captures the jobs it is sent straight into a pack of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import { hashObject, PackWriter } from '../git/pack-writer.ts'
import { errnoOf } from '../model/errors.ts'
import type { Oid } from '../model/oid.ts'
import type { CaptureLimits } from './capture.ts'
import { type BlobStore, type CaptureJob, captureJob, type Outcome } from './capture-batch.ts'

export interface WorkerInput {
  root: string
  gitDir: string
  limits: CaptureLimits
  /** Names of blobs the store already has and keeps: 20 bytes each. */
  known: Uint8Array
}

export type WorkerRequest = { job: CaptureJob } | 'finish'
/** Errors lose their code on the way between threads, so it travels beside the message. */
export type WorkerReply =
  | { outcomes: Outcome[] }
  | { failed: { message: string; code: string | undefined } }
  | 'finished'

const PACK_BYTES_MAX = 1 << 30

const input = workerData as WorkerInput
const known = new Set<string>()
for (let at = 0; at < input.known.length; at += 20) {
  known.add(Buffer.from(input.known.buffer, input.known.byteOffset + at, 20).toString('hex'))
}
let pack: PackWriter | undefined

const store: BlobStore = {
  write(content) {
    const oid = hashObject('blob', content)
    if (!known.has(oid)) openPack().add('blob', content, oid)
    return oid
  },
  writeStream(sizeBytes, pieces): Promise<Oid | undefined> {
    return openPack().addStreamed(sizeBytes, pieces)
  },
}

/** A pack that grows beyond its limit is completed and the next one begun. */
function openPack(): PackWriter {
  if (pack && pack.sizeBytes > PACK_BYTES_MAX) {
    pack.finish()
    pack = undefined
  }
  pack ??= new PackWriter(input.gitDir)
  return pack
}

async function answer(request: WorkerRequest): Promise<WorkerReply> {
  try {
    if (request !== 'finish') {
      return { outcomes: await captureJob(input.root, request.job, input.limits, store) }
    }
    pack?.finish()
    pack = undefined
    return 'finished'
  } catch (error) {
    pack?.abandon()
    pack = undefined
    const message = error instanceof Error ? error.message : String(error)
    return { failed: { message, code: errnoOf(error) } }
  }
}

parentPort!.on('message', async (request: WorkerRequest) => {
  parentPort!.postMessage(await answer(request))
})
