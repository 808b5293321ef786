import type {
  restartCommand,
  runCommand,
  startCommand,
  statusCommand,
  stopCommand,
} from '../commands/daemon.ts'
import type { ContextOf } from '../framework/command.ts'
import {
  restartDaemon,
  showDaemonStatus,
  startDaemon,
  stopDaemon,
} from '../recording/daemon-control.ts'
import {
  daemonRoots,
  loadConfigToRecord,
  standingRoots,
  unattendedRoots,
} from '../recording/recording-roots.ts'
import { recordUntilStopped } from '../recording/recording-session.ts'

/** For so long nothing is to be recorded before a daemon that is only there while needed ends. */
const NEEDED_MS = 10 * 60_000

export async function start({
  args,
  options,
  roots: given,
  home,
  out,
  signal,
}: ContextOf<typeof startCommand>): Promise<number> {
  const config = await loadConfigToRecord(home, out)
  const wanted = daemonRoots(home, config, [...args, ...given], out, options.yes)
  return await startDaemon(home, wanted, out, signal)
}

export async function restart({
  options,
  home,
  out,
  signal,
}: ContextOf<typeof restartCommand>): Promise<number> {
  const config = await loadConfigToRecord(home, out)
  const rootsWith = (running: readonly string[]) =>
    unattendedRoots(home, config, running, out, options.yes)
  return await restartDaemon(home, rootsWith, out, signal)
}

export async function stop({ home, out, signal }: ContextOf<typeof stopCommand>): Promise<number> {
  return await stopDaemon(home, out, signal)
}

export async function status({ home, out }: ContextOf<typeof statusCommand>): Promise<number> {
  return await showDaemonStatus(home, out)
}

export async function run({
  args,
  options,
  roots: given,
  home,
  out,
  signal,
}: ContextOf<typeof runCommand>): Promise<number> {
  const config = await loadConfigToRecord(home, out)
  const typed = [...args, ...given]
  const roots = options.whileNeeded
    ? standingRoots(home, config, typed, out, options.yes)
    : unattendedRoots(home, config, typed, out, options.yes)
  const idleMs = options.whileNeeded && roots.length === 0 ? { idleMs: NEEDED_MS } : {}
  await recordUntilStopped({ home, config, roots, out, signal, isLasting: true, ...idleMs })
  return 0
}
