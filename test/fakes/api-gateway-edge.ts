import { json } from 'node:stream/consumers';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';

/** A stand-in for API Gateway's control API that a test may look into, and break. */
export interface ApiGatewayEdge extends LoopbackServer {
  /** Value by id of each key. */
  readonly keys: Map<string, string>;
  /** `<plan> <key id>` for each key in a plan. */
  readonly planKeys: Set<string>;
  readonly calls: string[];
  /** Fails what begins so, such as `POST /usageplans`. */
  failing: string | undefined;
}

interface UsagePlan {
  readonly id: string;
  readonly name: string;
}

interface Answer {
  readonly status: number;
  readonly body?: object;
  readonly error?: string;
}

/** Stands in for Amazon API Gateway: keys, and which usage plans they are in. */
export const startApiGatewayEdge = async (plans: readonly UsagePlan[]): Promise<ApiGatewayEdge> => {
  const keys = new Map<string, string>();
  const planKeys = new Set<string>();
  const calls: string[] = [];
  let count = 0;

  const createKey = (value: string): Answer => {
    if ([...keys.values()].includes(value)) return { status: 409, error: 'ConflictException' };
    count += 1;
    const id = `gateway-key-${count}`;
    keys.set(id, value);
    return { status: 201, body: { id, value } };
  };

  const addToPlan = (plan: string, id: string): Answer => {
    if (!keys.has(id)) return { status: 404, error: 'NotFoundException' };
    if ([...planKeys].some((entry) => entry.endsWith(` ${id}`))) return { status: 409, error: 'ConflictException' };
    planKeys.add(`${plan} ${id}`);
    return { status: 201, body: { id, type: 'API_KEY' } };
  };

  const deleteKey = (id: string): Answer => {
    if (!keys.delete(id)) return { status: 404, error: 'NotFoundException' };
    for (const entry of planKeys) if (entry.endsWith(` ${id}`)) planKeys.delete(entry);
    return { status: 202 };
  };

  const answer = (method: string, path: string, body: Record<string, string>): Answer => {
    const [, noun, id = '', , member = ''] = path.split('/');
    if (method === 'GET') return { status: 200, body: { item: plans } };
    if (noun === 'apikeys') return method === 'POST' ? createKey(body['value'] ?? '') : deleteKey(id);
    if (method === 'POST') return addToPlan(id, body['keyId'] ?? '');
    return planKeys.delete(`${id} ${member}`) ? { status: 202 } : { status: 404, error: 'NotFoundException' };
  };

  const edge = { keys, planKeys, calls, failing: undefined as string | undefined };
  const server = await startLoopbackServer(async (request, response) => {
    const { method = '', url: path = '' } = request;
    const body = method === 'POST' ? ((await json(request)) as Record<string, string>) : {};
    const call = `${method} ${path}`;
    calls.push(call);
    const isFailing = edge.failing !== undefined && call.startsWith(edge.failing);
    const failure: Answer = { status: 400, error: 'BadRequestException' };
    const { status, body: sent = {}, error } = isFailing ? failure : answer(method, path, body);
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(error !== undefined && { 'x-amzn-errortype': error }),
    });
    response.end(JSON.stringify(error === undefined ? sent : { message: error }));
  });
  return Object.assign(edge, server);
};
