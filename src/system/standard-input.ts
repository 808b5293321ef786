/** The only reader of standard input. */

/** Reads standard input to its end and returns its first `limitBytes`; what comes after is read and dropped. */
export async function readStandardInput(limitBytes = Number.POSITIVE_INFINITY): Promise<Buffer> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    if (sizeBytes < limitBytes) chunks.push(chunk.subarray(0, limitBytes - sizeBytes))
    sizeBytes += chunk.length
  }
  return Buffer.concat(chunks)
}

/** Whether a person types on standard input. */
export function isTyped(): boolean {
  return process.stdin.isTTY === true
}
