/** Every agent that is known, and whose a payload or a transcript is. */
import { type Agent, type EventDraft, newTranscriptState, type TranscriptReader } from './agent.ts'
import { claudeCode } from './claude-code.ts'
import { codex } from './codex.ts'
import { copilot } from './copilot.ts'
import { cursor } from './cursor.ts'
import { Fields } from './fields.ts'
import { geminiCli } from './gemini-cli.ts'
import { generic } from './generic.ts'
import { opencode } from './opencode.ts'
import { cline, goose, qwenCode, windsurf } from './other-agents.ts'

/** In the order in which they are asked whether a payload is theirs. */
export const AGENTS: readonly Agent[] = [
  generic,
  cursor,
  windsurf,
  cline,
  opencode,
  goose,
  geminiCli,
  codex,
  qwenCode,
  claudeCode,
  copilot,
]

/**
 * Returns whose payload it is. What the payload shows counts; `expected`, the agent the hook was set up for,
 * only where it shows nothing: agents run each other's hooks.
 */
export function identifyAgent(payload: Fields, expected: string | undefined): Agent {
  const shown = AGENTS.find((agent) => agent.identify(payload))
  const told = AGENTS.find(({ name }) => name === expected)
  return shown ?? told ?? (payload.has('hook_event_name') ? claudeCode : generic)
}

/** Returns the events that a hook's payload means. Never throws. */
export function eventsOfHook(payload: unknown, expected: string | undefined): EventDraft[] {
  const fields = new Fields(payload)
  return identifyAgent(fields, expected).fromHook(fields)
}

/** Returns the agent that wrote these first lines of a transcript; undefined when none is known. */
export function identifyTranscript(
  lines: readonly unknown[],
): { agent: Agent; reader: TranscriptReader } | undefined {
  for (const line of lines) {
    const fields = new Fields(line)
    const agent = AGENTS.find(({ transcript }) => transcript?.identify(fields))
    if (agent?.transcript) return { agent, reader: agent.transcript }
  }
  return undefined
}

/** Returns a reader for the lines of one transcript, to be given in order. Never throws. */
export function transcriptEvents(reader: TranscriptReader): (line: unknown) => EventDraft[] {
  const state = newTranscriptState()
  return (line) => reader.fromTranscript(new Fields(line), state)
}
