import { command } from '../framework/command.ts'

export const recordCommand = command({
  name: 'record',
  group: 'record',
  summary: 'Record what comes on standard input as what a terminal shows',
  description: `
    For programs that drive agents: what they show of one goes through a pipe, and is recorded as \`flightrec run\`
    records a terminal, with secrets replaced. The recording ends with its input; when whoever writes it dies, it is
    whole up to there. With \`--format asciicast\` the input is a cast, of any version, as it comes: its size, its
    resizes, markers and times are kept.

    NAME is the id of a session, or a name of your own; recordings of one agent under one name are in one session.
    Without it the recording belongs to the \`flightrec run\` around it, else to a session of its own. Prints the id of
    the recording.`,
  options: {
    session: { type: 'string', value: 'NAME', summary: 'The session it belongs to' },
    agent: { type: 'string', value: 'NAME', summary: 'Who is at work; `driver` unless given' },
    size: { type: 'string', value: 'CxR', summary: 'Size of the terminal; 80x24 unless given' },
    title: { type: 'string', value: 'TEXT', summary: 'What it is about' },
    format: {
      type: 'string',
      value: 'FORMAT',
      choices: ['raw', 'asciicast'],
      default: 'raw',
      summary: 'What the input is',
    },
  },
  examples: [
    [
      'my-driver | flightrec record --session unit-42 --size 120x40',
      'One recording a unit of work',
    ],
    ['flightrec record --format asciicast < talk.cast', 'Record a cast, with its own times'],
  ],
})
