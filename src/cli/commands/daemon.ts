import { command } from '../framework/command.ts'

const rootOptions = {
  yes: { type: 'boolean', short: 'y', summary: 'Record `/` or a home folder all the same' },
} as const

const startCommand = command({
  name: 'start',
  group: 'record',
  summary: 'Start recording in the background',
  description: `
    Records the folders ROOT, or those of config.toml, in a process of its own that outlives the terminal.
    It writes to logs/daemon.log in the flightrec home. Does nothing when one runs already.`,
  arguments: [{ name: 'ROOT', summary: 'Folder to record', optional: true, repeated: true }],
  options: rootOptions,
  errors: ['bad-root', 'bad-config', 'locked', 'daemon-unreachable'],
  async run({ args, options, roots: given, home, out }) {
    const { loadConfigToRecord, recordingRoots } = await import('../recording/recording-roots.ts')
    const { startDaemon } = await import('../recording/daemon-control.ts')
    const config = await loadConfigToRecord(home, out)
    const roots = recordingRoots(home, config, [...args, ...given], out, options.yes)
    return await startDaemon(home, roots, out)
  },
})

const stopCommand = command({
  name: 'stop',
  group: 'record',
  summary: 'Record what is pending, and stop recording',
  description:
    'Stops the process that records, in the background or not. It is fine when none runs.',
  errors: ['daemon-unreachable'],
  async run({ home, out }) {
    const { stopDaemon } = await import('../recording/daemon-control.ts')
    return await stopDaemon(home, out)
  },
})

const statusCommand = command({
  name: 'status',
  group: 'record',
  summary: 'Show which process records, and what',
  description: 'Exits 0 when a process records, and 12 when none does, or when it does not answer.',
  errors: ['daemon-unreachable'],
  async run({ home, out }) {
    const { showDaemonStatus } = await import('../recording/daemon-control.ts')
    return await showDaemonStatus(home, out)
  },
})

const runCommand = command({
  name: 'run',
  group: 'record',
  summary: 'Record in this process, for a service manager',
  description: `
    What \`daemon start\` runs in the background, and what to put in a unit of systemd or launchd. Ends on
    SIGTERM, after having recorded what is pending.`,
  arguments: [{ name: 'ROOT', summary: 'Folder to record', optional: true, repeated: true }],
  options: rootOptions,
  errors: ['bad-root', 'bad-config', 'locked'],
  async run({ args, options, roots: given, home, out, signal }) {
    const { loadConfigToRecord, recordingRoots } = await import('../recording/recording-roots.ts')
    const { recordUntilStopped } = await import('../recording/recording-session.ts')
    const config = await loadConfigToRecord(home, out)
    const typed = [...args, ...given]
    // Whoever starts it without a person there may name what is mounted later.
    const wanted = typed.length > 0 ? { ...config, 'watch.roots': typed } : config
    const roots = recordingRoots(home, wanted, [], out, options.yes)
    await recordUntilStopped({ home, config, roots, out, signal })
    return 0
  },
})

export const daemonCommand = command({
  name: 'daemon',
  group: 'record',
  summary: 'Record in the background',
  subcommands: [startCommand, stopCommand, statusCommand, runCommand],
})
