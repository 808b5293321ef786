import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Attribution } from '../../../src/model/attribution.ts'
import { changedPath } from '../../../src/model/change.ts'
import { EMPTY_TREE } from '../../../src/model/oid.ts'
import { rawToText } from '../../../src/model/raw-path.ts'
import type { SessionId } from '../../../src/model/session.ts'
import type { FoundChange } from '../../../src/record/attribution/change-moment.ts'
import { type Recording, startRecording } from '../../helpers/recording.ts'

/** The first letter of a file's name says whose it is. */
function byName(changes: readonly FoundChange[]): Attribution[] {
  return changes.map(({ change }) => {
    const name = rawToText(changedPath(change)).split('/').at(-1)!
    const agent = `agent-${name.charAt(0)}`
    const session = `sess_${name.charCodeAt(0).toString(16).padStart(16, '0')}` as SessionId
    return name.startsWith('u')
      ? { evidence: 'none' }
      : { evidence: 'declared', by: { agent, session } }
  })
}

const git = ({ git: run }: Recording, ...args: string[]) => run(...args).trim()

function commits(recording: Recording, since: string) {
  const lines = git(recording, 'log', '--reverse', '--format=%an %H', `${since}..main`)
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' ') as [string, string])
}

function changedIn(recording: Recording, commit: string): string[] {
  const args = ['diff-tree', '-r', '--no-renames', '--name-only', `${commit}^`, commit]
  return git(recording, ...args)
    .split('\n')
    .filter(Boolean)
}

test('what several did between two looks becomes a snapshot for each of them', async () => {
  const recording = await startRecording({ attribute: byName })
  const { root, recorder } = recording
  mkdirSync(join(root, 'gone'))
  for (const name of ['a1', 'b1', 'u1', 'gone/a2', 'gone/b2']) writeFileSync(join(root, name), name)
  const first = await recorder.snapshot({ trigger: 'start' })
  writeFileSync(join(root, 'a1'), 'new')
  writeFileSync(join(root, 'b1'), 'new')
  rmSync(join(root, 'gone'), { recursive: true })
  mkdirSync(join(root, 'made/deep'), { recursive: true })
  for (const name of ['made/deep/a3', 'made/deep/b3', 'made/u2'])
    writeFileSync(join(root, name), name)
  const result = await recorder.snapshot({ trigger: 'watch' })
  expect(result.earlier).toHaveLength(2)
  const found = commits(recording, first.snapshot.commit)
  const shown = found.map(([who, commit]) => [who, changedIn(recording, commit)])
  expect(Object.fromEntries(shown)).toEqual({
    'agent-a': ['a1', 'gone/a2', 'made/deep/a3'],
    'agent-b': ['b1', 'gone/b2', 'made/deep/b3'],
    unattributed: ['made/u2'],
  })
  const author = git(recording, 'log', '--format=%an <%ae>', '--author=agent-a', 'main')
  expect(author).toBe(`agent-a <sess_${'61'.padStart(16, '0')}@flightrec>`)
})

test('where a file has taken the place of a folder, nobody is named and nothing is lost', async () => {
  const recording = await startRecording({ attribute: byName })
  const { root, recorder } = recording
  mkdirSync(join(root, 'place'))
  writeFileSync(join(root, 'place/a1'), '1')
  await recorder.snapshot({ trigger: 'start' })
  rmSync(join(root, 'place'), { recursive: true })
  writeFileSync(join(root, 'place'), 'a file now')
  const { snapshot, earlier } = await recorder.snapshot({ trigger: 'watch' })
  expect(earlier).toBeUndefined()
  expect(snapshot).toMatchObject({ evidence: 'contended', actor: { name: 'unattributed' } })
  expect(git(recording, 'ls-tree', '-r', '--name-only', 'main')).toBe('place')
})

/** The trees of the timeline and of what git cannot hold; an empty one says no more than none. */
function stateOf(recording: Recording): string {
  const format = '--format=%(refname) %(tree)'
  const trees = git(recording, 'for-each-ref', format, 'refs/heads/main', 'refs/flightrec/meta')
  return trees.replace(`refs/flightrec/meta ${EMPTY_TREE}\n`, '')
}

const names = fc.constantFrom('a1', 'a2', 'b1', 'b2', 'u1', 'c1')
const folders = fc.constantFrom('', 'f/', 'f/g/', 'h/')
const edits = fc.array(
  fc.record({
    kind: fc.constantFrom('write', 'write', 'remove', 'chmod', 'rmdir', 'mkdir', 'chmod-folder'),
    folder: folders,
    name: names,
    content: fc.string({ maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 12 },
)

function edit(root: string, { kind, folder, name, content }: ReturnType<typeof one>): void {
  const at = join(root, folder, name)
  if (kind === 'write') {
    mkdirSync(dirname(at), { recursive: true })
    writeFileSync(at, content)
  } else if (kind === 'remove') rmSync(at, { force: true })
  else if (kind === 'rmdir' && folder !== '')
    rmSync(join(root, folder), { recursive: true, force: true })
  else if (kind === 'mkdir') mkdirSync(join(root, folder, `${name}-folder`), { recursive: true })
  else {
    const target = kind === 'chmod' ? at : join(root, folder)
    try {
      chmodSync(target, content.length % 2 ? 0o750 : 0o700)
    } catch {
      // Not there.
    }
  }
}
const one = () => ({}) as { kind: string; folder: string; name: string; content: string }

test('split or not, the states at the end are the same, and each snapshot holds one actor', async () => {
  const run = fc.asyncProperty(fc.array(edits, { minLength: 1, maxLength: 5 }), async (rounds) => {
    const split = await startRecording({ attribute: byName })
    const plain = await startRecording()
    for (const { root, recorder } of [split, plain]) {
      for (const name of ['a1', 'b1', 'f/a1', 'f/g/b1', 'f/g/u1', 'h/c1']) {
        edit(root, { kind: 'write', folder: '', name, content: 'start' })
      }
      await recorder.snapshot({ trigger: 'start' })
    }
    for (const round of rounds) {
      const before = git(split, 'rev-parse', 'main')
      for (const recording of [split, plain]) {
        for (const change of round) edit(recording.root, change)
        await recording.recorder.snapshot({ trigger: 'watch' })
      }
      const trees = [split, plain].map(stateOf)
      expect(trees[0]).toBe(trees[1])
      for (const [who, commit] of commits(split, before)) {
        const owners = changedIn(split, commit).map((path) => path.split('/').at(-1)!.charAt(0))
        const expected = who === 'unattributed' ? 'u' : who.slice('agent-'.length)
        if (!git(split, 'log', '-1', '--format=%B', commit).includes('contended'))
          expect(new Set(owners).size === 0 || owners.every((owner) => owner === expected)).toBe(
            true,
          )
      }
    }
    execFileSync('git', ['--git-dir', split.repo.gitDir, 'fsck', '--strict', '--no-dangling'])
    await split.recorder.close()
    await plain.recorder.close()
  })
  await fc.assert(run, { numRuns: 25, seed: Number(process.env.FLIGHTREC_SEED ?? 20261121) })
})
