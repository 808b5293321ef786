import { joinPattern } from '../../join-pattern.ts'
import { type SecretRule, secretRule } from './secret-rule.ts'

/** Tokens of platforms that build, host and watch software. */
export const PLATFORM_TOKENS: readonly SecretRule[] = [
  secretRule(
    'vercel-token',
    'Vercel tokens',
    ['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_'],
    /vc[piark]_[A-Za-z0-9]{24,128}/y,
    { found: ['vcp_<w40>'], left: ['vci_x'] },
  ),
  secretRule(
    'tailscale-key',
    'Tailscale keys',
    ['tskey-'],
    /tskey-[a-z]{3,12}-[A-Za-z0-9]{8,32}-[A-Za-z0-9]{16,64}/y,
    { found: ['tskey-auth-<w12>-<w24>'], left: ['tskey-auth-x'] },
  ),
  secretRule('openshift-token', 'OpenShift user tokens', ['sha256~'], /sha256~[A-Za-z0-9_-]{43}/y, {
    found: ['sha256~<u43>'],
    left: ['sha256~x'],
  }),
  secretRule(
    'harness-key',
    'Harness API keys',
    ['pat.', 'sat.'],
    /[ps]at\.[A-Za-z0-9_-]{22}\.[a-f0-9]{24}\.[A-Za-z0-9]{20}/y,
    { found: ['pat.<u22>.<h24>.<w20>'], left: ['pat.length', 'sat.x'] },
  ),
  secretRule('prefect-key', 'Prefect API keys', ['pnu_'], /pnu_[A-Za-z0-9]{36}/y, {
    found: ['pnu_<w36>'],
    left: ['pnu_x'],
  }),
  secretRule('readme-key', 'ReadMe API keys', ['rdme_'], /rdme_[a-z0-9]{70}/y, {
    found: ['rdme_<l70>'],
    left: ['rdme_x'],
  }),
  secretRule('scalingo-token', 'Scalingo tokens', ['tk-us-'], /tk-us-[A-Za-z0-9_-]{48}/y, {
    found: ['tk-us-<u48>'],
    left: ['tk-us-east'],
  }),
  secretRule('adafruit-key', 'Adafruit IO keys', ['aio_'], /aio_[A-Za-z0-9]{28}(?![A-Za-z0-9])/y, {
    found: ['aio_<w28>'],
    left: ['aio_read'],
  }),
  secretRule(
    'clickhouse-key',
    'ClickHouse Cloud keys',
    ['4b1d'],
    /4b1d[A-Za-z0-9]{38}(?![A-Za-z0-9])/y,
    { found: ['4b1d<w38>'], left: ['4b1d4b1d'] },
  ),
  secretRule(
    'authress-key',
    'Authress service keys',
    ['sc_', 'ext_', 'scauth_', 'authress_'],
    joinPattern(
      'y',
      String.raw`(?:sc|ext|scauth|authress)_[A-Za-z0-9]{5,30}\.[A-Za-z0-9]{4,6}`,
      String.raw`\.acc[_-][A-Za-z0-9-]{10,32}\.[A-Za-z0-9+/_=-]{30,120}`,
    ),
    { found: ['sc_<l10>.<l4>.acc_<l16>.<u48>'], left: ['sc_x.acc_y'] },
  ),
  secretRule(
    'nebula-key',
    'Defined Networking keys',
    ['dnkey-'],
    /dnkey-[A-Za-z0-9=_-]{26}-[A-Za-z0-9=_-]{52}/y,
    { found: ['dnkey-<u26>-<u52>'], left: ['dnkey-x'] },
  ),
  secretRule(
    'octopus-key',
    'Octopus Deploy keys',
    ['API-'],
    /API-(?=[0-9A-F]{0,32}[G-Z])[A-Z0-9]{25,32}(?![A-Za-z0-9-])/y,
    { found: ['API-<d4>X<U21>'], left: ['API-GATEWAY'] },
  ),
  secretRule(
    'adobe-secret',
    'Adobe client secrets',
    ['p8e-'],
    /p8e-[A-Za-z0-9_-]{32}(?![A-Za-z0-9])/y,
    { found: ['p8e-<h32>'], left: ['p8e-x'] },
  ),
  secretRule(
    'yandex-key',
    'Yandex Cloud keys and tokens',
    ['AQVN', 't1.'],
    /(?:AQVN[A-Za-z0-9_-]{34,40}|t1\.[A-Za-z0-9_-]{1,512}={0,2}\.[A-Za-z0-9_-]{86}={0,2})/y,
    { found: ['AQVN<u36>', 't1.<w40>.<u86>'], left: ['AQVN', 't1.x'] },
  ),
  secretRule('ionic-token', 'Ionic tokens', ['ion_'], /ion_[A-Za-z0-9]{42}(?![A-Za-z0-9])/y, {
    found: ['ion_<w42>'],
    left: ['ion_drift'],
  }),
  secretRule('clickup-token', 'ClickUp personal tokens', ['pk_'], /pk_\d{6,9}_[A-Z0-9]{32}/y, {
    found: ['pk_<d7>_<U32>'],
    left: ['pk_users'],
  }),
  secretRule('appsync-key', 'AWS AppSync keys', ['da2-'], /da2-[a-z0-9]{26}(?![A-Za-z0-9])/y, {
    found: ['da2-<l26>'],
    left: ['da2-x'],
  }),
  secretRule(
    'amazon-oauth-secret',
    'Login with Amazon secrets, MWS tokens',
    ['amzn1.oa2-cs.', 'amzn.mws.'],
    /amzn(?:1\.oa2-cs\.v1\.[a-f0-9]{64}|\.mws\.[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12})/y,
    {
      found: ['amzn1.oa2-cs.v1.<h64>', 'amzn.mws.<h8>-<h4>-<h4>-<h4>-<h12>'],
      left: ['amzn.mws.x'],
    },
  ),
  secretRule(
    'salesforce-token',
    'Salesforce session and access tokens',
    ['00D'],
    /00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{80,128}/y,
    { found: ['00D<w12>!<w96>'], left: ['00D0'] },
  ),
  secretRule(
    'dependency-track-key',
    'Dependency-Track keys',
    ['odt_'],
    /odt_(?:[A-Za-z0-9]{8}_)?[A-Za-z0-9]{32,40}(?![A-Za-z0-9])/y,
    { found: ['odt_<w32>'], left: ['odt_x'] },
  ),
  secretRule(
    'apify-token',
    'Apify tokens',
    ['apify_api_', 'apify_proxy_'],
    /apify_(?:api|proxy)_[A-Za-z0-9]{30,60}/y,
    { found: ['apify_api_<w36>'], left: ['apify_api_url'] },
  ),
  secretRule(
    'snyk-token',
    'Snyk tokens',
    ['snyk_uat.', 'snyk_sat.'],
    /snyk_[us]at\.[a-f0-9]{8}\.[A-Za-z0-9_.-]{40,512}/y,
    { found: ['snyk_uat.<h8>.<w120>'], left: ['snyk_uat.x'] },
  ),
  secretRule(
    'inngest-key',
    'Inngest signing keys',
    ['signkey-'],
    /signkey-[a-z]{2,12}-[a-f0-9]{32,64}/y,
    { found: ['signkey-prod-<h64>'], left: ['signkey-x'] },
  ),
  secretRule(
    'trigger-key',
    'Trigger.dev keys',
    ['tr_dev_', 'tr_prod_', 'tr_stg_', 'tr_pat_'],
    /tr_(?:dev|prod|stg|pat)_[A-Za-z0-9]{18,48}/y,
    { found: ['tr_prod_<w24>'], left: ['tr_dev_x'] },
  ),
  secretRule(
    'polar-token',
    'Polar tokens',
    ['polar_'],
    /polar_(?:oat|pat|at|rt|cs|ac)_(?:[uo]_)?[A-Za-z0-9]{30,64}/y,
    { found: ['polar_oat_<w43>'], left: ['polar_plot'] },
  ),
  secretRule('daytona-key', 'Daytona keys', ['dtn_'], /dtn_[a-f0-9]{64}/y, {
    found: ['dtn_<h64>'],
    left: ['dtn_x'],
  }),
  secretRule(
    'unkey-key',
    'Unkey root keys',
    ['unkey_'],
    /unkey_[A-Za-z0-9]{20,40}(?![A-Za-z0-9_])/y,
    { found: ['unkey_<w22>'], left: ['unkey_x'] },
  ),
  secretRule('xata-key', 'Xata keys', ['xau_'], /xau_[A-Za-z0-9]{32,60}/y, {
    found: ['xau_<w40>'],
    left: ['xau_x'],
  }),
  secretRule('alchemy-key', 'Alchemy keys', ['alcht_'], /alcht_[A-Za-z0-9]{30}/y, {
    found: ['alcht_<w30>'],
    left: ['alcht_x'],
  }),
  secretRule('rootly-key', 'Rootly keys', ['rootly_'], /rootly_[a-f0-9]{64}/y, {
    found: ['rootly_<h64>'],
    left: ['rootly_x'],
  }),
  secretRule('spectral-key', 'SpectralOps keys', ['spu-'], /spu-[a-z0-9]{32}(?![A-Za-z0-9])/y, {
    found: ['spu-<l32>'],
    left: ['spu-x'],
  }),
  secretRule(
    'pganalyze-key',
    'pganalyze keys',
    ['pgar_', 'pga_', 'pgao_'],
    /pga[or]?_[a-z0-9]{26,32}(?![A-Za-z0-9])/y,
    { found: ['pgar_<l28>'], left: ['pga_x'] },
  ),
  secretRule(
    'settlemint-token',
    'SettleMint tokens',
    ['sm_aat_', 'sm_pat_', 'sm_sat_'],
    /sm_[aps]at_[A-Za-z0-9]{16}(?![A-Za-z0-9])/y,
    { found: ['sm_pat_<w16>'], left: ['sm_pat_x'] },
  ),
  secretRule('frameio-token', 'Frame.io tokens', ['fio-u-'], /fio-u-[A-Za-z0-9_=-]{64}/y, {
    found: ['fio-u-<u64>'],
    left: ['fio-u-x'],
  }),
  secretRule('pubnub-key', 'PubNub secret keys', ['sec-c-'], /sec-c-[A-Za-z0-9-]{36,80}/y, {
    found: ['sec-c-<w48>'],
    left: ['sec-c-x'],
  }),
  secretRule(
    'intercom-token',
    'Intercom tokens',
    ['dG9rO'],
    /dG9rO[A-Za-z0-9+/_-]{40,120}={0,2}/y,
    { found: ['dG9rO<b55>'], left: ['dG9rOg'] },
  ),
]
