// The loop around a workload, and the one line of JSON that every program of the bench prints.
#pragma once

typedef struct {
  void (*set_up)(void);     // once, untimed; may be NULL
  void (*run)(void);        // what is timed
  void (*tear_down)(void);  // after each run, untimed; may be NULL
} Workload;

// Runs the workload argv[1] times to warm up and argv[2] times to be counted, then prints
// {"first": seconds, "samples": [seconds, ...]}; the first run of the process is timed in either case.
int measure(int argc, char** argv, const Workload* workload);
