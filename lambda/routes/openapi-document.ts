import { z } from 'zod';
import type { Route } from '#lambda/route-table/route.ts';
import { ROUTES } from '#lambda/routes.ts';
import { VERSION } from '#lambda/version.ts';

type Json = Readonly<Record<string, unknown>>;

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
};

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const queryParameters = (query: Route['query']): Json[] => {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaOf(query, 'input') as { properties?: object; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
};

const SECURITY: Record<Route['credential'], Json[]> = {
  none: [],
  caller: [{ accessToken: [] }, { apiKey: [] }],
  admin: [{ accessToken: [] }],
};

const answer = ({ response, body, csv = false, events = false }: Route): Json => ({
  description: 'The answer',
  content: {
    ...(!events && { 'application/json': { schema: response ? schemaOf(response, 'output') : { type: 'object' } } }),
    ...(csv && { 'text/csv': { schema: { type: 'string' } } }),
    ...((events || (body && 'stream' in body.shape)) && { 'text/event-stream': { schema: { type: 'string' } } }),
  },
});

const otherAnswers = ({ otherResponses = {} }: Route): Json =>
  Object.fromEntries(
    Object.entries(otherResponses).map(([status, schema]) => [
      status,
      schema
        ? { description: 'The answer', content: { 'application/json': { schema: schemaOf(schema, 'output') } } }
        : { description: 'Nothing (more)' },
    ]),
  );

const requestBody = (body: z.ZodType, form: Route['form']): Json => ({
  required: true,
  content: {
    'application/json': { schema: schemaOf(body, 'input') },
    ...(form && { 'multipart/form-data': { schema: schemaOf(form, 'input') } }),
  },
});

const operation = (route: Route): Json => ({
  operationId: route.operation,
  summary: route.summary,
  security: SECURITY[route.credential],
  parameters: [...pathParameters(route.path), ...queryParameters(route.query)],
  ...(route.body && { requestBody: requestBody(route.body, route.form) }),
  responses: {
    [route.successStatus ?? 200]: answer(route),
    ...otherAnswers(route),
    default: { $ref: `#/components/responses/${route.dialect ? 'ErrorEnvelope' : 'Problem'}` },
  },
});

const PROBLEM_CONTENT: Json = {
  'application/problem+json': {
    schema: {
      type: 'object',
      required: ['type', 'title', 'status', 'detail', 'code', 'request_id', 'error'],
      properties: {
        type: { type: 'string' },
        title: { type: 'string' },
        status: { type: 'integer' },
        detail: { type: 'string' },
        instance: { type: 'string' },
        code: { type: 'string' },
        request_id: { type: 'string' },
        errors: { type: 'array', items: { type: 'object' } },
        error: { type: 'object' },
      },
    },
  },
};

const PROBLEM: Json = {
  description: 'Problem details (RFC 9457); `error` is the same in the shape of the OpenAI and Anthropic SDKs',
  content: PROBLEM_CONTENT,
};

const ERROR_ENVELOPE: Json = {
  description: 'An error as the OpenAI and Anthropic SDKs read it; problem details where API Gateway refuses by itself',
  content: {
    'application/json': {
      schema: {
        type: 'object',
        required: ['type', 'error', 'request_id'],
        properties: { type: { const: 'error' }, error: { type: 'object' }, request_id: { type: 'string' } },
      },
    },
    ...PROBLEM_CONTENT,
  },
};

/** The route table as an OpenAPI 3.1 document: https://spec.openapis.org/oas/v3.1.1.html */
export const openApiDocument = (): Json => {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of ROUTES) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'headless-claude', version: VERSION, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      securitySchemes: {
        accessToken: { type: 'http', scheme: 'bearer', description: 'A Cognito access token, or an API key' },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'An API key, or an access token' },
      },
      responses: { Problem: PROBLEM, ErrorEnvelope: ERROR_ENVELOPE },
    },
  };
};
