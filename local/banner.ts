import { credentialsPath } from './credentials.ts';
import type { LocalOptions } from './options.ts';
import type { LocalService } from './start-local.ts';

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** What a user sees at the start: where the service is, which model answers, and a line to try it with. */
export const banner = ({ baseUrl, dataDir }: LocalService, { host, upstream }: LocalOptions): string => {
  const lines = [
    `headless-claude is at ${baseUrl}`,
    '',
    ...(upstream ? [`Model calls go to ${upstream.baseUrl}`] : STAND_IN),
    ...(LOOPBACK.has(host) ? [] : [`Other machines can reach it at ${host}, without TLS.`]),
    '',
    'Try it:',
    `  ${curlLine(baseUrl, credentialsPath(dataDir))}`,
    '',
    `Credentials: ${credentialsPath(dataDir)}`,
    `API:         ${baseUrl}/openapi.json, README.md`,
  ];
  return lines.join('\n');
};

const STAND_IN = [
  '*** There is no model: a stand-in answers, which only echoes. ***',
  '*** Set ANTHROPIC_API_KEY to let Claude answer.               ***',
];

/** Reads the key from the file, so that it does not stand in a terminal's history. */
const curlLine = (baseUrl: string, path: string): string => {
  const key = `$(sed -n 's/.*"api_key": "\\(.*\\)".*/\\1/p' '${path.replaceAll("'", "'\\''")}')`;
  return `curl -sS ${baseUrl}/v1/prompts -H "x-api-key: ${key}" -H 'content-type: application/json' -d '{"prompt":"Say hello"}'`;
};
