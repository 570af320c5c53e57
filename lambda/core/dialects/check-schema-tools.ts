import { ANSWER_TOOL } from '#core/runs/answer-tool.ts';
import { refuse } from './refuse.ts';

/**
 * Checks that no tool of the caller has the name of the tool that an answer with a schema is given to.
 *
 * @throws ServiceError `invalid_request`
 */
export const checkSchemaTools = (tools: readonly { readonly name: string }[]): void => {
  const index = tools.findIndex(({ name }) => name === ANSWER_TOOL);
  if (index >= 0) refuse(`/tools/${index}`, `no tool can be named "${ANSWER_TOOL}" beside a schema of the answer`);
};
