//! Amazon S3, services that speak its protocol, and Google Cloud Storage as places.
//!
//! One signs in as their own tools do: the variables `AWS_…` and `GOOGLE_…` are handed to the storage crate by name.

use std::sync::Arc;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};

use super::open::OpenError;
use super::refusal::Cloud;
use super::sign_in::Environment;
use super::store::{self, Container};
use super::transport::Connector;

/// The variables of the environment that begin with one of `prefixes`, lower-cased as the storage crate names them.
/// Unexpanded pipeline variables count as unset.
fn variables<'a>(
    environment: &'a Environment,
    prefix: &'a str,
) -> impl Iterator<Item = (String, &'a String)> + 'a {
    environment
        .iter()
        .filter(move |(name, value)| {
            name.starts_with(prefix) && !value.is_empty() && !value.starts_with("$(")
        })
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
}

fn is_set(environment: &Environment, name: &str) -> bool {
    environment.get(name).is_some_and(|value| !value.is_empty() && !value.starts_with("$("))
}

/// A bucket of S3.
pub(super) fn s3(
    bucket: &str,
    prefix: &str,
    name: String,
    environment: &Environment,
) -> Result<Container, OpenError> {
    let identity = if is_set(environment, "AWS_ACCESS_KEY_ID") {
        if !is_set(environment, "AWS_SECRET_ACCESS_KEY") {
            return Err(OpenError::SignIn(
                "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is missing".to_owned(),
            ));
        }
        "the access key in AWS_ACCESS_KEY_ID"
    } else if is_set(environment, "AWS_WEB_IDENTITY_TOKEN_FILE") {
        if !is_set(environment, "AWS_ROLE_ARN") {
            return Err(OpenError::SignIn(
                "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is missing".to_owned(),
            ));
        }
        "the role in AWS_ROLE_ARN by the token in AWS_WEB_IDENTITY_TOKEN_FILE"
    } else if is_set(environment, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
        || is_set(environment, "AWS_CONTAINER_CREDENTIALS_FULL_URI")
    {
        "the role of the container"
    } else if environment.get("PREVIEW_AWS_INSTANCE_ROLE").is_some_and(|value| value == "true") {
        "the role of the machine"
    } else {
        return Err(OpenError::SignIn(
            "no way to sign in to S3 was found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN \
             for a temporary key), or AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN, or on a machine with a role \
             PREVIEW_AWS_INSTANCE_ROLE=true"
                .to_owned(),
        ));
    };
    let mut builder = AmazonS3Builder::new();
    for (key, value) in variables(environment, "AWS_") {
        if let Ok(key) = key.parse::<AmazonS3ConfigKey>() {
            builder = builder.with_config(key, value);
        }
    }
    let built = builder
        .with_bucket_name(bucket)
        .with_http_connector(Connector)
        .with_retry(store::retries())
        .with_client_options(options(environment, "AWS_ALLOW_HTTP"))
        .build()
        .map_err(|error| OpenError::Client(error.to_string()))?;
    let built = Arc::new(built);
    Container::new(Arc::clone(&built) as _, Cloud::S3, prefix, name, identity.to_owned())
        .map(|container| container.with_signer(built))
        .map_err(|error| OpenError::Client(error.to_string()))
}

/// The client's limits, with plain http only where it was asked for.
fn options(environment: &Environment, variable: &str) -> object_store::ClientOptions {
    let http = environment.get(variable).is_some_and(|value| value.eq_ignore_ascii_case("true"));
    store::client_options().with_allow_http(http)
}

/// A bucket of Google Cloud Storage.
pub(super) fn google(
    bucket: &str,
    prefix: &str,
    name: String,
    environment: &Environment,
) -> Result<Container, OpenError> {
    let ways = [
        "GOOGLE_BEARER_TOKEN",
        "GOOGLE_SERVICE_ACCOUNT_KEY",
        "GOOGLE_SERVICE_ACCOUNT",
        "GOOGLE_SERVICE_ACCOUNT_PATH",
        "GOOGLE_APPLICATION_CREDENTIALS",
        "GOOGLE_SKIP_SIGNATURE",
    ];
    let Some(way) = ways.into_iter().find(|name| is_set(environment, name)) else {
        return Err(OpenError::SignIn(
            "no way to sign in to Google Cloud Storage was found. Set GOOGLE_APPLICATION_CREDENTIALS or \
             GOOGLE_SERVICE_ACCOUNT_KEY"
                .to_owned(),
        ));
    };
    let identity = match way {
        "GOOGLE_SKIP_SIGNATURE" => "no identity (GOOGLE_SKIP_SIGNATURE)".to_owned(),
        way => format!("the credentials in {way}"),
    };
    let mut builder = GoogleCloudStorageBuilder::new();
    for (key, value) in variables(environment, "GOOGLE_") {
        if let Ok(key) = key.parse::<GoogleConfigKey>() {
            builder = builder.with_config(key, value);
        }
    }
    let built = builder
        .with_bucket_name(bucket)
        .with_http_connector(Connector)
        .with_retry(store::retries())
        .with_client_options(options(environment, "GOOGLE_ALLOW_HTTP"))
        .build()
        .map_err(|error| OpenError::Client(error.to_string()))?;
    let built = Arc::new(built);
    Container::new(Arc::clone(&built) as _, Cloud::Google, prefix, name, identity)
        .map(|container| container.with_signer(built))
        .map_err(|error| OpenError::Client(error.to_string()))
}
