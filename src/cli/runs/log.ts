import { answerLog, logFilter, readLogEntries } from '../../review/answers/log.ts'
import type { Reading } from '../../review/answers/reading.ts'
import { LogWriter } from '../changes/log-writer.ts'
import { withReading } from '../changes/reading.ts'
import type { logCommand } from '../commands/log.ts'
import type { ContextOf } from '../framework/command.ts'
import { writeAnswers } from '../terminal/write-answers.ts'

export async function run(context: ContextOf<typeof logCommand>): Promise<number> {
  return withReading(context, (reading) => writeLog(context, reading))
}

const DRAIN_EVERY = 100

type LogContext = ContextOf<typeof logCommand>

async function writeLog(context: LogContext, reading: Reading): Promise<number> {
  const { out, options, signal } = context
  const paths = [...options.path, ...context.rest]
  const request = { ...options, from: context.args[0], paths }
  if (out.isJson) return await writeAnswers(context, answerLog(reading, request))
  const filter = await logFilter(reading, request)
  const writer = new LogWriter(out, reading, { ...options, paths: filter.paths }, signal)
  out.page()
  let count = 0
  for await (const entry of readLogEntries(reading, filter)) {
    signal.throwIfAborted()
    await writer.write(entry)
    count += 1
    if (count % DRAIN_EVERY === 0) await out.drain()
  }
  if (count === 0 && options.limit !== 0) out.talk('no snapshot is like that')
  return 0
}
