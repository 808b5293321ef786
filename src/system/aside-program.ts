/** Runs a program beside this one, and reads along with what it writes. */
import { constants } from 'node:os'
import { spawnPiped } from './piped-process.ts'

interface AsideSettings {
  folder: string
  variables: Readonly<Record<string, string>>
  /** Ends the program when it is aborted. */
  signal?: AbortSignal
  /** Called with what it writes to either stream. */
  onOutput?(bytes: Buffer): void
  /** Called once it runs, with what writes a line to its standard input; nothing is written unless given. */
  onStart?(writeLine: (line: string) => void): void
}

/** What a program wrote to its standard output, and how it ended. */
export interface AsideResult {
  stdout: string
  exitCode: number
}

/** @throws when the program cannot be started, or when `signal` was aborted. */
export async function runAside(
  [program, ...args]: readonly string[],
  { folder, variables, signal, onOutput, onStart }: AsideSettings,
): Promise<AsideResult> {
  signal?.throwIfAborted()
  const child = spawnPiped(program!, args, { cwd: folder, env: variables })
  const end = () => void child.kill('SIGTERM')
  signal?.addEventListener('abort', end)
  let stdout = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8')
    onOutput?.(chunk)
  })
  child.stderr.on('data', (chunk: Buffer) => onOutput?.(chunk))
  if (onStart) onStart((line) => void child.stdin.write(`${line}\n`))
  else child.stdin.end()
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, name) => resolve(code ?? 128 + (name ? constants.signals[name] : 0)))
    })
    signal?.throwIfAborted()
    return { stdout, exitCode }
  } finally {
    signal?.removeEventListener('abort', end)
  }
}

/** The words that run this program again with other arguments. */
export function ownProgram(args: readonly string[]): string[] {
  return [process.execPath, process.argv[1]!, ...args]
}
