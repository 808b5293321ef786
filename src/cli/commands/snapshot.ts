import { command } from '../framework/command.ts'

export const snapshotCommand = command({
  name: 'snapshot',
  group: 'record',
  summary: 'Take a snapshot now',
  description: `
    Records the state of the folders ROOT, or, when none is given, of those being recorded right now, or else
    of the recorded folder around the current one, or else of those of config.toml. Nothing is written where
    nothing has changed.`,
  arguments: [{ name: 'ROOT', summary: 'Folder to record', optional: true, repeated: true }],
  options: {
    message: { type: 'string', short: 'm', value: 'TEXT', summary: 'What to say about it' },
    yes: { type: 'boolean', short: 'y', summary: 'Record `/` or a home folder all the same' },
  },
  examples: [['flightrec snapshot -m "before the refactoring"', 'Mark a moment']],
  errors: ['incomplete', 'bad-root', 'bad-config', 'locked', 'daemon-unreachable', 'interrupted'],
  async run({ args, options, roots: given, home, out, signal }) {
    const { loadConfigAloud, recordingRoots } = await import('../recording/recording-roots.ts')
    const { takeSnapshots } = await import('../recording/snapshot-request.ts')
    const { watchedRoots } = await import('../../daemon/writer.ts')
    const { repoAround } = await import('../../review/repo/repo-choice.ts')
    const { workingFolder } = await import('../../system/environment.ts')
    const config = await loadConfigAloud(home, out)
    const typed = [...args, ...given]
    const watched = typed.length > 0 ? [] : await watchedRoots(home)
    const around = typed.length > 0 ? undefined : repoAround(home, workingFolder() ?? '/')
    const wanted = around ? [around.root] : typed
    const roots =
      watched.length > 0 ? watched : recordingRoots(home, config, wanted, out, options.yes)
    const { message } = options
    return await takeSnapshots(
      { home, config, out, signal },
      { roots, trigger: 'manual', ...(message !== undefined && { message }) },
    )
  },
})
