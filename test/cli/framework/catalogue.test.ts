/** Guards the declarations: what is wrong here would be wrong in help, documents and completions at once. */
import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../../../src/cli/framework/catalogue.ts'
import type { Command } from '../../../src/cli/framework/command.ts'
import { GLOBAL_OPTIONS } from '../../../src/cli/framework/global-options.ts'
import { parseCommandLine } from '../../../src/cli/framework/parser.ts'

const paths = CATALOGUE.flatMap((command) => pathsFrom([command]))

function pathsFrom(path: readonly Command[]): (readonly Command[])[] {
  const below = path.at(-1)!.subcommands ?? []
  return [path, ...below.flatMap((command) => pathsFrom([...path, command]))]
}

test('no two commands have one name', () => {
  const names = CATALOGUE.map(({ name }) => name)
  expect(names).toEqual([...new Set(names)])
})

describe.each(paths.map((path) => [path.map(({ name }) => name).join(' '), path.at(-1)!] as const))(
  '%s',
  (name, command) => {
    const { options = {}, subcommands, run, summary, examples = [] } = command

    test('either runs or has subcommands', () => {
      expect([run !== undefined, subcommands !== undefined]).toEqual(
        subcommands ? [false, true] : [true, false],
      )
    })

    test('has summaries of one line that begin with a capital and do not end with a full stop', () => {
      const specs = [...Object.values(options), ...(command.arguments ?? [])]
      const summaries = [summary, ...specs.map((spec) => spec.summary)]
      const bad = summaries.filter(
        (text) => !/^\S[^\n]*[^.\s]$/.test(text) || /^[a-z]{4,} /.test(text),
      )
      expect(bad).toEqual([])
      expect(summary).toMatch(/^[A-Z]/)
    })

    test('has options in kebab-case that clash neither with each other nor with the global ones', () => {
      const own = Object.keys(options)
      expect(own.filter((option) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(option))).toEqual([])
      expect(own.filter((option) => Object.hasOwn(GLOBAL_OPTIONS, option))).toEqual([])
      const all = [...Object.values(options), ...Object.values(GLOBAL_OPTIONS)]
      const shorts = all.flatMap((spec) => ('short' in spec && spec.short ? [spec.short] : []))
      expect(shorts).toEqual([...new Set(shorts)])
      expect(shorts.filter((short) => !/^[A-Za-z]$/.test(short))).toEqual([])
    })

    test('has optional arguments after required ones, and a repeated one last', () => {
      const specs = command.arguments ?? []
      const order = specs.map((spec) => spec.optional === true)
      expect(order).toEqual([...order].sort((a, b) => Number(a) - Number(b)))
      expect(specs.slice(0, -1).filter((spec) => spec.repeated)).toEqual([])
    })

    test('has examples that can be run', () => {
      for (const [shown] of examples) {
        // What a shell does around it is not ours to parse.
        const stage = shown.split(' | ').find((part) => part.startsWith('flightrec')) ?? shown
        const line = stage.replace(/ < \S+$/, '')
        const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)]
        const [program, ...argv] = words.map(
          ([, single, double, plain]) => single ?? double ?? plain!,
        )
        expect(program).toBe('flightrec')
        const invocation = parseCommandLine(CATALOGUE, argv)
        expect(invocation.kind === 'run' ? invocation.command.name : invocation.kind).toBe(
          invocation.kind === 'run' ? name.split(' ').at(-1) : 'help',
        )
      }
    })
  },
)
