import { join } from 'node:path'
import { showText } from '../../model/show.ts'
import { RootSecrets } from '../../record/secrets/root-secrets.ts'
import { now } from '../../system/clock.ts'
import { appendPrivately, makePrivateFolder } from '../../system/files.ts'
import type { RecordLine } from '../json/record-line.ts'

/** Writes lines to `output.json_log_dir`, without secrets: a file for each day (UTC), one JSON object a line. */
export class JsonLog {
  readonly #folder: string
  readonly #secrets = new RootSecrets()
  #hasFailed = false

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Returns why the line could not be written, the first time in a row; recording goes on. */
  write(line: RecordLine): string | undefined {
    const day = new Date(now()).toISOString().slice(0, 10)
    const json = JSON.stringify(line)
    try {
      const redacted = this.#secrets.redactJson(json, line.root ?? undefined) ?? json
      makePrivateFolder(this.#folder)
      appendPrivately(join(this.#folder, `flightrec-${day}.jsonl`), `${redacted}\n`)
      this.#hasFailed = false
      return undefined
    } catch (error) {
      if (this.#hasFailed) return undefined
      this.#hasFailed = true
      return `cannot write to ${showText(this.#folder)}: ${(error as Error).message}`
    }
  }
}
