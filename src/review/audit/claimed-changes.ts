/** Which files an agent says it changed, or left as they were. Only what is the very object of the verb counts. */

import { type Clause, isByAgent } from './clauses.ts'
import { anyWord, inFront, oneOf } from './phrases.ts'

export interface ClaimedChange {
  /** As it is written. */
  path: string
  is: 'changed' | 'untouched'
}

const CHANGED = `(?:re-?)?${oneOf(
  'created|added|wrote|written|updated|edited|changed|modified|fixed|corrected|renamed|moved',
  'deleted|removed|rewrote|rewritten|refactored|replaced|extended|adjusted|amended|patched',
  'cleaned up|reformatted|generated|touched|implemented|bumped|documented|simplified|improved',
  'converted|migrated',
)}`

const ENDING = oneOf(
  'jsx?|tsx?|mjs|cjs|mts|cts|mdx?|rst|txt|py|ipynb|pyi|go|rs|java|kts?|scala|rb|erb|php|cs|fs|vb',
  'c|h|cpp|cc|cxx|hpp|hh|mm|swift|lua|pl|pm|exs?|erl|hs|clj|dart|zig|sol|vue|svelte|astro|html?',
  'css|scss|sass|less|json5?|jsonc|ya?ml|toml|lock|xml|ini|cfg|conf|env|sh|bash|zsh|fish|ps1|bat',
  'sql|proto|graphql|gql|gradle|properties|tf|tfvars|csv|svg|prisma|cmake|tex|adoc',
)
const NAME = '[\\w@%+~-][\\w.@%+~-]*'
const FOLDERS = `(?:(?:~|\\.{1,2})?/)?(?:${NAME}/)*`
const FILE = oneOf(`${NAME}\\.${ENDING}`, '\\.env(?:\\.\\w+)?', 'Dockerfile|Makefile|\\.gitignore')
const PLACE = '(?::\\d+(?:-\\d+)?)?'
/** A path: with an ending of files, or, where it is marked as code, with a folder. */
const PATH = `(?:\\*\\*)?${oneOf(
  `\`${FOLDERS}(?:${FILE}|(?<=/)${NAME})${PLACE}\``,
  `\\[\`?${FOLDERS}${FILE}\`?\\]\\([^)\\s]*\\)`,
  `(?<![\\w/.@-])${FOLDERS}${FILE}(?![\\w/])(?!\\.\\w)`,
)}(?:\\*\\*)?`
const AND = oneOf(',\\s*(?:and\\s+)?', '\\s+(?:and|as well as|plus|&)\\s+')
const LIST = `${PATH}(?:${AND}${inFront('the|a|new|file')}${PATH})*`

/** What may stand between the verb and the file. */
const OF_FILE = `(?:${oneOf(
  'the|a|an|both|new|existing|following|file|files|module|script|page|document|documentation|docs',
  'config|configuration|guide|readme|changelog|component|test|tests|small|simple|missing|unused|old',
  'obsolete|empty|another|second|main|entire|whole|contents? of|unit|helper|stylesheet|fixture',
  'called|named|two|three|four|our|your|:',
)}\\s+){0,6}`
/** Words after which a file is only pointed to. */
const POINTING = oneOf(
  'as|from|like|described|mentioned|documented|found|listed|referenced|defined|see|based|per|to',
  'that|which|used|link|reference|pointing|about|with|for|is|was|were|are|than|when|because',
  'using|after|before',
)
const WORD = `(?!\\b${POINTING}\\b)[^\\s\`.,;:]+\\s+`
/** What was changed, and in which file. */
const THING_IN = `(?:${WORD}|\`[^\`\\n]+\`\\s+){1,8}?in\\s+(?:the\\s+)?`

const DIRECT = new RegExp(`\\b${CHANGED}:?\\s+(?:${OF_FILE}|${THING_IN})(${LIST})`, 'gi')
const RENAMED = new RegExp(
  `\\b(?:renamed|moved)\\s+${inFront('the|file')}(${PATH})\\s+to\\s+(${PATH})`,
  'gi',
)
const BEEN = oneOf('(?:has|have)\\s+(?:now\\s+|also\\s+)?been', 'was|were|is\\s+now|are\\s+now')
const PASSIVE = new RegExp(
  `^[\\W_]*${inFront('the|file|both|also|and|finally|now')}(${LIST})\\s+(?:file\\s+)?` +
    `${BEEN}\\s+${inFront('also|now|successfully')}${CHANGED}\\b(?!\\s+by\\b)`,
  'i',
)
/** An item of a list that begins with its file. */
const ITEM = new RegExp(
  `^[\\W_]*(${PATH})(?:\\s*\\((?:new|updated|modified)\\))?\\s*[:—–-]\\s*(?:\\*\\*)?${CHANGED}\\b`,
  'i',
)

const WHOLLY = inFront('completely|entirely|left')
const LEFT = new RegExp(
  oneOf(
    `\\b(?:left|kept)\\s+(${LIST})\\s+${WHOLLY}` +
      oneOf('untouched|unchanged|as is|as it (?:is|was)|alone|intact'),
    `(${LIST})\\s+${oneOf('is|are|was|were|remains?|remained|stays?|stayed')}\\s+${WHOLLY}` +
      oneOf('untouched|unchanged', 'not\\s+(?:changed|modified|touched|edited)'),
    `\\b(?:I|we)\\s+${oneOf("did\\s+not|didn[’']t|have\\s+not|haven[’']t|never")}\\s+` +
      `${oneOf('touch(?:ed)?|chang(?:e|ed)|modif(?:y|ied)|edit(?:ed)?')}\\s+(${LIST})`,
  ),
  'i',
)
const UNSURE = anyWord(
  'should|will|would|could|can|might|may|if|need|want|please|plan|until|unless|so far|yet|you',
)
/** Names of products that look like files. */
const PRODUCT = new RegExp(
  `^${oneOf(
    'node|vue|next|nuxt|react|express|d3|three|chart|moment|ember|backbone|angular|alpine|discord',
    'p5|pdf|socket|asp|highlight|video|bun|deno|nest|electron|ext|knockout|underscore|handlebars',
    'mathjax|tensorflow|brain|stencil|solid|preact|gatsby|fastify|koa|hapi|sails|meteor|polymer',
    'babylon|phaser|matter|anime|howler|tone|swiper|leaflet|fabric|konva|paper|two|pixi',
  )}\\.(?:js|ts|io|net)$`,
  'i',
)

/** Returns the files that a clause says were changed. */
export function claimedChanges(clause: Clause): ClaimedChange[] {
  const { text, isFirst } = clause
  const found: string[] = []
  for (const pattern of [DIRECT, RENAMED]) {
    for (const match of text.matchAll(pattern)) {
      if (isByAgent(clause, match.index)) found.push(...match.slice(1).flatMap(pathsIn))
    }
  }
  if (isFirst || /^and\b/i.test(text)) found.push(...pathsIn(PASSIVE.exec(text)?.[1]))
  if (isFirst) found.push(...pathsIn(ITEM.exec(text)?.[1]))
  return [...new Set(found)].map((path) => ({ path, is: 'changed' }))
}

/** Returns the files that a sentence says were left as they were. */
export function claimedUntouched(sentence: string): ClaimedChange[] {
  if (UNSURE.test(sentence) || /\?\s*$/.test(sentence)) return []
  const paths = LEFT.exec(sentence)?.slice(1).flatMap(pathsIn) ?? []
  return [...new Set(paths)].map((path) => ({ path, is: 'untouched' }))
}

function pathsIn(list: string | undefined): string[] {
  const all = list?.matchAll(new RegExp(PATH, 'gi')) ?? []
  return [...all].flatMap(([path]) => {
    const plain = path
      .replace(/^\*\*|\*\*$/g, '')
      .replace(/^\[(.*)\]\(.*\)$/, '$1')
      .replace(/^`|`$/g, '')
      .replace(/:\d+(?:-\d+)?$/, '')
    return PRODUCT.test(plain) ? [] : [plain]
  })
}
