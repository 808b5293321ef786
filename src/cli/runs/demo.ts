import type { demoCommand } from '../commands/demo.ts'
import { playDemo } from '../demo/story.ts'
import type { ContextOf } from '../framework/command.ts'

export async function run({
  options,
  out,
  signal,
}: ContextOf<typeof demoCommand>): Promise<number> {
  await playDemo(out, signal, options.keep)
  return 0
}
