import { z } from 'zod';
import { parseInput } from '#core/errors/parse-input.ts';
import { Metadata } from '#core/prompts/metadata.ts';
import type { FieldNames, PromptDraft } from '#core/prompts/prompt-draft.ts';
import { Tags } from '#core/prompts/tags.ts';
import { readJson } from '#core/runs/read-json.ts';
import { Profile } from '#core/runs/run-request.ts';

/** What a caller of another vendor's API may ask for that this API has no words for. */
export type CallOptions = Required<
  Pick<PromptDraft, 'profile' | 'maxCostUsd' | 'timeoutSeconds' | 'metadata' | 'tags'>
>;

/** The headers that limits are asked for by. */
export const OPTION_NAMES = {
  maxCostUsd: 'headless-claude-max-cost-usd',
  timeoutSeconds: 'headless-claude-timeout',
} as const satisfies Partial<FieldNames>;

const numeric = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

const words = (text: string): string[] => text.split(',').map((word) => word.trim());

const Headers = z.object({
  'headless-claude-profile': Profile.optional(),
  [OPTION_NAMES.maxCostUsd]: z
    .string()
    .transform(numeric)
    .pipe(z.number('must be a number of USD above 0').positive())
    .optional(),
  [OPTION_NAMES.timeoutSeconds]: z
    .string()
    .transform(numeric)
    .pipe(z.int('must be a whole number of seconds above 0').positive())
    .optional(),
  'headless-claude-metadata': z.string().transform(readJson).pipe(Metadata).optional(),
  'headless-claude-tags': z.string().transform(words).pipe(Tags).optional(),
});

const BodyMetadata = z.object({ metadata: z.looseObject({ profile: Profile.optional() }) });
const AllMetadata = z.object({ metadata: Metadata });

/**
 * What the request asks for by its `headless-claude-…` headers and by the metadata in its body, where `profile` selects
 * the profile and is not kept. Headers win. Without either the profile is `chat`: other LLM APIs have no tools of their
 * own.
 *
 * @throws ServiceError `invalid_request`
 */
export const readCallOptions = (
  headers: Readonly<Record<string, string>>,
  bodyMetadata: Readonly<Record<string, string>>,
): CallOptions => {
  const asked = parseInput(Headers, headers, 'header');
  const { profile } = parseInput(BodyMetadata, { metadata: bodyMetadata }, 'body').metadata;
  const { profile: _profile, ...kept } = bodyMetadata;
  const all = { ...kept, ...asked['headless-claude-metadata'] };
  return {
    profile: asked['headless-claude-profile'] ?? profile ?? 'chat',
    maxCostUsd: asked[OPTION_NAMES.maxCostUsd],
    timeoutSeconds: asked[OPTION_NAMES.timeoutSeconds],
    metadata: parseInput(AllMetadata, { metadata: all }, 'body').metadata,
    tags: asked['headless-claude-tags'],
  };
};
