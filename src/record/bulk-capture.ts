/** Captures many files on all cores: each worker thread reads, hashes and packs what it is sent. */
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { removeIfThere } from '../system/files.ts'
import type { CaptureLimits } from './capture.ts'
import type { CaptureJob, Outcome } from './capture-batch.ts'
import type { WorkerInput, WorkerReply, WorkerRequest } from './capture-worker.ts'

const WORKERS_MAX = 8

/** The built worker; when run from source it is the one in dist/. */
const WORKER_URL = import.meta.url.endsWith('.ts')
  ? new URL('../../dist/capture-worker.js', import.meta.url)
  : new URL('./capture-worker.js', import.meta.url)

export interface BulkCapture {
  root: string
  gitDir: string
  limits: CaptureLimits
  known: Uint8Array
  signal?: AbortSignal | undefined
  /** Called with each job's outcomes as they come. */
  onOutcomes(job: CaptureJob, outcomes: Outcome[]): void
}

/**
 * Captures all jobs; when it returns, every object named in an outcome is durable. An abort ends it early,
 * with the outcomes so far durable too.
 */
export async function captureInBulk(jobs: readonly CaptureJob[], bulk: BulkCapture): Promise<void> {
  const queue = [...jobs].reverse()
  const count = Math.max(1, Math.min(WORKERS_MAX, availableParallelism(), jobs.length))
  const { root, gitDir, limits, known } = bulk
  const workerData: WorkerInput = { root, gitDir, limits, known }
  const workers = Array.from({ length: count }, () => new Worker(WORKER_URL, { workerData }))
  try {
    await Promise.all(workers.map((worker) => drive(worker, queue, bulk)))
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
    removeOwnTemporaries(gitDir)
  }
}

/** What threads that were stopped in the middle left behind. */
function removeOwnTemporaries(gitDir: string): void {
  const folder = join(gitDir, 'objects', 'pack')
  const own = `.tmp-${process.pid}-`
  for (const name of readdirSync(folder)) {
    if (name.includes(own)) removeIfThere(join(folder, name))
  }
}

function workerFailure({ message, code }: { message: string; code: string | undefined }): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code })
}

async function drive(worker: Worker, queue: CaptureJob[], bulk: BulkCapture): Promise<void> {
  for (let job = queue.pop(); job && !bulk.signal?.aborted; job = queue.pop()) {
    const reply = await ask(worker, { job })
    if (typeof reply === 'object' && 'outcomes' in reply) bulk.onOutcomes(job, reply.outcomes)
  }
  await ask(worker, 'finish')
}

function ask(worker: Worker, request: WorkerRequest): Promise<WorkerReply> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
    }
    const onMessage = (reply: WorkerReply) => {
      settle()
      if (typeof reply === 'object' && 'failed' in reply) reject(workerFailure(reply.failed))
      else resolve(reply)
    }
    const onError = (error: unknown) => {
      settle()
      reject(error)
    }
    const onExit = (code: number) => {
      settle()
      reject(new Error(`a capture worker ended with exit code ${code}`))
    }
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.on('exit', onExit)
    worker.postMessage(request)
  })
}
