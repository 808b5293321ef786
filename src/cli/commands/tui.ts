import { type CommandContext, command } from '../framework/command.ts'

export const tuiCommand = command({
  name: 'tui',
  group: 'read',
  summary: 'Open the screens: timeline, diffs, sessions, restore and undo',
  description:
    'What `flightrec` alone does. Outside any recorded folder, the roots are listed first. Press ? there for the keys.',
  isPlain: true,
  examples: [
    ['flightrec', 'The screens of the root around the current folder'],
    ['flightrec tui --root my-app', 'Those of another root'],
  ],
  errors: ['no-store'],
  run: runScreens,
})

async function runScreens(context: CommandContext<object>): Promise<number> {
  const { out, home, signal } = context
  const { FlightrecError } = await import('../../model/errors.ts')
  const { isTyped } = await import('../../system/standard-input.ts')
  if (!out.isTerminal || !isTyped()) {
    throw new FlightrecError('usage', 'the screens need a terminal, and this is none', {
      hint: 'Run `flightrec log` to read the timeline as text.',
    })
  }
  const { repoHere } = await import('../changes/reading.ts')
  const { MAIN, readRef } = await import('../../git/history/refs.ts')
  const repo = repoHere(context)
  if (repo && readRef(repo.gitDir, MAIN) === undefined) {
    throw new FlightrecError('no-store', 'no snapshot has been taken yet', {
      hint: 'Run `flightrec watch .` to record this folder.',
    })
  }
  const { openScreens } = await import('../../tui/open-screens.ts')
  const { screenPalette } = await import('../terminal/style.ts')
  const { editFile, hearCommand, pageText } = await import('../terminal/screen-outside.ts')
  await openScreens({
    home,
    repo,
    palette: screenPalette(out.isColored),
    command: (argv, onProgress) => hearCommand(context, argv, onProgress),
    edit: editFile,
    page: pageText,
    signal,
  })
  return signal.aborted ? 130 : 0
}
