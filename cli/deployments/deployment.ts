import { z } from 'zod';

const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

/** How access tokens are had from the token endpoint: by a secret (machines) or by a refresh token (people). */
export const OAuth = z.object({
  token_url: httpUrl,
  client_id: z.string().min(1),
  client_secret: z.string().optional(),
  refresh_token: z.string().optional(),
  /** The last access token, kept because Cognito bills each one that a machine gets. */
  access_token: z.string().optional(),
  expires_at: z.iso.datetime().optional(),
});
export type OAuth = z.infer<typeof OAuth>;

/** A running service, and what it is called with. */
export const Deployment = z.object({
  /** Without a slash at its end. */
  url: httpUrl,
  api_key: z.string().optional(),
  oauth: OAuth.optional(),
});
export type Deployment = z.infer<typeof Deployment>;
