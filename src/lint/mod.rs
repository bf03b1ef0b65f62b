//! Rules over definitions: one walk, every rule on the way, problems out.
