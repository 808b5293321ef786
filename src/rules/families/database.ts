/** Rule about databases whose content is dropped. */
import type { Rule } from '../rule.ts'
import { describeCommand, type ShellCommand, UNKNOWN } from '../shell/command.ts'
import { hasLong, hasShort, isHarmlessRun, operandsOnly } from '../shell/flags.ts'
import { wordSet } from '../word-set.ts'

const CLIENTS =
  wordSet(`psql mysql mariadb sqlite sqlite3 sqlcmd mssql-cli duckdb clickhouse clickhouse-client cqlsh
  snowsql bq sqlplus pgcli mycli usql cockroach turso mongo mongos mongosh redis-cli valkey-cli wrangler d1 supabase
  impala-shell hive beeline trino presto prisma`)
const TEXT_MAX = 16 * 1024

const DROPPED =
  'table|database|schema|index|view|materialized view|column|user|role|keyspace|collection|owned'
const DROP = new RegExp(`\\bdrop (?:${DROPPED})\\b`, 'i')

/** Returns the statement that drops something; comments and texts in quotes do not count. */
function droppingStatement(sql: string): string | undefined {
  const plain = sql
    .slice(0, TEXT_MAX)
    .replace(/--[^\n]*|\/\*.*?\*\//gs, ' ')
    .replace(/'(?:[^'\\]|\\.|'')*'/g, "''")
  for (const statement of plain.split(';')) {
    const text = statement.replaceAll(UNKNOWN, '?').trim().replace(/\s+/g, ' ')
    const drops =
      DROP.test(text) ||
      /\btruncate (?:table )?\w/i.test(text) ||
      (/\bdelete from [\w."`[\]?]+/i.test(text) && !/\bwhere\b/i.test(text)) ||
      (/\bupdate [\w."`[\]]+ set\b/i.test(text) && !/\bwhere\b/i.test(text)) ||
      /\bdropDatabase\s*\(|\.(?:drop|deleteMany|remove)\s*\(\s*(?:\{\s*\}\s*)?\)/.test(text) ||
      /\balter table [\w."`]+ drop\b/i.test(text)
    if (drops) return text.length > 60 ? `${text.slice(0, 59)}…` : text
  }
  return undefined
}

/** Commands of frameworks that drop a database or all its content. */
const FRAMEWORKS = new RegExp(
  `\\b(?:${[
    'db:(?:drop|reset|purge|wipe|migrate:reset|schema:load)|migrate:(?:fresh|reset|refresh)|migrate reset',
    'db push --(?:force-reset|accept-data-loss)|manage\\.py (?:flush|reset_db|sqlflush)',
    'schema:drop|database:drop|downgrade base|db reset|flushall|flushdb|ecto\\.(?:drop|reset|rollback)',
  ].join('|')})\\b`,
  'i',
)
const FRAMEWORK_PROGRAMS =
  wordSet(`rails rake php artisan prisma knex sequelize typeorm python python3 manage.py
  alembic flask mix supabase diesel sqlx symfony console redis-cli valkey-cli drizzle-kit bundle npm yarn pnpm dotnet`)

function statementOf(command: ShellCommand): string | undefined {
  const { name, args, stdin } = command
  if (!CLIENTS.has(name)) return undefined
  const texts = [...args, ...(stdin === undefined ? [] : [stdin])]
  for (const text of texts) {
    const statement = droppingStatement(
      text.replace(/^(?:-c|-e|--command=|--execute=|--eval=)/, ''),
    )
    if (statement) return statement
  }
  return undefined
}

function dropsByOption(name: string, args: readonly string[]): boolean {
  if (name === 'dropdb' || name === 'dropuser') return true
  if (name === 'mysqladmin') return args.includes('drop')
  if (name === 'mongorestore') return args.includes('--drop')
  if (name === 'pg_restore') return hasLong(args, 'clean', 2) || hasShort(args, 'c')
  return name === 'bq' && operandsOnly(args)[0] === 'rm'
}

export const databaseDrop: Rule = {
  id: 'database-drop',
  risk: 'danger',
  summary: 'Drops or empties a database or a table',
  why: 'Rows are not files: the record of a folder does not hold them.',
  tags: ['ASI02', 'T1485'],
  fires: [
    'psql -c "DROP TABLE users"',
    "mysql -e 'truncate table a' db",
    'sqlite3 app.db "DELETE FROM users;"',
    'echo "DROP DATABASE x;" | psql',
    'psql <<EOF\ndrop schema public cascade;\nEOF',
    'dropdb app',
    'redis-cli FLUSHALL',
    'npx prisma migrate reset --force',
    'rails db:drop',
    `mongosh --eval 'db.dropDatabase()'`,
    'php artisan migrate:fresh',
    'pg_restore --clean -d app x.dump',
    'mix ecto.reset',
  ],
  silent: [
    'psql -c "SELECT 1"',
    'sqlite3 app.db "DELETE FROM users WHERE id = 1"',
    'echo "DROP TABLE users"',
    'grep -r "DROP TABLE" migrations',
    `psql -c "select 'drop table x'"`,
    'rails db:migrate',
    'git commit -m "drop table users"',
    'npm run db:seed',
  ],
  checkCommand(command) {
    const { name, args } = command
    if (isHarmlessRun(args)) return undefined
    const statement = statementOf(command)
    if (statement) return { message: `${name} runs '${statement}'` }
    const isFramework =
      FRAMEWORK_PROGRAMS.has(name) &&
      FRAMEWORKS.test(
        [
          name,
          ...operandsOnly(args),
          ...args.filter((arg) => /^--(?:force-reset|accept-data-loss)/.test(arg)),
        ].join(' '),
      )
    const drops = isFramework || dropsByOption(name, args)
    return drops ? { message: `'${describeCommand(command)}' drops a database` } : undefined
  },
}
