/** Until all that waits for nothing but its turn has run. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
