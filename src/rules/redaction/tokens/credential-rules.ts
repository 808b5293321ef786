import { joinPattern } from '../../join-pattern.ts'
import { type SecretRule, secretRule } from './secret-rule.ts'

/** Secrets that are known by where they stand: headers, addresses, command lines and the files of some tools. */
export const CREDENTIAL_RULES: readonly SecretRule[] = [
  {
    ...secretRule(
      'url-password',
      'Passwords and tokens in addresses: `scheme://user:password@host`',
      ['://', ':\\/'],
      joinPattern(
        'y',
        String.raw`:(?:\\{0,4}/){2}(?:[^\x00-\x20\x7f"'\x60\\:/@<>]{0,128}:`,
        String.raw`([^\x00-\x20\x7f"'\x60\/<>?]{1,512})|((?=[A-Za-z_-]{0,64}\d)[A-Za-z0-9_-]{20,255}))@`,
      ),
      {
        found: [
          'https://bob:<w12>@host/x',
          'postgres://app:<w9>!a@db:5432/x',
          'https://<h32>@o1.ingest.example/1',
          'redis://:<w16>@cache:6379',
        ],
        left: [
          'https://git@host/x',
          'http://host:8080/a@b',
          'http://host:8080?mail=a@b.example',
          'postgres://user:$PASSWORD@db/x',
          'https://user:pass@host',
        ],
      },
    ),
    startsAnywhere: true,
  },
  {
    ...secretRule(
      'authorization-header',
      'Authorization headers: Bearer, Basic, token, Digest, signatures',
      ['authorization'],
      joinPattern(
        'iy',
        String.raw`authorization\\{0,7}["']?[ \t]{0,4}[:=,][ \t]{0,4}\\{0,7}["']?`,
        String.raw`(?:basic[ \t]{1,4}([a-z0-9+/_-]{6,1024}={0,2})|(?:[a-z][a-z0-9-]{2,24}[ \t]{1,4})?`,
        String.raw`((?=[^\x00-\x20"'\\]{0,128}\d)[^\x00-\x20\x7f"'\x60\\<>]{8,1024}`,
        String.raw`(?:,?[ \t][a-z]{2,20}=[^\x00-\x20"'\\]{1,512}){0,8}))`,
      ),
      {
        found: [
          'Authorization: Bearer <w32>7',
          '"authorization": "Basic <b20>=="',
          'Authorization: token <h39>7',
          'authorization: <w24>7',
        ],
        left: [
          'Authorization: required',
          'Authorization: Bearer $TOKEN',
          'authorization: Bearer <token>',
        ],
      },
    ),
    ignoresCase: true,
    startsAnywhere: true,
  },
  {
    ...secretRule(
      'bearer-token',
      'What follows the word Bearer, Basic or Bot where it is no word',
      ['bearer ', 'bearer%20', 'basic '],
      joinPattern(
        'iy',
        String.raw`(?:bearer(?:[ \t]{1,4}|%20)((?=[^\x00-\x20]{0,64}\d)[a-z0-9._~+/=-]{16,1024})`,
        String.raw`|basic[ \t]{1,4}((?=[a-z0-9+/]{0,64}\d)[a-z0-9+/]{12,1024}={0,2}))`,
      ),
      {
        found: ['curl -H "X: Bearer <w31>7"', 'Basic <w19>7=='],
        left: ['bearer of good news', 'basic understanding', 'Bearer $TOKEN_VALUE'],
      },
    ),
    ignoresCase: true,
  },
  {
    ...secretRule(
      'cookie',
      'Cookies: all of a Cookie header, the value in a Set-Cookie header',
      ['cookie'],
      joinPattern(
        'iy',
        String.raw`cookie\\{0,7}["']?(?:[ \t]{0,4}[:,]|(?<=--cookie)[ =])[ \t]{0,4}\\{0,7}["']?`,
        String.raw`(?:(?<=set-cookie.{0,20})[a-z0-9_.$-]{1,64}=([^\x00-\x20\x7f"'\x60\\;]{6,1024})`,
        String.raw`|([a-z0-9_.$-]{1,64}=[^\x00-\x1f\x7f"'\x60\\]{6,1024}))`,
      ),
      {
        found: ['Cookie: sid=<w24>; theme=dark', 'Set-Cookie: sid=<w32>; Path=/; HttpOnly'],
        left: ['Cookie: we use them', 'cookie: name'],
      },
    ),
    ignoresCase: true,
    startsAnywhere: true,
  },
  {
    ...secretRule(
      'pgpass',
      'Lines of .pgpass',
      [':5432:', ':5433:', ':6432:', ':6543:', ':*:'],
      /:(?:\d{4}|\*):[^\x00-\x20:"'\\]{1,63}:[^\x00-\x20:"'\\]{1,63}:([^\x00-\x20\x7f"'\\]{3,256})/y,
      {
        found: ['db.host:5432:app:bob:<w16>', 'x:*:*:bob:<w12>'],
        left: ['a:5432:b', '0.0.0.0:5432:5432/tcp'],
      },
    ),
    startsAnywhere: true,
  },
  {
    ...secretRule(
      'netrc',
      'Passwords of .netrc',
      ['password ', 'password\t'],
      joinPattern(
        'my',
        String.raw`password[ \t]{1,4}(?:(?<=(?:login|account)[ \t]{1,4}[^\x00-\x20]{1,128}[ \t]{1,4}pas`,
        String.raw`sword[ \t]{1,4})|(?<=(?:^|["'])[ \t]{0,8}password[ \t]{1,4})(?=[^\x00-\x20"'\\]{0,128}`,
        String.raw`\d[^\x00-\x20"'\\]{0,128}[ \t]{0,4}(?:["'\\]|\r?$)))([^\x00-\x20\x7f"'\x60\\]{3,256})`,
        String.raw`(?=[ \t]{0,8}(?:\r?$|["'\\]|account|machine|macdef)|(?<=(?:machine[ \t]{1,4}[\w.:-]{1,128}|default)`,
        String.raw`[ \t]{1,4}login[ \t]{1,4}[^\x00-\x20]{1,128}[ \t]{1,4}password[ \t]{1,4}`,
        String.raw`(?=[^\x00-\x20]{0,64}\d)[^\x00-\x20"'\x60\\]{3,256}))`,
      ),
      {
        found: [
          'machine h login bob password <w12>',
          '  password <w11>7',
          'Put machine h login bob password <w11>7 into it.',
          "echo 'machine h login bob password <w12>' >> ~/.netrc",
        ],
        left: [
          'password required',
          'the login and password must match',
          'a machine that login bob password changed for',
        ],
      },
    ),
    startsAnywhere: true,
  },
  {
    ...secretRule(
      'registry-auth',
      'Docker and npm registry credentials: `"auth": "…"`, `_auth=…`',
      ['auth"', 'auth\\', '_auth'],
      joinPattern(
        'y',
        String.raw`_?auth(?:\\{0,7}"[ \t]{0,4}:[ \t]{0,4}\\{0,7}"|[ \t]{0,4}=[ \t]{0,4}\\{0,7}"?)`,
        '([A-Za-z0-9+/]{12,1024}={0,2})(?![A-Za-z0-9+/._-])',
      ),
      {
        found: ['{"auths":{"x":{"auth":"<b24>=="}}}', '//host/:_auth=<b40>'],
        left: ['"auth": "none"'],
      },
    ),
    startsAnywhere: true,
  },
  secretRule(
    'kubernetes-key',
    'Client keys of a kubeconfig',
    ['client-key-data'],
    /client-key-data\\{0,7}"?[ \t]{0,4}:[ \t]{0,4}\\{0,7}"?([A-Za-z0-9+/]{40,1024}={0,2})/y,
    { found: ['    client-key-data: <b400>='], left: ['client-key-data: key.pem'] },
  ),
  {
    ...secretRule(
      'sql-password',
      'Passwords in SQL: IDENTIFIED BY, WITH PASSWORD',
      ['identified by', "password '", 'password \\', 'identified with'],
      joinPattern(
        'iy',
        String.raw`(?:identified[ \t]{1,4}(?:with[ \t][a-z_]{1,40}[ \t])?by`,
        String.raw`(?:[ \t]{1,4}password)?[ \t]{1,4}\\{0,7}(?:'|"(?=[^"]{0,64}\d))|password[ \t]{1,4}\\{0,7}')`,
        String.raw`([^\x00-\x1f\x7f"'\\]{3,256})\\{0,7}["']`,
      ),
      {
        found: ["CREATE USER bob IDENTIFIED BY '<w14>'", "ALTER ROLE bob WITH PASSWORD '<w14>';"],
        left: ["IDENTIFIED BY ''", "password 'changeme'"],
      },
    ),
    ignoresCase: true,
  },
  {
    ...secretRule(
      'password-hash',
      'Password hashes of accounts: lines of /etc/shadow and .htpasswd',
      [':$1$', ':$5$', ':$6$', ':$y$', ':$gy$', ':$2a$', ':$2b$', ':$2y$', ':$apr1$'],
      /:\$(?:[156y]|gy|2[aby]|apr1)\$([./A-Za-z0-9=$,]{20,200})/y,
      { found: ['root:$6$<w8>$<w86>:19000:0:99999:7:::', 'me:$apr1$<w8>$<w22>'], left: ['a:$1$2'] },
    ),
    startsAnywhere: true,
  },
  {
    ...secretRule(
      'setting-password',
      'Passwords of settings that other names stand for: requirepass, masterauth, psk, SecureString',
      ['requirepass', 'masterauth', 'psk', 'ConvertTo-SecureString '],
      joinPattern(
        'iy',
        String.raw`(?:(?:requirepass|masterauth)[ \t]{1,8}|psk[ \t]{0,4}=[ \t]{0,4}|ConvertTo-SecureString[ \t]{1,4}`,
        String.raw`(?:-String[ \t]{1,4})?(?=["']))\\{0,7}["']?([^\x00-\x20\x7f"'\x60\\]{6,256})`,
      ),
      {
        found: ['requirepass <w16>', 'psk="<w12>"', 'ConvertTo-SecureString "<w12>" -AsPlainText'],
        left: ['requirepass $PW', 'psk = none', 'ConvertTo-SecureString $pw'],
      },
    ),
    ignoresCase: true,
  },
  {
    ...secretRule(
      'seed-phrase',
      'Seed phrases of wallets: twelve words and more behind `mnemonic` or `seed phrase`',
      ['mnemonic', 'seed phrase', 'seed_phrase', 'seedphrase', 'recovery phrase'],
      joinPattern(
        'iy',
        String.raw`(?:mnemonic(?:[ _]phrase)?|seed[ _]?phrase|recovery phrase)\\{0,7}["']?`,
        String.raw`[ \t]{0,4}(?:is[ \t]?)?[:=]?[ \t]{0,4}\\{0,7}["']?((?:[a-z]{3,8} ){11,23}[a-z]{3,8})\b`,
      ),
      {
        found: ['mnemonic: "<L5> <L5> <L5> <L5> <L5> <L5> <L5> <L5> <L5> <L5> <L5> <L8>"'],
        left: ['mnemonic: a word that helps to remember'],
      },
    ),
    ignoresCase: true,
  },
  secretRule(
    'auth-pair',
    'Passwords of `auth=("user", "password")` in code',
    ['auth=('],
    /auth=\([ \t]{0,4}\\{0,7}["'][^"'\\\n]{1,128}\\{0,7}["'],[ \t]{0,4}\\{0,7}["']([^"'\\\n]{4,256})\\{0,7}["']/y,
    {
      found: ['requests.get(url, auth=("me", "<w12>"))'],
      left: ['requests.get(url, auth=(user, password))'],
    },
  ),
]
