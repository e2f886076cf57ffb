/** Attributes of its link: on the host's origin it stays in this tab, and is the host's own. */
export const linkTo = ({ href, origin }: URL) =>
  origin === location.origin ? { href } : { href, target: '_blank', rel: 'noopener noreferrer nofollow ugc' };
