/** <linux/ioam6_iptunnel.h>. */

export const IOAM6_IPTUNNEL_MODE = 1;
export const IOAM6_IPTUNNEL_DST = 2;
export const IOAM6_IPTUNNEL_TRACE = 3;
export const IOAM6_IPTUNNEL_FREQ_K = 4;
export const IOAM6_IPTUNNEL_FREQ_N = 5;
export const IOAM6_IPTUNNEL_MODE_INLINE = 1;
export const IOAM6_IPTUNNEL_MODE_ENCAP = 2;
export const IOAM6_IPTUNNEL_MODE_AUTO = 3;
