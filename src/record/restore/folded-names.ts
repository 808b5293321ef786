/** Names that some file systems take for one: differing in case, or in how an accent is written. */
import { lstatSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { errnoOf } from '../../model/errors.ts'
import { type RawPath, rawToText } from '../../model/raw-path.ts'

/** Returns, for each name that such a file system would put in the place of an earlier one, that one. */
export function foldedTwins(names: readonly RawPath[]): Map<RawPath, RawPath> {
  const first = new Map<string, RawPath>()
  const twins = new Map<RawPath, RawPath>()
  for (const name of names) {
    const folded = rawToText(name).normalize('NFC').toLowerCase().normalize('NFC')
    const earlier = first.get(folded)
    if (earlier === undefined) first.set(folded, name)
    else twins.set(name, earlier)
  }
  return twins
}

/** Whether the file system of `folder` takes such names for one. Writes nothing: asks for the folder itself. */
export function foldsNames(folder: string): boolean {
  const name = basename(folder)
  const swapped = name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase()
  if (swapped === name) return process.platform === 'darwin'
  try {
    const [one, other] = [folder, join(dirname(folder), swapped)].map((path) => lstatSync(path))
    return one!.ino === other!.ino && one!.dev === other!.dev
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return false // The other spelling is not there.
  }
}
