import type { watchCommand } from '../commands/watch.ts'
import type { ContextOf } from '../framework/command.ts'
import { loadConfigToRecord, recordingRoots } from '../recording/recording-roots.ts'
import { takeSnapshots } from '../recording/snapshot-request.ts'

export async function run({
  args,
  options,
  roots: given,
  home,
  out,
  signal,
}: ContextOf<typeof watchCommand>): Promise<number> {
  const config = {
    ...(await loadConfigToRecord(home, out)),
    ...(options.interval !== undefined && { 'daemon.interval_seconds': options.interval }),
    ...(options.backend !== undefined && { 'watch.backend': options.backend }),
    ...(options.noLlm && { 'llm.enabled': false }),
  }
  const roots = recordingRoots(home, config, [...args, ...given], out, options.yes)
  if (options.once) {
    const recording = { home, config, out, signal }
    const record = () => takeSnapshots(recording, { roots, trigger: 'once' })
    if (!config['llm.enabled']) return await record()
    const { tellAfter } = await import('../recording/tell-once.ts')
    return await tellAfter(recording, roots, record)
  }
  // Loaded for this alone: `watch --once` is to be quick.
  const { recordUntilStopped } = await import('../recording/recording-session.ts')
  await recordUntilStopped({ home, config, roots, out, signal })
  return 0
}
