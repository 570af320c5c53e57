import type { ExpectedSigner } from './signature-problem.ts';

/** Credentials of nobody, for tests to sign with and to look for. */
export const BEDROCK_SIGNER: ExpectedSigner = {
  credentials: {
    accessKeyId: 'ASIAOFTHEGATE',
    secretAccessKey: 'secret/of+the/gate',
    sessionToken: 'session-token-of-the-gate==',
  },
  region: 'eu-west-1',
};
