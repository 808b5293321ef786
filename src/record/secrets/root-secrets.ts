/** Finds secrets in what is said about a root: knows those of the environment, and of the root's env files. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { redactJson } from '../../rules/redaction/redact-json.ts'
import { createSecretFinder, redactText } from '../../rules/redaction/redact-text.ts'
import type { SecretFinder } from '../../rules/redaction/secret-finder.ts'
import { parseEnvFile, secretValues } from '../../rules/redaction/values/secret-variables.ts'
import { environmentVariables } from '../../system/environment.ts'
import { readTextIfThere } from '../../system/files.ts'

const ENV_FILES = ['.env', '.env.local', '.env.development', '.env.production', '.env.test']
const ENV_FILE_MAX_BYTES = 64 << 10

export class RootSecrets {
  readonly #finders = new Map<string, { state: string; finder: SecretFinder }>()
  readonly #known: readonly string[]

  /** `known` are secrets besides those whose names say so. */
  constructor(known: readonly string[] = []) {
    this.#known = known
  }

  /** Returns a text as it is recorded. */
  redact(text: string, root: string | undefined): string {
    return redactText(this.finderFor(root), text).text
  }

  /** Returns a JSON text as it is recorded; undefined when it is none. */
  redactJson(json: string, root: string | undefined): string | undefined {
    return redactJson(this.finderFor(root), json, new Map())
  }

  /** Knows the secrets of the environment, and of the env files at the top of the root as they are now. */
  finderFor(root: string | undefined): SecretFinder {
    const files = root === undefined ? [] : ENV_FILES.map((name) => join(root, name))
    const sized = files.flatMap((path) => {
      const stat = statSync(path, { throwIfNoEntry: false })
      return stat?.isFile() && stat.size <= ENV_FILE_MAX_BYTES ? [{ path, stat }] : []
    })
    const state = sized.map(({ path, stat }) => `${path} ${stat.mtimeMs} ${stat.size}`).join('\n')
    const known = this.#finders.get(root ?? '')
    if (known?.state === state) return known.finder
    const values = sized.flatMap(({ path }) => parseEnvFile(readIfAllowed(path)))
    const finder = createSecretFinder([
      ...this.#known,
      ...secretValues(environmentVariables()),
      ...values.map(([, value]) => value),
    ])
    this.#finders.set(root ?? '', { state, finder })
    return finder
  }
}

function readIfAllowed(path: string): string {
  try {
    return readTextIfThere(path) ?? ''
  } catch {
    // Not ours to read, and so no secret of this user's programs.
    return ''
  }
}
