/**
 * What text that could not be parsed is searched for. Coarse on purpose: here a mention counts, since nothing
 * tells it from a command.
 */
import type { Hit } from './rule.ts'

const START = '(?:^|[\\s;&|(`"\'/\\\\])'
const ARGS = '[^\\n;|&]{0,200}?'

function command(source: string): RegExp {
  return new RegExp(START + source)
}

const PATTERNS: Readonly<Record<string, RegExp>> = {
  'dangerous-rm-rf': command(
    `rm\\s(?=${ARGS}(?:-[a-zA-Z]{0,9}[rR]|--r))(?=${ARGS}(?:-[a-zA-Z]{0,9}f|--f))`,
  ),
  'destructive-rm': command(
    '(?:rm|unlink|shred)\\s+(?!-[a-zA-Z]{0,9}(?:[rR][a-zA-Z]{0,9}f|f[a-zA-Z]{0,9}[rR]))\\S',
  ),
  'dangerous-sudo': command('(?:sudo|doas)\\s'),
  'dangerous-chmod-777': command(`chmod\\s${ARGS}(?:[0-7]?777|a\\+rwx|a=rwx)`),
  'dangerous-curl-pipe-sh': command(
    '(?:curl|wget)\\s[^\\n]{0,500}?\\|\\s*(?:sudo\\s+)?(?:ba|z|da|k)?sh\\b',
  ),
  'dangerous-git-push-force': command(
    `git(?:\\s${ARGS}|-)push\\s${ARGS}(?:-f\\b|--force(?!-)|\\s\\+\\w)`,
  ),
  'dangerous-git-reset-hard': command(`git(?:\\s${ARGS}|-)reset\\s${ARGS}--h`),
  'git-discard': command(
    `git(?:\\s${ARGS}|-)(?:checkout\\s${ARGS}--\\s|restore\\s|clean\\s${ARGS}-[a-z]*f|stash\\s+(?:drop|clear))`,
  ),
  'sensitive-env-file': /(?:^|[\s/"'=@<>])\.env(?![\w.-])/,
  'sensitive-pem-key': /[\w-]\.pem\b/,
  'sensitive-ssh-dir': /\/\.ssh\b/,
  'sensitive-aws-dir': /\/\.aws\b/,
  'disk-destroyer': command(`(?:mkfs|wipefs|dd\\s${ARGS}of=/dev/(?:sd|nvme|hd|vd))`),
  'infrastructure-destroyer': command(
    `(?:(?:terraform|tofu|pulumi|cdk)\\s${ARGS}destroy|kubectl\\s${ARGS}delete)`,
  ),
  'database-drop': /\bdrop\s+(?:table|database|schema)\b/i,
  'recorder-tampering': command(
    `(?:flightrec\\s+(?:daemon\\s+stop|stop|gc)|p?kill\\s${ARGS}flightrec)`,
  ),
}

/** Returns what a rule would suspect in text it cannot read. */
export function suspect(rule: string, text: string): Hit | undefined {
  const found = PATTERNS[rule]?.exec(text)
  if (!found) return undefined
  const seen = found[0].replace(/\s+/g, ' ').trim().slice(0, 60)
  return { message: `text that could not be parsed holds '${seen}'` }
}
