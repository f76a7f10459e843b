/** What of the sanitizers' reports concerns us. */

/**
 * The leaks whose memory was asked for by our code, be it through a library: on the stack, the addon comes before
 * Node. What Node itself allocates on our behalf, and keeps to the end of the process, is not ours.
 * @param {string} report
 */
export function ownLeaks(report) {
  return report
    .split('\n\n')
    .map((block) => block.trimStart())
    .filter((block) => /^(Direct|Indirect) leak/.test(block))
    .filter((block) => block.match(/\/(netloom\.node|node)\)$/m)?.[1] === 'netloom.node');
}

/** Whether a report is of something else than leaks. @param {string} report */
export function isError(report) {
  return /ERROR: AddressSanitizer|runtime error:/.test(report);
}
