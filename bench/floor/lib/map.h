// The large map: element i is A . P : B, for i from 0 on; bench/map.js says the same.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "nat.h"

// 10.0.0.0 and i, 192.168.0.0 and the lower half of i: network order. The port is in the host's.
uint32_t map_address(uint32_t i);
uint16_t map_port(uint32_t i);
uint32_t map_target(uint32_t i);

// What the whole transaction takes in memory.
size_t map_room(uint32_t count);

// Table ip nat, its map and `count` elements, made by libnftnl in `transaction`, which has map_room() bytes.
void map_build(Transaction* transaction, uint32_t count);
