// The registry: a new workload is one file beside this one and one line here.
//
// A workload is plain data, and the function that does it with netloom:
//   about      what is done, in one line
//   rounds     how often every contender gets a process
//   warmUp     runs of each process that are not counted (its first is reported apart)
//   samples    runs of each process that are
//   floor      the contender that netloom is measured against
//   peers      the others by name; contenders.js knows the kinds; each may have its own warmUp, samples, rounds
//              and the tools that it `needs`
//   netloom    (module) => { run, tearDown }: sets up, and gives what is timed and what undoes it; where there
//              are several ways to do the work, an object of such functions
import call from './call.js';
import events from './events.js';
import lab from './lab.js';
import map from './map.js';
import mapMillion from './map-million.js';
import wholeProcess from './process.js';
import routesAdd from './routes-add.js';
import routesDump from './routes-dump.js';
import routesMillion from './routes-million.js';
import rules from './rules.js';
import rulesList from './rules-list.js';
import thousand from './thousand.js';

export const workloads = {
  lab,
  thousand,
  call,
  process: wholeProcess,
  rules,
  'rules-list': rulesList,
  map,
  'map-million': mapMillion,
  'routes-add': routesAdd,
  'routes-dump': routesDump,
  'routes-million': routesMillion,
  events,
};
