import type { snapshotCommand } from '../commands/snapshot.ts'
import type { ContextOf } from '../framework/command.ts'
import { loadConfigAloud, recordingRoots, rootHere } from '../recording/recording-roots.ts'
import { takeSnapshots } from '../recording/snapshot-request.ts'

export async function run({
  args,
  options,
  roots: given,
  home,
  out,
  signal,
}: ContextOf<typeof snapshotCommand>): Promise<number> {
  const config = await loadConfigAloud(home, out)
  const typed = [...args, ...given]
  const wanted = typed.length > 0 ? typed : [rootHere(home, config)]
  const roots = recordingRoots(home, config, wanted, out, options.yes)
  const { message } = options
  return await takeSnapshots({ home, config, out, signal }, { roots, trigger: 'manual', message })
}
