//! What is said on a pull request: the sticky thread, statuses, inline threads.
