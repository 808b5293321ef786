/** asciinema's player, as the build has put it beside our own program. */
import { readFileSync } from 'node:fs'

export interface PlayerFiles {
  script: string
  style: string
}

/** When run from source they are those in dist. */
const FOLDER = import.meta.url.endsWith('.ts')
  ? new URL('../../../dist/asciinema-player/', import.meta.url)
  : new URL('./asciinema-player/', import.meta.url)

export function readPlayerFiles(): PlayerFiles {
  const read = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8')
  return { script: read('asciinema-player.min.js'), style: read('asciinema-player.css') }
}
