import { command } from '../framework/command.ts'

export const runCommand = command({
  name: 'run',
  group: 'record',
  summary: 'Run a program, and record its session, its files and its terminal',
  description: `
    Runs CMD as it would run without flightrec: on this terminal, with its keys, signals, environment and exit code.
    Meanwhile a session is recorded: what changes in the folder, what hooks tell of it, and what was on screen.
    \`flightrec recordings\` lists the screens. FLIGHTREC_SESSION in its environment names the session.

    A terminal is recorded where there is one; with \`--terminal always\`, also where the output goes elsewhere;
    not at all with \`--terminal never\`, FLIGHTREC_TERMINAL=0, or \`record = false\` in the section
    \`[terminal]\` of config.toml. What is typed is recorded with \`--input\` only, and never where it is not shown.
    Secrets are replaced before anything is written.

    What cannot be recorded costs a word on standard error, never the run. The exit code is that of CMD, 128 and the
    number of the signal that ended it, 127 when there is no such program, and 126 when it cannot be executed.`,
  acceptsRest: { name: 'CMD ARG…', summary: 'The program to run, and its arguments' },
  options: {
    agent: {
      type: 'string',
      value: 'NAME',
      summary: 'Who is at work; the name of the program unless given',
    },
    message: { type: 'string', short: 'm', value: 'TEXT', summary: 'What it is about' },
    terminal: {
      type: 'string',
      value: 'WHEN',
      choices: ['auto', 'always', 'never'],
      default: 'auto',
      summary: 'Whether to record the terminal',
    },
    begun: {
      type: 'string',
      value: 'FILE',
      summary: 'Remove the empty FILE once CMD was started, so that the shell knows',
    },
    input: { type: 'boolean', summary: 'Record what is typed, too' },
    yes: { type: 'boolean', short: 'y', summary: 'Record `/` or a home folder all the same' },
  },
  isPlain: true,
  passesSignals: true,
  examples: [
    ['flightrec run -- claude', 'Work as usual, with everything recorded'],
    ['flightrec run --agent my-bot -m "nightly" -- ./bot.sh', 'Say who is at work, and on what'],
    ['flightrec run --terminal never -- make test', 'Record the files and the session only'],
  ],
  errors: ['bad-root'],
})
