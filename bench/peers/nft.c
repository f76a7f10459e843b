// nft(8) on the same rules, each time as a process of its own: `rules` from a file, or `rules-list`; or on
// the same map, `map COUNT`. With `json` behind it in JSON.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../floor/lib/check.h"
#include "../floor/lib/map.h"
#include "../floor/lib/measure.h"
#include "../floor/lib/rules.h"

static const char* file = "/run/bench-rules";
static bool json;

static const char* text_of(uint32_t address, char text[INET_ADDRSTRLEN]) {
  return inet_ntop(AF_INET, &address, text, INET_ADDRSTRLEN);
}

static const char* head_text =
    "add table ip nat\nadd chain ip nat PREROUTING { type nat hook prerouting priority dstnat; }\n";
static const char* rule_text = "add rule ip nat PREROUTING ip daddr %s tcp dport %u dnat to %s\n";

static const char* head_json =
    "{\"nftables\":[{\"add\":{\"table\":{\"family\":\"ip\",\"name\":\"nat\"}}},"
    "{\"add\":{\"chain\":{\"family\":\"ip\",\"table\":\"nat\",\"name\":\"PREROUTING\",\"type\":\"nat\","
    "\"hook\":\"prerouting\",\"prio\":-100}}}";
static const char* rule_json =
    ",{\"add\":{\"rule\":{\"family\":\"ip\",\"table\":\"nat\",\"chain\":\"PREROUTING\",\"expr\":["
    "{\"match\":{\"op\":\"==\",\"left\":{\"payload\":{\"protocol\":\"ip\",\"field\":\"daddr\"}},\"right\":"
    "\"%s\"}},{\"match\":{\"op\":\"==\",\"left\":{\"payload\":{\"protocol\":\"tcp\",\"field\":\"dport\"}},"
    "\"right\":%u}},{\"dnat\":{\"addr\":\"%s\"}}]}}}";

static void write_file(bool as_json) {
  FILE* out = fopen(file, "w");
  CHECK(out == NULL ? -1 : 0);
  fputs(as_json ? head_json : head_text, out);
  for (uint32_t i = 0; i < RULES; i++) {
    char destination[INET_ADDRSTRLEN], target[INET_ADDRSTRLEN];
    fprintf(out, as_json ? rule_json : rule_text, text_of(rules_destination(i), destination), rules_port(i),
            text_of(rules_target(i), target));
  }
  if (as_json) fputs("]}", out);
  CHECK(fclose(out));
}

static const char* map_text =
    "add table ip nat\nadd map ip nat forward { type ipv4_addr . inet_service : ipv4_addr; }\n"
    "add element ip nat forward { ";
static const char* element_text = "%s . %u : %s,\n";

static const char* map_json =
    "{\"nftables\":[{\"add\":{\"table\":{\"family\":\"ip\",\"name\":\"nat\"}}},"
    "{\"add\":{\"map\":{\"family\":\"ip\",\"table\":\"nat\",\"name\":\"forward\","
    "\"type\":[\"ipv4_addr\",\"inet_service\"],\"map\":\"ipv4_addr\"}}},"
    "{\"add\":{\"element\":{\"family\":\"ip\",\"table\":\"nat\",\"name\":\"forward\",\"elem\":[";
static const char* element_json = "%s[{\"concat\":[\"%s\",%u]},\"%s\"]";

static void write_map(uint32_t count) {
  FILE* out = fopen(file, "w");
  CHECK(out == NULL ? -1 : 0);
  fputs(json ? map_json : map_text, out);
  for (uint32_t i = 0; i < count; i++) {
    char key[INET_ADDRSTRLEN], target[INET_ADDRSTRLEN];
    text_of(map_address(i), key);
    text_of(map_target(i), target);
    if (json)
      fprintf(out, element_json, i == 0 ? "" : ",", key, map_port(i), target);
    else
      fprintf(out, element_text, key, map_port(i), target);
  }
  fputs(json ? "]}}}]}" : "}\n", out);
  CHECK(fclose(out));
}

static void nft(const char* const words[]) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t pid;
  char* environment[] = {NULL};
  errno = posix_spawnp(&pid, "nft", &actions, NULL, (char**)words, environment);
  CHECK(-errno);
  int status;
  CHECK(waitpid(pid, &status, 0));
  errno = ECHILD;
  CHECK(-status);
}

static void add(void) {
  nft(json ? (const char*[]){"nft", "-j", "-f", file, NULL} : (const char*[]){"nft", "-f", file, NULL});
}

static void list(void) {
  nft(json ? (const char*[]){"nft", "-j", "list", "ruleset", NULL}
           : (const char*[]){"nft", "list", "ruleset", NULL});
}

static void open_namespace(void) { CHECK(unshare(CLONE_NEWNET)); }

static void set_up_add(void) {
  open_namespace();
  write_file(json);
}

static uint32_t map_count;

static void set_up_map(void) {
  open_namespace();
  write_map(map_count);
}

// Not by nft, whose memory would be measured, too.
static void set_up_list(void) {
  open_namespace();
  Transaction transaction = {.bytes = malloc(RULES_ROOM)};
  rules_build(&transaction);
  int fd = nat_open();
  nat_send(&transaction, fd);
  CHECK(close(fd));
  free(transaction.bytes);
}

static void flush(void) {
  int fd = nat_open();
  rules_flush(fd);
  CHECK(close(fd));
}

int main(int argc, char** argv) {
  for (int i = 1; i < argc; i++) json |= strcmp(argv[i], "json") == 0;
  const char* what = argc > 1 ? argv[1] : "";
  map_count = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
  Workload adding = {.set_up = set_up_add, .run = add, .tear_down = flush};
  Workload listing = {.set_up = set_up_list, .run = list};
  Workload map = {.set_up = set_up_map, .run = add, .tear_down = flush};
  bool lists = strcmp(what, "rules-list") == 0, maps = strcmp(what, "map") == 0;
  return measure(argc, argv, maps ? &map : lists ? &listing : &adding);
}
