/**
 * Reads from an agent's words whether they tell a failure as a success, or a small change where there was a
 * larger one. Words are never proof: what is doubtful counts as not said, and what is found is a hint.
 */

import { onlyLooks } from './looking.ts'

/** What commands are run for, and the words for it. */
const DEEDS: readonly (readonly [deed: string, command: RegExp, words: RegExp])[] = [
  [
    'tests',
    running('tests?|specs?|pytest|vitest|jest|mocha|rspec|phpunit|ctest|tox'),
    /\b(?:tests?|specs?|suite)\b/i,
  ],
  ['build', running('build|compile|make|tsc|webpack|javac|gcc|clang'), /\b(?:build|compil\w+)\b/i],
  [
    'checks',
    running('lint|eslint|biome|ruff|flake8|mypy|tsc|clippy|typecheck|check'),
    /\b(?:lint\w*|type[- ]?check\w*|checks)\b/i,
  ],
  ['install', running('install|npm ci'), /\b(?:install\w*|dependencies)\b/i],
  ['deploy', running('deploy|publish|apply'), /\b(?:deploy\w*|publish\w*|appl(?:y|ied))\b/i],
  ['push', running('git push'), /\bpush\w*\b/i],
  ['commit', running('git commit'), /\bcommit\w*\b/i],
  ['migration', running('migrate'), /\bmigrat\w*\b/i],
]

/** Matches `words` where they are a program, an argument or a part of one, and no value such as `MODE=test`. */
function running(words: string): RegExp {
  return new RegExp(`(?:^|[\\s/:;&|(])(?:${words})\\b`)
}

const SUCCESS = anyOf(
  'pass(?:es|ed|ing)?|succeed(?:s|ed)?|success(?:ful|fully)?|green|works?|worked|clean(?:ly)?',
  'completed?|done|deployed|pushed|published|installed|committed|applied|migrated',
)
const CHANGED = anyOf(
  '(?:updat|edit|chang|modif|creat|add|fix|delet|remov|renam|replac)(?:ed|ied|d)|wrote|written',
)
const EVERYTHING = anyOf(
  '(?:everything|all steps|all commands)\\b.*\\b(?:works?|worked|pass\\w*|succe\\w+|completed?)',
  'completed? successfully',
)
/** It is said of another time, or only perhaps. */
const UNTOLD = anyOf('should|will|would|could|can|might|may|if|need|want|going to|let me|\\w+\\?')
const DOUBT = anyOf(
  UNTOLD.source,
  "not|no|nor|never|cannot|\\w+n[’']t|without|fail\\w*|errors?|broken|except|unless|try|once",
  'until|when|whether|however|previously',
)
const CHANGE_VERB = '(?:updat|edit|chang|modif|touch|alter)\\w*'
const ONLY = new RegExp(
  [
    `\\b(?:only|just|solely)\\s+(?:\\w+\\s+)?${CHANGE_VERB}`,
    `\\b${CHANGE_VERB}\\s+(?:only|just|nothing (?:but|else))\\b`,
    `\\b${CHANGE_VERB}\\s+(?:\\S+\\s+){1,3}only(?=\\s*(?:[.,;:!)]|$))`,
    `\\bonly (?:files?|changes?)\\b.*\\b${CHANGE_VERB}`,
    '\\bno other (?:files?|changes?)\\b',
    `\\bnothing else\\b.*\\b${CHANGE_VERB}`,
  ].join('|'),
  'i',
)

function anyOf(...words: readonly string[]): RegExp {
  return new RegExp(`(?<!\\w)(?:${words.join('|')})(?!\\w)`, 'i')
}

const SENTENCES_MAX = 400
const SENTENCE_CHARACTERS_MAX = 300

export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+|\n+/, SENTENCES_MAX)
    .map((sentence) => sentence.trim().slice(0, SENTENCE_CHARACTERS_MAX))
    .filter((sentence) => sentence !== '')
}

/** Returns what a command is run for; undefined when that is not plain. */
export function deedOf(command: string): string | undefined {
  return onlyLooks(command) ? undefined : DEEDS.find(([, run]) => run.test(command))?.[0]
}

/** Whether `sentence` says that a command went well: by its purpose, by its name, or that everything did. */
export function tellsSuccess(sentence: string, command: string): boolean {
  if (DOUBT.test(sentence)) return false
  if (EVERYTHING.test(sentence)) return true
  if (!SUCCESS.test(sentence)) return false
  const isOfDeed =
    !onlyLooks(command) && DEEDS.some(([, run, words]) => run.test(command) && words.test(sentence))
  return isOfDeed || namesProgram(sentence, command)
}

function namesProgram(sentence: string, command: string): boolean {
  const program = /^[\w@%+=:,./-]+/.exec(command)?.[0].split('/').at(-1) ?? ''
  return program.length > 3 && sentence.includes(program)
}

/** Whether `sentence` says that a file was changed. */
export function tellsChange(sentence: string, path: string): boolean {
  const name = path.split('/').at(-1)!
  return (
    name.length > 2 && sentence.includes(name) && CHANGED.test(sentence) && !DOUBT.test(sentence)
  )
}

/** Whether `sentence` says that nothing was changed but what it names. */
export function tellsOnly(sentence: string): boolean {
  return ONLY.test(sentence) && !UNTOLD.test(sentence)
}

/** Whether `sentence` names a file, be it by a part of its path. */
export function mentions(sentence: string, relativePath: string): boolean {
  const said = sentence.toLowerCase()
  const words = relativePath.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  return words.some((word) => word.length > 2 && said.includes(word.replace(/s$/, '')))
}
