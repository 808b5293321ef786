/** The keys that filters know, on each page. */

export const TIMELINE_KEYS = [
  ...['path', 'agent', 'by', 'session', 'finding', 'evidence', 'since', 'until'],
] as const
