import { readFileSync } from 'node:fs'
import { errnoOf } from '../model/errors.ts'
import { type RawPath, rawFromLatin1 } from '../model/raw-path.ts'

/** Returns where file systems are mounted, by what tells one mount from another. Empty but on Linux. */
export function mountPoints(): Map<string, RawPath> {
  const points = new Map<string, RawPath>()
  for (const line of mountInfo().split('\n')) {
    const [id, , device, root, point] = line.split(' ')
    if (point !== undefined) points.set([id, device, root, point].join(' '), unescaped(point))
  }
  return points
}

function mountInfo(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'latin1')
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return ''
  }
}

/** The kernel writes spaces, tabs, line ends and backslashes in octal. */
function unescaped(text: string): RawPath {
  const character = (_: string, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))
  return rawFromLatin1(text.replace(/\\([0-7]{3})/g, character))
}
