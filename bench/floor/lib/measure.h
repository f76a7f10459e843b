// The loop around a workload, and the one line of JSON that every program of the bench prints.
#pragma once

typedef struct {
  void (*set_up)(void);     // once, untimed; may be NULL
  void (*run)(void);        // what is timed
  void (*tear_down)(void);  // after each run, untimed; may be NULL
} Workload;

// The last two arguments say how often the workload is run to warm up and how often to be counted. Prints
// {"first": seconds, "samples": [seconds, ...], "peakRss": bytes}; the first run of the process is timed in
// either case, and the memory is that of the processes it has started, where there were any.
int measure(int argc, char** argv, const Workload* workload);
