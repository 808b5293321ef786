import type { Snapshot } from '../../model/snapshot.ts'
import type { Blame, BlameLine } from '../../review/snapshot/blame.ts'
import type { Reading } from '../changes/reading.ts'
import { type CommandContext, command } from '../framework/command.ts'
import { PLACE_ERRORS } from '../framework/naming-errors.ts'

export const blameCommand = command({
  name: 'blame',
  group: 'read',
  summary: 'Show who wrote each line of a file, and in which snapshot',
  description: `
    An agent is named with its session and the step that wrote the line, as \`show\` takes them. A line that a
    restore or an undo has brought back is that of whoever wrote it. Of a file that is gone, shows the last state
    that was recorded.`,
  arguments: [
    { name: 'PATH', summary: 'A recorded file' },
    { name: 'SNAPSHOT', summary: 'The file as of then; the latest unless given', optional: true },
  ],
  examples: [
    ['flightrec blame src/lib.rs', 'Who wrote what'],
    ["flightrec blame src/lib.rs 'yesterday 14:00'", 'The same, as it was then'],
  ],
  errors: ['no-store', ...PLACE_ERRORS],
  async run(context) {
    const { withReading } = await import('../changes/reading.ts')
    const { readBlame } = await import('../../review/snapshot/blame.ts')
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
  },
})

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
    const { blameLineJson } = await import('../../review/snapshot/blame.ts')
    for (const line of lines) out.json(blameLineJson(at, line))
    return
  }
  const { showBytes, showText } = await import('../../model/show.ts')
  const { formatAge } = await import('../../model/units.ts')
  const { shortSessionId } = await import('../sessions/session-lines.ts')
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
