/** A line of standard input; `text` is absent when it was too long to keep. */
export interface InputLine {
  text?: string
}

/** Yields the lines of standard input as they come, without their ends; one too long is not kept. */
export async function* inputLines(bytesMax: number): AsyncGenerator<InputLine> {
  let pending: Buffer[] = []
  let size = 0
  const line = (): InputLine =>
    size > bytesMax ? {} : { text: Buffer.concat(pending).toString('utf8').replace(/\r$/, '') }
  const keep = (piece: Buffer) => {
    size += piece.length
    if (size <= bytesMax) pending.push(piece)
    else pending = []
  }
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    let from = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      keep(chunk.subarray(from, end))
      yield line()
      pending = []
      size = 0
      from = end + 1
    }
    keep(chunk.subarray(from))
  }
  if (size > 0) yield line()
}
