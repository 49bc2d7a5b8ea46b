// `make dev`: what Django serves, behind `ng serve`.
const target = `http://localhost:${process.env['API_PORT'] ?? 8000}`;

export default {
  '/api': { target, secure: false },
  '/ws': { target, secure: false, ws: true },
  '/admin/': { target, secure: false },
  '/static': { target, secure: false },
  '/media': { target, secure: false },
  '/health': { target, secure: false },
};
