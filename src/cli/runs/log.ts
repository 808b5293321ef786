import { agentNamed } from '../../model/agent-names.ts'
import { readLogToNow } from '../../review/history/log.ts'
import { LogWriter } from '../changes/log-writer.ts'
import { type Reading, withReading } from '../changes/reading.ts'
import type { logCommand } from '../commands/log.ts'
import type { ContextOf } from '../framework/command.ts'

export async function run(context: ContextOf<typeof logCommand>): Promise<number> {
  return withReading(context, (reading) => writeLog(context, reading))
}

const DRAIN_EVERY = 100

type LogContext = ContextOf<typeof logCommand>

async function writeLog(context: LogContext, reading: Reading): Promise<number> {
  const { out, options, signal } = context
  const from =
    context.args[0] === undefined ? undefined : await reading.snapshots.get(context.args[0])
  const untilMs = reading.time(options.until)
  const paths = reading.paths([...options.path, ...context.rest])
  const filter = {
    from,
    paths,
    sinceMs: reading.time(options.since),
    untilMs: from ? Math.min(from.time, untilMs ?? Infinity) : untilMs,
    agent: options.agent && agentNamed(options.agent),
    session: options.session && (await reading.sessions.find(options.session)),
    maxCount: options.limit,
    reverse: options.reverse,
  }
  const entries = readLogToNow(reading.view, filter, reading.nowMs)
  const writer = new LogWriter(out, reading, { ...options, paths }, signal)
  if (!out.isJson) out.page()
  let count = 0
  for await (const entry of entries) {
    signal.throwIfAborted()
    await writer.write(entry)
    count += 1
    if (count % DRAIN_EVERY === 0) await out.drain()
  }
  if (count === 0 && !out.isJson && options.limit !== 0) out.talk('no snapshot is like that')
  return 0
}
