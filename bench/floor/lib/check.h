// A floor program has no use for half a result: whatever fails ends it, saying which call and why.
#pragma once

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The value of a system call, or the end of the program if it is negative.
#define CHECK(call) check((call), #call)

static inline long check(long result, const char* call) {
  if (result < 0) {
    fprintf(stderr, "%s: %s\n", call, strerror(errno));
    exit(1);
  }
  return result;
}
