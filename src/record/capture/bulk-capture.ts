/** Captures many files on all cores: each worker process reads, hashes and packs what it is sent. */
import { availableParallelism } from 'node:os'
import { clearDrafts } from '../../git/drafts.ts'
import type { Compression } from '../../git/objects/pack-writer.ts'
import { FlightrecError } from '../../model/errors.ts'
import { WorkerProcess } from '../../system/worker-process.ts'
import type { CaptureLimits } from './capture.ts'
import type { CaptureJob, CaptureOutcome } from './capture-batch.ts'
import type { WorkerFailure, WorkerReply, WorkerRequest } from './capture-worker.ts'

const WORKERS_MAX = 8

/** The built worker; when run from source it is the one in dist/. */
const WORKER_URL = import.meta.url.endsWith('.ts')
  ? new URL('../../../dist/capture-worker.js', import.meta.url)
  : new URL('./capture-worker.js', import.meta.url)

interface BulkCapture {
  root: string
  gitDir: string
  limits: CaptureLimits
  compression: Compression
  known: Uint8Array
  signal?: AbortSignal | undefined
  /** Called with each job's outcomes as they come. */
  onOutcomes(job: CaptureJob, outcomes: CaptureOutcome[]): void
}

type Worker = WorkerProcess<WorkerRequest, WorkerReply>

/**
 * Captures all jobs; when it returns, every object named in an outcome is durable. An abort ends it early,
 * with the outcomes so far durable too.
 */
export async function captureInBulk(jobs: readonly CaptureJob[], bulk: BulkCapture): Promise<void> {
  const queue = [...jobs].reverse()
  const count = Math.max(1, Math.min(WORKERS_MAX, availableParallelism(), jobs.length))
  const workers: Worker[] = Array.from({ length: count }, startCaptureWorker)
  try {
    await Promise.all(workers.map((worker) => drive(worker, queue, bulk)))
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
    // What workers that were stopped in the middle left behind.
    clearDrafts(bulk.gitDir)
  }
}

export function startCaptureWorker(): Worker {
  return new WorkerProcess(WORKER_URL)
}

async function drive(worker: Worker, queue: CaptureJob[], bulk: BulkCapture): Promise<void> {
  const { root, gitDir, limits, compression, known } = bulk
  await ask(worker, { input: { root, gitDir, limits, compression, known } })
  for (let job = queue.pop(); job && !bulk.signal?.aborted; job = queue.pop()) {
    const reply = await ask(worker, { job })
    if (typeof reply === 'object' && 'outcomes' in reply) bulk.onOutcomes(job, reply.outcomes)
  }
  await ask(worker, 'finish')
}

async function ask(worker: Worker, request: WorkerRequest): Promise<WorkerReply> {
  const reply = await worker.ask(request)
  if (typeof reply === 'string' || !('failed' in reply)) return reply
  throw workerFailure(reply.failed)
}

/** Makes an error of what crossed the border between processes, where errors lose all but their message. */
function workerFailure({ message, code, known, hint, syscall, path }: WorkerFailure): Error {
  if (known) return new FlightrecError(known, message, hint === undefined ? {} : { hint })
  return Object.assign(new Error(message), { code, syscall, path })
}
