/** How tcpdump says that the capture ended within a header. */
export function cutMark(protocol: string): string {
  return ` [|${protocol}]`;
}
