//! Who the token belongs to.

use serde::Deserialize;

use super::client::{Call, Client};
use super::error::Error;
use super::version::Maturity;

/// Who we are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The id that comments of ours carry as their author's.
    pub(crate) id: String,
    /// The name that the security page shows.
    pub(crate) name: String,
}

/// Someone, as the service refers to people and services.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct IdentityRef {
    #[serde(deserialize_with = "super::null_as_default")]
    pub(crate) id: String,
    #[serde(deserialize_with = "super::null_as_default")]
    pub(crate) display_name: String,
    /// The sign-in name, mostly an e-mail address: personal data, not to be published.
    #[serde(deserialize_with = "super::null_as_default")]
    pub(crate) unique_name: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ConnectionData {
    authenticated_user: AuthenticatedUser,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AuthenticatedUser {
    id: String,
    #[serde(default)]
    provider_display_name: Option<String>,
    #[serde(default)]
    custom_display_name: Option<String>,
}

impl Client {
    /// Who we are; asked once. `connectionData` is not in the published description but in Microsoft's own client.
    pub(crate) async fn identity(&self) -> Result<&Identity, Error> {
        self.identity
            .get_or_try_init(|| async {
                let url = self.connection().below_collection(&["_apis", "connectionData"]);
                let call = Call::get(url).maturity(Maturity::AlwaysPreview);
                // Not `call`: translating its error would ask who we are.
                let data: ConnectionData = self
                    .negotiate(&call)
                    .await
                    .and_then(|r| r.json())
                    .map_err(|e| Error::of(e, self.auth(), self.connection(), None))?;
                let user = data.authenticated_user;
                let name = user
                    .custom_display_name
                    .or(user.provider_display_name)
                    .unwrap_or_else(|| user.id.clone());
                Ok(Identity { id: user.id, name })
            })
            .await
    }

    /// Learns who we are from something that we created, which spares the question.
    pub(crate) fn learn_identity(&self, author: &IdentityRef) {
        if !author.id.is_empty() {
            let shown = if author.display_name.is_empty() { &author.id } else { &author.display_name };
            let identity = Identity { id: author.id.clone(), name: shown.clone() };
            // Known already: nothing to learn.
            let _ = self.identity.set(identity);
        }
    }
}
