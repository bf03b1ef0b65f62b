//! One HTTP client: connection, secrets, retries, time limits and errors that say what was asked and what came back.
//!
//! Knows no service: addresses and what an answer means for the user are for `azure_devops` and `publish`. What it
//! does know of Azure DevOps is how a refused token looks (a sign-in page instead of a 401), because that has to be
//! told from an answer before anything parses it.

mod client;
mod error;
mod network;
mod request;
mod retry;
mod secret;
mod text;
#[cfg(test)]
mod text_tests;

pub(crate) use client::{Client, Settings};
pub(crate) use error::{Cause, HttpError};
pub(crate) use network::Reach;
pub(crate) use request::{Body, Expect, Repeat, Request, Response};
pub(crate) use retry::Limits;
pub(crate) use secret::{Auth, Secret, base64};
pub(crate) use text::{AllowedHost, Text, TextClient, TextError, TextLimits};
