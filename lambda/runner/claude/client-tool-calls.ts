import { z } from 'zod';
import { readJson } from '#core/runs/read-json.ts';
import type { RunEvent, ToolCall } from '#core/runs/run-event.ts';
import type { CliMessage } from './cli-message.ts';

type StreamEvent = Extract<CliMessage, { type: 'stream_event' }>['event'];

/** The calls of the caller's tools in the model's latest answer. */
export interface ClientToolCalls {
  /** The events that a piece of the answer brings. */
  translate(event: StreamEvent): readonly RunEvent[];
  /** Whether that call is the caller's to carry out: the CLI knows nothing of the tool, and says so to the model. */
  has(id: string): boolean;
  /** The calls so far, with their whole input. */
  calls(): readonly ToolCall[];
}

interface OpenCall {
  readonly id: string;
  readonly name: string;
  readonly pieces: string[];
}

/** A call without arguments may come without any input. */
const Input = z.looseObject({}).catch({});

/** @param names of the caller's tools */
export const createClientToolCalls = (names: ReadonlySet<string>): ClientToolCalls => {
  const callsById = new Map<string, OpenCall>();
  let open: OpenCall | undefined;

  return {
    translate({ type, content_block: block, delta }) {
      if (type === 'content_block_start') {
        const { id, name } = block ?? {};
        open = id !== undefined && name !== undefined && names.has(name) ? { id, name, pieces: [] } : undefined;
        if (!open) return [];
        callsById.set(open.id, open);
        return [{ kind: 'tool_call', id: open.id, name: open.name }];
      }
      const json = delta?.partial_json ?? '';
      if (!open || json === '') return [];
      open.pieces.push(json);
      return [{ kind: 'tool_call_input', id: open.id, json }];
    },
    has: (id) => callsById.has(id),
    calls: () =>
      [...callsById.values()].map((call) => ({
        id: call.id,
        name: call.name,
        input: Input.parse(readJson(call.pieces.join(''))),
      })),
  };
};
