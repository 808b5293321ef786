/** Where each agent keeps its hooks, and what ours look like there. */
import { join } from 'node:path'
import { environment, userHome } from '../../system/environment.ts'

/** One hook: an entry of the list that belongs to an event. */
export interface HookEntry {
  event: string
  entry: object
}

export interface HookTarget {
  agent: string
  /** The user's own settings file. */
  path(): string
  /** Our hooks in it; absent where the whole file is ours. */
  entries?(command: string): HookEntry[]
  /** A field the file must have. */
  version?: number
  /** Settings of the whole machine that can switch hooks off. */
  managedPath?: string
  /** Settings in a project's folder that can switch hooks off there. */
  projectPaths?: readonly string[]
  /** Where the agent keeps which hooks the user has approved, and what then stands there. */
  approval?: { path(): string; mark: string }
  /** What the user must do for the hooks to run. */
  note?: string
  /** The name of the folder that its settings lie in, a user's and a project's. */
  folder?: string
  /** How many milliseconds its `timeout` of 1 is, where it has one. */
  timeoutUnitMs?: number
}

const SECONDS = 5

const home = (variable: string, name: string) => environment(variable) || join(userHome(), name)

/** Tool events take a matcher; `*` matches every tool. */
function groups(events: readonly string[], handler: object): HookEntry[] {
  return events.map((event) => ({
    event,
    entry: { ...(/Tool/.test(event) && { matcher: '*' }), hooks: [handler] },
  }))
}

const SHARED_EVENTS = [
  ...['SessionStart', 'UserPromptSubmit', 'PreToolUse', 'PostToolUse', 'SubagentStart'],
  ...['SubagentStop', 'Stop', 'PreCompact', 'SessionEnd'],
]

export const HOOK_TARGETS: readonly HookTarget[] = [
  {
    agent: 'claude-code',
    path: () => join(home('CLAUDE_CONFIG_DIR', '.claude'), 'settings.json'),
    entries: (command) =>
      groups([...SHARED_EVENTS, 'PostToolUseFailure', 'PermissionRequest', 'PermissionDenied'], {
        type: 'command',
        command,
        timeout: SECONDS,
      }),
    managedPath: '/etc/claude-code/managed-settings.json',
    projectPaths: ['.claude/settings.json', '.claude/settings.local.json'],
    folder: '.claude',
    timeoutUnitMs: 1000,
  },
  {
    agent: 'codex',
    path: () => join(home('CODEX_HOME', '.codex'), 'hooks.json'),
    entries: (command) => groups(SHARED_EVENTS, { type: 'command', command }),
    approval: {
      path: () => join(home('CODEX_HOME', '.codex'), 'config.toml'),
      mark: 'hooks.state',
    },
    folder: '.codex',
    note: 'Codex skips new hooks until you approve them: run `/hooks` in Codex.',
  },
  {
    agent: 'gemini-cli',
    path: () => join(userHome(), '.gemini/settings.json'),
    entries: (command) =>
      groups(
        [...['SessionStart', 'BeforeAgent', 'BeforeTool', 'AfterTool', 'AfterAgent'], 'SessionEnd'],
        // Milliseconds here.
        { name: 'flightrec', type: 'command', command, timeout: SECONDS * 1000 },
      ),
    folder: '.gemini',
    timeoutUnitMs: 1,
  },
  {
    agent: 'cursor',
    path: () => join(userHome(), '.cursor/hooks.json'),
    version: 1,
    entries: (command) =>
      [
        ...['sessionStart', 'beforeSubmitPrompt', 'preToolUse', 'postToolUse'],
        ...['postToolUseFailure', 'subagentStart', 'subagentStop', 'afterAgentResponse'],
        ...['afterAgentThought', 'preCompact', 'stop', 'sessionEnd'],
      ].map((event) => ({ event, entry: { command, timeout: SECONDS } })),
    folder: '.cursor',
    timeoutUnitMs: 1000,
  },
  {
    agent: 'copilot',
    path: () => join(home('COPILOT_HOME', '.copilot'), 'hooks/flightrec.json'),
    folder: '.copilot',
    version: 1,
    // Keys in PascalCase: those in camelCase get payloads without the name of the event.
    entries: (command) =>
      [
        ...['SessionStart', 'UserPromptSubmit', 'PreToolUse', 'PostToolUse'],
        ...['PostToolUseFailure', 'Stop', 'SubagentStop', 'ErrorOccurred', 'SessionEnd'],
      ].map((event) => ({ event, entry: { type: 'command', bash: command, timeoutSec: SECONDS } })),
  },
  {
    agent: 'opencode',
    path: () => join(home('XDG_CONFIG_HOME', '.config'), 'opencode/plugins/flightrec.js'),
  },
  {
    agent: 'qwen-code',
    path: () => join(userHome(), '.qwen/settings.json'),
    entries: (command) =>
      groups(
        [...SHARED_EVENTS, 'PostToolUseFailure'],
        // Milliseconds here, too: what are seconds for Claude Code kills each hook.
        { name: 'flightrec', type: 'command', command, timeout: SECONDS * 1000 },
      ),
    folder: '.qwen',
    timeoutUnitMs: 1,
  },
]
