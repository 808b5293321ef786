/** Narratives as git notes: what is kept is read back, by us and by git, and damage costs only itself. */
import { chmodSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ObjectReader } from '../../../src/git/objects/object-reader.ts'
import { formatNote, type KeptNarrative, parseNote } from '../../../src/model/narrative.ts'
import type { Oid } from '../../../src/model/oid.ts'
import { type Diagnosis, doctor } from '../../../src/record/doctor/doctor.ts'
import { dropOldNotes } from '../../../src/record/prune/drop-notes.ts'
import { narrativeJson } from '../../../src/review/json/narrative.ts'
import { verify } from '../../../src/review/verify/verify.ts'
import { surveyRepos } from '../../../src/store/home/repo-survey.ts'
import { keepNarrative, NarrativeReader } from '../../../src/store/timeline/narratives.ts'
import { storeWithEverything } from '../../helpers/damaged-store.ts'
import { runPlainGit } from '../../helpers/plain-git.ts'
import type { ShadowFixture } from '../../helpers/shadow-fixture.ts'

const NARRATIVE: KeptNarrative = {
  short: 'Adds a greeting.',
  actions: ['write hello.txt'],
  intent_guess: 'to say hello',
  provider: 'ollama',
  model: 'm',
  generated: 1_700_000_000_000,
  promptHash: 'a'.repeat(64),
  promptBytes: 1234,
  omitted: 12,
  inputTokens: 812,
  outputTokens: 90,
  costUsd: 0.00126,
}

let store: ShadowFixture
let commits: Oid[]

beforeEach(async () => {
  store = await storeWithEverything()
  store.reader.close()
  commits = git('log', '--format=%H', 'refs/heads/main').trim().split('\n') as Oid[]
})
afterEach(() => store.dispose())

const git = (...args: string[]) => runPlainGit(['--git-dir', store.gitDir, ...args])

async function find(commit: Oid): Promise<KeptNarrative | undefined> {
  const reader = new ObjectReader(store.gitDir)
  try {
    return await new NarrativeReader(store.gitDir, reader).find(commit)
  } finally {
    reader.close()
  }
}

async function mend(): Promise<Diagnosis[]> {
  const found: Diagnosis[] = []
  const onDiagnosis = (diagnosis: Diagnosis) => found.push(diagnosis)
  await doctor(store.home, { isFixing: true, roots: [], onDiagnosis })
  return found
}

async function damages(): Promise<string[]> {
  const { damages: found } = await verify(surveyRepos(store.home, [])[0]!)
  return found.map(({ problem }) => problem)
}

function empty(name: string): void {
  const oid = git('rev-parse', name).trim()
  const path = join(store.gitDir, 'objects', oid.slice(0, 2), oid.slice(2))
  chmodSync(path, 0o600)
  truncateSync(path, 0)
}

test('a note reads back as it was written, whatever the model said', () => {
  expect(parseNote(formatNote(NARRATIVE))).toEqual(NARRATIVE)
  const { inputTokens: _, outputTokens: __, costUsd: ___, ...plain } = NARRATIVE
  const bare = { ...plain, actions: [], intent_guess: null, omitted: 0 }
  expect(parseNote(formatNote(bare))).toEqual(bare)
  const odd = { ...bare, short: '- Intent:\nFlightrec-Model: x\u001b[2J', actions: ['Intent: y'] }
  const read = parseNote(formatNote(odd))!
  expect(read).toMatchObject({ ...bare, short: expect.anything(), actions: ['Intent: y'] })
  expect(read.short).toBe('“- Intent: Flightrec-Model: x\\e[2J”')
  expect(parseNote(formatNote(read))).toEqual(read)
})

test('a note of somebody else is its first line, made nobody knows when, and an empty one is none', () => {
  const note = parseNote('\nLooked at it.\nMore.\n')!
  expect(note).not.toHaveProperty('generated')
  expect(narrativeJson(note)).toMatchObject({ generated_at: null, llm_provider: 'unknown' })
  expect(note).toMatchObject({
    short: 'Looked at it.',
    actions: [],
    provider: 'unknown',
  })
  expect(parseNote('\n \n')).toBeUndefined()
})

test('git reads what is kept; what is kept again takes its place', async () => {
  const [newest, older] = commits as [Oid, Oid]
  await keepNarrative(store.gitDir, newest, { ...NARRATIVE, short: 'First.' })
  await keepNarrative(store.gitDir, newest, NARRATIVE)
  await keepNarrative(store.gitDir, older, NARRATIVE)
  expect(git('log', '-1', '--notes=summary', '--format=%N', newest)).toBe(
    `${formatNote(NARRATIVE)}\n`,
  )
  expect(git('notes', '--ref=summary', 'list').trim().split('\n')).toHaveLength(2)
  expect(await find(newest)).toEqual(NARRATIVE)
  expect(await find(commits[2]!)).toBeUndefined()
  expect(git('rev-list', '--count', 'refs/notes/summary')).toBe('3\n')
  expect(await damages()).toEqual([])
})

test('notes that git wrote in its own form are read, replaced and kept', async () => {
  for (const commit of commits) git('notes', '--ref=summary', 'add', '-m', `of ${commit}`, commit)
  const [newest, older] = commits as [Oid, Oid]
  await keepNarrative(store.gitDir, newest, NARRATIVE)
  expect((await find(newest))?.short).toBe('Adds a greeting.')
  expect((await find(older))?.short).toBe(`of ${older}`)
  expect(git('notes', '--ref=summary', 'list').trim().split('\n')).toHaveLength(commits.length)
  expect(git('notes', '--ref=summary', 'show', newest)).toBe(formatNote(NARRATIVE))
  expect(await damages()).toEqual([])
})

test('narratives of dropped snapshots go, and so does the past of the notes; git reads the rest', async () => {
  const [newest, older] = commits as [Oid, Oid]
  const blob = git('rev-parse', `${newest}^{tree}`).trim() as Oid
  for (const commit of [newest, older]) await keepNarrative(store.gitDir, commit, NARRATIVE)
  git('notes', '--ref=summary', 'add', '-m', 'on a tree', blob)
  await dropOldNotes(store.gitDir, [{ commit: older }])
  expect(git('notes', '--ref=summary', 'list').trim().split('\n')).toHaveLength(2)
  expect(git('rev-list', '--count', 'refs/notes/summary')).toBe('1\n')
  expect(git('reflog', 'show', 'refs/notes/summary').trim().split('\n')).toHaveLength(1)
  expect(await find(newest)).toEqual(NARRATIVE)
  expect(await find(older)).toBeUndefined()
  const before = git('rev-parse', 'refs/notes/summary')
  await dropOldNotes(store.gitDir, [])
  expect(git('rev-parse', 'refs/notes/summary'), 'with nothing to drop').toBe(before)
  expect(await damages()).toEqual([])
})

test('a damaged note costs itself alone: the facts can be read, and doctor keeps the others', async () => {
  const [newest, older] = commits as [Oid, Oid]
  await keepNarrative(store.gitDir, newest, { ...NARRATIVE, short: 'Damaged.' })
  await keepNarrative(store.gitDir, older, NARRATIVE)
  empty(`refs/notes/summary:${newest.slice(0, 2)}/${newest.slice(2)}`)
  expect(await find(newest)).toBeUndefined()
  expect(await find(older)).toEqual(NARRATIVE)
  expect(await damages()).not.toEqual([])
  expect((await mend()).map(({ check, state }) => [check, state])).toContainEqual([
    'notes',
    'mended',
  ])
  expect(await damages()).toEqual([])
  expect(await mend()).toEqual([])
  expect(await find(older)).toEqual(NARRATIVE)
})

test.each(['refs/notes/summary', 'refs/notes/summary^{tree}', 'refs/notes/summary~1^{tree}'])(
  'damage of %s is mended, and narratives go on',
  async (name) => {
    const [newest, older] = commits as [Oid, Oid]
    await keepNarrative(store.gitDir, newest, NARRATIVE)
    await keepNarrative(store.gitDir, older, NARRATIVE)
    empty(name)
    await mend()
    expect(await damages()).toEqual([])
    await keepNarrative(store.gitDir, older, NARRATIVE)
    expect(await find(older)).toEqual(NARRATIVE)
    expect(git('fsck', '--strict', '--no-dangling')).toBe('')
  },
)
