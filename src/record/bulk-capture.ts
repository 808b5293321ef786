/** Captures many files on all cores: each worker process reads, hashes and packs what it is sent. */
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { removeIfThere } from '../system/files.ts'
import { WorkerProcess } from '../system/worker-process.ts'
import type { CaptureLimits } from './capture.ts'
import type { CaptureJob, Outcome } from './capture-batch.ts'
import type { WorkerReply, WorkerRequest } from './capture-worker.ts'

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

type Worker = WorkerProcess<WorkerRequest, WorkerReply>

/**
 * Captures all jobs; when it returns, every object named in an outcome is durable. An abort ends it early,
 * with the outcomes so far durable too.
 */
export async function captureInBulk(jobs: readonly CaptureJob[], bulk: BulkCapture): Promise<void> {
  const queue = [...jobs].reverse()
  const count = Math.max(1, Math.min(WORKERS_MAX, availableParallelism(), jobs.length))
  const workers: Worker[] = Array.from({ length: count }, () => new WorkerProcess(WORKER_URL))
  try {
    await Promise.all(workers.map((worker) => drive(worker, queue, bulk)))
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
    removeTemporaryPacks(bulk.gitDir)
  }
}

async function drive(worker: Worker, queue: CaptureJob[], bulk: BulkCapture): Promise<void> {
  const { root, gitDir, limits, known } = bulk
  await ask(worker, { input: { root, gitDir, limits, known } })
  for (let job = queue.pop(); job && !bulk.signal?.aborted; job = queue.pop()) {
    const reply = await ask(worker, { job })
    if (typeof reply === 'object' && 'outcomes' in reply) bulk.onOutcomes(job, reply.outcomes)
  }
  await ask(worker, 'finish')
}

async function ask(worker: Worker, request: WorkerRequest): Promise<WorkerReply> {
  const reply = await worker.ask(request)
  if (typeof reply === 'string' || !('failed' in reply)) return reply
  const { message, code } = reply.failed
  throw Object.assign(new Error(message), code === undefined ? {} : { code })
}

/** What workers that were stopped in the middle left behind; nobody else writes packs meanwhile. */
function removeTemporaryPacks(gitDir: string): void {
  const folder = join(gitDir, 'objects', 'pack')
  for (const name of readdirSync(folder)) {
    if (/^tmp_(?:pack|idx)\.tmp-/.test(name)) removeIfThere(join(folder, name))
  }
}
