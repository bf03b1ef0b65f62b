//! How callers prove who they are.

use crate::document::{Entry, Node};

/// One scheme of an alternative, with the scopes that it needs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SecurityRequirement<'d> {
    /// The scheme's name.
    pub(crate) scheme: &'d str,
    /// The scopes or roles in order.
    pub(crate) scopes: Vec<&'d str>,
}

/// One way in: all of its requirements together. Without requirements: no authentication.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SecurityAlternative<'d> {
    /// The requirement object.
    pub(crate) node: Node<'d>,
    /// Its schemes.
    pub(crate) requirements: Vec<SecurityRequirement<'d>>,
}

impl<'d> SecurityRequirement<'d> {
    /// The declared scheme that is meant. From 3.2 on, what is no name of a scheme may be its address.
    pub(crate) fn scheme_of<'s>(&self, schemes: &'s [SecurityScheme<'d>]) -> Option<&'s SecurityScheme<'d>> {
        let named = |name: &str| schemes.iter().find(|scheme| scheme.name == name);
        named(self.scheme).or_else(|| {
            let pointer = self.scheme.strip_prefix("#/components/securitySchemes/")?;
            named(&pointer.replace("~1", "/").replace("~0", "~"))
        })
    }
}

/// A declared scheme.
#[derive(Debug)]
pub(crate) struct SecurityScheme<'d> {
    /// The scheme object, references followed.
    pub(crate) node: Node<'d>,
    /// Its name.
    pub(crate) name: &'d str,
    /// `description`, CommonMark.
    pub(crate) description: Option<&'d str>,
    /// What it is.
    pub(crate) kind: SecuritySchemeKind<'d>,
    /// `deprecated` (3.2).
    pub(crate) deprecated: bool,
    /// All `x-` fields.
    pub(crate) extensions: Vec<Entry<'d>>,
}

/// The kinds of scheme.
#[derive(Debug)]
pub(crate) enum SecuritySchemeKind<'d> {
    /// `apiKey`.
    ApiKey {
        /// `name`.
        name: &'d str,
        /// `in`: `query`, `header` or `cookie`.
        place: &'d str,
    },
    /// `http`; 2.0's `basic` is here.
    Http {
        /// `scheme` as written.
        scheme: &'d str,
        /// `bearerFormat`.
        bearer_format: Option<&'d str>,
    },
    /// `oauth2`.
    OAuth2 {
        /// The flows in document order.
        flows: Vec<OAuthFlow<'d>>,
        /// `oauth2MetadataUrl` (3.2).
        metadata_url: Option<&'d str>,
    },
    /// `openIdConnect`.
    OpenIdConnect {
        /// `openIdConnectUrl`.
        url: &'d str,
    },
    /// `mutualTLS`.
    MutualTls,
    /// A type that the specification does not know.
    Unknown {
        /// `type` as written; empty when missing.
        name: &'d str,
    },
}

/// One flow of OAuth 2.
#[derive(Debug)]
pub(crate) struct OAuthFlow<'d> {
    /// The flow object; for 2.0 the scheme object.
    pub(crate) node: Node<'d>,
    /// `implicit`, `password`, `clientCredentials`, `authorizationCode` or `deviceAuthorization`; 2.0's names are turned
    /// into these.
    pub(crate) name: &'d str,
    /// `authorizationUrl`.
    pub(crate) authorization_url: Option<&'d str>,
    /// `deviceAuthorizationUrl` (3.2).
    pub(crate) device_authorization_url: Option<&'d str>,
    /// `tokenUrl`.
    pub(crate) token_url: Option<&'d str>,
    /// `refreshUrl`.
    pub(crate) refresh_url: Option<&'d str>,
    /// Scopes in document order.
    pub(crate) scopes: Vec<Scope<'d>>,
}

/// A scope.
#[derive(Debug)]
pub(crate) struct Scope<'d> {
    /// Its name.
    pub(crate) name: &'d str,
    /// What it allows.
    pub(crate) description: &'d str,
}
