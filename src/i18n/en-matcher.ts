/** What is said of an answer that a machine wrote. It comes with the code that takes in such answers. */
export const enMatcher = {
  machine: 'An automated answer by {name}',
};
