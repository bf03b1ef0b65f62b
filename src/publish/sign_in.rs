//! Decides how one signs in to Azure Blob Storage, from the environment alone.
//!
//! Nothing is asked and nothing is guessed: the machine's metadata address (169.254.169.254) is used only when a
//! managed identity is asked for. The order is fixed, so that what is used can be told beforehand:
//!
//! 1. a bearer token · 2. a connection string · 3. an account key · 4. a shared access signature · 5. a federated
//!    token (file, `idToken`, the pipeline's own) · 6. a client secret · 7. the Azure CLI · 8. a managed identity
//!
//! `AZURE_CREDENTIAL_TYPE` picks one of them by its name. Names of variables are those of the Azure SDKs, the Azure
//! CLI, the task AzureCLI@2 and the `object_store` crate.

use std::collections::BTreeMap;

use crate::http::Secret;

use super::connection_string::ConnectionString;

/// The environment of the process, by name.
pub(crate) type Environment = BTreeMap<String, String>;

/// What is presented to the store or to Microsoft Entra.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Credential {
    /// A token for the store.
    Bearer(Secret),
    /// The account's key.
    AccountKey(Secret),
    /// A shared access signature, as its query string without `?`.
    SharedAccessSignature(Secret),
    /// A token of another issuer that Entra exchanges.
    Federated(Application, FederatedToken),
    /// A service principal's secret.
    ClientSecret(Application, Secret),
    /// Whoever is signed in to the Azure CLI.
    AzureCli,
    /// The machine's or container's identity.
    ManagedIdentity {
        /// The endpoint of App Service and container apps; `None` for the address of virtual machines.
        endpoint: Option<String>,
        /// The client id of a user-assigned identity.
        client_id: Option<String>,
    },
}

/// A service principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Application {
    /// Its application (client) id.
    pub(crate) client_id: String,
    /// Its tenant.
    pub(crate) tenant_id: String,
    /// The address of Entra, without a slash at its end.
    pub(crate) authority: String,
}

/// Where the token to exchange comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FederatedToken {
    /// A file that holds it.
    File(String),
    /// The variable `idToken` of the task AzureCLI@2.
    Variable(Secret),
    /// The pipeline's own endpoint, asked with the job's token for a service connection.
    Pipeline {
        /// `SYSTEM_OIDCREQUESTURI`.
        endpoint: String,
        /// The service connection's id.
        service_connection: String,
        /// The job's token.
        access_token: Secret,
    },
}

/// How one signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SignIn {
    /// What is presented.
    pub(crate) credential: Credential,
    /// What it is, in words and without the secret: "the account key in AZURE_STORAGE_KEY".
    pub(crate) identity: String,
    /// The address of the account's blob service when it is not the public cloud's; without a slash at its end.
    pub(crate) endpoint: Option<String>,
}

/// Why one can't sign in: names what is missing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot sign in to the storage account `{account}`: {reason}")]
pub(crate) struct SignInError {
    /// The account of `publish.to`.
    pub(crate) account: String,
    /// What is missing or contradictory, and what to set.
    pub(crate) reason: String,
}

/// The key of the emulator's account `devstoreaccount1`; public and the same everywhere.
const EMULATOR_KEY: &str =
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
const EMULATOR_ACCOUNT: &str = "devstoreaccount1";
const PUBLIC_AUTHORITY: &str = "https://login.microsoftonline.com";

const NOTHING_SET: &str = "no way to sign in was found. Set one of: AZURE_STORAGE_ACCOUNT_KEY, \
    AZURE_STORAGE_CONNECTION_STRING, AZURE_STORAGE_SAS_TOKEN; or run the step as AzureCLI@2 with a service connection \
    and `addSpnToEnvironment: true`; or AZURE_CLIENT_ID and AZURE_TENANT_ID with AZURE_CLIENT_SECRET or \
    AZURE_FEDERATED_TOKEN_FILE; or AZURE_CREDENTIAL_TYPE=azure_cli or managed_identity";

/// Decides from `environment` how to sign in to `account`.
///
/// # Errors
/// When nothing is set, or what is set is not enough, contradicts `account`, or cannot be a key.
pub(crate) fn choose(environment: &Environment, account: &str) -> Result<SignIn, SignInError> {
    let chooser = Chooser { environment, account };
    let order: &[Way] = match chooser.text(&["AZURE_CREDENTIAL_TYPE"]) {
        None => ORDER,
        Some((_, "auto")) => ORDER,
        Some((_, kind)) => match Way::named(kind) {
            Some(way) => &way[..],
            None => {
                let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
                return Err(chooser.error(format!(
                    "AZURE_CREDENTIAL_TYPE is `{kind}`; it is one of auto, {}",
                    names.join(", ")
                )));
            }
        },
    };
    let forced = order.len() == 1;
    for way in order {
        if let Some(found) = chooser.attempt(*way, forced)? {
            return Ok(found);
        }
    }
    Err(chooser.error(if forced {
        format!("AZURE_CREDENTIAL_TYPE asks for {}, but {}", order[0].label(), order[0].missing())
    } else {
        NOTHING_SET.to_owned()
    }))
}

/// A way to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Bearer,
    ConnectionString,
    AccountKey,
    SharedAccessSignature,
    Federated,
    ClientSecret,
    AzureCli,
    ManagedIdentity,
}

const ORDER: &[Way] = &[
    Way::Bearer,
    Way::ConnectionString,
    Way::AccountKey,
    Way::SharedAccessSignature,
    Way::Federated,
    Way::ClientSecret,
    Way::AzureCli,
    Way::ManagedIdentity,
];

/// The values of `AZURE_CREDENTIAL_TYPE`.
const NAMES: &[(&str, &[Way; 1])] = &[
    ("bearer_token", &[Way::Bearer]),
    ("connection_string", &[Way::ConnectionString]),
    ("access_key", &[Way::AccountKey]),
    ("sas_token", &[Way::SharedAccessSignature]),
    ("workload_identity", &[Way::Federated]),
    ("client_secret", &[Way::ClientSecret]),
    ("azure_cli", &[Way::AzureCli]),
    ("managed_identity", &[Way::ManagedIdentity]),
];

impl Way {
    fn named(name: &str) -> Option<&'static [Way; 1]> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, way)| *way)
    }

    fn label(self) -> &'static str {
        match self {
            Way::Bearer => "a bearer token",
            Way::ConnectionString => "a connection string",
            Way::AccountKey => "an account key",
            Way::SharedAccessSignature => "a shared access signature",
            Way::Federated => "workload identity federation",
            Way::ClientSecret => "a client secret",
            Way::AzureCli => "the Azure CLI",
            Way::ManagedIdentity => "a managed identity",
        }
    }

    fn missing(self) -> &'static str {
        match self {
            Way::Bearer => "AZURE_STORAGE_TOKEN is not set",
            Way::ConnectionString => "AZURE_STORAGE_CONNECTION_STRING is not set",
            Way::AccountKey => "AZURE_STORAGE_ACCOUNT_KEY is not set",
            Way::SharedAccessSignature => "AZURE_STORAGE_SAS_TOKEN is not set",
            Way::Federated => {
                "none of AZURE_FEDERATED_TOKEN_FILE, idToken (AzureCLI@2 with `addSpnToEnvironment: true`) and \
                 AZURE_SERVICE_CONNECTION_ID (with SYSTEM_ACCESSTOKEN mapped) is set"
            }
            Way::ClientSecret => "AZURE_CLIENT_SECRET is not set",
            Way::AzureCli | Way::ManagedIdentity => "it cannot be used here",
        }
    }
}

/// A variable that is set: its name and its value.
type Found<'a> = Option<(&'a str, &'a str)>;

struct Chooser<'a> {
    environment: &'a Environment,
    account: &'a str,
}

impl<'a> Chooser<'a> {
    fn error(&self, reason: impl Into<String>) -> SignInError {
        SignInError { account: self.account.to_owned(), reason: reason.into() }
    }

    /// The first of `names` that has a value. Agents on Windows change the case of names; an unexpanded `$(Name)` is a
    /// pipeline variable without a value.
    fn text(&self, names: &[&'a str]) -> Found<'a> {
        names.iter().find_map(|name| {
            let exact = self.environment.get(*name);
            let value = exact.or_else(|| {
                let same = |(key, _): &(&String, &String)| key.eq_ignore_ascii_case(name);
                self.environment.iter().find(same).map(|(_, value)| value)
            })?;
            let value = value.trim();
            let unexpanded = value.starts_with("$(") && value.ends_with(')');
            (!value.is_empty() && !unexpanded).then_some((*name, value))
        })
    }

    fn is_true(&self, name: &'a str) -> bool {
        self.text(&[name]).is_some_and(|(_, value)| value.eq_ignore_ascii_case("true") || value == "1")
    }

    fn endpoint(&self) -> Option<String> {
        let explicit = self
            .text(&["AZURE_STORAGE_ENDPOINT", "AZURE_STORAGE_SERVICE_ENDPOINT", "AZURE_ENDPOINT"])
            .map(|(_, url)| url.to_owned());
        let emulator = || {
            let url =
                self.text(&["AZURITE_BLOB_STORAGE_URL"]).map_or("http://127.0.0.1:10000", |(_, url)| url);
            let url = url.trim_end_matches('/');
            self.is_true("AZURE_STORAGE_USE_EMULATOR").then(|| format!("{url}/{}", self.account))
        };
        explicit.or_else(emulator).map(|url| url.trim_end_matches('/').to_owned())
    }

    fn found(&self, credential: Credential, identity: impl Into<String>) -> SignIn {
        SignIn { credential, identity: identity.into(), endpoint: self.endpoint() }
    }

    fn attempt(&self, way: Way, forced: bool) -> Result<Option<SignIn>, SignInError> {
        match way {
            Way::Bearer => Ok(self.text(&["AZURE_STORAGE_TOKEN"]).map(|(name, token)| {
                self.found(Credential::Bearer(Secret::new(token)), format!("the bearer token in {name}"))
            })),
            Way::ConnectionString => self.connection_string(),
            Way::AccountKey => self.account_key(),
            Way::SharedAccessSignature => self.shared_access_signature(),
            Way::Federated => self.federated(),
            Way::ClientSecret => self.client_secret(),
            Way::AzureCli => Ok(self.azure_cli(forced)),
            Way::ManagedIdentity => Ok(self.managed_identity(forced)),
        }
    }

    fn connection_string(&self) -> Result<Option<SignIn>, SignInError> {
        let Some((name, text)) = self.text(&["AZURE_STORAGE_CONNECTION_STRING"]) else { return Ok(None) };
        let parsed = ConnectionString::parse(text)
            .map_err(|reason| self.error(format!("the connection string in {name} {reason}")))?;
        if let Some(other) = parsed.account.as_deref().filter(|other| *other != self.account) {
            return Err(self.error(format!(
                "the connection string in {name} is for the account `{other}`, and `publish.to` names `{}`",
                self.account
            )));
        }
        let endpoint = parsed.blob_endpoint(self.account);
        let (credential, kind) = match (&parsed.key, &parsed.signature) {
            (Some(key), _) => {
                self.check_key(key.expose(), &format!("AccountKey in {name}"))?;
                (Credential::AccountKey(key.clone()), "account key".to_owned())
            }
            (None, Some(signature)) => (
                Credential::SharedAccessSignature(signature.clone()),
                format!("shared access signature{}", expiry(signature.expose())),
            ),
            (None, None) => {
                return Err(self.error(format!(
                    "the connection string in {name} has neither AccountKey nor SharedAccessSignature"
                )));
            }
        };
        let identity = format!("the {kind} of the connection string in {name}");
        let mut found = self.found(credential, identity);
        found.endpoint = found.endpoint.or(endpoint);
        Ok(Some(found))
    }

    fn account_key(&self) -> Result<Option<SignIn>, SignInError> {
        let names = [
            "AZURE_STORAGE_ACCOUNT_KEY",
            "AZURE_STORAGE_KEY",
            "AZURE_STORAGE_ACCESS_KEY",
            "AZURE_STORAGE_MASTER_KEY",
        ];
        let Some((name, key)) = self.text(&names) else {
            let emulator = self.is_true("AZURE_STORAGE_USE_EMULATOR") && self.account == EMULATOR_ACCOUNT;
            return Ok(emulator.then(|| {
                self.found(Credential::AccountKey(Secret::new(EMULATOR_KEY)), "the emulator's public key")
            }));
        };
        let owner = self.text(&["AZURE_STORAGE_ACCOUNT_NAME", "AZURE_STORAGE_ACCOUNT"]);
        if let Some((owner_name, other)) = owner.filter(|(_, other)| *other != self.account) {
            return Err(self.error(format!(
                "{owner_name} is `{other}`, so the key in {name} is not the one of `{}`, which `publish.to` names",
                self.account
            )));
        }
        self.check_key(key, name)?;
        Ok(Some(self.found(Credential::AccountKey(Secret::new(key)), format!("the account key in {name}"))))
    }

    /// An account key is 64 bytes in base64; a missing `=` is what a double click in the portal leaves behind.
    fn check_key(&self, key: &str, name: &str) -> Result<(), SignInError> {
        let digits = key.trim_end_matches('=');
        let base64 = digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
        let padding = key.len() - digits.len();
        if base64 && padding <= 2 && key.len().is_multiple_of(4) && digits.len() % 4 != 1 {
            return Ok(());
        }
        let hint = if base64 && !key.len().is_multiple_of(4) {
            "it seems to be cut off: a key has 88 characters and ends with `==`"
        } else {
            "it is no base64: copy it from the account's page Access keys"
        };
        Err(self.error(format!("the key in {name} cannot be an account key; {hint}")))
    }

    fn shared_access_signature(&self) -> Result<Option<SignIn>, SignInError> {
        let names = ["AZURE_STORAGE_SAS_TOKEN", "AZURE_STORAGE_SAS_KEY"];
        let Some((name, text)) = self.text(&names) else { return Ok(None) };
        let query = text.rsplit('?').next().unwrap_or(text);
        if !query.split('&').any(|pair| pair.starts_with("sig=")) {
            return Err(self.error(format!(
                "the text in {name} is no shared access signature: it has no `sig=`; copy all that follows `?`"
            )));
        }
        let identity = format!("the shared access signature in {name}{}", expiry(query));
        Ok(Some(self.found(Credential::SharedAccessSignature(Secret::new(query)), identity)))
    }

    fn application(&self, because: &str) -> Result<Application, SignInError> {
        let client = self.text(&["AZURE_CLIENT_ID", "servicePrincipalId", "AZURESUBSCRIPTION_CLIENT_ID"]);
        let tenant = self.text(&["AZURE_TENANT_ID", "tenantId", "AZURESUBSCRIPTION_TENANT_ID"]);
        let authority = self.text(&["AZURE_AUTHORITY_HOST"]).map_or(PUBLIC_AUTHORITY, |(_, host)| host);
        let authority = authority.trim_end_matches('/');
        let authority = match authority.contains("://") {
            true => authority.to_owned(),
            false => format!("https://{authority}"),
        };
        match (client, tenant) {
            (Some((_, client_id)), Some((_, tenant_id))) => Ok(Application {
                client_id: client_id.to_owned(),
                tenant_id: tenant_id.to_owned(),
                authority,
            }),
            (None, _) => Err(self.error(format!("{because} is set, but AZURE_CLIENT_ID is missing"))),
            (_, None) => Err(self.error(format!("{because} is set, but AZURE_TENANT_ID is missing"))),
        }
    }

    fn federated(&self) -> Result<Option<SignIn>, SignInError> {
        let (token, name) = if let Some((name, path)) = self.text(&["AZURE_FEDERATED_TOKEN_FILE"]) {
            (FederatedToken::File(path.to_owned()), name)
        } else if let Some((name, token)) = self.text(&["idToken"]) {
            (FederatedToken::Variable(Secret::new(token)), name)
        } else if let Some(token) = self.pipeline_token()? {
            (token, "the service connection's id")
        } else {
            return Ok(None);
        };
        let application = self.application(name)?;
        let source = match &token {
            FederatedToken::File(_) => "the token file in AZURE_FEDERATED_TOKEN_FILE".to_owned(),
            FederatedToken::Variable(_) => "the variable idToken".to_owned(),
            FederatedToken::Pipeline { service_connection, .. } => {
                format!("the service connection {service_connection}")
            }
        };
        let identity = format!("workload identity federation as {} by {source}", application.client_id);
        Ok(Some(self.found(Credential::Federated(application, token), identity)))
    }

    fn pipeline_token(&self) -> Result<Option<FederatedToken>, SignInError> {
        let names = ["AZURE_SERVICE_CONNECTION_ID", "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"];
        let Some((name, service_connection)) = self.text(&names) else { return Ok(None) };
        let endpoint = self.text(&["SYSTEM_OIDCREQUESTURI"]);
        let access_token = self.text(&["SYSTEM_ACCESSTOKEN"]);
        match (endpoint, access_token) {
            (Some((_, endpoint)), Some((_, access_token))) => Ok(Some(FederatedToken::Pipeline {
                endpoint: endpoint.to_owned(),
                service_connection: service_connection.to_owned(),
                access_token: Secret::new(access_token),
            })),
            // The task AzureCLI@2 sets its variable in any case, and is signed in itself.
            _ if name.starts_with("AZURESUBSCRIPTION") => Ok(None),
            (None, _) => Err(self.error(format!(
                "{name} is set, but SYSTEM_OIDCREQUESTURI is missing: only Azure DevOps Services gives tokens to a job"
            ))),
            (_, None) => Err(self.error(format!(
                "{name} is set, but the job's token is missing: add `env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)` \
                 to the step"
            ))),
        }
    }

    fn client_secret(&self) -> Result<Option<SignIn>, SignInError> {
        let names = ["AZURE_CLIENT_SECRET", "servicePrincipalKey"];
        let Some((name, secret)) = self.text(&names) else { return Ok(None) };
        let application = self.application(name)?;
        let identity = format!("the service principal {} and its secret in {name}", application.client_id);
        Ok(Some(self.found(Credential::ClientSecret(application, Secret::new(secret)), identity)))
    }

    /// Used when asked for, and inside the task AzureCLI@2, which signs `az` in and keeps its state in a folder of
    /// its own.
    fn azure_cli(&self, forced: bool) -> Option<SignIn> {
        let asked =
            forced || self.is_true("AZURE_USE_AZURE_CLI") || self.text(&["AZURE_CONFIG_DIR"]).is_some();
        asked.then(|| self.found(Credential::AzureCli, "the identity signed in to the Azure CLI"))
    }

    fn managed_identity(&self, forced: bool) -> Option<SignIn> {
        let endpoint = self.text(&["AZURE_MSI_ENDPOINT", "IDENTITY_ENDPOINT", "MSI_ENDPOINT"]);
        if !forced && endpoint.is_none() {
            return None;
        }
        let client_id = self.text(&["AZURE_CLIENT_ID"]).map(|(_, id)| id.to_owned());
        let identity = match &client_id {
            Some(id) => format!("the managed identity {id}"),
            None => "the managed identity of this machine".to_owned(),
        };
        let endpoint = endpoint.map(|(_, url)| url.to_owned());
        Some(self.found(Credential::ManagedIdentity { endpoint, client_id }, identity))
    }
}

/// ", which ends 2026-01-05T00:00:00Z" when the signature says so.
fn expiry(query: &str) -> String {
    let end = query.split('&').find_map(|pair| pair.strip_prefix("se="));
    match end {
        Some(end) => {
            let end = end.replace("%3A", ":").replace("%3a", ":");
            let date: String = end
                .chars()
                .filter(|character| character.is_ascii_alphanumeric() || "-:.".contains(*character))
                .take(32)
                .collect();
            format!(", which ends {date}")
        }
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str =
        "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQQ==";

    fn environment(pairs: &[(&str, &str)]) -> Environment {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn chosen(pairs: &[(&str, &str)]) -> SignIn {
        choose(&environment(pairs), "previewdocs").unwrap()
    }

    fn refused(pairs: &[(&str, &str)]) -> String {
        choose(&environment(pairs), "previewdocs").unwrap_err().to_string()
    }

    #[test]
    fn nothing_set_names_what_to_set() {
        let text = refused(&[("PATH", "/bin"), ("AZURE_STORAGE_ACCOUNT_KEY", "$(StorageKey)")]);
        for part in ["previewdocs", "AZURE_STORAGE_ACCOUNT_KEY", "AzureCLI@2", "managed_identity"] {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
    }

    #[test]
    fn each_spelling_of_a_key() {
        for name in ["AZURE_STORAGE_ACCOUNT_KEY", "AZURE_STORAGE_KEY", "AZURE_STORAGE_ACCESS_KEY"] {
            let found = chosen(&[(name, KEY)]);
            assert!(matches!(found.credential, Credential::AccountKey(_)));
            assert!(found.identity.contains(name));
        }
        let text = refused(&[("AZURE_STORAGE_KEY", KEY), ("AZURE_STORAGE_ACCOUNT", "other")]);
        assert!(text.contains("AZURE_STORAGE_ACCOUNT is `other`"), "{text}");
    }

    #[test]
    fn a_key_that_was_cut_off() {
        let text = refused(&[("AZURE_STORAGE_KEY", &KEY[..KEY.len() - 1])]);
        assert!(text.contains("ends with `==`") && !text.contains("QUFB"), "{text}");
        assert!(refused(&[("AZURE_STORAGE_KEY", "not a key!")]).contains("no base64"));
    }

    #[test]
    fn federation_names_what_is_missing() {
        let text = refused(&[("AZURE_FEDERATED_TOKEN_FILE", "/t")]);
        assert!(text.contains("AZURE_CLIENT_ID is missing"), "{text}");
        let text = refused(&[("IDTOKEN", "hush"), ("SERVICEPRINCIPALID", "client")]);
        assert!(text.contains("AZURE_TENANT_ID is missing") && !text.contains("hush"), "{text}");
        let found = chosen(&[("idToken", "hush"), ("servicePrincipalId", "client"), ("tenantId", "tenant")]);
        assert!(found.identity.contains("as client by the variable idToken"), "{}", found.identity);
        assert!(!format!("{found:?}").contains("hush"));
    }

    #[test]
    fn the_pipelines_own_token_needs_the_jobs_token() {
        let mut pairs = vec![
            ("AZURE_SERVICE_CONNECTION_ID", "connection"),
            ("SYSTEM_OIDCREQUESTURI", "https://dev.example/oidctoken"),
            ("AZURE_CLIENT_ID", "client"),
            ("AZURE_TENANT_ID", "tenant"),
        ];
        assert!(refused(&pairs).contains("SYSTEM_ACCESSTOKEN"));
        pairs.push(("SYSTEM_ACCESSTOKEN", "hush"));
        let found = chosen(&pairs);
        assert!(matches!(found.credential, Credential::Federated(_, FederatedToken::Pipeline { .. })));
        assert!(!format!("{found:?}").contains("hush"));
    }

    #[test]
    fn inside_azure_cli_the_cli_is_used() {
        let pairs = [("AZURE_CONFIG_DIR", "/tmp/az"), ("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "c")];
        assert_eq!(chosen(&pairs).credential, Credential::AzureCli);
    }

    #[test]
    fn a_managed_identity_only_when_asked_for() {
        let found = chosen(&[("AZURE_CREDENTIAL_TYPE", "managed_identity")]);
        assert!(matches!(found.credential, Credential::ManagedIdentity { endpoint: None, .. }));
        let found = chosen(&[("IDENTITY_ENDPOINT", "http://localhost/token")]);
        assert!(matches!(found.credential, Credential::ManagedIdentity { endpoint: Some(_), .. }));
    }

    #[test]
    fn one_way_can_be_asked_for() {
        let pairs = [("AZURE_CREDENTIAL_TYPE", "azure_cli"), ("AZURE_STORAGE_KEY", KEY)];
        assert_eq!(chosen(&pairs).credential, Credential::AzureCli);
        assert!(refused(&[("AZURE_CREDENTIAL_TYPE", "client_secret")]).contains("AZURE_CLIENT_SECRET"));
        assert!(refused(&[("AZURE_CREDENTIAL_TYPE", "magic")]).contains("workload_identity"));
    }

    #[test]
    fn a_signature_says_when_it_ends() {
        let found = chosen(&[("AZURE_STORAGE_SAS_TOKEN", "?sv=2023&se=2026-01-05T00%3A00%3A00Z&sig=hush")]);
        assert!(found.identity.ends_with("which ends 2026-01-05T00:00:00Z"), "{}", found.identity);
        assert!(!found.identity.contains("hush"));
        assert!(refused(&[("AZURE_STORAGE_SAS_TOKEN", "sv=2023")]).contains("sig="));
    }

    #[test]
    fn a_connection_string() {
        let text = format!(
            "DefaultEndpointsProtocol=https;AccountName=previewdocs;AccountKey={KEY};EndpointSuffix=core.windows.net"
        );
        let found = chosen(&[("AZURE_STORAGE_CONNECTION_STRING", &text)]);
        assert_eq!(found.endpoint.as_deref(), Some("https://previewdocs.blob.core.windows.net"));
        assert!(!format!("{found:?}").contains("QUFB"));
        let text = text.replace("previewdocs", "other");
        assert!(refused(&[("AZURE_STORAGE_CONNECTION_STRING", &text)]).contains("account `other`"));
    }

    #[test]
    fn the_emulator() {
        let pairs =
            [("AZURE_STORAGE_USE_EMULATOR", "true"), ("AZURITE_BLOB_STORAGE_URL", "http://127.0.0.1:9/")];
        let found = choose(&environment(&pairs), "devstoreaccount1").unwrap();
        assert_eq!(found.endpoint.as_deref(), Some("http://127.0.0.1:9/devstoreaccount1"));
    }
}
