/** Every agent that is known, and whose a payload or a transcript is. */
import { agentNamed } from '../model/agent-names.ts'
import { type Agent, type EventDraft, newTranscriptState, type TranscriptReader } from './agent.ts'
import { claudeCode } from './claude-code.ts'
import { codex } from './codex.ts'
import { copilot } from './copilot.ts'
import { cursor } from './cursor.ts'
import { Fields } from './fields.ts'
import { geminiCli } from './gemini-cli.ts'
import { generic } from './generic.ts'
import { opencode } from './opencode.ts'
import {
  antigravity,
  cline,
  crush,
  devin,
  droid,
  goose,
  grok,
  kimi,
  unknown,
  windsurf,
  zed,
} from './other-agents.ts'
import { qwenCode } from './qwen-code.ts'

export const AGENTS: readonly Agent[] = [
  generic,
  cursor,
  windsurf,
  cline,
  opencode,
  goose,
  crush,
  zed,
  geminiCli,
  antigravity,
  codex,
  qwenCode,
  droid,
  devin,
  kimi,
  grok,
  claudeCode,
  copilot,
]

/**
 * Returns whose payload it is: that of the one agent which it shows to have sent it. `expected`, the agent the hook
 * was set up for, counts only where it shows nothing, and nothing against that: agents run each other's hooks, and
 * an agent that is named wrongly is worse than one that is not named.
 */
export function identifyAgent(payload: Fields, expected: string | undefined): Agent {
  const shown = AGENTS.filter((agent) => agent.identify(payload))
  if (shown.length > 0) return shown.length === 1 ? shown[0]! : unknown
  const called = expected === undefined ? undefined : agentNamed(expected)
  const told = AGENTS.find(({ name }) => name === called)
  return told?.mayBe?.(payload) ? told : unknown
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
