//! What a cloud's refusal means, and what to do about it.
//!
//! Clouds answer with a code in an XML or JSON body. Facts: Microsoft's "Blob service error codes", "Azure Storage
//! authorization" and the meaning of each 403 as support threads give it; Amazon's "Error responses".

use super::error::{Failure, PlaceError};

/// Whose storage it is: each has its own words for a container and for rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cloud {
    /// Azure Blob Storage.
    Azure,
    /// Amazon S3 and its look-alikes.
    S3,
    /// Google Cloud Storage.
    Google,
}

/// A code that a cloud answers with, what it means, and the next step.
struct Refusal {
    code: &'static str,
    failure: Failure,
    reason: &'static str,
    next: &'static str,
}

const fn refusal(code: &'static str, failure: Failure, reason: &'static str, next: &'static str) -> Refusal {
    Refusal { code, failure, reason, next }
}

const AZURE: &[Refusal] = &[
    refusal(
        "ContainerNotFound",
        Failure::NoContainer,
        "the container does not exist (ContainerNotFound)",
        "For `$web` switch on the static website of the storage account (`az storage blob service-properties update \
         --static-website --account-name ACCOUNT`); else create the container",
    ),
    refusal(
        "ContainerBeingDeleted",
        Failure::NoContainer,
        "the container is being deleted (ContainerBeingDeleted)",
        "Wait a minute until it is gone, then create it again",
    ),
    refusal(
        "AuthorizationPermissionMismatch",
        Failure::NoPermission,
        "the identity lacks the right to read and write blobs (AuthorizationPermissionMismatch)",
        "Give it the role Storage Blob Data Contributor on the container or the account (Owner and Contributor do not \
         include it; a new assignment takes some minutes); a shared access signature needs the permissions \
         read, create, write, list and delete",
    ),
    refusal(
        "InsufficientAccountPermissions",
        Failure::NoPermission,
        "the identity lacks the right to use the account (InsufficientAccountPermissions)",
        "Give it the role Storage Blob Data Contributor on the container or the account",
    ),
    refusal(
        "AuthorizationFailure",
        Failure::Firewall,
        "the storage account refuses this machine or this identity (AuthorizationFailure), mostly by its firewall",
        "Allow the agent's network in the account's networking settings (Microsoft-hosted agents have changing \
         addresses: use an agent in the allowed network), or check the permissions of the shared access signature",
    ),
    refusal(
        "AuthorizationSourceIPMismatch",
        Failure::Firewall,
        "the shared access signature is not valid from this machine's address (AuthorizationSourceIPMismatch)",
        "Make a signature without an address range, or for the agent's addresses",
    ),
    refusal(
        "AuthorizationProtocolMismatch",
        Failure::NotAccepted,
        "the shared access signature is not valid over this protocol (AuthorizationProtocolMismatch)",
        "Use https, or make a signature that allows http",
    ),
    refusal(
        "AuthorizationServiceMismatch",
        Failure::NoPermission,
        "the shared access signature is not for blobs (AuthorizationServiceMismatch)",
        "Make a signature for the service Blob with the resource types container and object",
    ),
    refusal(
        "AuthorizationResourceTypeMismatch",
        Failure::NoPermission,
        "the shared access signature is not for blobs in a container (AuthorizationResourceTypeMismatch)",
        "Make a signature with the resource types container and object",
    ),
    refusal(
        "KeyBasedAuthenticationNotPermitted",
        Failure::NotAccepted,
        "the storage account accepts no account keys (KeyBasedAuthenticationNotPermitted)",
        "Sign in with Microsoft Entra instead: a service connection with workload identity federation and the role \
         Storage Blob Data Contributor; or allow storage account key access",
    ),
    refusal(
        "Generating SAS keys with SAS tokens",
        Failure::NotAccepted,
        "a shared access signature cannot sign links",
        "Sign in with the account's key, or with Microsoft Entra and the role Storage Blob Delegator on the account \
         beside Storage Blob Data Contributor",
    ),
    refusal(
        "AuthenticationFailed",
        Failure::NotAccepted,
        "the key, signature or token is not accepted (AuthenticationFailed)",
        "Check that the key belongs to this account and is complete (it ends with `==`), that the signature has not \
         expired, and that the machine's clock is right",
    ),
    refusal(
        "InvalidAuthenticationInfo",
        Failure::NotAccepted,
        "the token is not accepted (InvalidAuthenticationInfo)",
        "Use a token for https://storage.azure.com that has not expired, from the account's own tenant",
    ),
    refusal(
        "NoAuthenticationInformation",
        Failure::NotAccepted,
        "the request was not signed (NoAuthenticationInformation)",
        "Set one of the ways to sign in",
    ),
    refusal(
        "PublicAccessNotPermitted",
        Failure::NoPermission,
        "the account allows no anonymous access (PublicAccessNotPermitted)",
        "Set one of the ways to sign in",
    ),
    refusal(
        "AccountIsDisabled",
        Failure::NoPermission,
        "the storage account is disabled (AccountIsDisabled)",
        "Enable the account or its subscription",
    ),
    refusal(
        "InvalidHeaderValue",
        Failure::Other,
        "the store does not know a header of the request (InvalidHeaderValue)",
        "For Azurite start it with `--skipApiVersionCheck`",
    ),
    refusal(
        "ServerBusy",
        Failure::Busy,
        "the storage account is at its limits (ServerBusy)",
        "Run the step again later",
    ),
];

const S3: &[Refusal] = &[
    refusal(
        "NoSuchBucket",
        Failure::NoContainer,
        "the bucket does not exist (NoSuchBucket)",
        "Create the bucket, or correct `publish.to`; for an S3-compatible service set AWS_ENDPOINT_URL",
    ),
    refusal(
        "InvalidAccessKeyId",
        Failure::NotAccepted,
        "the access key is not known (InvalidAccessKeyId)",
        "Check AWS_ACCESS_KEY_ID, and AWS_SESSION_TOKEN for a temporary key",
    ),
    refusal(
        "SignatureDoesNotMatch",
        Failure::NotAccepted,
        "the secret key is not the one of the access key (SignatureDoesNotMatch)",
        "Check AWS_SECRET_ACCESS_KEY and the region in AWS_REGION",
    ),
    refusal(
        "ExpiredToken",
        Failure::NotAccepted,
        "the temporary key has expired (ExpiredToken)",
        "Get a new AWS_SESSION_TOKEN",
    ),
    refusal(
        "RequestTimeTooSkewed",
        Failure::NotAccepted,
        "the machine's clock is wrong (RequestTimeTooSkewed)",
        "Set the clock",
    ),
    refusal(
        "AccessDenied",
        Failure::NoPermission,
        "the identity lacks a right on the bucket (AccessDenied)",
        "Allow s3:ListBucket on the bucket and s3:GetObject, s3:PutObject and s3:DeleteObject on its objects",
    ),
    refusal("SlowDown", Failure::Busy, "the bucket is at its limits (SlowDown)", "Run the step again later"),
];

const GOOGLE: &[Refusal] = &[
    refusal(
        "The specified bucket does not exist",
        Failure::NoContainer,
        "the bucket does not exist",
        "Create the bucket, or correct `publish.to`",
    ),
    refusal(
        "NoSuchBucket",
        Failure::NoContainer,
        "the bucket does not exist (NoSuchBucket)",
        "Create the bucket, or correct `publish.to`",
    ),
    refusal(
        "storage.objects",
        Failure::NoPermission,
        "the identity lacks a right on the bucket",
        "Give it the role Storage Object Admin (roles/storage.objectAdmin) on the bucket",
    ),
    refusal(
        "AccessDenied",
        Failure::NoPermission,
        "the identity lacks a right on the bucket (AccessDenied)",
        "Give it the role Storage Object Admin (roles/storage.objectAdmin) on the bucket",
    ),
    refusal(
        "invalid_grant",
        Failure::NotAccepted,
        "the service account's key is not accepted (invalid_grant)",
        "Make a new key, or set the machine's clock",
    ),
];

/// Whether the error says that this one file is not there. A missing container is not that.
pub(super) fn is_absent(error: &object_store::Error) -> bool {
    matches!(error, object_store::Error::NotFound { .. }) && {
        let text = error.to_string();
        !["ContainerNotFound", "NoSuchBucket", "bucket does not exist"].iter().any(|code| text.contains(code))
    }
}

/// Whether the connection broke in the middle of an answer. The storage crate repeats a request that got no answer, but
/// not one whose answer is cut off, and no conditional put.
pub(super) fn is_interrupted(error: &object_store::Error) -> bool {
    let chain = deepest(error).to_ascii_lowercase();
    INTERRUPTED.iter().any(|words| chain.contains(words))
}

/// How the layers below say so.
const INTERRUPTED: &[&str] = &[
    "end of file before message length",
    "connection closed before message completed",
    "connection reset",
    "connection aborted",
    "broken pipe",
    "unexpected eof",
    "unexpected end of file",
    "peer closed connection",
];

/// Words an error of the storage client.
pub(super) fn translate(
    cloud: Cloud,
    doing: String,
    place: &str,
    identity: &str,
    error: &object_store::Error,
) -> PlaceError {
    let text = error.to_string();
    let table = match cloud {
        Cloud::Azure => AZURE,
        Cloud::S3 => S3,
        Cloud::Google => GOOGLE,
    };
    let (failure, reason, next) = match table.iter().find(|refusal| text.contains(refusal.code)) {
        Some(found) => (found.failure, found.reason.to_owned(), found.next.to_owned()),
        None => general(cloud, error, &text),
    };
    PlaceError { doing, place: place.to_owned(), identity: identity.to_owned(), reason, next, failure }
}

/// What is known when the answer holds no code: network errors, empty answers of a proxy, anything new.
fn general(cloud: Cloud, error: &object_store::Error, text: &str) -> (Failure, String, String) {
    let chain = deepest(error);
    let (failure, next) = if text.contains("dns error")
        || chain.contains("lookup")
        || chain.contains("resolve")
    {
        let next = match cloud {
            Cloud::Azure => "Check the storage account's name and that the agent can resolve it",
            Cloud::S3 | Cloud::Google => "Check the endpoint and that the agent can resolve it",
        };
        (Failure::Unreachable, next)
    } else if chain.contains("certificate")
        || chain.contains("CertificateUnknown")
        || chain.contains("UnknownIssuer")
    {
        (
            Failure::Unreachable,
            "Install the certificate authority of the proxy on the agent, or name its file in SSL_CERT_FILE",
        )
    } else if is_network(text, &chain) || is_interrupted(error) {
        (Failure::Unreachable, "Check the network, HTTPS_PROXY and NO_PROXY, and the account's firewall")
    } else if text.contains("status code: 5") || text.contains("status code: 429") {
        (Failure::Busy, "The store had trouble for a minute or more: run the step again later")
    } else if let object_store::Error::PermissionDenied { .. } = error {
        (Failure::NoPermission, "Check the identity's rights on the container")
    } else if let object_store::Error::Unauthenticated { .. } = error {
        (Failure::NotAccepted, "Check the key or token")
    } else if text.contains("Azure Cli") || text.contains("az account") {
        (Failure::NotAccepted, "Run `az login`, or run the step as AzureCLI@2 with a service connection")
    } else {
        (Failure::Other, "Run `preview doctor`; if it finds nothing, run the step again with `--verbose`")
    };
    (failure, shorten(&chain, text), next.to_owned())
}

fn is_network(text: &str, chain: &str) -> bool {
    ["error sending request", "timed out", "operation timed out", "connection", "Connection", "tunnel"]
        .iter()
        .any(|part| text.contains(part) || chain.contains(part))
}

/// The last cause: the one that says what happened.
fn deepest(error: &(dyn std::error::Error + 'static)) -> String {
    let mut current = error;
    while let Some(source) = current.source() {
        current = source;
    }
    current.to_string()
}

/// One line, without the body of an HTML page, without a query (it may be a signature), at most 300 characters.
fn shorten(chain: &str, text: &str) -> String {
    let text = if chain.is_empty() { text } else { chain };
    let line = text.split(['\n', '\r', '<']).find(|part| !part.trim().is_empty()).unwrap_or("no answer");
    let words: Vec<&str> =
        line.split_whitespace().map(|word| word.split('?').next().unwrap_or_default()).collect();
    let short: String = words.join(" ").chars().take(300).collect();
    short.trim_end_matches(['.', ':', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(code: &str) -> object_store::Error {
        let source = format!("Server returned non-2xx status code: 403 Forbidden: <Code>{code}</Code>");
        object_store::Error::PermissionDenied { path: "a".to_owned(), source: source.into() }
    }

    fn worded(code: &str) -> PlaceError {
        translate(Cloud::Azure, "store `a`".to_owned(), "`az://x/y`", "an account key", &error(code))
    }

    #[test]
    fn each_code_has_its_own_meaning() {
        for (code, failure, word) in [
            ("ContainerNotFound", Failure::NoContainer, "static website"),
            ("AuthorizationPermissionMismatch", Failure::NoPermission, "Storage Blob Data Contributor"),
            ("AuthorizationFailure", Failure::Firewall, "firewall"),
            ("AuthenticationFailed", Failure::NotAccepted, "clock"),
            ("KeyBasedAuthenticationNotPermitted", Failure::NotAccepted, "workload identity"),
            ("AuthorizationSourceIPMismatch", Failure::Firewall, "address"),
        ] {
            let found = worded(code);
            assert_eq!(found.failure, failure, "{code}");
            let text = found.to_string();
            for part in [code, word, "store `a`", "az://x/y", "an account key"] {
                assert!(text.contains(part), "{part} is missing in {text}");
            }
        }
    }

    #[test]
    fn no_code_is_a_part_of_a_later_one() {
        for table in [AZURE, S3, GOOGLE] {
            for (index, first) in table.iter().enumerate() {
                for second in &table[index + 1..] {
                    assert!(!second.code.contains(first.code), "{} hides {}", first.code, second.code);
                }
            }
        }
    }

    #[test]
    fn an_unknown_answer_is_short_and_without_signature() {
        let source = "GET https://x/y?sig=hush failed:\n<html>long page</html>";
        let error = object_store::Error::Generic { store: "S3", source: source.into() };
        let text = translate(Cloud::S3, "list ``".to_owned(), "s3://x", "a key", &error).to_string();
        assert!(!text.contains("hush") && !text.contains("long page"), "{text}");
    }

    #[test]
    fn a_missing_container_is_no_missing_file() {
        let missing =
            |body: &str| object_store::Error::NotFound { path: "a".to_owned(), source: body.into() };
        assert!(is_absent(&missing("<Code>BlobNotFound</Code>")));
        assert!(!is_absent(&missing("<Code>ContainerNotFound</Code>")));
        assert!(!is_absent(&missing("<Code>NoSuchBucket</Code>")));
    }
}
