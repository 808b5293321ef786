import { openRecordingIn, type RecordingOptions } from '../../daemon/recorded-terminal.ts'
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { parseTerminalSize, type TerminalSize } from '../../model/terminal-size.ts'
import { begunRecordingJson } from '../../review/json/begun-recording.ts'
import { CastReader } from '../../store/recordings/cast-reader.ts'
import { isTyped, standardInput } from '../../system/standard-input.ts'
import type { recordCommand } from '../commands/record.ts'
import type { ContextOf } from '../framework/command.ts'

type Context = ContextOf<typeof recordCommand>

export async function run(context: Context): Promise<number> {
  const { options, signal } = context
  if (isTyped()) {
    throw new FlightrecError('usage', 'standard input is a terminal', {
      hint: 'Pipe in what is to be recorded, or record a program with `flightrec run -- CMD`.',
    })
  }
  const size = options.size === undefined ? undefined : sizeIn(options.size)
  const input = standardInput(signal)
  if (options.format === 'asciicast') await recordCast(context, input, size)
  else {
    const recording = await open(context, { ...size })
    for await (const bytes of input) recording.write(bytes)
    await end(context, recording)
  }
  return 0
}

/** The events keep their times, as far as they go. */
async function recordCast(
  context: Context,
  input: AsyncIterable<Buffer>,
  size: TerminalSize | undefined,
): Promise<void> {
  const reader = new CastReader()
  let opened: Awaited<ReturnType<typeof open>> | undefined
  let exitCode: number | undefined
  const take = async (events: ReturnType<CastReader['push']>) => {
    const { header } = reader
    if (!header) return
    const { columns, rows } = size ?? header
    const title = context.options.title ?? header.title
    opened ??= await open(context, { columns, rows, title })
    for (const event of events) {
      if (event.code === 'x') exitCode = Number(event.data) & 0xff
      else opened.recording.event(event)
    }
  }
  for await (const bytes of input) await take(reader.push(bytes))
  await take(reader.end())
  if (opened) await end(context, opened, exitCode)
}

async function open({ options, home, out }: Context, more: RecordingOptions) {
  const { session, agent, title } = options
  try {
    const recording = await openRecordingIn(home, {
      session,
      agent,
      title,
      ...more,
    })
    if (out.isJson) out.json(begunRecordingJson(recording))
    else out.line(recording.id)
    return recording
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new FlightrecError('usage', error.message, { hint: 'See `flightrec record --help`.' })
  }
}

async function end(
  { out }: Context,
  recording: Awaited<ReturnType<typeof open>>,
  exitCode?: number,
): Promise<void> {
  const { problem } = await recording.close(exitCode)
  if (problem !== undefined) out.warn(showText(problem))
}

/** @throws {FlightrecError} usage */
function sizeIn(text: string): TerminalSize {
  const size = parseTerminalSize(text)
  if (size) return size
  throw new FlightrecError('usage', `'${showText(text)}' is no size of a terminal`, {
    hint: 'Give columns and rows, e.g. `--size 120x40`.',
  })
}
