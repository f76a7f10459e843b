#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

// Its own, or that of the largest process that it has waited for.
static double peak_bytes(void) {
  struct rusage own, children;
  getrusage(RUSAGE_SELF, &own);
  getrusage(RUSAGE_CHILDREN, &children);
  return 1024.0 * (children.ru_maxrss > 0 ? children.ru_maxrss : own.ru_maxrss);
}

int measure(int argc, char** argv, const Workload* workload) {
  if (argc < 3) {
    fprintf(stderr, "usage: %s [WORD]... WARM-UP SAMPLES\n", argv[0]);
    return 2;
  }
  int warm_up = atoi(argv[argc - 2]);
  int runs = warm_up + atoi(argv[argc - 1]);
  double* taken = calloc(runs, sizeof *taken);
  if (workload->set_up) workload->set_up();
  for (int i = 0; i < runs; i++) {
    double start = seconds();
    workload->run();
    taken[i] = seconds() - start;
    if (workload->tear_down) workload->tear_down();
  }
  printf("{\"first\":%.9f,\"samples\":[", taken[0]);
  for (int i = warm_up; i < runs; i++) printf("%s%.9f", i > warm_up ? "," : "", taken[i]);
  printf("],\"peakRss\":%.0f}\n", peak_bytes());
  free(taken);
  return 0;
}
