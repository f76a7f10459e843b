import type { Printer } from '../packet/print/printer.js';
import { LITTLE_ENDIAN } from '../wire/endian.js';
import { Frame } from './frame.js';

/** Size of FrameHeader in native/core/packet_socket.h, which this reads. */
const HEADER = 24;

/** The frames that the addon hands over in one piece. */
export function* decodeFrames(batch: ArrayBuffer, printer: Printer): Generator<Frame> {
  const view = new DataView(batch);
  for (let at = 0; at < batch.byteLength; ) {
    const captured = view.getUint32(at + 8, LITTLE_ENDIAN);
    const facts = {
      timestamp: view.getBigUint64(at, LITTLE_ENDIAN),
      length: view.getUint32(at + 12, LITTLE_ENDIAN),
      ifindex: view.getUint32(at + 16, LITTLE_ENDIAN),
      hardware: view.getUint16(at + 20, LITTLE_ENDIAN),
      type: view.getUint8(at + 22),
    };
    yield new Frame(new Uint8Array(batch, at + HEADER, captured), facts, printer);
    at += (HEADER + captured + 7) & ~7;
  }
}
