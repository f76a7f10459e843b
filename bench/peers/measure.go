// The loop around a workload for programs in Go; floor/lib/measure.c is the same in C.
package main

import (
	"encoding/json"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// check ends the program: a peer has no use for half a result.
func check(err error) {
	if err != nil {
		panic(err)
	}
}

func measure(run func(), tearDown func()) {
	runtime.LockOSThread() // namespaces belong to threads
	warmUp, err := strconv.Atoi(os.Args[len(os.Args)-2])
	check(err)
	samples, err := strconv.Atoi(os.Args[len(os.Args)-1])
	check(err)
	taken := make([]float64, warmUp+samples)
	for i := range taken {
		start := time.Now()
		run()
		taken[i] = time.Since(start).Seconds()
		tearDown()
	}
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	check(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"first": taken[0], "samples": taken[warmUp:], "peakRss": usage.Maxrss * 1024,
	}))
}
