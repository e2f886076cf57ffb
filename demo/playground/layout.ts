/** Where the steps of a flow stand in its drawing: in layers, from where it begins downwards. Pure. */

export interface Way {
  from: string;
  to: string;
}

export interface Size {
  width: number;
  height: number;
  /** Between two that stand beside each other, and between two layers. */
  gapX: number;
  gapY: number;
}

export interface Drawn {
  /** Left upper corners, by id. */
  places: Map<string, { x: number; y: number }>;
  /** Of each way in the order given, the points that it passes, from the lower edge of one to the upper edge of the other. */
  lines: [x: number, y: number][][];
  /** Of each way, whether it leads back to where one has been. */
  isBack: boolean[];
  width: number;
  height: number;
}

/** Times that the layers are put in order, and moved below each other. */
const ROUNDS = 8;

interface Dot {
  /** Of a step; lines that pass a layer have dots of their own. */
  id?: string;
  layer: number;
  x: number;
  above: Dot[];
  below: Dot[];
}

/** Which ways lead back, when one walks from the first on; and everything in the order in which one comes to it. */
function walk(ids: readonly string[], ways: readonly Way[]) {
  const out = new Map<string, number[]>(ids.map((id) => [id, []]));
  ways.forEach(({ from }, i) => void out.get(from)?.push(i));
  const state = new Map<string, 'here' | 'done'>();
  const back = ways.map(({ from, to }) => from === to);
  const order: string[] = [];
  for (const first of ids) {
    if (state.has(first)) continue;
    const path: { id: string; left: number[] }[] = [{ id: first, left: [...out.get(first)!] }];
    state.set(first, 'here');
    while (path.length) {
      const { id, left } = path.at(-1)!;
      const way = left.shift();
      if (way === undefined) {
        state.set(id, 'done');
        order.unshift(id);
        path.pop();
        continue;
      }
      const { to } = ways[way]!;
      if (state.get(to) === 'here') back[way] = true;
      else if (!state.has(to)) {
        state.set(to, 'here');
        path.push({ id: to, left: [...out.get(to)!] });
      }
    }
  }
  return { back, order };
}

const mean = (dots: Dot[], of: (dot: Dot) => number): number | undefined =>
  dots.length ? dots.reduce((sum, dot) => sum + of(dot), 0) / dots.length : undefined;

/** `ids`: all steps, the one where it begins first. Ways from or to others are a mistake of the caller's. */
export function layOut(ids: readonly string[], ways: readonly Way[], size: Size): Drawn {
  const { back, order } = walk(ids, ways);
  const depth = new Map<string, number>(ids.map((id) => [id, 0]));
  for (const id of order) {
    ways.forEach(({ from, to }, i) => {
      if (from === id && !back[i]) depth.set(to, Math.max(depth.get(to)!, depth.get(id)! + 1));
    });
  }

  const layers: Dot[][] = [];
  const add = (layer: number, id?: string): Dot => {
    const dot: Dot = { ...(id !== undefined && { id }), layer, x: 0, above: [], below: [] };
    layers[layer] = [...(layers[layer] ?? []), dot];
    return dot;
  };
  const dots = new Map<string, Dot>();
  for (const id of order) dots.set(id, add(depth.get(id)!, id));
  const passed = ways.map(({ from, to }, i) => {
    if (back[i]) return [];
    const chain = [dots.get(from)!];
    for (let layer = chain[0]!.layer + 1; layer < dots.get(to)!.layer; layer++) chain.push(add(layer));
    chain.push(dots.get(to)!);
    for (let n = 1; n < chain.length; n++) {
      chain[n - 1]!.below.push(chain[n]!);
      chain[n]!.above.push(chain[n - 1]!);
    }
    return chain;
  });

  // each layer by the middle of what its steps hang on, down and up again
  for (let round = 0; round < ROUNDS; round++) {
    const isDown = round % 2 === 0;
    for (const layer of isDown ? layers : [...layers].reverse()) {
      const place = new Map(layers.flatMap((all) => all.map((dot, i) => [dot, i] as const)));
      const wanted = new Map(
        layer.map((dot) => [dot, mean(isDown ? dot.above : dot.below, (one) => place.get(one)!) ?? place.get(dot)!]),
      );
      layer.sort((a, b) => wanted.get(a)! - wanted.get(b)!);
    }
  }

  const wide = (dot: Dot) => (dot.id === undefined ? size.gapX : size.width);
  const settle = (layer: Dot[], wanted: number[]) => {
    let right = Number.NEGATIVE_INFINITY;
    layer.forEach((dot, i) => {
      dot.x = Math.max(wanted[i]!, right + wide(dot) / 2);
      right = dot.x + wide(dot) / 2 + size.gapX;
    });
    // nobody is pushed to the right only
    const off = layer.reduce((sum, dot, i) => sum + dot.x - wanted[i]!, 0) / layer.length;
    for (const dot of layer) dot.x -= off;
  };
  for (const layer of layers) {
    settle(
      layer,
      layer.map(() => 0),
    );
  }
  for (let round = 0; round < ROUNDS; round++) {
    const isDown = round % 2 === 0;
    for (const layer of isDown ? layers : [...layers].reverse()) {
      settle(
        layer,
        layer.map((dot) => mean(isDown ? dot.above : dot.below, ({ x }) => x) ?? dot.x),
      );
    }
  }

  const all = layers.flat();
  const left = Math.min(...all.map((dot) => dot.x - wide(dot) / 2));
  for (const dot of all) dot.x = Math.round(dot.x - left);
  const top = (dot: Dot) => dot.layer * (size.height + size.gapY);
  const places = new Map([...dots].map(([id, dot]) => [id, { x: dot.x - size.width / 2, y: top(dot) }]));
  const right = Math.max(size.width, ...all.map((dot) => dot.x + wide(dot) / 2));
  const isAnyBack = back.some(Boolean);
  return {
    places,
    isBack: back,
    width: right + (isAnyBack ? 3 * size.gapX : 0),
    height: Math.max(1, layers.length) * (size.height + size.gapY) - size.gapY,
    lines: ways.map(({ from, to }, i): [number, number][] => {
      if (back[i]) {
        const [a, b] = [dots.get(from)!, dots.get(to)!];
        const middle = size.height / 2;
        return [
          [a.x + size.width / 2, top(a) + middle],
          [b.x + size.width / 2, top(b) + middle],
        ];
      }
      const chain = passed[i]!;
      // what passes a layer goes straight through it
      return chain.flatMap((dot, n): [number, number][] => {
        const [from, to] = [top(dot), top(dot) + size.height];
        if (n === 0) return [[dot.x, to]];
        return dot.id === undefined
          ? [
              [dot.x, from],
              [dot.x, to],
            ]
          : [[dot.x, from]];
      });
    }),
  };
}
