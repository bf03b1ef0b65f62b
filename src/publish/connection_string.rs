//! An Azure Storage connection string: `Name=value` pairs with `;` between them.
//!
//! Facts: Microsoft's "Configure Azure Storage connection strings". The storage crate reads none.

use crate::http::Secret;

/// The parts that matter for blobs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ConnectionString {
    /// `AccountName`.
    pub(super) account: Option<String>,
    /// `AccountKey`.
    pub(super) key: Option<Secret>,
    /// `SharedAccessSignature`, without `?`.
    pub(super) signature: Option<Secret>,
    protocol: Option<String>,
    endpoint: Option<String>,
    suffix: Option<String>,
}

impl ConnectionString {
    /// Reads `text`.
    ///
    /// # Errors
    /// A reason to follow "the connection string …"; it repeats no value.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut parsed = ConnectionString::default();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let Some((name, value)) = part.split_once('=') else {
                return Err("has a part without `=`; copy it whole, and quote it in a script".to_owned());
            };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "accountname" => parsed.account = Some(value.to_owned()),
                "accountkey" => parsed.key = Some(Secret::new(value)),
                "sharedaccesssignature" => {
                    parsed.signature = Some(Secret::new(value.trim_start_matches('?')));
                }
                "defaultendpointsprotocol" => parsed.protocol = Some(value.to_owned()),
                "blobendpoint" => parsed.endpoint = Some(value.trim_end_matches('/').to_owned()),
                "endpointsuffix" => parsed.suffix = Some(value.to_owned()),
                "usedevelopmentstorage" => {
                    return Err(
                        "asks for the emulator: set AZURE_STORAGE_USE_EMULATOR=true instead".to_owned()
                    );
                }
                // Endpoints of queues, tables and files.
                _ => {}
            }
        }
        Ok(parsed)
    }

    /// The address of the blob service of `account`, where the string says anything about it.
    pub(super) fn blob_endpoint(&self, account: &str) -> Option<String> {
        let protocol = self.protocol.as_deref().unwrap_or("https");
        let suffixed = || self.suffix.as_ref().map(|suffix| format!("{protocol}://{account}.blob.{suffix}"));
        self.endpoint.clone().or_else(suffixed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_their_equals_signs() {
        let parsed =
            ConnectionString::parse("AccountName=a;AccountKey=QQ==; BlobEndpoint=http://x/a/ ;").unwrap();
        assert_eq!(parsed.key.as_ref().map(Secret::expose), Some("QQ=="));
        assert_eq!(parsed.blob_endpoint("a").as_deref(), Some("http://x/a"));
    }

    #[test]
    fn other_clouds() {
        let parsed = ConnectionString::parse("AccountName=a;EndpointSuffix=core.chinacloudapi.cn").unwrap();
        assert_eq!(parsed.blob_endpoint("a").as_deref(), Some("https://a.blob.core.chinacloudapi.cn"));
    }

    #[test]
    fn what_is_none() {
        assert!(ConnectionString::parse("hush").unwrap_err().contains("without `=`"));
        assert!(
            ConnectionString::parse("UseDevelopmentStorage=true")
                .unwrap_err()
                .contains("AZURE_STORAGE_USE_EMULATOR")
        );
    }
}
