import type { Profile } from '#core/runs/run-request.ts';

/** What a kind of process is started with, always the same: whatever a run wants comes over the control protocol. */
export interface ProcessShape {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const ARGUMENTS = [
  '-p',
  ...['--input-format', 'stream-json', '--output-format', 'stream-json', '--verbose', '--include-partial-messages'],
  // The model can only be chosen without an extra call by an agent definition, which `initialize` brings.
  ...['--agent', 'main'],
  ...['--setting-sources', '', '--strict-mcp-config', '--no-session-persistence'],
];

const ENVIRONMENT = {
  HEADLESS: '1',
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  DISABLE_AUTOUPDATER: '1',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  // `@file` in a prompt would be replaced by the file.
  CLAUDE_CODE_DISABLE_ATTACHMENTS: '1',
  CLAUDE_CODE_DISABLE_AUTO_MEMORY: '1',
  CLAUDE_CODE_DISABLE_CLAUDE_MDS: '1',
  CLAUDE_CODE_DISABLE_WORKFLOWS: '1',
  CLAUDE_CODE_ATTRIBUTION_HEADER: '0',
  CLAUDE_CODE_MAX_RETRIES: '2',
  // A cut stream would be asked for again in one piece, and what was streamed replaced.
  CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK: '1',
  // Fifteen minutes: the gate knows sooner when a model is silent.
  API_TIMEOUT_MS: '900000',
};

/** The two shapes: test/runner/contract holds what their switches do. */
export const PROCESS_SHAPES: Readonly<Record<Profile, ProcessShape>> = {
  chat: {
    arguments: [...ARGUMENTS, '--bare'],
    environment: {
      ...ENVIRONMENT,
      // One call: nothing would read what was written to the cache.
      DISABLE_PROMPT_CACHING: '1',
      // They add 170 bytes to every call.
      CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1',
    },
  },
  agent: {
    arguments: [
      ...ARGUMENTS,
      '--allow-dangerously-skip-permissions',
      // WebFetch would first ask claude.ai about the domain, also where the model is not Anthropic's to serve.
      ...['--settings', JSON.stringify({ skipWebFetchPreflight: true })],
    ],
    environment: {
      ...ENVIRONMENT,
      // Tools would have to be searched for before they can be called.
      ENABLE_TOOL_SEARCH: '0',
    },
  },
};
