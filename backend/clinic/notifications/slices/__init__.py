"""One file (or folder) an app: who is told of what it announces, in which words, where that leads,
and what is shown live. Each holds its app's outbox handlers."""
