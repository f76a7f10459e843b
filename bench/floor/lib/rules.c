#include "rules.h"

#include <arpa/inet.h>
#include <unistd.h>

enum { BACKGROUND_MICROSECONDS = 300000 };

uint32_t rules_destination(uint32_t i) { return htonl(0x0a000000 + i); }

uint32_t rules_target(uint32_t i) { return htonl(0xc0a80000 + (i & 0xffff)); }

uint16_t rules_port(uint32_t i) { return 1024 + i % 50000; }

void rules_build(Transaction* transaction) {
  transaction->length = 0;
  nat_begin(transaction);
  nat_chain(transaction);
  for (uint32_t i = 0; i < RULES; i++)
    nat_rule(transaction, rules_destination(i), rules_port(i), rules_target(i));
  nat_end(transaction);
}

void rules_flush(int fd) {
  char bytes[1024];
  Transaction transaction = {.bytes = bytes};
  nat_begin(&transaction);
  nat_flush(&transaction);
  nat_end(&transaction);
  nat_send(&transaction, fd);
  usleep(BACKGROUND_MICROSECONDS);
}
