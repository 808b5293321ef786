import { showBytes, showText } from '../../model/show.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { formatAge } from '../../model/units.ts'
import {
  type Blame,
  type BlameLine,
  blameLineJson,
  readBlame,
} from '../../review/snapshot/blame.ts'
import { type Reading, withReading } from '../changes/reading.ts'
import type { blameCommand } from '../commands/blame.ts'
import type { CommandContext, ContextOf } from '../framework/command.ts'
import { shortSessionId } from '../sessions/session-lines.ts'

export async function run(context: ContextOf<typeof blameCommand>): Promise<number> {
  return withReading(context, async (reading) => {
    const [path, name = 'latest'] = context.args
    const asked = await reading.snapshots.get(name)
    const read = await readBlame(reading.view, asked, reading.paths([path!])![0]!)
    const blame = { at: read.at, lines: await withSteps(read.lines, reading) }
    await writeBlame(context, reading, blame)
    if (blame.at.commit !== asked.commit && !context.out.isJson) {
      context.out.talk(`not in ${asked.id}; as of ${blame.at.id}, the last snapshot that has it`)
    }
    return 0
  })
}

async function withSteps(lines: readonly BlameLine[], { sessions }: Reading): Promise<BlameLine[]> {
  const named: BlameLine[] = []
  for (const line of lines) {
    named.push({ ...line, snapshot: await sessions.withStep(line.snapshot) })
  }
  return named
}

async function writeBlame(
  { out }: CommandContext<object>,
  { nowMs }: Reading,
  { at, lines }: Blame,
): Promise<void> {
  if (out.isJson) {
    for (const line of lines) out.json(blameLineJson(at, line))
    return
  }
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
