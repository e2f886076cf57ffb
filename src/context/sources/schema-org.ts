/** What the page itself says that it is, as JSON-LD of schema.org (https://schema.org/docs/gs.html; microdata is not read). */
import type { Money } from '../../types.js';
import { toMinor } from '../money.js';
import { watchUrl } from '../page.js';
import { createScope } from '../scope.js';
import type { Source } from '../source.js';
import { plainText } from './plain-text.js';

export interface Product {
  name: string;
  /** `sku`, `productID` or `@id`, the first that is there. */
  id?: string;
  brand?: string;
  /** Of several offers the lowest. */
  price?: Money;
  /** Where the offers differ. */
  highPrice?: Money;
  /** Last part of schema.org's word: `InStock`. That, where any offer is. */
  availability?: string;
}

export interface SchemaOrg {
  product?: Product;
  /** Names, the outermost first, at most 20. */
  breadcrumbs?: string[];
  /** Of the page's FAQ, at most 10, without their answers. */
  questions?: string[];
}

type Node = Record<string, unknown>;
/** A script, and the page on which it said so first. */
interface Known {
  text: string;
  path: string;
}
/** What a value points at, where it only points. */
type Resolve = (value: unknown) => Node[];

const SELECTOR = 'script[type="application/ld+json"]';
const SCRIPTS = 20;
const SIZE = 64 * 1024;
const DEPTH = 6;
const NODES = 200;
/** Routers render after the address has changed, and some only once their data is there. */
const AGAIN = [1_000, 4_000];

const isNode = (value: unknown): value is Node => Object(value) === value;
const nodes = (value: unknown): Node[] => [value].flat(2).filter(isNode).slice(0, NODES);
const texts = (values: unknown[], most: number) =>
  [...new Set(values.map((value) => plainText(value)))].filter(Boolean).slice(0, most);
/** `InStock` of `https://schema.org/InStock`. */
const local = (value: unknown): string => plainText(value).replace(/^.*[/#:]/, '');
const filled = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as { [K in keyof T]?: NonNullable<T[K]> };

/** What the scripts say of the page at that path. Malformed JSON is passed over. */
export function readSchemaOrg(scripts: string[], path: string): SchemaOrg {
  const byId = new Map<unknown, Node>();
  const found: [type: string, node: Node][] = [];
  let left = NODES;
  const walk = (value: unknown, depth: number) => {
    if (depth > DEPTH) return;
    for (const node of nodes(value)) {
      if (left-- <= 0) return;
      const { '@id': id, '@type': types, '@graph': graph, mainEntity, breadcrumb, itemOffered } = node;
      if (types && id && !byId.has(id)) byId.set(id, node);
      for (const type of [types].flat()) found.push([local(type), node]);
      const offered = nodes(itemOffered).map((item): Node => ({ offers: node, ...item }));
      walk([graph, mainEntity, breadcrumb, offered], depth + 1);
    }
  };
  for (const script of scripts.slice(0, SCRIPTS)) {
    if (script.length > SIZE) continue;
    try {
      walk(JSON.parse(script), 0);
    } catch {
      // the page's own mistake, and no business of ours
    }
  }
  const ofType = (pattern: RegExp) => found.filter(([type]) => pattern.test(type)).map(([, node]) => node);
  const resolve: Resolve = (value) => nodes(value).map((node) => byId.get(node['@id']) ?? node);

  const trail = resolve(ofType(/^BreadcrumbList$/)[0]?.itemListElement)
    .sort((a, b) => Number.parseFloat(plainText(a.position)) - Number.parseFloat(plainText(b.position)) || 0)
    .map(({ name, item }) => name ?? resolve(item)[0]?.name);
  const breadcrumbs = texts(trail, 20);
  const faq = ofType(/^FAQPage$/).map(({ mainEntity }) => mainEntity);
  const asked = resolve(faq).map(({ name }) => name);
  const questions = texts(asked, 10);
  return filled({
    product: productOf(ofType(/^(Individual)?Product(Group|Model)?$/), resolve, path),
    breadcrumbs: breadcrumbs[0] && breadcrumbs,
    questions: questions[0] && questions,
  }) as SchemaOrg;
}

/** The one that the page is about: a list of many is about none of them, unless one has the page's address. */
function productOf(told: Node[], resolve: Resolve, path: string): Product | undefined {
  const byName = new Map<string, Node>();
  for (const node of told) {
    const name = plainText(node.name);
    // several extensions of a shop may each tell a part of the same
    if (name) byName.set(name, { ...node, ...byName.get(name) });
  }
  const isHere = (url: unknown) => plainText(url).replace(/^\w+:\/\/[^/?#]*|[?#].*$/g, '') === path;
  const several = [...byName.values()];
  const node = several[1] ? several.find((one) => isHere(one.url) || isHere(one['@id'])) : several[0];
  if (!node) return undefined;

  const all = resolve([node, ...resolve(node.hasVariant)].map((one) => one.offers)).flatMap((offer) => [
    offer,
    ...resolve(offer.offers),
    // of a kind is what it cost before, or costs members
    ...resolve(offer.priceSpecification).filter((one) => !one.priceType && !one.validForMemberTier),
  ]);
  const offers = all.slice(0, NODES);
  const prices: Money[] = [];
  for (const { price, lowPrice, highPrice, priceCurrency } of offers) {
    const currency = plainText(priceCurrency).toUpperCase();
    for (const value of [price, lowPrice, highPrice]) {
      const amount = toMinor(value, currency);
      // prices in several currencies are not compared
      if (amount !== null && currency === (prices[0]?.currency ?? currency)) prices.push({ amount, currency });
    }
  }
  prices.sort((a, b) => a.amount - b.amount);
  const highPrice = prices[prices.length - 1];
  const words = offers.map(({ availability }) => local(availability)).filter((word) => /^[a-z]{1,40}$/i.test(word));
  return filled({
    name: plainText(node.name),
    id: plainText(node.sku) || plainText(node.productID) || plainText(node['@id']),
    brand: plainText(resolve(node.brand)[0]?.name ?? [node.brand].flat()[0]),
    price: prices[0],
    highPrice: highPrice?.amount !== prices[0]?.amount && highPrice,
    availability: words.includes('InStock') ? 'InStock' : words[0],
  }) as Product;
}

/** Tells `product`, `breadcrumbs` and `questions` of the page that is shown now. */
export const schemaOrgSource = (): Source => ({
  name: 'schemaOrg',
  category: 'necessary',
  start(tell, host) {
    /** Where each script was seen first: one that stays as it was on another page is about that one. */
    const seen = new WeakMap<Element, Known>();
    const scope = createScope(host);
    let undo: (() => void) | undefined;
    let path: string;
    let scripts: Known[];
    /** Those that were read last, and that path. */
    let last: unknown[] = [];

    /** Finds what is there, and answers whether it is not what was read last. */
    const look = () => {
      path = location.pathname;
      scripts = [...document.querySelectorAll(SELECTOR)].slice(0, SCRIPTS).map((script) => {
        const text = script.textContent;
        const before = seen.get(script);
        const known = before?.text === text ? before : { text, path };
        seen.set(script, known);
        return known;
      });
      return [...scripts, path].some((one, i) => one !== last[i]);
    };
    const readSoon = (later = AGAIN) => {
      undo?.();
      undo = scope.idle(() => {
        if (look()) {
          last = [...scripts, path];
          const texts = scripts.flatMap((script) => (path === script.path ? script.text : []));
          tell({ product: null, breadcrumbs: null, questions: null, ...readSchemaOrg(texts, path) });
        }
        lookAgain(later);
      });
    };
    // most of these find nothing new, and are over at once
    const lookAgain = ([time, ...later]: number[]) => {
      if (time) undo = scope.after(time, () => (look() ? readSoon : lookAgain)(later));
    };
    readSoon();
    watchUrl(scope, readSoon);
    return scope.end;
  },
});
