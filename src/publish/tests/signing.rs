//! Signing in against stand-ins of Microsoft Entra, of the pipeline's token endpoint and of a managed identity.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::IntoResponse;

use crate::publish::{Address, Environment, open};

/// What was asked, as `METHOD path?query`, the authorization and the body.
type Asked = Arc<Mutex<Vec<(String, String, String)>>>;

/// A server that answers each path with a status and a JSON text.
async fn server(answers: &[(&'static str, u16, &'static str)]) -> (String, Asked) {
    let answers: HashMap<&str, (u16, &str)> =
        answers.iter().map(|(path, status, text)| (*path, (*status, *text))).collect();
    let asked = Asked::default();
    let written = Arc::clone(&asked);
    let router = Router::new().fallback(move |request: Request| {
        let (answers, written) = (answers.clone(), Arc::clone(&written));
        async move {
            let (parts, body) = request.into_parts();
            let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
            let header = parts.headers.get("authorization").and_then(|value| value.to_str().ok());
            let line = format!("{} {}", parts.method, parts.uri);
            let body = String::from_utf8(body.to_vec()).unwrap();
            written.lock().unwrap().push((line, header.unwrap_or_default().to_owned(), body));
            let (status, text) = answers.get(parts.uri.path()).copied().unwrap_or((404, "{}"));
            let json = [("content-type", "application/json")];
            (StatusCode::from_u16(status).unwrap(), json, text).into_response()
        }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, asked)
}

const GRANTED: (&str, u16, &str) = (
    "/tenant/oauth2/v2.0/token",
    200,
    r#"{"token_type":"Bearer","expires_in":3599,"access_token":"storage-token"}"#,
);
const LISTING: (&str, u16, &str) =
    ("/docs", 200, "<?xml version=\"1.0\"?><EnumerationResults><Blobs/><NextMarker/></EnumerationResults>");

/// Opens `az://previewdocs/docs` with these variables, lists it, and gives back what was asked.
async fn sign_in(
    answers: &[(&'static str, u16, &'static str)],
    variables: &[(&str, &str)],
) -> Result<(String, Vec<(String, String, String)>), String> {
    let (url, asked) = server(answers).await;
    let mut environment: Environment =
        variables.iter().map(|(name, value)| ((*name).to_owned(), value.replace("SERVER", &url))).collect();
    environment.insert("AZURE_STORAGE_ENDPOINT".to_owned(), url);
    let address = Address::parse("az://previewdocs/docs").unwrap();
    let opened = open(&address, &environment).await.map_err(|error| error.to_string())?;
    opened.place.list("orders").await.map_err(|error| error.to_string())?;
    let asked = asked.lock().unwrap().clone();
    Ok((opened.identity().to_owned(), asked))
}

#[tokio::test]
async fn a_client_secret_is_exchanged() {
    let variables = [
        ("AZURE_CLIENT_ID", "client"),
        ("AZURE_TENANT_ID", "tenant"),
        ("AZURE_CLIENT_SECRET", "hush&hush"),
        ("AZURE_AUTHORITY_HOST", "SERVER"),
    ];
    let (identity, asked) = sign_in(&[GRANTED, LISTING], &variables).await.unwrap();
    assert_eq!(identity, "the service principal client and its secret in AZURE_CLIENT_SECRET");
    assert_eq!(asked[0].0, "POST /tenant/oauth2/v2.0/token");
    assert!(asked[0].2.contains("client_secret=hush%26hush"), "{}", asked[0].2);
    assert!(asked[0].2.contains("scope=https%3A%2F%2Fstorage.azure.com%2F.default"), "{}", asked[0].2);
    assert_eq!(asked[1].1, "Bearer storage-token");
}

#[tokio::test]
async fn the_variable_of_azure_cli_is_exchanged() {
    let variables = [
        ("idToken", "federated"),
        ("servicePrincipalId", "client"),
        ("tenantId", "tenant"),
        ("AZURE_AUTHORITY_HOST", "SERVER/"),
    ];
    let (_, asked) = sign_in(&[GRANTED, LISTING], &variables).await.unwrap();
    assert!(asked[0].2.contains("client_assertion=federated"), "{}", asked[0].2);
    assert!(asked[0].2.contains("jwt-bearer"), "{}", asked[0].2);
    assert_eq!(asked[1].1, "Bearer storage-token");
}

#[tokio::test]
async fn a_token_file_is_exchanged() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "federated\n").unwrap();
    let mut variables = vec![
        ("AZURE_FEDERATED_TOKEN_FILE", file.to_str().unwrap()),
        ("AZURE_CLIENT_ID", "client"),
        ("AZURE_TENANT_ID", "tenant"),
        ("AZURE_AUTHORITY_HOST", "SERVER"),
    ];
    let (_, asked) = sign_in(&[GRANTED, LISTING], &variables).await.unwrap();
    assert!(
        asked[0].2.contains("client_assertion=federated&")
            || asked[0].2.ends_with("client_assertion=federated")
    );
    variables[0].1 = "/not/there";
    let error = sign_in(&[GRANTED, LISTING], &variables).await.unwrap_err();
    assert!(error.contains("`/not/there` of AZURE_FEDERATED_TOKEN_FILE"), "{error}");
}

const PIPELINE: &[(&str, &str)] = &[
    ("AZURE_SERVICE_CONNECTION_ID", "connection"),
    ("SYSTEM_OIDCREQUESTURI", "SERVER/oidctoken"),
    ("SYSTEM_ACCESSTOKEN", "job-token"),
    ("AZURE_CLIENT_ID", "client"),
    ("AZURE_TENANT_ID", "tenant"),
    ("AZURE_AUTHORITY_HOST", "SERVER"),
];

#[tokio::test]
async fn the_pipelines_token_is_asked_for_and_exchanged() {
    let token = ("/oidctoken", 200, r#"{"oidcToken":"federated"}"#);
    let (identity, asked) = sign_in(&[token, GRANTED, LISTING], PIPELINE).await.unwrap();
    assert_eq!(identity, "workload identity federation as client by the service connection connection");
    assert_eq!(asked[0].0, "POST /oidctoken?api-version=7.1&serviceConnectionId=connection");
    assert_eq!(asked[0].1, "Bearer job-token");
    assert!(asked[1].2.contains("client_assertion=federated"));
    let refused = ("/oidctoken", 403, r#"{"message":"The pipeline is not authorized"}"#);
    let error = sign_in(&[refused], PIPELINE).await.unwrap_err();
    assert!(error.contains("not authorized") && error.contains("Service connections"), "{error}");
    assert!(!error.contains("job-token"), "{error}");
}

#[tokio::test]
async fn a_refusal_of_entra_names_the_next_step() {
    let expired = (
        "/tenant/oauth2/v2.0/token",
        401,
        r#"{"error":"invalid_client","error_description":"AADSTS7000222: The provided client secret keys are expired."}"#,
    );
    let variables = [
        ("AZURE_CLIENT_ID", "client"),
        ("AZURE_TENANT_ID", "tenant"),
        ("AZURE_CLIENT_SECRET", "hush"),
        ("AZURE_AUTHORITY_HOST", "SERVER"),
    ];
    let error = sign_in(&[expired], &variables).await.unwrap_err();
    assert!(error.contains("AADSTS7000222") && error.contains("make a new one"), "{error}");
    assert!(!error.contains("hush"), "{error}");
}

#[tokio::test]
async fn a_managed_identity_is_asked_at_its_endpoint() {
    let token = ("/msi/token", 200, r#"{"access_token":"storage-token","expires_on":"4102444800"}"#);
    let variables = [("IDENTITY_ENDPOINT", "SERVER/msi/token"), ("AZURE_CLIENT_ID", "client")];
    let (identity, asked) = sign_in(&[token, LISTING], &variables).await.unwrap();
    assert_eq!(identity, "the managed identity client");
    assert!(
        asked[0].0.contains("resource=https%3A%2F%2Fstorage.azure.com")
            && asked[0].0.contains("client_id=client")
    );
    assert_eq!(asked[1].1, "Bearer storage-token");
}

#[tokio::test]
async fn a_bearer_token_and_a_signature_are_used_as_they_are() {
    let (_, asked) = sign_in(&[LISTING], &[("AZURE_STORAGE_TOKEN", "storage-token")]).await.unwrap();
    assert_eq!(asked[0].1, "Bearer storage-token");
    let signature = "?sv=2024-01-01&se=2099-01-01T00%3A00%3A00Z&sig=a%2Bb%3D";
    let (identity, asked) = sign_in(&[LISTING], &[("AZURE_STORAGE_SAS_TOKEN", signature)]).await.unwrap();
    assert!(identity.contains("which ends 2099-01-01T00:00:00Z"));
    assert!(asked[0].0.contains("sig=a%2Bb%3D"), "{}", asked[0].0);
}

#[tokio::test]
async fn a_refused_signature_is_not_shown() {
    let refused = ("/docs", 403, "<Error><Code>AuthenticationFailed</Code></Error>");
    let error =
        sign_in(&[refused], &[("AZURE_STORAGE_SAS_TOKEN", "sv=1&se=2020-01-01&sig=hush")]).await.unwrap_err();
    assert!(
        error.contains("which ends 2020-01-01") && error.contains("expired") && !error.contains("hush"),
        "{error}"
    );
}

#[tokio::test]
async fn a_secret_goes_over_https_only() {
    let variables = [
        ("AZURE_CLIENT_ID", "client"),
        ("AZURE_TENANT_ID", "tenant"),
        ("AZURE_CLIENT_SECRET", "hush"),
        ("AZURE_AUTHORITY_HOST", "http://login.example"),
    ];
    let error = sign_in(&[], &variables).await.unwrap_err();
    assert!(error.contains("not https"), "{error}");
    let environment: Environment = [
        ("AZURE_STORAGE_TOKEN".to_owned(), "hush".to_owned()),
        ("AZURE_STORAGE_ENDPOINT".to_owned(), "http://storage.example".to_owned()),
    ]
    .into();
    let error = open(&Address::parse("az://previewdocs/docs").unwrap(), &environment).await.err().unwrap();
    assert!(error.to_string().contains("not https"), "{error}");
}
