import { AI_TOKENS } from './ai-tokens.ts'
import { CLOUD_TOKENS } from './cloud-tokens.ts'
import { CODE_HOST_TOKENS } from './code-host-tokens.ts'
import { COMMAND_RULES } from './command-rules.ts'
import { COMMERCE_TOKENS } from './commerce-tokens.ts'
import { CREDENTIAL_RULES } from './credential-rules.ts'
import { MESSAGE_TOKENS } from './message-tokens.ts'
import { PLATFORM_TOKENS } from './platform-tokens.ts'
import type { SecretRule } from './secret-rule.ts'
import { SERVICE_TOKENS } from './service-tokens.ts'

/** Every rule that is a pattern; earlier ones go first where two begin at one place. */
export const SECRET_RULES: readonly SecretRule[] = [
  ...CODE_HOST_TOKENS,
  ...CLOUD_TOKENS,
  ...AI_TOKENS,
  ...MESSAGE_TOKENS,
  ...SERVICE_TOKENS,
  ...COMMERCE_TOKENS,
  ...PLATFORM_TOKENS,
  ...CREDENTIAL_RULES,
  ...COMMAND_RULES,
]

export const KEYED_VALUE_ID = 'keyed-value'
