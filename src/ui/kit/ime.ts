/** The key belongs to an input method. Safari ends the composition before its keydown, which then says 229. */
export const isIme = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;
