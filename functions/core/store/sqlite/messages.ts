/** What the threads of the store say to each other. */
export type Call = { readonly id: number; readonly name: string; readonly args: unknown[] };
export type Answer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failure: Failure };
/** What survives the way between threads of an error. */
export type Failure = {
  readonly message: string;
  readonly errcode?: number;
  readonly stack?: string;
};

/** What a thread can be asked for: it gets and gives what can be cloned. */
export type Functions = Record<string, (...args: never[]) => unknown>;

export const failureOf = (error: unknown): Failure => {
  const { message, errcode, stack } = error as Error & { errcode?: number };
  return { message, ...(errcode !== undefined && { errcode }), ...(stack && { stack }) };
};

/** Throws as the function does, and where there is none. */
export const resultOf = (functions: Functions, { name, args }: Call): unknown => {
  const called = functions[name];
  if (!called) throw new TypeError(`This thread of the store has no ${name}.`);
  return called(...(args as never[]));
};

export const answerTo = (functions: Functions, call: Call): Answer => {
  try {
    return { id: call.id, result: resultOf(functions, call) };
  } catch (error) {
    return { id: call.id, failure: failureOf(error) };
  }
};
