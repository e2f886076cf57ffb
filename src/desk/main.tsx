import { render } from 'preact';
import { Root } from './components/Root.js';
import { createGate } from './gate.js';

render(<Root gate={createGate({ location, history })} />, document.getElementById('desk')!);
