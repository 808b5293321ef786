/** Builds the folder that is recorded: so many files, so many bytes, the same ones for the same seed. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Random } from './random.ts'
import { TextPool } from './text-pool.ts'

const FILES_PER_FOLDER = 12
const DEPTH_MAX = 5
const ENDINGS = ['ts', 'ts', 'py', 'rs', 'md', 'json', 'txt']

export interface TreeShape {
  files: number
  bytes: number
  seed: number
}

export interface Tree extends TreeShape {
  path: string
  /** Relative to `path`. */
  names: readonly string[]
  /** Adds a line of text to a file and returns the name of the file. */
  touch(): string
}

/** Writes the tree to `path`, a folder that is not there yet. */
export function makeTree(path: string, shape: TreeShape): Tree {
  const random = new Random(shape.seed)
  const pool = new TextPool(random)
  const folders = makeFolders(path, Math.ceil(shape.files / FILES_PER_FOLDER), random)
  const names = Array.from(
    { length: shape.files },
    (_, index) => `${random.pick(folders)}file-${index}.${random.pick(ENDINGS)}`,
  )
  const sizes = makeSizes(shape, random)
  for (const [index, name] of names.entries()) {
    writeFileSync(join(path, name), pool.text(name, sizes[index]!))
  }
  const touch = () => {
    const name = random.pick(names)
    writeFileSync(join(path, name), pool.line(), { flag: 'a' })
    return name
  }
  return { ...shape, path, names, touch }
}

/** Sizes that follow the exponential distribution and add up to the wanted bytes, but for rounding. */
function makeSizes({ files, bytes }: TreeShape, random: Random): number[] {
  const drawn = Array.from({ length: files }, () => random.exponential(1))
  const total = drawn.reduce((sum, size) => sum + size, 0)
  return drawn.map((size) => Math.round((size / total) * bytes))
}

/** Makes folders, each in one made before; returns their names, '' for the top, with a slash behind. */
function makeFolders(path: string, count: number, random: Random): string[] {
  mkdirSync(path, { recursive: true })
  const names = ['']
  while (names.length < count) {
    const parent = random.pick(names)
    if (parent.split('/').length > DEPTH_MAX) continue
    const name = `${parent}part-${names.length}/`
    mkdirSync(join(path, name))
    names.push(name)
  }
  return names
}
