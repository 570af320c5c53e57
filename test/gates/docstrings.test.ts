import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

const EXPORT = /^export (?:abstract |async |declare )*(?:class|const|function|interface|type) (\w+)/;
/** The type of a schema is described where the schema is. */
const SCHEMA_TYPE = /= z\.(?:infer|input|output)<typeof \w+>;$/;
/** A bag of arguments is described by its members, and by what takes it. */
const ARGUMENTS = /(?:Options|Ports|Props)$/;

/** The exports of a file that no docstring stands above. */
const undocumented = (source: string): readonly string[] => {
  const lines = source.split('\n');
  return lines.flatMap((line, index) => {
    const name = EXPORT.exec(line)?.[1];
    const isDescribed = lines[index - 1]?.endsWith('*/') || SCHEMA_TYPE.test(line) || ARGUMENTS.test(name ?? '');
    return name === undefined || isDescribed ? [] : [name];
  });
};

test('every export has a docstring', async () => {
  const missing: string[] = [];
  for (const file of globSync('{bench,bin,cli,lambda,lib,local}/**/*.ts')) {
    for (const name of undocumented(await readFile(file, 'utf8'))) missing.push(`${file}: ${name}`);
  }
  assert.deepEqual(missing, []);
});

test('fails an export without a docstring', () => {
  assert.deepEqual(undocumented('/** One. */\nexport const one = 1;\n\nexport const two = 2;\n'), ['two']);
});
