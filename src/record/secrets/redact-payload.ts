import { createByteSecretFinder, redactText } from '../../rules/redaction/redact-text.ts'
import { secretValues } from '../../rules/redaction/values/secret-variables.ts'
import { environmentVariables } from '../../system/environment.ts'

/** Returns a payload that nobody could read with its secrets replaced; all other bytes stay, UTF-8 or not. */
export function redactPayload(payload: Buffer): Buffer {
  const finder = createByteSecretFinder(secretValues(environmentVariables()))
  return Buffer.from(redactText(finder, payload.toString('latin1')).text, 'latin1')
}
