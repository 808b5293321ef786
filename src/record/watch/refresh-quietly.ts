import type { Recorder } from '../snapshot/recorder.ts'

/** Brings the index up to date; without it, only plain `git diff` gets slower. */
export async function refreshQuietly(
  recorder: Recorder | undefined,
  onProblem: (message: string) => void,
): Promise<void> {
  try {
    await recorder?.refreshIndex()
  } catch (error) {
    const name = recorder?.repo.name
    onProblem(`cannot refresh the index of ${name}: ${String(error)}`)
  }
}
