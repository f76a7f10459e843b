/** <linux/seg6.h>. */

export const SR6_FLAG1_HMAC = 8;
export const SR6_TLV_HMAC = 5;
