import { configure } from '@testing-library/preact';
import '../support/waits.js';

// a wait ends with what it waits for; the limit is for what never comes, and a busy machine needs seconds to load a chunk
configure({ asyncUtilTimeout: 20_000 });
