/** Words of parts that are more than text, a picture or a form. */
export const richStrings = {
  rich: {
    carousel: 'Cards shown',
    list: 'Lines shown',
    buttons: 'Buttons shown',
    offered: 'May be chosen',
    day: 'Any day',
    order: 'Order',
    cart: 'Cart',
    status: 'Status',
    total: 'Total',
    lines: (n: number) => (n === 1 ? '1 item' : `${n} items`),
  },
};
