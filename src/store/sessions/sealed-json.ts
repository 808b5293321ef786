/** JSON files outside of git, whose objects need no checksum: the last key, `crc32`, is that of the JSON without it. */
import { checksumOf } from './journal-line.ts'

const SEAL = /,"crc32":"([0-9a-f]{8})"\}\n$/

/** Returns the text of the file that holds `value`, an object with at least one key. */
export function sealJson(value: object): string {
  const json = JSON.stringify(value)
  return `${json.slice(0, -1)},"crc32":"${checksumOf(json)}"}\n`
}

/** Returns the JSON in a sealed text: undefined where it is not as it was written, `unsealed` without a seal. */
export function unsealJson(text: string): string | undefined | 'unsealed' {
  const seal = SEAL.exec(text)
  if (!seal) return 'unsealed'
  const json = `${text.slice(0, seal.index)}}`
  return checksumOf(json) === seal[1] ? json : undefined
}
