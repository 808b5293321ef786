/** The keys of a file's page: A and B move along its versions. */
import type { KeyBinding } from '../../keys/press.ts'
import { moved, type SentVersion, type VersionPair } from '../../state/file/compared.ts'
import { changeView } from '../../state/view.ts'

export function versionKeys(
  versions: readonly SentVersion[],
  current: () => VersionPair | undefined,
): readonly KeyBinding[] {
  const binding = (key: string, does: string, which: 'a' | 'b', by: 1 | -1): KeyBinding => {
    const next = () => {
      const compared = current()
      return compared && moved(versions, compared, which, by)
    }
    return {
      keys: [key],
      does,
      isAtFoot: true,
      run: () => changeView({ ...next(), at: undefined }, 'push'),
      whyNot: () => (next() ? undefined : 'there is no version beyond'),
    }
  }
  return [
    binding('<', 'older A', 'a', -1),
    binding('>', 'newer A', 'a', 1),
    binding(',', 'older B', 'b', -1),
    binding('.', 'newer B', 'b', 1),
  ]
}
