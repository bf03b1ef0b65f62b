//! Rule sets of Spectral: rules with `given`, `then` and functions, run on the graph of a definition as it is, never on
//! a copy with all references replaced.
//!
//! [`path`] and [`expression`] are the dialect in which rules choose values, [`functions`] what they ask of these,
//! [`rule`] what files say of a rule. Functions in JavaScript are not run: each is named, the rest works.

mod aliases;
mod expression;
mod formats;
mod functions;
mod message;
mod path;
mod rule;
mod run;
mod target;
#[cfg(test)]
mod tests;
mod value;

pub(crate) use rule::SpectralRule;
pub(in crate::lint) use rule::{Draft, Foreign, functions_of};
pub(in crate::lint) use run::run;
