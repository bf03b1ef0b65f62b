//! Tokens for Azure Blob Storage from Microsoft Entra, for a federated token or a client secret.
//!
//! Done here and not by the storage crate: a federated token of a pipeline is a variable and not a file, lives ten
//! minutes, and a refusal of Entra (`AADSTS…`) is worth more than "token request failed". Facts: Microsoft's
//! "OAuth 2.0 client credentials flow", "Workload identity federation"; Azure DevOps' "Oidctoken - Create".

use serde::Deserialize;
use url::Url;

use crate::http::{Auth, Body, Cause, Client, HttpError, Limits, Request, Secret, Settings};

use super::open::OpenError;
use super::sign_in::{Application, FederatedToken};

/// What the token is for.
const SCOPE: &str = "https://storage.azure.com/.default";
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

fn client(auth: Auth) -> Client {
    Client::new(Settings {
        user_agent: concat!("preview/", env!("CARGO_PKG_VERSION")).to_owned(),
        auth,
        limits: Limits::default(),
        extra_certificates: None,
        proxy: None,
    })
}

/// The federated token to present.
pub(super) async fn assertion(source: &FederatedToken) -> Result<Secret, OpenError> {
    match source {
        FederatedToken::Variable(token) => Ok(token.clone()),
        FederatedToken::File(path) => {
            let text = tokio::fs::read_to_string(path).await.map_err(|error| {
                OpenError::Token(format!(
                    "cannot read the file `{path}` of AZURE_FEDERATED_TOKEN_FILE: {error}"
                ))
            })?;
            Ok(Secret::new(&text))
        }
        FederatedToken::Pipeline { endpoint, service_connection, access_token } => {
            from_pipeline(endpoint, service_connection, access_token).await
        }
    }
}

/// Asks Azure DevOps for a token of a service connection.
async fn from_pipeline(
    endpoint: &str,
    service_connection: &str,
    access_token: &Secret,
) -> Result<Secret, OpenError> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(rename = "oidcToken")]
        token: String,
    }
    let mut url = address(endpoint, "SYSTEM_OIDCREQUESTURI")?;
    url.query_pairs_mut()
        .append_pair("api-version", "7.1")
        .append_pair("serviceConnectionId", service_connection);
    let request = Request::json(reqwest::Method::POST, url, &serde_json::Map::new());
    let answer = async { client(Auth::Bearer(access_token.clone())).send(&request).await?.json::<Answer>() };
    let answer = answer.await.map_err(|error| {
        OpenError::Token(format!(
            "Azure DevOps gave no token for the service connection {service_connection}: {error}. Check the \
             connection's id, that it uses workload identity federation, and that this pipeline may use it \
             (Project settings > Service connections > Security)"
        ))
    })?;
    Ok(Secret::new(&answer.token))
}

/// Exchanges a federated token for one of the store.
pub(super) async fn exchange_assertion(
    application: &Application,
    assertion: &Secret,
) -> Result<Secret, OpenError> {
    exchange(
        application,
        &[("client_assertion_type", ASSERTION_TYPE), ("client_assertion", assertion.expose())],
    )
    .await
}

/// Exchanges a client secret for a token of the store.
pub(super) async fn exchange_secret(application: &Application, secret: &Secret) -> Result<Secret, OpenError> {
    exchange(application, &[("client_secret", secret.expose())]).await
}

async fn exchange(application: &Application, proof: &[(&str, &str)]) -> Result<Secret, OpenError> {
    #[derive(Deserialize)]
    struct Answer {
        access_token: String,
    }
    let text = format!("{}/{}/oauth2/v2.0/token", application.authority, application.tenant_id);
    let url = address(&text, "AZURE_AUTHORITY_HOST")?;
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("client_id", &application.client_id)
        .append_pair("scope", SCOPE)
        .extend_pairs(proof)
        .finish();
    let request = Request {
        method: reqwest::Method::POST,
        body: Body::Bytes("application/x-www-form-urlencoded", form.into()),
        ..Request::get(url)
    };
    let answer = async { client(Auth::Anonymous).send(&request).await?.json::<Answer>() };
    let answer = answer.await.map_err(|error| OpenError::Token(refused(application, &error)))?;
    Ok(Secret::new(&answer.access_token))
}

fn address(text: &str, variable: &str) -> Result<Url, OpenError> {
    let url = Url::parse(text)
        .map_err(|error| OpenError::Token(format!("the address made from {variable} is no URL: {error}")))?;
    let local =
        url.host_str().is_some_and(|host| host == "localhost" || host == "127.0.0.1" || host == "[::1]");
    match url.scheme() {
        "https" => Ok(url),
        "http" if local => Ok(url),
        _ => Err(OpenError::Token(format!(
            "the address in {variable} is not https, and a secret is sent there"
        ))),
    }
}

/// Entra's own words, and the next step for its usual codes.
fn refused(application: &Application, error: &HttpError) -> String {
    let words = match &*error.cause {
        Cause::Refused { message, .. } if !message.is_empty() => message.clone(),
        _ => error.to_string(),
    };
    let next =
        NEXT_STEPS.iter().find(|(code, _)| words.contains(code)).map_or(
            "Check the client id, the tenant id and the federated credential or secret",
            |(_, next)| next,
        );
    format!("Microsoft Entra gave no token to the application {}: {words}. {next}", application.client_id)
}

/// Codes of Entra. Facts: Microsoft's "Microsoft Entra authentication and authorization error codes".
const NEXT_STEPS: &[(&str, &str)] = &[
    ("AADSTS700016", "There is no such application in this tenant: check the client id and the tenant id"),
    ("AADSTS7000215", "The client secret is wrong: use its value, not its id"),
    ("AADSTS7000222", "The client secret has expired: make a new one"),
    (
        "AADSTS700213",
        "No federated credential of the application fits the token: compare issuer and subject with the service connection",
    ),
    (
        "AADSTS70021",
        "No federated credential of the application fits the token: compare issuer and subject with the service connection",
    ),
    (
        "AADSTS700024",
        "The federated token has expired: it lives ten minutes; publish in the same step that gets it",
    ),
    ("AADSTS90002", "There is no such tenant: check the tenant id"),
    ("AADSTS900023", "The tenant id is no id: check AZURE_TENANT_ID"),
];
