import type { Route } from '../../src/web/api/route.ts'
import { ROUTES } from '../../src/web/api/routes.ts'

/** Returns docs/api.md. */
export function apiDocument(): string {
  const routes: readonly Route<never, unknown>[] = Object.values(ROUTES)
  return `# The page's API

<!-- Made from src/web/api/routes.ts by \`npm run docs\`. -->

What \`flightrec view\` answers to its page. Parameters are texts: of \`GET\` they stand in the address, of \`POST\` they are
a JSON object. Answers are the objects of [json.md](json.md), with what is told here beside them; a failure is an \`error\`
object. Only who has exchanged the token for a cookie is answered, from this machine alone; see [security.md](security.md).

${routes.map(routeText).join('\n\n')}
`
}

function routeText({ method, path, summary, parameters, isFixed }: Route<never, unknown>): string {
  const rows = Object.entries<string>(parameters).map(([name, means]) => `- \`${name}\`: ${means}`)
  const fixed = isFixed ? ['The answer never changes.'] : []
  return [
    `## ${method} ${path}`,
    '',
    summary,
    ...fixed,
    ...(rows.length > 0 ? ['', ...rows] : []),
  ].join('\n')
}
