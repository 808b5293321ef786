import { fileURLToPath } from 'node:url'

/** Returns the file of this program: where the package is a library, `argv` names another. */
export function ownProgramFile(): string {
  const place = import.meta.url.endsWith('.ts') ? '../../dist/main.js' : './main.js'
  return fileURLToPath(new URL(place, import.meta.url))
}
