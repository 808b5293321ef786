import { answerVerified, verifyAll } from '../../review/answers/verify.ts'
import type { verifyCommand } from '../commands/verify.ts'
import type { ContextOf } from '../framework/command.ts'
import { showSessionsVerification, showVerification } from '../upkeep/verification.ts'

export async function run({
  roots,
  home,
  out,
  signal,
}: ContextOf<typeof verifyCommand>): Promise<number> {
  let isSound = true
  const onProgress = (name: string, stage: string, done: number, total: number) =>
    out.progress(`${name}: ${stage} ${done}${total > 0 ? ` of ${total}` : ''}`)
  for await (const verified of verifyAll(home, { roots, signal, onProgress })) {
    out.progress(undefined)
    if (verified.result.damages.length > 0) isSound = false
    if (out.isJson) out.json(answerVerified(verified))
    else if (verified.of === 'repo') showVerification(verified.result, out)
    else showSessionsVerification(verified.result, out)
  }
  return isSound ? 0 : 1
}
