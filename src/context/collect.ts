/** The collector with its sources, as one file that is fetched in idle time where the option `context` names any. */
import type { Options } from '../core/options.js';
import { type Collector, createCollector } from './collector.js';
import type { Source } from './source.js';
import { dataLayerSource } from './sources/data-layer.js';
import { frustrationSource } from './sources/frustration.js';
import { landingSource } from './sources/landing.js';
import { personSource } from './sources/person.js';
import { schemaOrgSource } from './sources/schema-org.js';

/** One that asks the shop for its cart. Those are fetched where one is named: few pages have such a shop. */
const shopSource = (name: 'shopify' | 'woocommerce') => (): Source => ({
  name,
  category: 'functional',
  start(tell, host) {
    let end: (() => void) | undefined = () => {};
    import('./sources/shops.js').then(
      (shops) => {
        end &&= shops[name]().start(tell, host);
      },
      // then there is no cart
      () => {},
    );
    return () => {
      end?.();
      end = undefined;
    };
  },
});

/** By the name in the option. */
const SOURCES: Record<string, () => Source> = {
  dataLayer: dataLayerSource,
  shopify: shopSource('shopify'),
  woocommerce: shopSource('woocommerce'),
  schemaOrg: schemaOrgSource,
  landing: landingSource,
  device: personSource,
  frustration: frustrationSource,
};

export function collect(options: Partial<Options>): Collector {
  const collector = createCollector(options, Date.now);
  const named = `${options.context ?? ''}`.split(/[\s,]+/);
  // a name that is not one of them is refused where the options are parsed
  for (const [name, source] of Object.entries(SOURCES)) if (named.includes(name)) collector.follow(source());
  return collector;
}
