//! What must be recognised as the same.
