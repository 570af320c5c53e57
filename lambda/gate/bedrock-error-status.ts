/**
 * Bedrock's errors → the status that the Anthropic API has for the same.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html
 */
const STATUSES = new Map([
  ['accessdeniedexception', 403],
  ['internalserverexception', 500],
  ['modelerrorexception', 502],
  ['modelnotreadyexception', 429],
  ['modelstreamerrorexception', 502],
  ['modeltimeoutexception', 504],
  ['resourcenotfoundexception', 404],
  ['servicequotaexceededexception', 429],
  ['serviceunavailableexception', 529],
  ['throttlingexception', 429],
  ['validationexception', 400],
]);

/**
 * The status of an error by its name, which begins with a capital in the header `x-amzn-errortype` and not in a stream.
 *
 * @param name may be followed by a colon and a URL
 */
export const bedrockErrorStatus = (name: string): number | undefined =>
  STATUSES.get(name.replace(/:.*/, '').toLowerCase());
