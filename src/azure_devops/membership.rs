//! Who belongs to a group. The identities are not in the published description; the calls and their fields are those of
//! the documentation's page "Identities - Read Identities". On Services they have a host of their own.

use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::List;
use super::client::{Call, Client};
use super::error::Error;
use super::version::Maturity;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct IdentityEntry {
    #[serde(deserialize_with = "super::null_as_default")]
    descriptor: Value,
    #[serde(deserialize_with = "super::null_as_default")]
    provider_display_name: String,
    #[serde(deserialize_with = "super::null_as_default")]
    is_container: bool,
    #[serde(deserialize_with = "super::null_as_default")]
    member_of: Vec<Value>,
}

impl Client {
    /// The descriptor of the group with this name, such as `[Fabrikam]\API Owners`; `None` where there is none, or
    /// several.
    pub(crate) async fn group(&self, name: &str) -> Result<Option<String>, Error> {
        let query = [("searchFilter", "General"), ("filterValue", name), ("queryMembership", "None")];
        let found = self.identities(&query).await?;
        let mut named = found
            .iter()
            .filter(|entry| entry.is_container && entry.provider_display_name.eq_ignore_ascii_case(name));
        let first = named.next().map(|entry| written(&entry.descriptor));
        Ok(first.filter(|_| named.next().is_none()))
    }

    /// The descriptors of all groups that someone belongs to, by way of other groups too. `person` is an identity's id.
    pub(crate) async fn groups_of(&self, person: &str) -> Result<Vec<String>, Error> {
        let found = self.identities(&[("identityIds", person), ("queryMembership", "ExpandedUp")]).await?;
        Ok(found.iter().flat_map(|entry| &entry.member_of).map(written).collect())
    }

    async fn identities(&self, query: &[(&str, &str)]) -> Result<Vec<IdentityEntry>, Error> {
        let mut url = self.connection().below_collection(&["_apis", "identities"]);
        move_to_identities(&mut url);
        url.query_pairs_mut().extend_pairs(query);
        // An id that is not known gives `null`.
        let list: List<Option<IdentityEntry>> =
            self.json(Call::get(url).maturity(Maturity::AlwaysPreview)).await?;
        Ok(list.value.into_iter().flatten().collect())
    }
}

/// Services keep identities on a host beside the collection's; a Server has them in the collection.
fn move_to_identities(url: &mut Url) {
    let host = url.host_str().unwrap_or_default();
    let other = match host.strip_suffix(".visualstudio.com") {
        Some(organization) => format!("{organization}.vssps.visualstudio.com"),
        None if host == "dev.azure.com" => "vssps.dev.azure.com".to_owned(),
        None => return,
    };
    // Cannot fail: a name in place of a name.
    let _ = url.set_host(Some(&other));
}

/// A descriptor as one text: the service writes it as `TYPE;IDENTIFIER`, its description as an object.
fn written(descriptor: &Value) -> String {
    match descriptor {
        Value::String(text) => text.clone(),
        other => {
            let part = |name: &str| other[name].as_str().unwrap_or_default().to_owned();
            format!("{};{}", part("identityType"), part("identifier"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_have_a_host_of_their_own_on_services() {
        let cases = [
            (
                "https://dev.azure.com/fabrikam/_apis/identities",
                "https://vssps.dev.azure.com/fabrikam/_apis/identities",
            ),
            (
                "https://fabrikam.visualstudio.com/_apis/identities",
                "https://fabrikam.vssps.visualstudio.com/_apis/identities",
            ),
            (
                "https://tfs.local/tfs/Default/_apis/identities",
                "https://tfs.local/tfs/Default/_apis/identities",
            ),
        ];
        for (before, after) in cases {
            let mut url = Url::parse(before).expect("a URL");
            move_to_identities(&mut url);
            assert_eq!(url.as_str(), after);
        }
        let object = serde_json::json!({ "identityType": "T", "identifier": "S-1" });
        assert_eq!((written(&object), written(&Value::from("T;S-1"))), ("T;S-1".into(), "T;S-1".into()));
    }
}
