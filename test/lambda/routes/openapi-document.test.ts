import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Route } from '#lambda/route-table/route.ts';
import { ROUTES } from '#lambda/routes.ts';
import { openApiDocument } from '#routes/openapi-document.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: object;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<
    Record<string, { readonly description?: string; readonly $ref?: string; readonly content?: Content }>
  >;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;
type Schema = { readonly type?: string; readonly properties?: object; readonly required?: readonly string[] };

interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly securitySchemes: object };
}

// What a client gets: only what JSON can hold.
const document: Document = JSON.parse(JSON.stringify(openApiDocument()));

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

const operationOf = (id: string): Operation => {
  const found = operations.find(({ operation }) => operation.operationId === id);
  assert.ok(found, id);
  return found.operation;
};

/** Every object in a JSON value, with the path to it. */
const objectsIn = (value: unknown, path = '#'): (readonly [string, Readonly<Record<string, unknown>>])[] => {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([name, child]) => objectsIn(child, `${path}/${name}`));
  return Array.isArray(value) ? inner : [[path, value as Record<string, unknown>], ...inner];
};

test('the document is OpenAPI 3.1 and says which version of the service it is of', () => {
  assert.match(document.openapi, /^3\.1\.\d$/);
  assert.ok(document.info.title);
  assert.match(document.info.version, /^\d+\.\d+\.\d+$/);
});

test('every route is there once, and nothing else', () => {
  assert.deepEqual(
    operations.map(({ path, method, operation }) => `${method.toUpperCase()} ${path} ${operation.operationId}`).sort(),
    ROUTES.map(({ path, method, operation }) => `${method} ${path} ${operation}`).sort(),
  );
  assert.equal(new Set(operations.map(({ operation }) => operation.operationId)).size, operations.length);
});

describe('every operation', () => {
  for (const { path, method, operation } of operations) {
    const what = `${method.toUpperCase()} ${path}`;

    test(`declares its path parameters, each once: ${what}`, () => {
      const declared = operation.parameters.filter((parameter) => parameter.in === 'path');
      const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
      assert.deepEqual(
        declared.map(({ name }) => name),
        inPath,
      );
      assert.ok(declared.every(({ required }) => required === true));
    });

    test(`has parameters that differ, each with a schema: ${what}`, () => {
      const names = operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
      assert.equal(new Set(names).size, names.length);
      for (const parameter of operation.parameters) assert.equal(typeof parameter.schema, 'object');
    });

    test(`has an answer and says how errors look: ${what}`, () => {
      assert.ok(operation.summary);
      const route = ROUTES.find((candidate) => candidate.operation === operation.operationId) as Route;
      const success = Object.entries(operation.responses).find(([status]) => /^[23]\d\d$/.test(status));
      assert.ok(success?.[1].description);
      assert.equal(
        operation.responses['default']?.$ref,
        `#/components/responses/${route.dialect ? 'ErrorEnvelope' : 'Problem'}`,
      );
    });

    test(`takes only credentials that are defined, and none only where the route needs none: ${what}`, () => {
      const schemes = Object.keys(document.components.securitySchemes);
      for (const requirement of operation.security) {
        for (const [scheme, scopes] of Object.entries(requirement)) {
          assert.ok(schemes.includes(scheme));
          assert.deepEqual(scopes, []);
        }
      }
      const route = ROUTES.find((candidate) => candidate.operation === operation.operationId);
      assert.equal(operation.security.length === 0, route?.credential === 'none');
    });

    test(`has a body only where one may be sent: ${what}`, () => {
      if (operation.requestBody) assert.ok(['post', 'patch'].includes(method));
    });
  }
});

test('an administrator cannot use an API key', () => {
  assert.deepEqual(operationOf('getSettings').security, [{ accessToken: [] }]);
});

test('every reference leads somewhere', () => {
  const objects = new Map(objectsIn(document));
  const references = [...objects.values()].flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));
  assert.deepEqual(
    references.filter((reference) => !objects.has(reference)),
    [],
  );
});

test('no schema says less than it should: whatever zod cannot write would be an empty one', () => {
  const empty = objectsIn(document).filter(
    ([path, value]) => /\/(schema|properties\/[^/]+|items)$/.test(path) && Object.keys(value).length === 0,
  );
  assert.deepEqual(
    empty.map(([path]) => path),
    [],
  );
});

test('the body of a prompt is described with what is required and what is not known', () => {
  const schema = operationOf('createPrompt').requestBody?.content['application/json']?.schema;
  assert.deepEqual(schema?.required, ['prompt']);
  assert.deepEqual(Object.keys(schema?.properties ?? {}), [
    'prompt',
    'system',
    'model',
    'profile',
    'stream',
    'max_turns',
    'max_cost_usd',
    'timeout_seconds',
    'metadata',
    'tags',
    'store',
  ]);
  assert.equal((schema as { additionalProperties?: boolean }).additionalProperties, false);
});

test('a prompt is answered as JSON or as events, and read as the same JSON', () => {
  const { content: answer } = operationOf('createPrompt').responses['200'] ?? {};
  assert.deepEqual(Object.keys(answer ?? {}), ['application/json', 'text/event-stream']);
  const { content: record } = operationOf('getPrompt').responses['200'] ?? {};
  assert.deepEqual(record?.['application/json'], answer?.['application/json']);
  assert.ok(answer?.['application/json']?.schema.required?.includes('response'));
});

test('a job is answered with 202, as a prompt is whose caller does not wait', () => {
  const { 202: queued, 200: done } = operationOf('createJob').responses;
  assert.equal(done, undefined);
  assert.deepEqual(Object.keys(queued?.content ?? {}), ['application/json']);
  const schema = queued?.content?.['application/json']?.schema;
  assert.ok(schema?.required?.includes('status') && schema.required.includes('prompt'));
  const { content } = operationOf('createPrompt').responses['202'] ?? {};
  assert.deepEqual(content?.['application/json'], queued?.content?.['application/json']);
  assert.deepEqual(operationOf('getJob').responses['200']?.content?.['application/json'], { schema });
});

test('what happens in a job is answered as events, or with nothing if there are no more', () => {
  const { content } = operationOf('getJobEvents').responses['200'] ?? {};
  assert.deepEqual(Object.keys(content ?? {}), ['text/event-stream']);
  assert.deepEqual(
    operationOf('getJobEvents').parameters.map(({ name }) => name),
    ['id', 'after'],
  );
  const { 204: nothing } = operationOf('getJobEvents').responses;
  assert.ok(nothing && nothing.content === undefined);
});

test('the body of a job is that of a prompt without a stream, and with what is of use for one that waits', () => {
  const propertiesOf = (id: string) =>
    Object.keys(operationOf(id).requestBody?.content['application/json']?.schema.properties ?? {});
  const ofPrompt = propertiesOf('createPrompt').filter((name) => name !== 'stream');
  assert.deepEqual(propertiesOf('createJob'), [...ofPrompt, 'max_attempts', 'webhook_url']);
});

test('the parameters of a query are those of its schema, and none is required that has a default', () => {
  const parameters = operationOf('listPrompts').parameters;
  assert.deepEqual(
    parameters.map(({ name, in: place, required }) => [name, place, required]),
    ['limit', 'after', 'created_at[gte]', 'created_at[lte]', 'model', 'status'].map((name) => [name, 'query', false]),
  );
  assert.deepEqual(
    operationOf('getUsage').parameters.map(({ name }) => name),
    ['from', 'to', 'group_by'],
  );
});
