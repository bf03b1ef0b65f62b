//! One HTTP client with secrets, retries and worded errors.
