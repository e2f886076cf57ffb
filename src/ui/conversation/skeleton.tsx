/** Shown by the style sheet only when reading takes longer than 150 ms. */
export const Skeleton = () => (
  <div class="skeleton" aria-hidden="true">
    <i />
    <i />
    <i />
  </div>
);
