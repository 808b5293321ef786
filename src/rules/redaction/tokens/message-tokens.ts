import { type SecretRule, secretRule } from './secret-rule.ts'

/** The first three characters of the base64 of a number, which is what a Discord token begins with. */
const DISCORD_STARTS = ['M', 'N', 'O'].flatMap((first) =>
  ['D', 'T', 'j', 'z'].flatMap((second) =>
    [...'AEIMQUYcgk'].map((third) => first + second + third),
  ),
)

/** Tokens and webhooks of chat, mail and telephony. */
export const MESSAGE_TOKENS: readonly SecretRule[] = [
  secretRule(
    'slack-token',
    'Slack tokens: bot, user, app, refresh, configuration and legacy',
    [
      'xoxb-',
      'xoxp-',
      'xoxa-',
      'xoxr-',
      'xoxs-',
      'xoxo-',
      'xoxe-',
      'xoxe.',
      'xoxc-',
      'xoxd-',
      'xapp-',
    ],
    /(?<![^\n]-)(?:xox[bparsocd]-|xoxe[-.]|xapp-)(?=[A-Za-z-]{0,16}\d)[A-Za-z0-9%+/=.-]{12,1024}/y,
    {
      found: ['xoxb-<d12>-<d13>-<w24>', 'xapp-1-A<U10>-<d13>-<h64>', 'xoxe.xoxp-1-<w146>'],
      left: ['xoxb-token', 'xapp-x'],
    },
  ),
  secretRule(
    'slack-webhook',
    'Slack webhooks and workflow triggers',
    ['hooks.slack.com/'],
    /hooks\.slack\.com\/((?:services|workflows|triggers)\/[A-Za-z0-9+/_-]{24,128})/y,
    {
      found: ['https://hooks.slack.com/services/T<U10>/B<U10>/<w24>'],
      left: ['https://hooks.slack.com/services/'],
    },
  ),
  secretRule(
    'discord-token',
    'Discord bot tokens',
    DISCORD_STARTS,
    /[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,42}/y,
    { found: ['MTA<w21>.<u6>.<u38>'], left: ['MTA.x.y', 'NDArray.to.list'] },
  ),
  secretRule(
    'discord-webhook',
    'Discord webhooks',
    ['discord.com/api/webhooks/', 'discordapp.com/api/webhooks/'],
    /discord(?:app)?\.com\/api\/webhooks\/(\d{16,20}\/[A-Za-z0-9_-]{60,80})/y,
    {
      found: ['https://discord.com/api/webhooks/<d18>/<u68>'],
      left: ['https://discord.com/api/webhooks/'],
    },
  ),
  secretRule(
    'teams-webhook',
    'Microsoft Teams webhooks',
    [
      'webhook.office.com/webhookb2/',
      'outlook.office.com/webhook/',
      'outlook.office365.com/webhook/',
    ],
    /(?:webhook|outlook)\.office(?:365)?\.com\/webhook(?:b2)?\/([A-Za-z0-9@/-]{60,250})/y,
    {
      found: ['https://x.webhook.office.com/webhookb2/<h36>@<h36>/IncomingWebhook/<h32>/<h36>'],
      left: ['https://x.webhook.office.com/webhookb2/'],
    },
  ),
  {
    ...secretRule(
      'telegram-token',
      'Telegram bot tokens; the number of the bot stays',
      [':AA'],
      /(?<=\d{8}):(AA[A-Za-z0-9_-]{32,34})(?![A-Za-z0-9_-])/y,
      { found: ['<d10>:AA<u33>'], left: ['level:AAA', '12:AA:BB:CC'] },
    ),
    startsAnywhere: true,
  },
  secretRule(
    'twilio-key',
    'Twilio API keys',
    ['SK'].flatMap(hexStarts),
    /SK[a-f0-9]{32}(?![A-Za-z0-9])/y,
    {
      found: ['SK<h32>'],
      left: ['SKIP', 'SKa1'],
    },
  ),
  secretRule(
    'sendgrid-key',
    'SendGrid API keys',
    ['SG.'],
    /SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}/y,
    { found: ['SG.<u22>.<u43>'], left: ['SG.country'] },
  ),
  secretRule('mailgun-key', 'Mailgun keys', ['key-'], /key-[a-f0-9]{32}(?![A-Za-z0-9])/y, {
    found: ['key-<h32>'],
    left: ['key-value', 'monkey-business'],
  }),
  secretRule(
    'brevo-key',
    'Brevo (Sendinblue) keys',
    ['xkeysib-'],
    /xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}/y,
    {
      found: ['xkeysib-<h64>-<w16>'],
      left: ['xkeysib-id'],
    },
  ),
  secretRule('resend-key', 'Resend keys', ['re_'], /re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}/y, {
    found: ['re_<w8>_<w24>'],
    left: ['re_compile'],
  }),
  secretRule('onesignal-key', 'OneSignal keys', ['os_v2_'], /os_v2_(?:app|org)_[a-z0-9]{60,120}/y, {
    found: ['os_v2_app_<l103>'],
    left: ['os_v2_app_x'],
  }),
]

function hexStarts(prefix: string): string[] {
  return [...'0123456789abcdef'].map((digit) => prefix + digit)
}
