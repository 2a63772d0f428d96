// Runs in a page of its own: the same networks, trained by others. Stacked where N > 1: every tensor has the networks first.

import * as jax from "@jax-js/jax";
import * as tf from "@tensorflow/tfjs-core";
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";

const RATE = 0.002;
const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];
const RECORDS = 1024;

/** @typedef {{ layers: number[], batch: number, networks: number }} Shape */
/** @typedef {"wasm" | "webgpu"} Device */

/** Records whose class can be learned: a pattern for each, and noise. @param {Shape} shape */
function data({ layers }) {
  let state = 1;
  const random = () => (state = (state * 1664525 + 1013904223) >>> 0) / 2 ** 32;
  const [features, classes] = [layers[0], layers[layers.length - 1]];
  const patterns = Float32Array.from({ length: classes * features }, random);
  const labels = Int32Array.from({ length: RECORDS }, () => Math.floor(random() * classes));
  const inputs = new Float32Array(RECORDS * features);
  for (let i = 0; i < inputs.length; i += 1) inputs[i] = 0.5 * patterns[labels[Math.floor(i / features)] * features + (i % features)] + 0.5 * random();
  const oneHot = new Float32Array(RECORDS * classes);
  labels.forEach((label, i) => (oneHot[i * classes + label] = 1));
  const weights = layers.slice(1).map((outputs, i) => Float32Array.from({ length: layers[i] * outputs }, () => (random() - 0.5) * 2 * Math.sqrt(3 / layers[i])));
  const batchOf = (/** @type {number} */ count) => Int32Array.from({ length: count }, () => Math.floor(random() * RECORDS));
  return { features, classes, inputs, oneHot, weights, batchOf };
}

/** @param {Float32Array} values @param {number} times */
function repeated(values, times) {
  const all = new Float32Array(values.length * times);
  for (let i = 0; i < times; i += 1) all.set(values, i * values.length);
  return all;
}

/** @param {Shape} shape @param {Device} device */
async function tensorflow(shape, device) {
  setWasmPaths("/node_modules/@tensorflow/tfjs-backend-wasm/dist/");
  setThreadsCount(1);
  if (device === "webgpu") await import("@tensorflow/tfjs-backend-webgpu");
  if (!(await tf.setBackend(device))) throw new Error(`tf.js has no ${device}`);
  const { layers, batch, networks: n } = shape;
  const { features, classes, inputs, oneHot, weights, batchOf } = data(shape);
  const pool = tf.tensor2d(inputs, [RECORDS, features]);
  const targets = tf.tensor2d(oneHot, [RECORDS, classes]);
  const parameters = weights.flatMap((values, i) => [
    tf.variable(tf.tensor3d(repeated(values, n), [n, layers[i], layers[i + 1]])),
    tf.variable(tf.zeros([n, 1, layers[i + 1]])),
  ]);
  const optimizer = tf.train.adam(RATE, BETA1, BETA2, EPSILON);
  const step = () => {
    const records = tf.tensor1d(batchOf(n * batch), "int32");
    const x = tf.reshape(tf.gather(pool, records), [n, batch, features]);
    const y = tf.reshape(tf.gather(targets, records), [n, batch, classes]);
    return optimizer.minimize(() => {
      const logits = weights.reduce((values, _, i) => {
        const sums = tf.add(tf.matMul(values, parameters[2 * i]), parameters[2 * i + 1]);
        return i === weights.length - 1 ? sums : tf.relu(sums);
      }, /** @type {any} */ (x));
      return tf.div(tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), y))), batch);
    }, true);
  };
  return async (/** @type {number} */ steps) => {
    let loss = NaN;
    for (let i = 0; i < steps; i += 1) {
      const value = tf.tidy(() => /** @type {any} */ (step()));
      if (i === steps - 1) loss = (await value.data())[0] / n;
      value.dispose();
    }
    return loss;
  };
}

/** @param {Shape} shape @param {Device} device */
async function jaxJs(shape, device) {
  const { numpy: np, nn } = jax;
  if (!(await jax.init(device)).includes(device)) throw new Error(`jax-js has no ${device}`);
  jax.defaultDevice(device);
  const { layers, batch, networks: n } = shape;
  const { features, classes, inputs, oneHot, weights, batchOf } = data(shape);
  const pool = np.array(inputs, { shape: [RECORDS, features] });
  const targets = np.array(oneHot, { shape: [RECORDS, classes] });
  /** @param {any[]} parameters @param {any} x @param {any} y */
  const lossOf = (parameters, x, y) => {
    const logits = weights.reduce((values, _, i) => {
      const sums = np.matmul(values, parameters[2 * i]).add(parameters[2 * i + 1]);
      return i === weights.length - 1 ? sums : nn.relu(sums);
    }, x);
    return nn.logSoftmax(logits).mul(y).sum().mul(-1 / batch);
  };
  const step = jax.jit((/** @type {any} */ { parameters, means, squares }, /** @type {any} */ records, /** @type {any} */ rate, /** @type {any} */ pool, /** @type {any} */ targets) => {
    const x = np.take(pool, records.ref, 0).reshape([n, batch, features]);
    const y = np.take(targets, records, 0).reshape([n, batch, classes]);
    const [loss, gradients] = jax.valueAndGrad(lossOf)(parameters.map((/** @type {any} */ p) => p.ref), x, y);
    const next = { parameters: /** @type {any[]} */ ([]), means: /** @type {any[]} */ ([]), squares: /** @type {any[]} */ ([]) };
    parameters.forEach((/** @type {any} */ parameter, /** @type {number} */ i) => {
      const mean = means[i].mul(BETA1).add(gradients[i].ref.mul(1 - BETA1));
      const square = squares[i].mul(BETA2).add(np.square(gradients[i]).mul(1 - BETA2));
      next.parameters.push(parameter.sub(mean.ref.mul(rate.ref).div(np.sqrt(square.ref).add(EPSILON))));
      next.means.push(mean);
      next.squares.push(square);
    });
    rate.dispose();
    return { loss, next };
  });
  const shapes = weights.flatMap((_, i) => [[n, layers[i], layers[i + 1]], [n, 1, layers[i + 1]]]);
  const zeros = () => shapes.map((shape) => np.zeros(shape));
  const start = shapes.map((shape, i) => (i % 2 ? np.zeros(shape) : np.array(repeated(weights[i / 2], n), { shape })));
  /** @type {any} */
  let state = { parameters: start, means: zeros(), squares: zeros() };
  let age = 0;
  return async (/** @type {number} */ steps) => {
    /** @type {any} */
    let last;
    for (let i = 0; i < steps; i += 1) {
      age += 1;
      const rate = (RATE * Math.sqrt(1 - BETA2 ** age)) / (1 - BETA1 ** age);
      last?.dispose();
      const { loss, next } = step(state, np.array(batchOf(n * batch), { dtype: np.int32 }), np.array(rate), pool.ref, targets.ref);
      [state, last] = [next, loss];
    }
    return (await last.jsAsync()) / n;
  };
}

const PEERS = { "tf.js": tensorflow, "jax-js": jaxJs };

/** @type {Record<string, (steps: number) => Promise<number>>} */
const open = {};

/** @typedef {"tf.js" | "jax-js"} Name */

/** @param {{ name: Name, shape: Shape, device: Device }} what */
globalThis.openPeer = async ({ name, shape, device }) => {
  open[`${name}/${shape.networks}`] = await PEERS[name](shape, device);
};

/** @param {{ name: Name, networks: number, steps: number }} what */
globalThis.peer = async ({ name, networks, steps }) => {
  const started = performance.now();
  const loss = await open[`${name}/${networks}`](steps);
  return { ms: performance.now() - started, loss };
};
