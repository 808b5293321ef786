#!/usr/bin/env node
/** Where the program starts and ends: arguments in, exit code out. The rest is loaded once Node is new enough. */
const NODE_MIN = [20, 19] as const

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1])) {
  process.stderr.write(
    `flightrec: needs Node ${NODE_MIN.join('.')} or newer; this is ${process.versions.node}\n` +
      'hint: Install a newer Node, e.g. with `nvm install 22`.\n',
  )
  process.exit(1)
}

const { runCommandLine } = await import('./cli/framework/command-line.ts')
process.exit(await runCommandLine(process.argv.slice(2), (exitCode) => process.exit(exitCode)))
