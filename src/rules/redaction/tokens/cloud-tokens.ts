import { joinPattern } from '../../join-pattern.ts'
import { type SecretRule, secretRule } from './secret-rule.ts'

/** Keys of clouds, hosting, databases and infrastructure. */
export const CLOUD_TOKENS: readonly SecretRule[] = [
  secretRule(
    'aws-access-key-id',
    'AWS access key ids',
    ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    /A(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}(?![A-Za-z0-9])/y,
    { found: ['AKIA<T16>', 'ASIA<T16>'], left: ['AKIAIOSFODNN7EXAMPLE', 'ASIATIC'] },
  ),
  secretRule(
    'aws-bedrock-key',
    'AWS Bedrock API keys',
    ['ABSK', 'bedrock-api-key-'],
    /(?:ABSK[A-Za-z0-9+/]{100,512}={0,2}|bedrock-api-key-[A-Za-z0-9+/]{20,1024}={0,2})/y,
    { found: ['ABSK<b128>'], left: ['ABSKIPPED'] },
  ),
  secretRule(
    'google-api-key',
    'Google API keys, Gemini and Firebase too',
    ['AIza'],
    /AIza[A-Za-z0-9_-]{35}/y,
    { found: ['AIza<u35>'], left: ['AIzaShort'] },
  ),
  secretRule(
    'google-oauth-token',
    'Google OAuth access and refresh tokens',
    ['ya29.', '1//0'],
    /(?:ya29\.[A-Za-z0-9_.-]{20,1024}|1\/\/0[A-Za-z0-9_-]{36,256})/y,
    { found: ['ya29.<u120>', '1//0<u60>'], left: ['ya29.x', '1//0 == 1'] },
  ),
  secretRule(
    'google-oauth-secret',
    'Google OAuth client secrets',
    ['GOCSPX-'],
    /GOCSPX-[A-Za-z0-9_-]{24,40}/y,
    { found: ['GOCSPX-<u28>'], left: ['GOCSPX-id'] },
  ),
  {
    ...secretRule(
      'azure-client-secret',
      'Azure (Entra) client secrets; the four characters before `Q~` stay',
      ['1Q~', '2Q~', '3Q~', '4Q~', '5Q~', '6Q~', '7Q~', '8Q~', '9Q~', '0Q~'],
      /(?<=(?:(?<![A-Za-z0-9_~.]|[^\n]-)|\\[nrt])[A-Za-z0-9_~.]{3})\dQ~[A-Za-z0-9_~.-]{31,34}(?![\w~-]|\.[\w~-])/y,
      { found: ['abc8Q~<u34>'], left: ['8Q~short', 'Signature=abcdef1f4gkef8Q~<u34>x'] },
    ),
    startsAnywhere: true,
  },
  secretRule(
    'azure-shared-key',
    'Azure storage, service bus and event hub keys in connection strings',
    ['AccountKey=', 'SharedAccessKey=', 'sharedaccesskey=', 'accountkey='],
    /(?:Shared|shared)?[Aa](?:ccount|ccess)[Kk]ey=([A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=)/y,
    {
      found: ['AccountKey=<b86>==', 'SharedAccessKey=<b43>='],
      left: ['AccountKey=changeme'],
    },
  ),
  {
    ...secretRule(
      'azure-sas',
      'Signatures of Azure shared access',
      ['&sig=', '?sig='],
      /[?&]sig=([A-Za-z0-9%+/=_-]{40,128})/y,
      { found: ['https://a.blob.core/x?sv=2022&sig=<w43>%3D'], left: ['?sig=none'] },
    ),
    startsAnywhere: true,
  },
  secretRule(
    'digitalocean-token',
    'DigitalOcean tokens',
    ['dop_v1_', 'doo_v1_', 'dor_v1_'],
    /do[opr]_v1_[a-f0-9]{64}/y,
    { found: ['dop_v1_<h64>'], left: ['dop_v1_x'] },
  ),
  secretRule(
    'alibaba-key-id',
    'Alibaba Cloud access key ids',
    ['LTAI'],
    /LTAI[A-Za-z0-9]{16,24}(?![A-Za-z0-9])/y,
    { found: ['LTAI<w20>'], left: ['LTAIR'] },
  ),
  secretRule(
    'tencent-key-id',
    'Tencent Cloud secret ids',
    ['AKID'],
    /AKID[A-Za-z0-9]{32}(?![A-Za-z0-9])/y,
    { found: ['AKID<w32>'], left: ['AKIDS'] },
  ),
  secretRule(
    'cloudflare-key',
    'Cloudflare origin CA keys and prefixed API tokens',
    ['v1.0-', 'cfut_', 'cfat_', 'cfk_'],
    /(?:v1\.0-[a-f0-9]{24}-[a-f0-9]{146}|cf(?:ut|at|k)_[A-Za-z0-9_-]{36,80})/y,
    { found: ['v1.0-<h24>-<h146>', 'cfut_<w48>'], left: ['v1.0-rc1'] },
  ),
  secretRule(
    'fly-token',
    'Fly.io tokens',
    ['fo1_', 'fm1a_', 'fm1r_', 'fm2_'],
    /(?:fo1_[A-Za-z0-9_-]{43}|fm(?:1[ar]|2)_[A-Za-z0-9+/]{60,1024}={0,3})/y,
    { found: ['fo1_<u43>', 'fm2_<b180>'], left: ['fm2_x'] },
  ),
  secretRule('heroku-key', 'Heroku API keys', ['HRKU-'], /HRKU-[A-Za-z0-9_-]{36,64}/y, {
    found: ['HRKU-AA<u58>'],
    left: ['HRKU-app'],
  }),
  secretRule('netlify-token', 'Netlify tokens', ['nfp_'], /nfp_[A-Za-z0-9]{36,64}/y, {
    found: ['nfp_<w40>'],
    left: ['nfp_x'],
  }),
  secretRule('render-key', 'Render API keys', ['rnd_'], /rnd_[A-Za-z0-9]{28,40}/y, {
    found: ['rnd_<w28>'],
    left: ['rnd_seed'],
  }),
  secretRule(
    'supabase-key',
    'Supabase access tokens and secret keys',
    ['sbp_', 'sb_secret_'],
    /(?:sbp_(?:oauth_)?[a-f0-9]{40}|sb_secret_[A-Za-z0-9_-]{20,64})/y,
    { found: ['sbp_<h40>', 'sb_secret_<u31>'], left: ['sbp_x'] },
  ),
  secretRule(
    'planetscale-token',
    'PlanetScale tokens and passwords',
    ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'],
    /pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_=.-]{32,64}/y,
    { found: ['pscale_tkn_<u43>'], left: ['pscale_pw_x'] },
  ),
  secretRule('neon-key', 'Neon API keys', ['napi_'], /napi_[a-z0-9]{40,80}/y, {
    found: ['napi_<l64>'],
    left: ['napi_status'],
  }),
  secretRule(
    'doppler-token',
    'Doppler tokens',
    ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.', 'dp.scim.', 'dp.audit.'],
    /dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}/y,
    { found: ['dp.pt.<w43>', 'dp.st.dev.<w43>'], left: ['dp.pt.x'] },
  ),
  secretRule('pulumi-token', 'Pulumi tokens', ['pul-'], /pul-[a-f0-9]{40}/y, {
    found: ['pul-<h40>'],
    left: ['pul-request'],
  }),
  {
    ...secretRule(
      'terraform-token',
      'Terraform Cloud tokens; the fourteen characters before `.atlasv1.` stay',
      ['.atlasv1.'],
      /\.atlasv1\.[A-Za-z0-9_=-]{60,70}/y,
      { found: ['<w14>.atlasv1.<u67>'], left: ['x.atlasv1.y'] },
    ),
    startsAnywhere: true,
  },
  secretRule(
    'vault-token',
    'HashiCorp Vault tokens',
    ['hvs.', 'hvb.', 'hvr.'],
    /hv[sbr]\.[A-Za-z0-9_-]{20,1024}/y,
    { found: ['hvs.<u95>', 'hvb.<u150>'], left: ['hvs.x'] },
  ),
  secretRule('databricks-token', 'Databricks tokens', ['dapi'], /dapi[A-Fa-f0-9]{32}(?:-\d)?/y, {
    found: ['dapi<h32>', 'dapi<h32>-2'],
    left: ['dapi-client'],
  }),
  secretRule(
    'onepassword-token',
    '1Password service account tokens and secret keys',
    ['ops_eyJ', 'A3-'],
    joinPattern(
      'y',
      '(?:ops_eyJ[A-Za-z0-9+/_-]{200,1024}={0,3}',
      '|A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3})',
    ),
    { found: ['ops_eyJ<w400>', 'A3-<T6>-<T6>-<T5>-<T5>-<T5>-<T5>'], left: ['A3-PAPER'] },
  ),
  secretRule(
    'infracost-key',
    'Infracost API keys',
    ['ico-'],
    /(?<!\.)ico-[A-Za-z0-9]{32}(?![A-Za-z0-9])/y,
    {
      found: ['ico-<w32>'],
      left: ['ico-large', 'video.ico-<w32>.png'],
    },
  ),
]
