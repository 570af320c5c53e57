import { awsClientConfig } from '#test/fakes/aws-client-config.ts';

const { MOTO_URL } = process.env;

/** Points an AWS client at moto, which .ci/moto has started. @throws Error if it has not. */
export const motoClientConfig = () => {
  if (!MOTO_URL) throw new Error('MOTO_URL says where moto is: run .ci/moto');
  return awsClientConfig(MOTO_URL);
};
