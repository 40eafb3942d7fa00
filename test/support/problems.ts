import { expect } from "vitest";
import { Problem } from "../../api-client/contract.ts";

/** The answer is a problem of this kind, in the one form that all have. */
export const expectProblem = async (
  response: Response,
  status: number,
  slug: string,
): Promise<Problem> => {
  const text = await response.text();
  expect(`${response.status} ${text}`).toContain(`urn:segue:problem:${slug}"`);
  expect(response.status).toBe(status);
  expect(response.headers.get("Content-Type")).toMatch(/^application\/problem\+json/);
  const problem = Problem.parse(JSON.parse(text));
  expect(problem.status).toBe(status);
  expect(text).not.toMatch(/\bat \S+:\d+|node_modules|functions\//);
  return problem;
};
