/** A recording at rest: what it takes beside itself compressed as a whole, its index, a seek and a search in it. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { type Recording, storedBytesOf } from '../../../src/model/recording.ts'
import { openPlayback, type Playback } from '../../../src/review/playback/playback.ts'
import { type Home, homeAt } from '../../../src/store/home/home.ts'
import {
  openRecordingSource,
  type RecordingSource,
} from '../../../src/store/recordings/recording-source.ts'
import { listRecordings } from '../../../src/store/recordings/recordings-reader.ts'
import type { Bench, Row } from '../bench.ts'
import { type Contender, interleave } from '../interleave.ts'
import { atMost, atMostTimes, type Line } from '../line.ts'
import { type MadeUpCast, makeLog, makeRepaints } from '../made-up-casts.ts'
import { flightrec } from '../programs.ts'
import { Random } from '../random.ts'
import { spreadOf } from '../spread.ts'

const SEEKS = 10

export const recordings: Row = {
  name: 'recordings',
  title: 'recording at rest',
  async measure(bench) {
    const { workspace, options } = bench
    return [
      ...(await linesOf(bench, makeRepaints(workspace, options.recordingBytes), 'repaints')),
      ...(await linesOf(bench, makeLog(workspace, options.recordingBytes), 'log')),
    ]
  },
}

async function linesOf(
  { workspace, options }: Bench,
  cast: MadeUpCast,
  kind: string,
): Promise<Line[]> {
  const path = workspace.fresh('home')
  flightrec(workspace, path, ['recordings', 'import', cast.path])
  const home = homeAt(path)
  const [recording] = await listRecordings(home)
  if (!recording) throw new Error(`${cast.path} was not kept`)
  const look = new Look(home, recording, cast.word)
  const took = await interleave(look.contenders, { count: options.runs, warmUps: 1 })
  look.close()
  const line = (name: LookName, mostMs: number, count = 1): Line => ({
    label: `${kind}, ${name}`,
    measured: spreadOf(took[name].map((ms) => ms / count)),
    budget: atMost(mostMs, 'ms'),
    note: `${(spreadOf(look.processorMs[name]).median / count).toFixed(1)} ms of a processor`,
  })
  return [
    {
      label: `${kind}, size`,
      unit: 'MB',
      measured: spreadOf([(storedBytesOf(recording) ?? 0) / 1e6]),
      anchor: spreadOf([compressedBytes(cast) / 1e6]),
      budget: atMostTimes(1.3),
      note: `of ${Math.round(options.recordingBytes / 1e6)} MB, beside brotli -q 5 --lgwin 22`,
    },
    line('index', 1_500),
    line('seek', 50, SEEKS),
    line('search', 20),
  ]
}

type LookName = 'index' | 'seek' | 'search'

/** The ways to look at one recording. It is open, with its index, before a seek or a search is timed. */
class Look {
  readonly processorMs: Record<LookName, number[]> = { index: [], seek: [], search: [] }
  readonly #home: Home
  readonly #recording: Recording
  readonly #word: string
  readonly #random = new Random(3)
  #source: RecordingSource | undefined
  #playback: Playback | undefined

  constructor(home: Home, recording: Recording, word: string) {
    this.#home = home
    this.#recording = recording
    this.#word = word
  }

  get contenders(): Contender<LookName>[] {
    const way = (name: LookName, work: (playback: Playback) => Promise<unknown>) => ({
      name,
      prepare: () => this.#open(name !== 'index'),
      run: () => this.#timed(name, work),
    })
    return [
      way('index', (playback) => playback.indexed()),
      way('seek', async (playback) => {
        const { duration_ms: durationMs = 0 } = this.#recording
        for (let n = 0; n < SEEKS; n += 1) await playback.seek(this.#random.below(durationMs + 1))
      }),
      way('search', (playback) => playback.find(this.#word)),
    ]
  }

  close(): void {
    this.#playback?.close()
    this.#playback = undefined
  }

  async #open(isIndexed: boolean): Promise<void> {
    this.close()
    if (!isIndexed) rmSync(join(this.#home.path, 'cache'), { recursive: true, force: true })
    const source = await openRecordingSource(this.#home, this.#recording.id)
    this.#source = source
    // The index is made as soon as it is open.
    if (!isIndexed) return
    this.#playback = openPlayback(source)
    await this.#playback.indexed()
  }

  async #timed(name: LookName, work: (playback: Playback) => Promise<unknown>): Promise<void> {
    const before = process.cpuUsage()
    this.#playback ??= openPlayback(this.#source!)
    await work(this.#playback)
    const { user, system } = process.cpuUsage(before)
    this.processorMs[name].push((user + system) / 1000)
  }
}

function compressedBytes({ path }: MadeUpCast): number {
  const cast = readFileSync(path)
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 5,
    [constants.BROTLI_PARAM_LGWIN]: 22,
    [constants.BROTLI_PARAM_SIZE_HINT]: cast.length,
  }
  return brotliCompressSync(cast, { params }).length
}
