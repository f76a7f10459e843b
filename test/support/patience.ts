/** How long what comes about in the end may take, for `vi.waitFor`: emulated machines are slow. */
export const PATIENCE = { timeout: 30_000 };
