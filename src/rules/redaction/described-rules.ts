import { KEY_BLOCK_ID } from './lines/key-block.ts'
import { KEYED_VALUE_ID, SECRET_RULES } from './tokens/secret-rules.ts'
import { KNOWN_VALUE_ID } from './values/known-values.ts'
import { SECRET_WORDS } from './values/secret-name.ts'

/** A rule as people are told of it. */
export interface DescribedRule {
  id: string
  summary: string
  keywords: readonly string[]
}

/** Returns every rule there is, those that are code too. */
export function describedRules(): DescribedRule[] {
  return [
    ...SECRET_RULES.map(({ id, summary, keywords }) => ({ id, summary, keywords })),
    {
      id: KEY_BLOCK_ID,
      summary: 'Private key blocks as a whole: PEM, OpenSSH, PGP',
      keywords: ['-----BEGIN', '---- BEGIN'],
    },
    {
      id: KEYED_VALUE_ID,
      summary: 'Values whose names speak of secrets: `password: …`, `API_KEY=…`, `--token …`',
      keywords: SECRET_WORDS,
    },
    {
      id: KNOWN_VALUE_ID,
      summary: 'Values given by the caller, also as base64, URL-encoded and escaped for JSON',
      keywords: [],
    },
  ]
}
