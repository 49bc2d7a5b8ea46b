// Prints a port that nobody listens on: journeys of two checkouts may run side by side.
import { createServer } from 'node:net';

const server = createServer().listen(0, '127.0.0.1', () => {
  console.log(server.address().port);
  server.close();
});
