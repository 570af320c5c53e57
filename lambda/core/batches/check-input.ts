import { fileKey } from '#core/files/stored-file.ts';
import type { Batch } from './batch.ts';
import { inputKey } from './batch-objects.ts';
import type { BatchPorts } from './batch-ports.ts';
import { createByteLines } from './byte-lines.ts';
import { type CheckedInput, createInputChecker } from './input-checker.ts';
import { MAX_LINE_BYTES } from './input-line.ts';

const GONE: CheckedInput = {
  total: 0,
  problems: [{ code: 'input_file_gone', message: 'The input file was deleted.', line: null, param: 'input_file_id' }],
};

/**
 * Checks the file that a batch is made of, and copies it in passing: what was checked is what runs, whatever becomes of
 * the file. Safe to repeat.
 */
export const checkInput = async (batch: Batch, { objects, settings }: BatchPorts): Promise<CheckedInput> => {
  const { id, endpoint, inputFileId = '' } = batch;
  const from = fileKey(inputFileId);
  if ((await objects.sizeBytes(from)) === undefined) return GONE;
  const lines = createByteLines(MAX_LINE_BYTES);
  const checker = createInputChecker(endpoint, settings.maxBatchLines);
  const passing = async function* () {
    for await (const chunk of objects.read(from)) {
      for (const line of lines.push(chunk)) checker.take(line);
      yield chunk;
    }
    for (const line of lines.end()) checker.take(line);
  };
  await objects.write(inputKey(id), passing());
  return checker.result();
};
