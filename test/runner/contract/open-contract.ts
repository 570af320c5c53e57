import type { IncomingHttpHeaders } from 'node:http';
import { openTestRunner, type TestRunner } from '#test/runner/open-test-runner.ts';

/** A text block of a model call. */
interface Block {
  readonly type: string;
  readonly text: string;
  readonly cache_control?: unknown;
}

/** What the CLI sends to the model, as far as tests look at it. */
export interface ModelCall {
  readonly bytes: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly model: string;
    readonly system: readonly Block[];
    readonly messages: readonly { readonly role: string; readonly content: readonly Block[] }[];
    readonly tools: readonly { readonly name: string }[];
    readonly thinking: { readonly type: string; readonly budget_tokens?: number };
    readonly max_tokens: number;
  };
}

/** The real CLI in front of the stand-in model, whose calls can be looked at. */
export interface Contract extends TestRunner {
  /** The model calls of a session, in order. */
  callsOf(sessionId: string): readonly ModelCall[];
}

export const openContract = async (): Promise<Contract> => {
  const bench = await openTestRunner();
  return {
    ...bench,
    callsOf: (sessionId) =>
      bench.model.calls
        .filter(({ method, body }) => method === 'POST' && JSON.stringify(body).includes(sessionId))
        .map(({ body, bodyBytes, headers }) => ({ body: body as ModelCall['body'], bytes: bodyBytes, headers })),
  };
};

const isReminder = ({ text }: Block): boolean => text.startsWith('<system-reminder>');

/** What the user is said to have written, without what the CLI adds. */
export const userTexts = ({ body: { messages } }: ModelCall): readonly string[] =>
  messages
    .filter(({ role }) => role === 'user')
    .flatMap(({ content }) => content)
    .filter((block) => !isReminder(block))
    .map(({ text }) => text);
