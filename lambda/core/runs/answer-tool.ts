/** What Claude Code calls the tool that the model gives an answer by a schema to. */
export const ANSWER_TOOL = 'StructuredOutput';
