import { z } from 'zod';

/** A file in a form, whose text is UTF-8: others do not come whole through API Gateway. */
export interface UploadedFile {
  readonly filename: string;
  readonly text: string;
}

/** The field of a form that is a file. */
export const UploadedFile = z
  .custom<UploadedFile>((value) => typeof value === 'object' && value !== null, 'must be a file')
  .meta({ type: 'string', format: 'binary' });
