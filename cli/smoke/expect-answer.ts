import { expect, expectEqual } from './check.ts';
import type { Answer, Json } from './deployed.ts';

/** The JSON of an answer with that status. @throws CheckFailed if it has another one, telling why and its request id. */
export const expectStatus = (answer: Answer, status: number): Json => {
  const { headers, text } = answer;
  const id = headers.get('request-id');
  expect(
    answer.status === status,
    `status ${answer.status}, not ${status} (request ${id}): ${text.replaceAll(/\s+/g, ' ').slice(0, 160)}`,
  );
  return answer.json();
};

/** The problem that an answer tells of. @throws CheckFailed if it is another one, or cannot be traced. */
export const expectProblem = (answer: Answer, status: number, code: string): Json => {
  const problem = expectStatus(answer, status);
  expectEqual('code', problem.code ?? problem.error?.code, code);
  expect(Boolean(answer.headers.get('request-id')), 'the answer has no request-id');
  return problem;
};
