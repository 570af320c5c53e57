import type { APIGatewayProxyEvent } from 'aws-lambda';
import { parseInput } from '#core/errors/parse-input.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { parseJson } from '#core/http/parse-json.ts';
import type { Route } from '#lambda/route-table/route.ts';
import { isForm, readForm } from './read-form.ts';

/**
 * The body of a request as its route has it: JSON, or a form where the route takes one; undefined if it has none.
 *
 * @throws ServiceError `invalid_request`
 */
export const readBody = async (
  { body, isBase64Encoded, headers }: APIGatewayProxyEvent,
  route: Pick<Route, 'body' | 'form'>,
): Promise<object | undefined> => {
  if (!route.body) return undefined;
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  const contentType = headers['content-type'];
  if (route.form && isForm(contentType)) {
    return parseInput(route.form, await readForm(bytes, contentType), 'form');
  }
  const text = bytes.toString('utf8');
  if (text.trim() === '') throw new ServiceError('invalid_request', 'The request has no body. Send a JSON object.');
  return parseInput(route.body, parseJson(text, 'body'), 'body');
};
