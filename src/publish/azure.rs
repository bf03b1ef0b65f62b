//! Azure Blob Storage as a place: from an account, a container and a way to sign in to a client.

use std::sync::Arc;

use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};

use super::open::OpenError;
use super::refusal::Cloud;
use super::sign_in::{Credential, SignIn};
use super::store::{self, Container};
use super::token;
use super::transport::Connector;

/// Where a container is.
pub(super) struct Location<'a> {
    pub(super) account: &'a str,
    pub(super) container: &'a str,
    pub(super) prefix: &'a str,
    /// The address as the user wrote it, for messages.
    pub(super) name: String,
}

/// A client for the container, with one way to sign in and no other: the storage crate is never left to try.
pub(super) async fn container(location: Location<'_>, sign_in: &SignIn) -> Result<Container, OpenError> {
    let mut builder = MicrosoftAzureBuilder::new()
        .with_account(location.account)
        .with_container_name(location.container)
        .with_http_connector(Connector)
        .with_retry(store::retries())
        .with_client_options(store::client_options())
        // Tags need a right of their own, which Storage Blob Data Contributor lacks.
        .with_disable_tagging(true);
    if let Some(endpoint) = &sign_in.endpoint {
        check_endpoint(endpoint)?;
        builder = builder.with_endpoint(endpoint.clone()).with_allow_http(endpoint.starts_with("http://"));
    }
    let bearer = |builder: MicrosoftAzureBuilder, token: &str| {
        builder.with_bearer_token_authorization(token).with_credential_type("bearer_token")
    };
    builder = match &sign_in.credential {
        Credential::Bearer(token) => bearer(builder, token.expose()),
        Credential::AccountKey(key) => {
            builder.with_access_key(key.expose()).with_credential_type("access_key")
        }
        Credential::SharedAccessSignature(query) => {
            builder.with_config(AzureConfigKey::SasKey, query.expose()).with_credential_type("sas_token")
        }
        Credential::Federated(application, source) => {
            let assertion = token::assertion(source).await?;
            bearer(builder, token::exchange_assertion(application, &assertion).await?.expose())
        }
        Credential::ClientSecret(application, secret) => {
            bearer(builder, token::exchange_secret(application, secret).await?.expose())
        }
        Credential::AzureCli => builder.with_credential_type("azure_cli"),
        Credential::ManagedIdentity { endpoint, client_id } => {
            if let Some(endpoint) = endpoint {
                builder = builder.with_msi_endpoint(endpoint);
            }
            if let Some(client_id) = client_id {
                builder = builder.with_client_id(client_id);
            }
            builder.with_credential_type("managed_identity")
        }
    };
    let built = Arc::new(builder.build().map_err(|error| OpenError::Client(error.to_string()))?);
    Container::new(
        Arc::clone(&built) as _,
        Cloud::Azure,
        location.prefix,
        location.name,
        sign_in.identity.clone(),
    )
    .map(|container| container.with_signer(built))
    .map_err(|error| OpenError::Client(error.to_string()))
}

/// Keys and tokens go over https, or to this machine.
fn check_endpoint(endpoint: &str) -> Result<(), OpenError> {
    let url = url::Url::parse(endpoint).map_err(|error| {
        OpenError::Client(format!(
            "the address of the blob service is no URL ({error}); correct AZURE_STORAGE_ENDPOINT"
        ))
    })?;
    let local = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" => Ok(()),
        "http" if local => Ok(()),
        _ => Err(OpenError::Client(
            "the address of the blob service is not https; correct AZURE_STORAGE_ENDPOINT".to_owned(),
        )),
    }
}
