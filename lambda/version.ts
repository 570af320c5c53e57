import packageJson from '#package.json' with { type: 'json' };

/** The version of this service. */
export const VERSION: string = packageJson.version;

/** The version of Claude Code that it runs: the one place that pins it is package.json. */
export const CLAUDE_VERSION: string = packageJson.dependencies['@anthropic-ai/claude-code'];
