/** Rule about requests that ask a server to delete. */
import type { Rule } from '../rule.ts'
import { describeCommand, type ShellCommand } from '../shell/command.ts'
import { isHarmlessRun, operandsOnly } from '../shell/flags.ts'

/** Returns the method a client of HTTP is given. */
function methodOf({ name, args }: ShellCommand): string | undefined {
  if (/^(?:http|https|xh|xhs)$/.test(name)) return operandsOnly(args)[0]
  const isApi = /^(?:gh|glab|az)$/.test(name) && /^(?:api|rest)$/.test(args[0] ?? '')
  if (!isApi && name !== 'curl' && name !== 'wget' && name !== 'xh') return undefined
  const given = args.map((arg, index) => {
    const attached = /^(?:-[a-zA-Z]*X|--(?:request|method)=)(.+)$/.exec(arg)
    if (attached) return attached[1]
    return /^(?:-[a-zA-Z]*X|--request|--method|-m)$/.test(args[index - 1] ?? '') ? arg : undefined
  })
  return given.find((method) => method !== undefined)
}

function asksToDelete(command: ShellCommand): boolean {
  const method = methodOf(command)?.toUpperCase()
  if (method === 'DELETE') return true
  const isRequest = method !== undefined || command.name === 'curl'
  return (
    isRequest &&
    command.args.some((arg) =>
      /\/_delete_by_query\b|\/doDelete\b|\/delete(?:_series|-batch)\b/.test(arg),
    )
  )
}

export const httpDelete: Rule = {
  id: 'http-delete',
  risk: 'warning',
  summary: 'Asks a server to delete something (`curl -X DELETE`)',
  why: 'What is deleted there is in no snapshot, and the server may have no other copy.',
  tags: ['ASI02', 'T1485'],
  fires: [
    'curl -X DELETE https://api.example.com/v1/users/1',
    'curl -sXDELETE https://api.example.com/x',
    'curl --request delete https://api.example.com/x',
    'wget --method=DELETE https://api.example.com/x',
    'http DELETE api.example.com/x',
    'gh api -X DELETE repos/me/x',
    'curl -XPOST localhost:9200/logs/_delete_by_query -d @q.json',
  ],
  silent: [
    'curl -X POST https://api.example.com/x',
    'curl https://api.example.com/delete/x',
    "curl -d 'DELETE' https://api.example.com/x",
    'echo curl -X DELETE https://api.example.com/x',
    'gh api repos/me/x',
    'http GET api.example.com/DELETE',
  ],
  checkCommand(command) {
    if (isHarmlessRun(command.args) || !asksToDelete(command)) return undefined
    return { message: `'${describeCommand(command)}' asks a server to delete` }
  },
}
