/** What the tools of the agents do, by the names the agents have for them. */

export type ToolKind =
  | 'shell'
  | 'read'
  | 'write'
  | 'delete'
  | 'list'
  | 'fetch'
  | 'patch'
  | 'mcp'
  | 'act'

const NAMES: Readonly<Record<Exclude<ToolKind, 'mcp' | 'act'>, readonly string[]>> = {
  shell: [
    ...['Bash', 'bash', 'Shell', 'shell', 'shell_command', 'exec_command', 'exec', 'local_shell'],
    ...['run_shell_command', 'execute_command', 'Execute', 'run_command', 'developer__shell'],
    ...['run_commands', 'run_terminal_command', 'terminal', 'PowerShell'],
  ],
  read: [
    ...['Read', 'read', 'read_file', 'read_many_files', 'view', 'NotebookRead', 'read_code'],
    ...['view_image', 'view_file'],
  ],
  write: [
    ...['Write', 'Edit', 'MultiEdit', 'NotebookEdit', 'write_file', 'replace', 'edit', 'write'],
    ...['StrReplace', 'create', 'str_replace_editor', 'write_to_file', 'replace_in_file'],
    ...['Create', 'edit_file', 'create_file', 'write_code', 'replace_file_content', 'multiedit'],
  ],
  delete: ['Delete', 'delete_file'],
  list: [
    'Glob',
    'Grep',
    'LS',
    'glob',
    'grep',
    'list',
    'ls',
    'list_directory',
    'grep_search',
    'list_dir',
    'find_by_name',
    'search_file_content',
  ],
  fetch: [
    'WebFetch',
    'WebSearch',
    'webfetch',
    'websearch',
    'web_fetch',
    'google_web_search',
    'web_search',
    'read_url_content',
  ],
  patch: ['apply_patch', 'ApplyPatch', 'patch'],
}

const KINDS = new Map<string, ToolKind>(
  Object.entries(NAMES).flatMap(([kind, names]) =>
    names.map((name) => [name, kind as ToolKind] as const),
  ),
)

/** Returns what a tool does; `act` for those that are not known. */
export function toolKind(tool: string): ToolKind {
  if (/^(?:mcp_|MCP:)/.test(tool)) return 'mcp'
  return KINDS.get(tool) ?? 'act'
}
