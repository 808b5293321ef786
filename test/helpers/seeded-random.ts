/** Numbers that come again when the test is run with FLIGHTREC_SEED set to the seed that it printed. */
import { createHash, randomInt } from 'node:crypto'

/** Returns numbers from 0 up to 1, and prints the seed they come from. */
export function seededRandom(purpose: string): () => number {
  const seed = process.env.FLIGHTREC_SEED ?? String(randomInt(1 << 30))
  process.stderr.write(`${purpose}: FLIGHTREC_SEED=${seed}\n`)
  let turn = 0
  return () => {
    turn += 1
    const hash = createHash('sha256').update(`${purpose} ${seed} ${turn}`).digest()
    return hash.readUInt32BE(0) / 2 ** 32
  }
}
