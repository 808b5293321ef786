/**
 * Builds one folder with everything in it that has broken a snapshot tool: names, depths, special files, links,
 * nested repositories, modes, times and sizes. As root also owners and mounts. FLIGHTREC_SOAK makes what is only
 * there for its size as large as it can be; a `light` tree has none of that.
 */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  linkSync,
  mkdirSync,
  openSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { isRoot } from './is-root.ts'
import { runPlainGit } from './plain-git.ts'

export interface HostileTree {
  root: string
  /** Written by anything that runs what the tree asks to be run; must never come to be. */
  canary: string
  /** What cannot be recorded, and why; paths with one character a byte. */
  skipped: Map<string, string>
  /** Lets go of sockets and mounts. */
  dispose(): void
}

export const isSoak = process.env.FLIGHTREC_SOAK !== undefined
/** Size of the one file that is over the cap. */
const LARGE_BYTES = isSoak ? 5 * 2 ** 30 : 150 << 20
const CROWD = isSoak ? 100_000 : 2_000

const NAMES = [
  ['a newline', 'new\nline'],
  ['leading dashes', '-rf', '--help', '-', '--'],
  ['bytes that are not UTF-8', '\xff\xfe.txt', '\xc3\x28', 'lone \x80'],
  ['control bytes', '\x1b]52;c;AAAA\x07', 'cr\rcr', '\x7f', '\x01\x02', '\x1b[31mred', 'tab\tbed'],
  ['255 bytes', 'x'.repeat(255)],
  ['two ways to write one accent', '\xc3\xa9', 'e\xcc\x81'],
  ['case twins', 'README', 'readme', 'ReadMe'],
  ['text direction', 'a\xe2\x80\xaecod.exe', 'zero\xe2\x80\x8bwidth'],
  ['spaces and dots at the end', 'space ', 'dot.', ' lead', '...', '. '],
  ['glob and pathspec magic', '*', '[a]', '?', ':(top)x', ':!x', ':', '**', '{a,b}'],
  [
    'shell magic',
    '#',
    '!',
    '~',
    '$HOME',
    '`touch x`',
    "it's",
    'say "hi"',
    'back\\slash',
    ';',
    '$(id)',
  ],
  [
    'names git refuses',
    '.GIT',
    '.git ',
    'GIT~1',
    '.git.',
    '.git::$INDEX_ALLOCATION',
    '.g\xe2\x80\x8cit',
    '.gitmodules',
    '.gitattributes ',
    'git~2',
    'a\\.git',
  ],
  ['our own encoding', '%flightrec:x', '%flightrec:', '%41', 'entries', '+sub'],
  ['names of devices elsewhere', 'CON', 'nul', 'COM1.txt', 'a:b', 'NUL.'],
]

export function buildHostileTree(root: string, size: 'full' | 'light' = 'full'): HostileTree {
  mkdirSync(root)
  const canary = join(root, '..', 'PWNED')
  const tree: HostileTree = { root, canary, skipped: new Map(), dispose: () => {} }
  oddNames(root)
  deep(root)
  nestedRepositories(root, canary)
  attributes(root)
  links(root)
  const server = specials(tree)
  contents(tree, size === 'full')
  modesAndTimes(root)
  if (size === 'full') crowd(root)
  const unmount = isRoot ? rootOnly(tree) : () => {}
  tree.dispose = () => {
    server.close()
    unmount()
  }
  return tree
}

function place(root: string, name: string): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name, 'latin1')])
}

/** Each name once as a file, once as a folder with a file of that name in it, once as a link. */
function oddNames(root: string): void {
  for (const kind of ['files', 'folders', 'links']) mkdirSync(join(root, kind))
  for (const [why, ...names] of NAMES) {
    for (const name of names) {
      writeFileSync(place(join(root, 'files'), name), `${why}: ${name}\n`)
      const folder = place(join(root, 'folders'), name)
      mkdirSync(folder)
      const inside = Buffer.concat([folder, Buffer.from('/'), Buffer.from(name, 'latin1')])
      writeFileSync(inside, why!)
      symlinkSync(Buffer.from(name, 'latin1'), place(join(root, 'links'), name))
    }
  }
}

/** 200 folders deep, and a path longer than any system call takes. */
function deep(root: string): void {
  mkdirSync(join(root, ...Array<string>(200).fill('d')), { recursive: true })
  writeFileSync(join(root, ...Array<string>(200).fill('d'), 'bottom'), 'deep\n')
  let fd = openSync(root, constants.O_DIRECTORY)
  const name = 'long'.repeat(60)
  for (let depth = 0; depth < 20; depth += 1) {
    const at = `/proc/self/fd/${fd}/${name}`
    mkdirSync(at)
    const below = openSync(at, constants.O_DIRECTORY)
    closeSync(fd)
    fd = below
  }
  writeFileSync(`/proc/self/fd/${fd}/bottom`, 'beyond PATH_MAX\n')
  symlinkSync('bottom', `/proc/self/fd/${fd}/link`)
  closeSync(fd)
}

/** Repositories as agents leave them about, each with a configuration that runs commands. */
function nestedRepositories(root: string, canary: string): void {
  const base = join(root, 'repos')
  mkdirSync(base)
  for (const name of ['unborn', 'committed', 'bare.git', 'hostile']) {
    const bare = name === 'bare.git' ? ['--bare'] : []
    runPlainGit(['init', '-q', ...bare, join(base, name)])
  }
  for (const name of ['committed', 'hostile']) {
    const repo = join(base, name)
    writeFileSync(join(repo, 'tracked'), 'tracked\n')
    runPlainGit(['-C', repo, 'add', 'tracked'])
    runPlainGit(['-C', repo, 'commit', '-q', '-m', 'one'])
    writeFileSync(join(repo, 'uncommitted'), 'the work nobody has committed\n')
  }
  const committed = join(base, 'committed')
  runPlainGit(['-C', committed, 'worktree', 'add', '-q', join(base, 'worktree'), '-b', 'other'])
  const allow = ['-c', 'protocol.file.allow=always']
  runPlainGit(['-C', committed, ...allow, 'submodule', '--quiet', 'add', committed, 'sub'])
  const run = `sh -c 'date >>${canary}'`
  writeFileSync(join(base, 'hostile/evil.inc'), `[core]\n\tfsmonitor = "${run}"\n`)
  const config = [
    `[core]\n\tfsmonitor = "${run}"\n\thooksPath = ${base}/hostile/hooks\n\tpager = "${run}"`,
    `\teditor = "${run}"\n\tsshCommand = "${run}"\n\taskPass = "${run}"`,
    `[filter "evil"]\n\tclean = "${run}"\n\tsmudge = "${run}"\n\tprocess = "${run}"\n\trequired = true`,
    `[diff]\n\texternal = "${run}"\n[diff "evil"]\n\ttextconv = "${run}"\n\tcommand = "${run}"`,
    `[merge "evil"]\n\tdriver = "${run}"\n[alias]\n\tstatus = "!${run}"\n\tlog = "!${run}"`,
    `[credential]\n\thelper = "!${run}"\n[gpg]\n\tprogram = "${run}"\n[include]\n\tpath = ../evil.inc`,
    '',
  ].join('\n')
  writeFileSync(join(base, 'hostile/.git/config'), config, { flag: 'a' })
  mkdirSync(join(base, 'hostile/hooks'))
  for (const hook of ['post-index-change', 'pre-commit', 'reference-transaction', 'post-commit']) {
    writeFileSync(join(base, 'hostile/hooks', hook), `#!/bin/sh\ndate >>${canary}\n`, {
      mode: 0o755,
    })
  }
  // A root that is itself a hostile repository.
  mkdirSync(join(root, '.git/refs'), { recursive: true })
  mkdirSync(join(root, '.git/objects'))
  writeFileSync(join(root, '.git/HEAD'), 'ref: refs/heads/main\n')
  writeFileSync(join(root, '.git/config'), `[core]\n\trepositoryformatversion = 0\n${config}`)
}

/** What git would convert, filter, ignore or run a driver for. */
function attributes(root: string): void {
  const lines = ['*.txt text eol=crlf', '*.id ident', '*.big filter=lfs diff=lfs -text']
  lines.push('*.evil filter=evil diff=evil merge=evil', '*.u16 working-tree-encoding=UTF-16')
  writeFileSync(join(root, '.gitattributes'), `${lines.join('\n')}\n`)
  writeFileSync(join(root, '.gitignore'), '*\n!.gitignore\n')
  writeFileSync(
    join(root, '.gitmodules'),
    '[submodule "x"]\n\tpath = -x\n\turl = --upload-pack=x\n',
  )
  writeFileSync(join(root, 'crlf.txt'), 'one\r\ntwo\nthree\r\n')
  writeFileSync(join(root, 'keyword.id'), '$Id$ $Id: deadbeef $\n')
  writeFileSync(join(root, 'pointer.big'), 'version https://git-lfs.example/spec/v1\n')
  writeFileSync(join(root, 'x.evil'), 'evil\n')
  writeFileSync(join(root, 'wide.u16'), Buffer.from('\ufeffwide\n', 'utf16le'))
}

function links(root: string): void {
  const folder = join(root, 'symlinks')
  mkdirSync(folder)
  for (const [name, target] of [
    ['itself', 'itself'],
    ['loop-a', 'loop-b'],
    ['loop-b', 'loop-a'],
    ['parent', '..'],
    ['etc', '/etc'],
    ['passwd', '/etc/passwd'],
    ['zero', '/dev/zero'],
    ['dangling', 'nowhere/at/all'],
    ['long', 'x'.repeat(4095)],
    ['.gitmodules', '../files'],
  ] as const) {
    symlinkSync(target, join(folder, name))
  }
  writeFileSync(join(folder, 'one'), 'two names\n')
  linkSync(join(folder, 'one'), join(folder, 'two'))
}

function specials({ root, skipped }: HostileTree): Server {
  mkdirSync(join(root, 'special'))
  execFileSync('mkfifo', [join(root, 'special/pipe')])
  const fd = openSync(join(root, 'special'), constants.O_DIRECTORY)
  const server = createServer().listen(`/proc/self/fd/${fd}/socket`)
  server.unref()
  skipped.set('special/pipe', 'fifo').set('special/socket', 'socket')
  return server
}

function contents({ root, skipped }: HostileTree, isFull: boolean): void {
  mkdirSync(join(root, 'contents/empty folder'), { recursive: true })
  const write = (name: string, content: string | Buffer) =>
    writeFileSync(join(root, 'contents', name), content)
  write('empty', '')
  write('binary', Buffer.from(Array.from({ length: 70_000 }, (_, n) => (n * n) % 256)))
  write('ansi', '\x1b[2J\x1b]0;owned\x07\x9b31m\0')
  write('blob 5', 'blob 5\0hello')
  if (!isFull) return
  write('one line', `${'y'.repeat(10 << 20)}\n`)
  write('streamed', Buffer.alloc(40 << 20, 'streamed '))
  write('sparse', '')
  truncateSync(join(root, 'contents/sparse'), 20 << 20)
  write('over the cap', 'x')
  truncateSync(join(root, 'contents/over the cap'), LARGE_BYTES)
  skipped.set('contents/over the cap', 'too-large')
}

function modesAndTimes(root: string): void {
  const folder = join(root, 'modes')
  mkdirSync(folder)
  for (const mode of [0o600, 0o640, 0o666, 0o700, 0o711, 0o755, 0o777, 0o4755, 0o2755, 0o1644]) {
    const name = mode.toString(8)
    writeFileSync(join(folder, name), name)
    chmodSync(join(folder, name), mode)
    mkdirSync(join(folder, `folder-${name}`))
    writeFileSync(join(folder, `folder-${name}/inside`), name)
    chmodSync(join(folder, `folder-${name}`), mode | 0o700)
    mkdirSync(join(folder, `empty-${name}`))
    chmodSync(join(folder, `empty-${name}`), mode | 0o700)
  }
  // Not 2 ** 33: a file system may not hold it.
  for (const seconds of [0, -86_400, 2 ** 31 - 1, 2 ** 32 + 5]) {
    const file = join(folder, `time-${seconds}`)
    writeFileSync(file, String(seconds))
    utimesSync(file, seconds, seconds)
  }
}

function crowd(root: string): void {
  mkdirSync(join(root, 'crowd'))
  for (let n = 0; n < CROWD; n += 1) writeFileSync(join(root, 'crowd', `${n}`), `${n % 100}\n`)
}

/** What only root can make: other owners, what nobody may read, devices, and mounts. */
function rootOnly({ root, skipped }: HostileTree): () => void {
  const folder = join(root, 'root only')
  mkdirSync(folder)
  writeFileSync(join(folder, 'of nobody'), 'owned')
  chownSync(join(folder, 'of nobody'), 65534, 65534)
  writeFileSync(join(folder, 'no mode'), 'sealed')
  chmodSync(join(folder, 'no mode'), 0)
  mkdirSync(join(folder, 'sealed'))
  writeFileSync(join(folder, 'sealed/inside'), 'sealed')
  chmodSync(join(folder, 'sealed'), 0)
  const mounted: string[] = []
  const mount = (name: string, ...args: string[]) => {
    mkdirSync(join(folder, name))
    execFileSync('mount', [...args, join(folder, name)])
    mounted.push(join(folder, name))
  }
  try {
    execFileSync('mknod', [join(folder, 'null'), 'c', '1', '3'])
    execFileSync('mknod', [join(folder, 'disk'), 'b', '7', '200'])
    skipped.set('root only/null', 'device').set('root only/disk', 'device')
    mount('proc', '-t', 'proc', 'proc')
    skipped.set('root only/proc', 'pseudo-filesystem')
    mount('tmpfs', '-t', 'tmpfs', 'tmpfs')
    writeFileSync(join(folder, 'tmpfs/inside'), 'on another file system')
    mount('bind', '--bind', join(root, 'symlinks'))
  } catch {
    process.stderr.write('skipped: devices and mounts, which a container may not have\n')
  }
  return () => {
    for (const point of mounted.reverse()) execFileSync('umount', ['--lazy', point])
  }
}
