import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { bedrockModelId } from '#core/models/bedrock-model-id.ts';
import type { BedrockUpstream } from '#core/runs/run-request.ts';
import type { AdmittedCall } from './admitted-call.ts';
import type { UpstreamRequest } from './upstream-request.ts';

/** A model's name in a path, written as AWS's own clients do, on which the signature depends. */
const escapeName = (name: string): string =>
  encodeURIComponent(name).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The call as one of Bedrock's runtime API: of its headers, those that are signed, or the bearer token.
 *
 * The CLI has chosen the operation and the body. The model is named anew, so that no other is called than was checked.
 *
 * @throws Error if the gate has no credentials.
 */
export const bedrockRequest = async (
  { baseUrl, region, profile, bearerToken }: BedrockUpstream,
  { model, target, body, bedrockCredentials: credentials }: AdmittedCall,
): Promise<UpstreamRequest> => {
  const { protocol, host, pathname } = new URL(target, baseUrl);
  const operation = pathname.slice(pathname.lastIndexOf('/') + 1);
  const path = `/model/${escapeName(bedrockModelId(model, profile))}/${operation}`;
  if (bearerToken !== undefined) {
    // https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-use.html
    const headers = { authorization: `Bearer ${bearerToken}`, 'content-type': 'application/json' };
    return { url: `${protocol}//${host}${path}`, headers, secrets: [bearerToken] };
  }
  if (!credentials) throw new Error('no credentials to sign with');
  const signer = new SignatureV4({ service: 'bedrock', region, credentials, sha256: Sha256 });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol,
    hostname: host,
    path,
    query: {},
    headers: { host, 'content-type': 'application/json' },
    body,
  });
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return {
    url: `${protocol}//${host}${path}`,
    headers,
    // In an answer to a wrong signature AWS repeats what should have been signed.
    secrets: [accessKeyId, secretAccessKey, ...(sessionToken === undefined ? [] : [sessionToken])],
  };
};
