/** The collector with its sources, as one file that is fetched in idle time where the option `context` names any. */
import type { Options } from '../core/options.js';
import { type Collector, createCollector } from './collector.js';
import type { Source } from './source.js';
import { dataLayerSource } from './sources/data-layer.js';
import { frustrationSource } from './sources/frustration.js';
import { landingSource } from './sources/landing.js';
import { personSource } from './sources/person.js';
import { schemaOrgSource } from './sources/schema-org.js';
import { shopifySource } from './sources/shopify.js';
import { wooCommerceSource } from './sources/woocommerce.js';

/** By the name in the option. */
const SOURCES: Record<string, () => Source> = {
  dataLayer: dataLayerSource,
  shopify: shopifySource,
  woocommerce: wooCommerceSource,
  schemaOrg: schemaOrgSource,
  landing: landingSource,
  device: personSource,
  frustration: frustrationSource,
};

export function collect(options: Partial<Options>): Collector {
  const collector = createCollector(options, Date.now);
  for (const name of `${options.context ?? ''}`.split(/[\s,]+/)) {
    // a name that is not one of them is refused where the options are parsed
    const source = Object.hasOwn(SOURCES, name) && SOURCES[name];
    if (source) collector.follow(source());
  }
  return collector;
}
