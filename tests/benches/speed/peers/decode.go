// Reads a `pg dump` with Go's encoding/json into the fields that Koor reads: seconds of the decoding alone, and the
// process's peak memory in bytes.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"syscall"
	"time"
)

type row struct {
	PgID           string  `json:"pgid"`
	State          string  `json:"state"`
	Up             []int64 `json:"up"`
	Acting         []int64 `json:"acting"`
	ActingPrimary  int64   `json:"acting_primary"`
	BlockedBy      []int64 `json:"blocked_by"`
	LastScrubStamp string  `json:"last_scrub_stamp"`
	LastDeepScrub  string  `json:"last_deep_scrub_stamp"`
	LastFresh      string  `json:"last_fresh"`
	LastChange     string  `json:"last_change"`
	LastActive     string  `json:"last_active"`
	LastClean      string  `json:"last_clean"`
	StatSum        struct {
		Objects   uint64 `json:"num_objects"`
		Bytes     uint64 `json:"num_bytes"`
		Degraded  uint64 `json:"num_objects_degraded"`
		Misplaced uint64 `json:"num_objects_misplaced"`
		Unfound   uint64 `json:"num_objects_unfound"`
		Errors    uint64 `json:"num_scrub_errors"`
	} `json:"stat_sum"`
}

type dump struct {
	PgMap struct {
		Version uint64 `json:"version"`
		Stamp   string `json:"stamp"`
		PgStats []row  `json:"pg_stats"`
	} `json:"pg_map"`
}

func main() {
	body, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	began := time.Now()
	var read dump
	if err := json.Unmarshal(body, &read); err != nil {
		panic(err)
	}
	seconds := time.Since(began).Seconds()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	fmt.Printf("{\"seconds\":%f,\"peak\":%d,\"pgs\":%d,\"version\":%q}\n",
		seconds, usage.Maxrss*1024, len(read.PgMap.PgStats), runtime.Version())
}
