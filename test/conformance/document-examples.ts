import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Product } from '#test/product/open-product.ts';

/** An example in a document. */
export interface Example {
  readonly language: 'ts' | 'sh';
  readonly code: string;
}

const BLOCK = /^```(ts|sh)\n(.*?)^```$/gms;

/** The examples of a document that can be run, in their order. */
export const readExamples = async (path: string): Promise<readonly Example[]> =>
  [...(await readFile(path, 'utf8')).matchAll(BLOCK)].map(([, language, code = '']) => ({
    language: language as Example['language'],
    code,
  }));

const run = promisify(execFile);

const commandOf = ({ language, code }: Example): readonly [file: string, options: readonly string[]] =>
  language === 'sh' ? ['sh', ['-c', code]] : [process.execPath, ['--input-type=module-typescript', '--eval', code]];

/**
 * Runs an example against the product, and returns what it prints.
 *
 * @throws if it fails.
 */
export const runExample = async (example: Example, { baseUrl, apiKey }: Product): Promise<string> => {
  const [file, options] = commandOf(example);
  const env = { PATH: process.env['PATH'], BASE_URL: baseUrl, API_KEY: apiKey };
  const { stdout } = await run(file, options, { env, timeout: 60_000 });
  return stdout;
};
