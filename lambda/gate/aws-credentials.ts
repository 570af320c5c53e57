/** What calls of AWS are signed with. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** There is one unless the key is a user's. */
  readonly sessionToken?: string;
}
