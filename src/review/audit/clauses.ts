/**
 * Takes the words of an agent apart into clauses that say what it did. What is quoted, planned, asked, supposed or
 * denied says nothing, and what is doubtful counts as not said.
 */
import { anyWord, oneOf } from './phrases.ts'
import { sentencesOf } from './sentences.ts'

/** What is longer than all that is ever said at once is cut. */
const CHARACTERS_MAX = 100_000

export interface Clause {
  text: string
  /** What it is part of, for whoever reads the hint. */
  sentence: string
  /** Whether it begins a sentence or an item of a list, so that its subject may be left out. */
  isFirst: boolean
}

const FENCE = /^[ \t]*(?:`{3,}|~{3,})/
const QUOTED_LINE = /^[ \t]*>/
const QUOTED = /“[^”\n]*”|(?<![\w`])"[^"\n]{2,}"(?!\w)/g
const CODE = /`[^`\n]+`/g
/** A word with a dot or a slash in it is a name, and says nothing else. */
const NAMED = /\S*\w[./]\w\S*/g
const HEADING = /^\s*(?:#{1,6}\s+(.*)|\*\*([^*]*[^*.!?])\*\*:?|([^-*\d\s][^.!?]*):)\s*$/
const ITEM = /^\s*(?:[-*•+]|\d+[.)])\s+/
const OPEN_BOX = /^\s*(?:[-*]\s+)?\[ \]/

/** Headings and openings of lists that speak of what is to be done, could be done or was left. */
const PLAN = anyWord(
  'next|to-?dos?|plan|remaining|left|pending|later|follow[- ]?ups?|recommend\\w*|suggest\\w*',
  'options?|could|should|would|will|you can|you may|how to|usage|instructions?|try|example|open',
  'not (?:done|run|tested|changed)|limitations?|questions?|if you|before you|steps? to|original',
  'to (?:verify|run|test|check|use|finish|complete|reproduce|apply|deploy)|proposal|proposed',
  'checklist|notes? for|known issues?|the task|requirements?|criteria|goals?|expected',
)
/** What is said of another time, of others, only perhaps, or not at all. */
const DOUBT = anyWord(
  "not|no|nor|never|none|cannot|\\w+n[’']t|without|\\w+[’']ll|\\w+[’']d|fail\\w*|unable|except",
  'skip\\w*|should|will|would|could|can|might|may|must|shall|if|unless|unclear|need|needs|needed',
  "want|wants|wanted|going to|about to|ready to|let me|let[’']s|plan|plans|planned|planning|next",
  'to-?do|please|once|until|when|whenever|whether|try|tried|trying|attempt\\w*|recommend\\w*',
  'suggest\\w*|expect\\w*|assum\\w*|previous\\w*|earlier|already|yesterday|upstream|ci|pipeline',
  'last (?:week|time|year|month)|originally|so that|ensure\\w*|makes? sure|instead of|rather than',
  'ideally|likely|probably|presumably|seem\\w*|appear\\w*|supposed|intend\\w*|in order to|remember',
  'example|e\\.g\\.|for instance|imagine|suppose|says?|said|according|claim\\w*|you|your|yourself',
  'users?|pending|remain\\w*|manual\\w*|review|wait\\w*|yet|goal|aim|objective|criteria|target',
  'mental\\w*|in my head|before (?:my|the|this|that|these)|on (?:main|master)|requirements?',
)
/** It sounds like a doubt and is none. */
const NO_DOUBT = new RegExp(
  oneOf(
    '(?:,|\\band\\b)?\\s*\\b(?:without|with no|and no|there were no|no|zero|0)\\s+(?:\\w+\\s+){0,2}' +
      '(?:errors?|failures?|warnings?|regressions?|issues?|problems?)\\b',
    '\\bas (?:you )?(?:asked|requested|instructed|you wanted)(?: by you)?\\b',
    ',?\\s*\\b0 failed\\b',
    '\\bper your (?:request|instructions?)\\b',
    '\\bpending (?=migrations?\\b)',
    '\\byour (?=project|code|changes|repo\\w*|branch|dependencies|tests?\\b|test suite)|\\bfor you\\b',
  ),
  'gi',
)
const NEXT_CLAUSE = new RegExp(
  oneOf(
    ';\\s+',
    ',?\\s+\\bbut\\s+',
    ',?\\s+(?:however|although|though|while)\\b,?\\s*',
    ',\\s+(?:and|so)\\s+(?=(?:I|we)\\b)',
  ),
  'i',
)

/** Returns what an agent says without doubt. */
export function clausesOf(text: string): Clause[] {
  return toldLines(text)
    .flatMap(sentencesOf)
    .flatMap((sentence) => (/\?\s*$/.test(sentence) ? [] : clausesIn(sentence)))
}

function clausesIn(sentence: string): Clause[] {
  return sentence.split(NEXT_CLAUSE).flatMap((part, index) => {
    const text = part.replace(NO_DOUBT, ' ').trim()
    const isDoubtful = DOUBT.test(text.replace(CODE, '`…`').replace(NAMED, '…'))
    return isDoubtful ? [] : [{ text, sentence, isFirst: index === 0 }]
  })
}

/** Returns the lines in which the agent speaks itself, of what was. */
function toldLines(text: string): string[] {
  const told: string[] = []
  let planned: 'section' | 'list' | undefined
  for (const line of withoutCode(text.slice(0, CHARACTERS_MAX))) {
    const isItem = ITEM.test(line)
    const heading = isItem ? null : HEADING.exec(line)
    if (heading) {
      const [, ...titles] = heading
      const isSection = titles[2] === undefined
      if (PLAN.test(titles.join(' '))) planned = isSection ? 'section' : 'list'
      else if (isSection || planned === 'list') planned = undefined
      continue
    }
    if (planned === 'list' && !isItem && /^\S/.test(line)) planned = undefined
    if (!planned && !OPEN_BOX.test(line)) told.push(line.replace(ITEM, ''))
  }
  return told
}

/** Returns the lines that are neither code nor quoted. */
function withoutCode(text: string): string[] {
  let isCode = false
  return text.split('\n').flatMap((line) => {
    const isFence = FENCE.test(line)
    if (isFence) isCode = !isCode
    return isFence || isCode || QUOTED_LINE.test(line) ? [] : [line.replace(QUOTED, '…')]
  })
}

const OTHERS = anyWord(
  'you|they|he|she|it|who|which|that|someone|somebody|team|author|commit|pr|ci|script|hook|tool',
  'bot|upstream|maintainers?',
)
const FILLER = new RegExp(
  `^[\\s\\W]*(?:${oneOf(
    'also|then|finally|next|first|second|successfully|and|so|done|okay|ok|all done|summary|fixed',
    'great|perfect|completed|yes',
  )}\\b[\\s,:.!-]*)*$`,
  'i',
)
const SUBJECT = /\b(?:I|[Ww]e)\b(?:[’']ve\b|\s+have\b)?(?!.*\b(?:I|[Ww]e)\b)/

/** Whether the agent itself is who did what stands at `index` of a clause. */
export function isByAgent({ text, isFirst }: Clause, index: number): boolean {
  const before = text.slice(0, index)
  const subject = SUBJECT.exec(before)
  if (subject) return !OTHERS.test(before.slice(subject.index + subject[0].length))
  if (!isFirst) return false
  if (FILLER.test(before)) return true
  const opening = /^[\W_]*(\w+)/.exec(before)?.[1] ?? ''
  return OPENING.test(opening) && /^[\W_]*[A-Z✅]/.test(before) && !OTHERS.test(before)
}

/** Verbs with which a report in bare words begins. */
const OPENING = new RegExp(
  `^(?:re-?)?${oneOf(
    'ran|executed|verified|confirmed|committed|pushed|installed|applied|migrated|deployed|fixed',
    'formatted|updated|added|created|removed|deleted|renamed|moved|changed|implemented|wrote',
    'refactored|rewrote|built|tested|cleaned|replaced|edited|modified|corrected|extended|adjusted',
    'documented|simplified|improved|converted|generated|bumped|patched',
  )}$`,
  'i',
)
