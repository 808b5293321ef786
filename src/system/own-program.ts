/** Where this program and what was built with it lie; when run from source, they are those in dist. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const DIST = new URL(import.meta.url.endsWith('.ts') ? '../../dist/' : './', import.meta.url)

/** Returns the file of this program: where the package is a library, `argv` names another. */
export function ownProgramFile(): string {
  return fileURLToPath(new URL('main.js', DIST))
}

/** Returns the files of a folder of dist, by name. */
export function readOwnFiles(folder: string): Map<string, Buffer<ArrayBuffer>> {
  const place = new URL(`${folder}/`, DIST)
  const names = readdirSync(place, { withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(names.map(({ name }) => [name, readFileSync(new URL(name, place))]))
}
