import { formatDate, formatElapsed } from '../../model/units.ts'
import {
  answerFrames,
  type FramesRequest,
  readFrames,
  type ShownFrame,
} from '../../review/answers/frames.ts'
import type { framesCommand } from '../commands/frames.ts'
import type { ContextOf } from '../framework/command.ts'
import type { Output } from '../terminal/output.ts'
import { writeAnswers } from '../terminal/write-answers.ts'

export async function run(context: ContextOf<typeof framesCommand>): Promise<number> {
  const { args, options, home, out, signal } = context
  const request: FramesRequest = {
    ...options,
    name: args[0]!,
    onProgress: (share) => out.progress(`reading the recording: ${Math.floor(share * 100)} %`),
  }
  const isPainted = options.painted
  if (out.isJson) return await writeAnswers(context, answerFrames(home, { ...request, isPainted }))
  let count = 0
  for await (const frame of readFrames(home, request)) {
    signal.throwIfAborted()
    if (count === 0) {
      out.progress(undefined)
      out.page()
    }
    writeFrame(out, frame, isPainted)
    await out.drain()
    count += 1
  }
  out.progress(undefined)
  return 0
}

/** What stands above is no part of the screen: it is dim, and begins with a sign of its own. */
function writeFrame(out: Output, frame: ShownFrame, isPainted: boolean): void {
  const { recording, timeMs, rows, columns } = frame
  const clock =
    recording.started === undefined ? '' : `${formatDate(Date.parse(recording.started) + timeMs)}  `
  const size = `${columns}x${rows.length}`
  out.line(out.style('dim', `── ${clock}+${formatElapsed(timeMs)}  ${size}`))
  const last = rows.findLastIndex(({ painted }) => painted !== '')
  for (const { text, painted } of rows.slice(0, last + 1)) out.line(isPainted ? painted : text)
}
