import { showBytes, showText } from '../../model/show.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { formatAge } from '../../model/units.ts'
import { answerBlame, readBlameWithSteps } from '../../review/answers/blame.ts'
import type { BlameLine } from '../../review/snapshot/blame.ts'
import { withReading } from '../changes/reading.ts'
import type { blameCommand } from '../commands/blame.ts'
import type { ContextOf } from '../framework/command.ts'
import { shortSessionId } from '../sessions/session-lines.ts'
import type { Output } from '../terminal/output.ts'
import { writeAnswers } from '../terminal/write-answers.ts'

export async function run(context: ContextOf<typeof blameCommand>): Promise<number> {
  return withReading(context, async (reading) => {
    const { args, out } = context
    const request = { path: args[0]!, snapshot: args[1] ?? 'latest' }
    if (out.isJson) return await writeAnswers(context, answerBlame(reading, request))
    const { asked, at, lines } = await readBlameWithSteps(reading, request)
    writeBlame(out, lines, reading.nowMs)
    if (at.commit !== asked.commit)
      out.talk(`not in ${asked.id}; as of ${at.id}, the last snapshot that has it`)
    return 0
  })
}

function writeBlame(out: Output, lines: readonly BlameLine[], nowMs: number): void {
  const actorOf = ({ actor, session, event }: Snapshot) => {
    const step = event === undefined ? '' : `#${event}`
    return session === undefined ? actor.name : `${actor.name} ${shortSessionId(session)}${step}`
  }
  out.page()
  const digits = String(lines.length).length
  const actorWidth = lines.reduce(
    (width, { snapshot }) => Math.max(width, actorOf(snapshot).length),
    0,
  )
  for (const { line, snapshot, content } of lines) {
    const who = showText(actorOf(snapshot)).padEnd(actorWidth)
    const age = formatAge(snapshot.time, nowMs).padEnd(14)
    const head = `${out.style('modified', snapshot.id)} ${who} ${out.style('dim', age)}`
    out.line(`${head} ${String(line).padStart(digits)}) ${showBytes(content)}`)
  }
}
