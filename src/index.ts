/** netloom: Linux networking for Node.js, straight from the kernel. */

export { Namespace } from './namespace/namespace.js';
