/** Whether an access token has the admin scope. Only its issuer's signature would prove it: that is for the service. */
export const mayAdminister = (accessToken: string): boolean => {
  const [, payload = ''] = accessToken.split('.');
  try {
    const { scope } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return String(scope).split(' ').includes('headless-claude/admin');
  } catch {
    return false;
  }
};
