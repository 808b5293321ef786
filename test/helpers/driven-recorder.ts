/** A recorder in another process, which may run as another user, under limits, or on a failing disk. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { removeTree } from './remove-tree.ts'

const DRIVER = resolve(import.meta.dirname, '../fixtures/processes/drive-recorder.ts')
const NOBODY = 65534

export interface Answer {
  id: string
  isNew: boolean
  complete: boolean
  files: number
  bytes: number
  changes: number
  skipped: Record<string, string>
  error?: string
  message?: string
  hint?: string
}

export class DrivenRecorder {
  readonly #child: ChildProcess
  readonly #answers: AsyncIterator<string>

  /** `through` are words put before `node`: `setpriv …`, `sh -c 'ulimit …; exec "$@"' sh`. */
  constructor(root: string, home: string, through: readonly string[] = []) {
    const [program, ...args] = [
      ...through,
      process.execPath,
      '--import',
      import.meta.resolve('tsx'),
      DRIVER,
      root,
      home,
    ]
    const env = { ...process.env, TMPDIR: dirname(root) }
    this.#child = spawn(program!, args, { stdio: ['pipe', 'pipe', 'inherit'], env })
    this.#child.stdin!.on('error', () => {
      // It was killed; the missing answer tells.
    })
    this.#answers = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]()
  }

  async snapshot(...paths: string[]): Promise<Answer> {
    this.#child.stdin!.write(`${JSON.stringify(paths.length > 0 ? { paths } : {})}\n`)
    const { value, done } = await this.#answers.next()
    if (done) throw new Error('the recorder ended without an answer')
    return JSON.parse(value) as Answer
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.on('close', resolve))
    this.#child.stdin!.end()
    await ended
  }
}

/** An empty root and home, reachable and writable for the user whom `asOrdinaryUser` stands for. */
export function openGround(): { base: string; root: string; home: string; dispose(): void } {
  const base = mkdtempSync(join(tmpdir(), 'ground-'))
  for (let folder = base; folder.includes('flightrec-test-'); folder = dirname(folder)) {
    chmodSync(folder, 0o777)
  }
  const [root, home] = [join(base, 'root'), join(base, 'home')]
  for (const folder of [root, home, join(home, 'repos')]) {
    mkdirSync(folder)
    chmodSync(folder, 0o777)
  }
  return { base, root, home, dispose: () => removeTree(base) }
}

/** Words that run what follows as an ordinary user, to whom modes mean something. */
export function asOrdinaryUser(): string[] {
  if (process.getuid?.() !== 0) return []
  return ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
}
