import type { Principal } from '#core/auth/principal.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { type CheckJobPorts, checkJobBody } from '#core/jobs/check-job-body.ts';
import type { JobBody } from '#core/jobs/job-body.ts';

/** Checks the job in the body of a schedule. @throws ServiceError for what could never run. */
export const checkScheduleJob = (job: JobBody, principal: Principal, ports: CheckJobPorts): void => {
  try {
    checkJobBody(job, principal, ports);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const fields = error.fields.map(({ pointer, message }) => ({ pointer: `/job${pointer}`, message }));
    throw new ServiceError(error.code, `The job cannot be run. ${error.message}`, { fields, cause: error });
  }
};
