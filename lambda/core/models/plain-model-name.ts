/** The name of a model without what Bedrock writes before it (`eu.anthropic.`) and behind it (`-v1:0`). */
export const plainModelName = (name: string): string =>
  name.replace(/^([a-z-]+\.)?anthropic\./, '').replace(/-v\d+(:\d+)?$/, '');
