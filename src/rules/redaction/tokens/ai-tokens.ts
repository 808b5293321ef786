import { type SecretRule, secretRule } from './secret-rule.ts'

/** Keys of model providers and of what is built around them. */
export const AI_TOKENS: readonly SecretRule[] = [
  secretRule(
    'anthropic-key',
    'Anthropic API, admin, OAuth and session keys',
    ['sk-ant-'],
    /sk-ant-(?:[a-z]{2,8}\d{2}-)?[A-Za-z0-9_-]{20,1024}/y,
    { found: ['sk-ant-api03-<u93>AA', 'sk-ant-oat01-<u93>AA'], left: ['sk-ant-api03-...'] },
  ),
  secretRule('openrouter-key', 'OpenRouter keys', ['sk-or-'], /sk-or-v1-[a-f0-9]{64}/y, {
    found: ['sk-or-v1-<h64>'],
    left: ['sk-or-v1-key'],
  }),
  secretRule(
    'openai-key',
    'OpenAI keys: user, project, service account and admin',
    ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-None-'],
    /sk-(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,1024}/y,
    { found: ['sk-proj-<u74>T3BlbkFJ<u74>', 'sk-svcacct-<u60>'], left: ['sk-proj-...'] },
  ),
  secretRule(
    'sk-key',
    'Keys that begin with `sk-`, as those of OpenAI, DeepSeek and others',
    ['sk-'],
    /sk-(?=[A-Za-z0-9]{0,64}\d)[A-Za-z0-9]{32,128}(?![A-Za-z0-9])/y,
    {
      found: ['sk-<w20>T3BlbkFJ<w20>7', 'sk-<h31>7'],
      left: ['task-runner', 'sk-fading-circle', 'sk-test'],
    },
  ),
  secretRule(
    'huggingface-token',
    'Hugging Face tokens',
    ['hf_'],
    /hf_[A-Za-z0-9]{34,40}(?![A-Za-z0-9_])/y,
    {
      found: ['hf_<w34>'],
      left: ['hf_hub_download', 'hf_ServingCellPriorityParametersDescription_x'],
    },
  ),
  secretRule(
    'huggingface-org-token',
    'Hugging Face organisation tokens',
    ['api_org_'],
    /api_org_[A-Za-z0-9]{30,64}/y,
    { found: ['api_org_<w34>'], left: ['api_org_name'] },
  ),
  secretRule('replicate-token', 'Replicate tokens', ['r8_'], /r8_[A-Za-z0-9]{37}/y, {
    found: ['r8_<w37>'],
    left: ['r8_unorm'],
  }),
  secretRule('groq-key', 'Groq API keys', ['gsk_'], /gsk_[A-Za-z0-9]{40,64}/y, {
    found: ['gsk_<w52>'],
    left: ['gsk_renderer'],
  }),
  secretRule('perplexity-key', 'Perplexity keys', ['pplx-'], /pplx-[A-Za-z0-9]{40,64}/y, {
    found: ['pplx-<w48>'],
    left: ['pplx-7b-online'],
  }),
  secretRule('xai-key', 'xAI API keys', ['xai-'], /xai-[A-Za-z0-9]{60,100}/y, {
    found: ['xai-<w80>'],
    left: ['xai-grok'],
  }),
  secretRule('nvidia-key', 'NVIDIA API keys', ['nvapi-'], /nvapi-[A-Za-z0-9_-]{50,100}/y, {
    found: ['nvapi-<u64>'],
    left: ['nvapi-headers'],
  }),
  secretRule(
    'langsmith-key',
    'LangSmith keys',
    ['lsv2_'],
    /lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}/y,
    { found: ['lsv2_pt_<h32>_<h10>'], left: ['lsv2_pt_'] },
  ),
  secretRule('pinecone-key', 'Pinecone keys', ['pcsk_'], /pcsk_[A-Za-z0-9_]{50,100}/y, {
    found: ['pcsk_<w5>_<w63>'],
    left: ['pcsk_index'],
  }),
  secretRule('tavily-key', 'Tavily keys', ['tvly-'], /tvly-(?:dev-)?[A-Za-z0-9]{28,40}/y, {
    found: ['tvly-<w32>', 'tvly-dev-<w32>'],
    left: ['tvly-search'],
  }),
  secretRule('firecrawl-key', 'Firecrawl keys', ['fc-'], /fc-[a-f0-9]{32}(?![A-Za-z0-9])/y, {
    found: ['fc-<h32>'],
    left: ['fc-list'],
  }),
  secretRule('elevenlabs-key', 'ElevenLabs keys', ['sk_'], /sk_[a-f0-9]{48}(?![A-Za-z0-9])/y, {
    found: ['sk_<h48>'],
    left: ['sk_buff', 'task_id'],
  }),
  secretRule('e2b-key', 'E2B keys', ['e2b_'], /e2b_[a-f0-9]{40}/y, {
    found: ['e2b_<h40>'],
    left: ['e2b_sandbox'],
  }),
  secretRule(
    'langfuse-key',
    'Langfuse secret keys',
    ['sk-lf-'],
    /sk-lf-[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}/y,
    { found: ['sk-lf-<h8>-<h4>-<h4>-<h4>-<h12>'], left: ['sk-lf-x'] },
  ),
  secretRule(
    'wandb-key',
    'Weights & Biases keys',
    ['wandb_v1_'],
    /wandb_v1_[A-Za-z0-9_]{40,120}/y,
    { found: ['wandb_v1_<w77>'], left: ['wandb_v1_x'] },
  ),
  secretRule('jina-key', 'Jina keys', ['jina_'], /jina_[A-Za-z0-9_-]{56,64}(?![A-Za-z0-9_-])/y, {
    found: ['jina_<u60>'],
    left: ['jina_embeddings'],
  }),
  secretRule('cerebras-key', 'Cerebras keys', ['csk-'], /csk-[A-Za-z0-9]{40,64}(?![A-Za-z0-9])/y, {
    found: ['csk-<l48>'],
    left: ['csk-x'],
  }),
  secretRule('together-key', 'Together keys', ['tgp_v1_'], /tgp_v1_[A-Za-z0-9_-]{40,60}/y, {
    found: ['tgp_v1_<u43>'],
    left: ['tgp_v1_x'],
  }),
  secretRule('fireworks-key', 'Fireworks keys', ['fw_'], /fw_[A-Za-z0-9]{22,26}(?![A-Za-z0-9_])/y, {
    found: ['fw_<w24>'],
    left: ['fw_update'],
  }),
  secretRule('voyage-key', 'Voyage keys', ['pa-'], /pa-[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/y, {
    found: ['pa-<u43>'],
    left: ['pa-x'],
  }),
  secretRule('runpod-key', 'RunPod keys', ['rpa_'], /rpa_[A-Z0-9]{40,60}/y, {
    found: ['rpa_<U46>'],
    left: ['rpa_x'],
  }),
  secretRule('context7-key', 'Context7 keys', ['ctx7sk-'], /ctx7sk-[a-f0-9-]{36}/y, {
    found: ['ctx7sk-<h8>-<h4>-<h4>-<h4>-<h12>'],
    left: ['ctx7sk-x'],
  }),
  secretRule(
    'modal-token',
    'Modal token secrets',
    ['as-'],
    /as-[A-Za-z0-9]{22}(?![A-Za-z0-9_-])/y,
    { found: ['as-<w22>'], left: ['as-is'] },
  ),
]
