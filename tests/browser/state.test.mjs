// What the page may do in each of its states: the whole table, without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import { State } from "../../www/page/state.js";

const ACTIONS = ["run", "pause", "resume", "step", "stop", "reset", "seed", "save"];

/** How each state is reached, and all that can be done there where a run is recorded. @type {Record<string, [(state: State) => void, string]>} */
const STATES = {
  loading: [() => {}, ""],
  idle: [(state) => state.hear("idle"), "run step save"],
  preparing: [(state) => state.hear("preparing"), "pause stop reset save"],
  running: [(state) => state.hear("running"), "pause step stop reset save"],
  paused: [(state) => state.hear("paused"), "resume step stop reset save"],
  stopping: [(state) => (state.hear("running"), state.stop()), "reset save"],
  stopped: [(state) => state.hear("stopped"), "run reset save"],
  finished: [(state) => state.hear("finished"), "run reset seed save"],
  failed: [(state) => state.hear("failed"), "run reset save"],
};

for (const [name, [reach, possible]] of Object.entries(STATES)) {
  const state = new State();
  state.hasRecorded = true;
  reach(state);
  for (const action of ACTIONS) {
    const can = possible.split(" ").includes(action);
    test(`${action} is ${can ? "possible" : "refused"} while ${name}`, () => {
      assert.equal(state.doing, name);
      assert.equal(state.can(/** @type {any} */ (action)), can);
    });
  }
}

test("without a recorded run there is nothing to save before a run", () => {
  const state = new State();
  state.hear("idle");
  assert.equal(state.can("save"), false);
  state.hear("preparing");
  assert.equal(state.can("save"), true);
});

test("the main button pauses what moves, resumes what is paused, and else runs", () => {
  const mains = Object.values(STATES).map(([reach]) => {
    const state = new State();
    reach(state);
    return state.main;
  });
  assert.deepEqual(mains, ["run", "run", "pause", "pause", "resume", "run", "run", "run", "run"]);
});

test("while a stop is on its way, only the end of the run counts", () => {
  const state = new State();
  state.hear("preparing");
  state.stop();
  for (const late of ["preparing", "running", "paused"]) state.hear(/** @type {any} */ (late));
  assert.equal(state.doing, "stopping");
  state.hear("finished", { failed: 1, arms: 3 });
  assert.equal(state.doing, "finished");
  assert.deepEqual(state.end, { failed: 1, arms: 3 });
});

test("subscribers hear of what is done, with what was done before", () => {
  const state = new State();
  /** @type {string[]} */
  const heard = [];
  state.addEventListener("change", () => heard.push(`${state.before} > ${state.doing}`));
  state.hear("idle");
  state.hear("preparing");
  assert.deepEqual(heard, ["loading > idle", "idle > preparing"]);
});
