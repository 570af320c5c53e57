import type { ApiResponse, EventStream } from './api-request.ts';

/** Whether an answer comes as server-sent events. */
export const isStream = (body: ApiResponse['body']): body is EventStream => 'frames' in body;
