/** Chokidar watching a folder and doing nothing else: what many recorders start from. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { REPOSITORY } from '../source-files.ts'
import { readUsage, type Usage } from './process-usage.ts'

const READY_MAX_MS = 120_000

const SCRIPT = `
  import { watch } from 'chokidar'
  watch(process.argv[1], { ignoreInitial: true })
    .on('ready', () => process.stdout.write('ready'))
    .on('error', (error) => process.exit(1))`

/** Returns what chokidar uses once it watches everything; undefined when it fails or takes too long. */
export async function chokidarAlone(folder: string): Promise<Usage | undefined> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT, folder], {
    cwd: REPOSITORY,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    const isReady = await Promise.race([
      once(child.stdout, 'data').then(() => true),
      once(child, 'exit').then(() => false),
      sleep(READY_MAX_MS, false, { ref: false }),
    ])
    return isReady ? readUsage(child.pid!) : undefined
  } finally {
    child.kill()
  }
}
