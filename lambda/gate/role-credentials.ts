import type { AwsCredentials } from './aws-credentials.ts';

/** The credentials of a function's role, in its environment. Lambda keeps them valid for as long as that lives. */
export const roleCredentials = (environment: Readonly<Record<string, string | undefined>>): AwsCredentials => {
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN } = environment;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
};
