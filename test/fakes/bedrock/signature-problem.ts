import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AwsCredentials } from '#gate/aws-credentials.ts';

/** Whose signature is expected, and for where. */
export interface ExpectedSigner {
  readonly credentials: AwsCredentials;
  readonly region: string;
}

const MAX_SKEW_MS = 5 * 60_000;

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** `20261122T180000Z` as a time. */
const parseAmzDate = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

/** Every byte but the unreserved ones is escaped, in a path that is already escaped. */
const escapePath = (path: string): string => path.replaceAll('%', '%25').replaceAll(':', '%3A');

/**
 * What is wrong with the signature of a request; undefined: nothing.
 *
 * Written from AWS's description, and not with the library that signs:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export const signatureProblem = (
  { method = '', url = '', headers }: IncomingMessage,
  body: Buffer,
  { credentials, region }: ExpectedSigner,
): string | undefined => {
  const { authorization = '', 'x-amz-date': date = '', 'x-amz-security-token': token } = headers;
  const [, credential = '', signedHeaders = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/.exec(authorization) ?? [];
  if (signature === '') return 'Missing Authentication Token';
  const scope = `${String(date).slice(0, 8)}/${region}/bedrock/aws4_request`;
  if (credential !== `${credentials.accessKeyId}/${scope}`) return `Credential should be scoped to ${scope}.`;
  if (token !== credentials.sessionToken) return 'The security token included in the request is invalid.';
  if (!(Math.abs(Date.now() - parseAmzDate(String(date))) < MAX_SKEW_MS)) return 'Signature expired.';
  const names = signedHeaders.split(';');
  for (const name of ['host', 'x-amz-date', ...(token === undefined ? [] : ['x-amz-security-token'])]) {
    if (!names.includes(name)) return `The header ${name} must be signed.`;
  }

  const [path = '', query = ''] = url.split('?');
  const canonicalHeaders = names.map((name) => `${name}:${String(headers[name]).trim()}\n`).join('');
  const canonicalRequest = [method, escapePath(path), query, canonicalHeaders, signedHeaders, sha256(body)].join('\n');
  const stringToSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonicalRequest)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  if (hmac(key, stringToSign).toString('hex') === signature) return undefined;
  return `The request signature we calculated does not match. The Canonical String should have been\n'${canonicalRequest}'`;
};
