/** Of which format a repo of the home is: one of a newer flightrec is neither read nor written by this one. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FORMAT_VERSION } from '../../git/shadow-config.ts'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import type { Damage } from '../timeline/damage.ts'

/** Returns the version that a repo's config names; undefined when it names none. */
export function formatVersionIn(config: string): number | undefined {
  const digits = /^\s*formatVersion\s*=\s*(\d+)\s*$/im.exec(config)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** Returns why a repo must be left alone, when a newer flightrec has written it. */
export function newerFormat(gitDir: string): FlightrecError | undefined {
  const version = formatVersionIn(configOf(gitDir)) ?? FORMAT_VERSION
  if (version <= FORMAT_VERSION) return undefined
  return new FlightrecError(
    'newer-format',
    `${showText(gitDir)} has format ${version}; this flightrec knows ${FORMAT_VERSION}`,
    { hint: 'Install a newer flightrec; this one leaves it as it is.' },
  )
}

/** One that cannot be read names no version; what is wrong with it is told elsewhere. */
function configOf(gitDir: string): string {
  try {
    return readFileSync(join(gitDir, 'config'), 'utf8')
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return ''
  }
}

/** Returns what `verify` says of a repo of a newer format, which it cannot check. */
export function formatDamage(gitDir: string): Damage | undefined {
  const newer = newerFormat(gitDir)
  const about = { kind: 'format', subject: 'config', mendable: false } as const
  return newer && { ...about, problem: `a newer flightrec has written this: ${newer.message}` }
}
