import { expect, test } from 'vitest'
import type { Occurrence } from '../../src/rules/occurrence.ts'
import { reachOf } from '../../src/rules/reach.ts'

const ROOT = '/home/u/p'
const FILES = ['a.txt', 'b.txt', 'src/a.ts', 'src/deep/b.ts', 'c.log', 'other/x'].map(
  (name) => `${ROOT}/${name}`,
)

function reach(occurrence: Partial<Occurrence>) {
  const { names, isOpen } = reachOf({ type: 'SHELL_EXEC', cwd: ROOT, ...occurrence }, '/home/u')
  const namedAs = (outcome: 'gone' | 'there') =>
    FILES.filter((path) => names(path, outcome)).map((path) => path.slice(ROOT.length + 1))
  return { gone: namedAs('gone'), there: namedAs('there'), isOpen }
}

test.each([
  ['echo hi > a.txt', [], ['a.txt']],
  ['echo hi >> ./src/../a.txt; ls -la', [], ['a.txt']],
  ['rm -rf src', ['src/a.ts', 'src/deep/b.ts'], []],
  ['rm --rec src', ['src/a.ts', 'src/deep/b.ts'], []],
  ['rm src a.txt', ['a.txt'], []],
  ['rm *.log', ['c.log'], []],
  ['rm -r s*', ['src/a.ts', 'src/deep/b.ts'], []],
  ['cd src && touch a.ts deep/b.ts', [], ['src/a.ts', 'src/deep/b.ts']],
  ['mkdir -p src other && echo x > src/a.ts', [], ['src/a.ts']],
  ["sed -i 's/x/y/' a.txt b.txt", [], ['a.txt', 'b.txt']],
  ['mv a.txt b.txt', ['a.txt'], ['b.txt']],
  ['mv src other', ['src/a.ts', 'src/deep/b.ts'], ['other/x']],
  ['mv a.txt b.txt src/', ['a.txt', 'b.txt'], []],
  ['cp -r src other', [], ['other/x']],
  ['cp a.txt src', [], []],
  ['cp x.ts/../a.ts src', [], ['src/a.ts']],
  ['cat a.txt | sort | tee b.txt', [], ['b.txt']],
  ['for f in a b; do touch $f.txt; done', [], ['a.txt', 'b.txt']],
  ['find src -name b.ts -delete', ['src/a.ts', 'src/deep/b.ts'], []],
  ['chmod 600 ~/p/a.txt src', [], ['a.txt']],
  ['chmod -R u+w src', [], ['src/a.ts', 'src/deep/b.ts']],
  ['sudo rm a.txt', ['a.txt'], []],
  ['git rm b.txt', ['b.txt'], []],
  ['git checkout -- src', ['src/a.ts', 'src/deep/b.ts'], ['src/a.ts', 'src/deep/b.ts']],
  ['git restore a.txt', ['a.txt'], ['a.txt']],
  ['sleep 3; grep -r x . | head', [], []],
  ['git status && git diff', [], []],
  [`sh -c 'echo "x" > a.txt'`, [], ['a.txt']],
])('%s changes what it names, in that way, and nothing else', (command, gone, there) => {
  expect(reach({ command })).toEqual({ gone, there, isOpen: false })
})

test.each([
  ['npm test'],
  ['python3 -c "print(1)"'],
  ['node build.js'],
  ['./run.sh'],
  ['make > a.txt'],
  ['rm "$TARGET"'],
  ['git checkout main'],
  ['git stash'],
  ['tar xf x.tar'],
  ['mv -t src a.txt b.txt'],
  ['cp --target-directory=src a.txt'],
  ['find . -exec sh fix.sh {} +'],
  ["awk '{ print > $1 }' a.txt"],
  ["sed -n 'w b.txt' a.txt"],
  ['$(cat script)'],
  ['echo "unclosed'],
])('%s may change anything', (command) => {
  expect(reach({ command }).isOpen).toBe(true)
})

test('a tool that writes names its file; one that reads, lists or acts changes nothing', () => {
  const paths = ['src/a.ts', '/home/u/p/b.txt', '~/p/c.log']
  expect(reach({ type: 'FILE_WRITE', paths })).toEqual({
    gone: [],
    there: ['b.txt', 'src/a.ts', 'c.log'],
    isOpen: false,
  })
  for (const type of ['FILE_READ', 'FILE_READDIR', 'AGENT_ACT'] as const) {
    expect(reach({ type, paths })).toEqual({ gone: [], there: [], isOpen: false })
  }
  expect(reach({ type: 'MCP_TOOL_CALL' }).isOpen).toBe(true)
})

test('what a tool deletes or renames may be a folder, and only its new name is there afterwards', () => {
  expect(reach({ type: 'FILE_DELETE', paths: ['src'] })).toEqual({
    gone: ['src/a.ts', 'src/deep/b.ts'],
    there: [],
    isOpen: false,
  })
  expect(reach({ type: 'FILE_RENAME', paths: ['src', 'other'] })).toEqual({
    gone: ['src/a.ts', 'src/deep/b.ts'],
    there: ['other/x'],
    isOpen: false,
  })
  expect(reach({ type: 'FILE_WRITE', paths: ['src'] })).toMatchObject({ gone: [], there: [] })
})

test('a patch that is given to a shell names its files: who applies it may never say that it has ended', () => {
  const command = "apply_patch <<'EOP'\n*** Begin Patch\n*** Update File: src/a\n*** End Patch\nEOP"
  const reach = reachOf({ type: 'SHELL_EXEC', command, cwd: '/r', paths: ['src/a'] }, '/home/u')
  expect(reach.names('/r/src/a', 'there')).toBe(true)
  expect(reach.names('/r/src/b', 'there')).toBe(false)
})
