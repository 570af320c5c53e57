/** A variable that .ci/image sets. */
export const requiredVariable = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with .ci/image`);
  return value;
};
