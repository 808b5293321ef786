import { withWriter } from '../../daemon/writer.ts'
import { agentNamed } from '../../model/agent-names.ts'
import { showCount } from '../../model/counts.ts'
import { ERRORS, FlightrecError } from '../../model/errors.ts'
import type { RecordingId } from '../../model/recording.ts'
import type { SessionId } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import { importRecording } from '../../record/terminal/import/import-recording.ts'
import { recordingJson, removedJson } from '../../review/json/recording.ts'
import { type ListedRecording, withSessionsOf } from '../../review/recordings/listed-recordings.ts'
import { resolveRecording } from '../../review/recordings/recording-names.ts'
import { RecordedSessions } from '../../review/sessions/recorded-sessions.ts'
import { type Home, prepareHome } from '../../store/home/home.ts'
import { openRecordingSource } from '../../store/recordings/recording-source.ts'
import { type FoundRecording, RecordingsReader } from '../../store/recordings/recordings-reader.ts'
import { now } from '../../system/clock.ts'
import { workingFolder } from '../../system/environment.ts'
import type {
  exportCommand,
  importCommand,
  listCommand,
  removeCommand,
  showCommand,
} from '../commands/recordings.ts'
import type { ContextOf } from '../framework/command.ts'
import { tellBusy } from '../recording/tell-busy.ts'
import { recordingBlock, recordingLines } from '../recordings/recording-lines.ts'
import { recordingPieces } from '../recordings/recording-pieces.ts'
import { writeDocument } from '../sessions/document-writer.ts'
import { confirm } from '../terminal/confirm.ts'
import type { Output } from '../terminal/output.ts'

export async function list({
  options,
  home,
  out,
  signal,
}: ContextOf<typeof listCommand>): Promise<number> {
  const agent = options.agent && agentNamed(options.agent)
  const wantedSession = options.session?.replace(/…$/, '')
  let isWhole = true
  const found = await reading(home, (reader) =>
    reader.list(({ message }) => {
      isWhole = false
      out.warn(`a recording is left out: ${message}`)
    }),
  )
  const listed: ListedRecording[] = []
  for await (const one of withSessionsOf(home, found)) {
    signal.throwIfAborted()
    if (wantedSession && !one.sessions.some((id) => isNamed(id, wantedSession))) continue
    if (agent && one.session?.agent !== agent) continue
    listed.push(one)
    if (listed.length === options.limit) break
  }
  if (out.isJson) for (const one of listed) out.json(recordingJson(one))
  else {
    out.page()
    if (listed.length === 0) out.talk('no recording is like that')
    for (const line of recordingLines(listed, now(), out.style)) out.line(line)
  }
  return isWhole ? 0 : ERRORS.incomplete.exitCode
}

export async function show({ args, home, out }: ContextOf<typeof showCommand>): Promise<number> {
  const found = await named(home, args[0]!)
  for await (const listed of withSessionsOf(home, [found])) {
    if (out.isJson) out.json(recordingJson(listed))
    else for (const line of recordingBlock(listed, now(), out.style)) out.line(line)
  }
  return 0
}

async function export_({
  args,
  options,
  home,
  out,
  signal,
}: ContextOf<typeof exportCommand>): Promise<number> {
  const { format, output } = options
  if (format === 'tar.gz' && (output ?? '-') === '-' && out.isTerminal) {
    throw new FlightrecError('usage', 'an archive is no text to be shown', {
      hint: 'Write it to a file with `-o FILE`.',
    })
  }
  const { recording } = await named(home, args[0]!)
  const source = await openRecordingSource(home, recording.id)
  try {
    const pieces = recordingPieces(home, source, format)
    await writeDocument(out, pieces, output, signal)
    return 0
  } finally {
    source.close()
  }
}

export { export_ as export, import_ as import }

async function import_(context: ContextOf<typeof importCommand>): Promise<number> {
  const { args, options, home, out, signal } = context
  const { timing, title } = options
  if (args.length > 1 && (timing !== undefined || title !== undefined)) {
    throw new FlightrecError('usage', '--timing and --title are for one FILE', {
      hint: 'Run the command once for each file.',
    })
  }
  prepareHome(home)
  const session =
    options.session === undefined ? undefined : await sessionNamed(home, options.session)
  const failures: FlightrecError[] = []
  const imported: RecordingId[] = []
  for (const path of args) {
    out.progress(`importing ${showText(path)}`)
    try {
      const wanted = { path, timing, title, session, root: workingFolder(), signal }
      const { recording, inputsLeftOut } = await importRecording(home, wanted)
      imported.push(recording.id)
      if (inputsLeftOut > 0) out.talk(`${showText(path)}: ${inputsLeftOut} times typing left out`)
    } catch (error) {
      if (!(error instanceof FlightrecError) || error.code !== 'failed') throw error
      failures.push(error)
    }
  }
  out.progress(undefined)
  if (imported.length === 0) throw failures[0]!
  // Without a daemon, this moves them to the others.
  await withWriter(home, { signal, onBusy: tellBusy(out) }, async () => {})
  for (const id of imported) await showOne(home, id, out)
  for (const { message } of failures) out.warn(message)
  return failures.length > 0 ? ERRORS.incomplete.exitCode : 0
}

async function showOne(home: Home, id: string, out: Output): Promise<void> {
  for await (const listed of withSessionsOf(home, [await named(home, id)])) {
    if (out.isJson) out.json(recordingJson(listed))
    else for (const line of recordingLines([listed], now(), out.style)) out.line(line)
  }
}

async function sessionNamed(home: Home, name: string): Promise<SessionId> {
  const sessions = new RecordedSessions(home)
  return await sessions.find(name).finally(() => sessions.close())
}

export async function remove({
  args,
  options,
  home,
  out,
  signal,
}: ContextOf<typeof removeCommand>): Promise<number> {
  const ids = new Set<RecordingId>()
  for (const name of args) ids.add((await named(home, name)).recording.id)
  if (!options.yes) {
    const what = ids.size === 1 ? `recording ${[...ids][0]}` : showCount(ids.size, 'recording')
    if (!(await confirm(`Delete ${what} for good?`, out, signal))) {
      out.talk('Nothing was changed.')
      return 1
    }
  }
  const waiting = { signal, onBusy: tellBusy(out) }
  const dropped = await withWriter(home, waiting, (writer) => writer.dropRecordings([...ids]))
  if (out.isJson) out.json(removedJson(dropped))
  else for (const id of dropped) out.line(`removed ${id}`)
  const left = [...ids].filter((id) => !dropped.includes(id))
  for (const id of left) out.warn(`${id} stays: it is being made, or its session runs`)
  if (dropped.length > 0) out.talk('hint: Run `flightrec gc` to free what they took on disk.')
  return left.length > 0 ? ERRORS.incomplete.exitCode : 0
}

function named(home: Home, name: string): Promise<FoundRecording> {
  return reading(home, (reader) => resolveRecording(reader, name))
}

async function reading<Result>(
  home: Home,
  use: (reader: RecordingsReader) => Promise<Result>,
): Promise<Result> {
  const reader = new RecordingsReader(home)
  return await use(reader).finally(() => reader.close())
}

function isNamed(session: string, name: string): boolean {
  return session.startsWith(name.startsWith('sess_') ? name : `sess_${name}`)
}
