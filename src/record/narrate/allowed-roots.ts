import type { Config } from '../../model/config.ts'
import { resolveRoots } from '../../store/home/roots.ts'

/** Whether config.toml lets a language model be told of the changes of `root`. */
export function mayBeSent(
  config: Pick<Config, 'llm.enabled' | 'llm.roots'>,
  root: string,
): boolean {
  if (!config['llm.enabled']) return false
  const wanted = config['llm.roots']
  return wanted.length === 0 || resolveRoots(wanted).some(({ path }) => path === root)
}
