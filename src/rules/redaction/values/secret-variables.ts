/** Which variables of an environment or of an env file hold secrets. */
import { joinPattern } from '../../join-pattern.ts'

const SECRET_NAME =
  /PASS|PWD|SECRET|TOKEN|KEY|CRED|AUTH|DSN|COOKIE|PRIVATE|WEBHOOK|DATABASE_URL|REDIS_URL|MONGO|CONNECTION/i
const WORKING_FOLDER = /^(?:OLD)?PWD$/

/** Returns the values of the variables whose names speak of secrets. */
export function secretValues(
  variables: Iterable<readonly [name: string, value: string]>,
): string[] {
  return [...variables]
    .filter(([name]) => SECRET_NAME.test(name) && !WORKING_FOLDER.test(name))
    .map(([, value]) => value)
}

const ASSIGNMENT = joinPattern(
  'gm',
  String.raw`^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*(?:"`,
  String.raw`((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|\x60([^\x60]*)\x60|([^\r\n]*))`,
)

/** Returns the variables of an env file. */
export function parseEnvFile(text: string): [name: string, value: string][] {
  return [...text.matchAll(ASSIGNMENT)].map(([, name, double, single, tick, bare = '']) => {
    const unescaped = double?.replace(/\\([nrt"\\$])/g, (_, letter: string) =>
      letter === 'n' ? '\n' : letter === 'r' ? '\r' : letter === 't' ? '\t' : letter,
    )
    const value = unescaped ?? single ?? tick ?? bare.replace(/[ \t]#.*$/, '').trim()
    return [name!, value]
  })
}
