// Runs in a page of the laboratory: the very engine in a worker, training dense networks as a run's first job does.

/** @param {string} name */
const at = (name) => new URL(name, location.href).href;

/**
 * A stack of dense networks, trained twice, for a short and a long time, so that what is not a step cancels.
 * @param {{ query: string, networks: number, epochs: [number, number], device: "cpu" | "webgpu" }} what
 */
globalThis.openOurs = async ({ query, networks, epochs, device }) => {
  const [{ bundleOf }, { openEngine }] = await Promise.all([import(at("bundles.js")), import(at("lab/pool.js"))]);
  const [figures, { Lab }] = await Promise.all(["figures", "lab"].map((name) => bundleOf(name)));
  // A run has at least three networks; cut for as many workers, each job has one of them.
  const [shadows, workers] = networks === 1 ? [2, 3] : [networks - 1, 1];
  const open = async (/** @type {number} */ length) => {
    const { config } = figures.resolve(`${query}&attack.shadows=${shadows}&train.epochs=${length}`);
    const fetched = (/** @type {string} */ name) => fetch(at(name)).then((response) => response.arrayBuffer());
    const files = (await Promise.all(figures.data_files(config).map(fetched))).map((bytes) => new Uint8Array(bytes));
    const work = { config, files, build: figures.build(), told: () => {} };
    const engine = await openEngine(device, work, new AbortController().signal);
    const job = () => {
      const lab = new Lab(config, files, "cpu", workers);
      const { id, bytes } = lab.next_job();
      return { lab, id, bytes };
    };
    return { engine, job };
  };
  const both = await Promise.all(epochs.map(open));
  /** @param {Awaited<ReturnType<typeof open>>} one */
  const train = async ({ engine, job }) => {
    const { lab, id, bytes } = job();
    const started = performance.now();
    await new Promise((done, broken) => {
      engine.listener = {
        messages: (_, id, messages) => messages.forEach((message) => lab.receive(id, message)),
        done,
        broken: (_, error) => broken(error),
      };
      engine.tell({ kind: "job", id, bytes });
    });
    const ms = performance.now() - started;
    const { first_losses: losses } = JSON.parse(lab.report());
    const steps = lab.progress().done / networks;
    lab.free();
    return { ms, losses, steps };
  };
  for (const one of both) await train(one);
  globalThis.ours = async () => {
    const [short, long] = [await train(both[0]), await train(both[1])];
    return { ms: long.ms - short.ms, steps: long.steps - short.steps, losses: long.losses };
  };
};
