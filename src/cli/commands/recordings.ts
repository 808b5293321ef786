import { command } from '../framework/command.ts'
import { RECORDING_FORMATS } from '../recordings/export-formats.ts'

const NAME = {
  name: 'RECORDING',
  summary: 'Its id, or the id of its session, or the beginning of either',
} as const
const NAMING = ['unknown-recording', 'ambiguous-recording'] as const

export const listCommand = command({
  name: 'list',
  group: 'read',
  summary: 'List what terminals showed, the latest first',
  description: `
    One line a recording: its id, its session, agent and folder, how long it is, what it takes on disk, how many
    events of the session a rule reported (✖ danger, ⚠ warning, ℹ info), and when it was made.`,
  options: {
    session: { type: 'string', value: 'SESSION', summary: 'Only those of this session' },
    agent: { type: 'string', value: 'NAME', summary: 'Only those of this agent' },
    limit: {
      type: 'integer',
      short: 'n',
      value: 'COUNT',
      min: 1,
      default: 20,
      summary: 'At most so many',
    },
  },
  examples: [['flightrec recordings --session sess_6a9', 'What the terminals of a session showed']],
  errors: ['incomplete'],
})

export const showCommand = command({
  name: 'show',
  group: 'read',
  summary: 'Show what is known of a recording',
  arguments: [NAME],
  errors: [...NAMING, 'corrupt-store'],
})

export const exportCommand = command({
  name: 'export',
  group: 'read',
  summary: 'Write a recording for other programs and people',
  description: `
    Formats: \`cast\`, asciicast version 3; \`cast2\`, version 2, for older programs; \`txt\`, all that scrolled by
    and the screen at the end, without colours; \`html\`, a page in one file that plays it and asks nothing of the
    network; \`tar.gz\`, the cast with the events of its session, the list of its snapshots, and checksums.

    It is written to standard output, or to FILE, which is replaced as a whole.`,
  arguments: [NAME],
  options: {
    format: {
      type: 'string',
      value: 'FORMAT',
      choices: RECORDING_FORMATS,
      default: 'cast',
      summary: 'What to write',
    },
    output: {
      type: 'string',
      short: 'o',
      value: 'FILE',
      summary: 'Where to write it; `-` is standard output',
    },
  },
  isPlain: true,
  examples: [
    ['flightrec recordings export rec_7f3a -o flight.cast', 'Keep a recording as a file'],
    ['flightrec recordings export sess_6a9 --format html -o flight.html', 'A page to show others'],
    ['flightrec recordings export rec_7f3a --format txt', 'Read it, or search it with grep'],
  ],
  errors: [...NAMING, 'corrupt-store'],
})

export const importCommand = command({
  name: 'import',
  group: 'record',
  summary: 'Take over recordings that other programs have made',
  description: `
    Takes asciicast of versions 1 to 3, what \`script\` writes with the log of its times, old or new, and ttyrec.
    Secrets are replaced as in recordings of our own; what was typed is left out. Each becomes a recording of
    SESSION, or of a session of its own, and is kept for terminal.keep_days from now.`,
  arguments: [{ name: 'FILE', summary: 'A recording', repeated: true }],
  options: {
    timing: {
      type: 'string',
      value: 'LOG',
      summary: 'What `script` has written of the times of FILE',
    },
    title: {
      type: 'string',
      value: 'TITLE',
      summary: 'What to call it; what the file says unless given',
    },
    session: { type: 'string', value: 'SESSION', summary: 'The session that it is of' },
  },
  examples: [
    ['flightrec recordings import talk.cast', 'Keep a cast with your own recordings'],
    ['flightrec recordings import typescript --timing t.log', 'What `script -T t.log` has written'],
  ],
  errors: ['no-store', 'unknown-session', 'ambiguous-session', 'incomplete', 'locked'],
})

export const removeCommand = command({
  name: 'remove',
  group: 'maintain',
  summary: 'Delete recordings; the events of their sessions stay',
  arguments: [{ ...NAME, repeated: true }],
  options: { yes: { type: 'boolean', short: 'y', summary: 'Do not ask' } },
  examples: [['flightrec recordings remove rec_7f3a', 'Delete one']],
  errors: [...NAMING, 'locked', 'daemon-unreachable'],
})

export const recordingsCommand = command({
  name: 'recordings',
  group: 'read',
  summary: 'List what terminals showed; export, import and remove it',
  description: 'Without a command, it lists them.',
  subcommands: [listCommand, showCommand, exportCommand, importCommand, removeCommand],
  defaultSubcommand: 'list',
})
