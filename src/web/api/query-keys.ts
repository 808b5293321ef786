/** The keys that filters know, on each page. */

export const SESSION_KEYS_ASKED = [
  ...['agent', 'root', 'session', 'finding', 'is', 'model', 'since', 'until'],
  ...['length', 'steps', 'files', 'tokens', 'cost'],
] as const

export const SEARCH_KEYS = ['agent', 'session', 'kind'] as const

export const TIMELINE_KEYS = [
  ...['path', 'agent', 'by', 'session', 'finding', 'evidence', 'since', 'until'],
] as const
