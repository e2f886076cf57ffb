/** What may stand in our pages: the tags that we draw with and their attributes. A new one is added here by hand. */
export const allowed = {
  tags: `a article aside audio b bdi blockquote br button circle code dd details div dl dt em fieldset figcaption figure footer form h1 h2 h3
    h4 header hr i img input kbd label legend li link main mark nav ol optgroup option p path pre progress rect section s select slot small
    span strong style summary svg table tbody td textarea th thead time tr ul g line polyline`.split(/\s+/),
  attributes:
    `class part role hidden id for type name value placeholder disabled required checked selected multiple tabindex
    dir lang title alt src href target rel loading decoding referrerpolicy width height style autocomplete inputmode rows
    maxlength minlength min max step enterkeyhint autocapitalize spellcheck datetime scope start open viewbox fill stroke
    stroke-width stroke-linecap stroke-linejoin d cx cy r x y focusable pattern novalidate inert draggable download colspan
    x1 x2 y1 y2 rx points popover controls preload`.split(/\s+/),
  /** Properties that we set on an element itself. */
  styles:
    /^(--[\w-]+|aspect-ratio|max-inline-size|inline-size|block-size|inset(-[\w-]+)?|left|top|right|bottom|transform|height|width|max-width|max-height|display|z-index|min-height)$/
      .source,
  links: /^(https?|mailto|tel):$/.source,
};
