//! The names that Redocly gives to kinds of objects, and ours.

use crate::openapi::Kind;

/// Every name that `subject.type` may have, with its kind. Source: the type maps of Redocly CLI 2.x for OpenAPI 2.0 to
/// 3.2.
pub(super) const KINDS: &[(&str, Kind)] = &[
    ("AuthorizationCode", Kind::AuthorizationCodeFlow),
    ("Callback", Kind::Callback),
    ("CallbacksMap", Kind::Callbacks),
    ("ClientCredentials", Kind::ClientCredentialsFlow),
    ("Components", Kind::Components),
    ("Contact", Kind::Contact),
    ("DependentRequired", Kind::DependentRequired),
    ("DependentSchemas", Kind::DependentSchemas),
    ("DeviceAuthorization", Kind::DeviceAuthorizationFlow),
    ("Discriminator", Kind::Discriminator),
    ("DiscriminatorMapping", Kind::DiscriminatorMapping),
    ("Encoding", Kind::Encoding),
    ("EncodingList", Kind::EncodingList),
    ("EncodingMap", Kind::Encodings),
    ("EnumDescriptions", Kind::TextMap),
    ("Example", Kind::Example),
    ("Examples", Kind::ExampleValues),
    ("ExamplesMap", Kind::Examples),
    ("ExternalDocs", Kind::ExternalDocs),
    ("Header", Kind::Header),
    ("HeadersMap", Kind::Headers),
    ("ImplicitFlow", Kind::ImplicitFlow),
    ("Info", Kind::Info),
    ("License", Kind::License),
    ("Link", Kind::Link),
    ("LinksMap", Kind::Links),
    ("Logo", Kind::Logo),
    ("MediaType", Kind::MediaType),
    ("MediaTypesMap", Kind::MediaTypes),
    ("NamedCallbacks", Kind::NamedCallbacks),
    ("NamedExamples", Kind::NamedExamples),
    ("NamedHeaders", Kind::NamedHeaders),
    ("NamedLinks", Kind::NamedLinks),
    ("NamedMediaTypes", Kind::NamedMediaTypes),
    ("NamedParameters", Kind::NamedParameters),
    ("NamedPathItems", Kind::NamedPathItems),
    ("NamedRequestBodies", Kind::NamedRequestBodies),
    ("NamedResponses", Kind::NamedResponses),
    ("NamedSchemas", Kind::NamedSchemas),
    ("NamedSecuritySchemes", Kind::NamedSecuritySchemes),
    ("OAuth2Flows", Kind::OAuthFlows),
    ("Operation", Kind::Operation),
    ("Parameter", Kind::Parameter),
    ("ParameterItems", Kind::Items),
    ("ParameterList", Kind::ParameterList),
    ("PasswordFlow", Kind::PasswordFlow),
    ("PathItem", Kind::PathItem),
    ("Paths", Kind::Paths),
    ("PatternProperties", Kind::PatternProperties),
    ("RequestBody", Kind::RequestBody),
    ("Response", Kind::Response),
    ("Responses", Kind::Responses),
    ("Root", Kind::Root),
    ("Schema", Kind::Schema),
    ("SchemaProperties", Kind::Properties),
    ("Scopes", Kind::Scopes),
    ("SecurityRequirement", Kind::SecurityRequirement),
    ("SecurityRequirementList", Kind::SecurityRequirementList),
    ("SecurityScheme", Kind::SecurityScheme),
    ("Server", Kind::Server),
    ("ServerList", Kind::ServerList),
    ("ServerVariable", Kind::ServerVariable),
    ("ServerVariablesMap", Kind::ServerVariables),
    ("Tag", Kind::Tag),
    ("TagGroup", Kind::TagGroup),
    ("TagGroups", Kind::TagGroupList),
    ("TagList", Kind::TagList),
    ("WebhooksMap", Kind::Webhooks),
    ("XCodeSample", Kind::CodeSample),
    ("XCodeSampleList", Kind::CodeSampleList),
    ("XServer", Kind::Server),
    ("XServerList", Kind::ServerList),
    ("XUsePkce", Kind::PkceSettings),
    ("Xml", Kind::Xml),
];

/// The name of every object.
pub(super) const ANY: &str = "any";

/// The name of fields that start with `x-`.
pub(super) const EXTENSION: &str = "SpecExtension";

/// What a subject's type stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Selected {
    /// Every object.
    Any,
    /// The values of extensions.
    Extensions,
    /// Objects of a kind.
    Kind(Kind),
}

impl Selected {
    /// The meaning of a name.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        match name {
            ANY => Some(Selected::Any),
            EXTENSION => Some(Selected::Extensions),
            _ => KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| Selected::Kind(*kind)),
        }
    }

    /// All names.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        [ANY, EXTENSION].into_iter().chain(KINDS.iter().map(|(name, _)| *name))
    }

    /// The kinds of objects that are looked at.
    pub(super) fn kinds(self) -> Vec<Kind> {
        match self {
            Selected::Any | Selected::Extensions => Kind::ALL.to_vec(),
            Selected::Kind(kind) => vec![kind],
        }
    }

    /// Whether an object of a kind is selected.
    pub(super) fn has(self, kind: Kind) -> bool {
        match self {
            Selected::Any => true,
            Selected::Extensions => false,
            Selected::Kind(selected) => selected == kind,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_known() {
        assert!(KINDS.is_sorted_by_key(|(name, _)| *name));
        assert_eq!(Selected::of_name("SchemaProperties"), Some(Selected::Kind(Kind::Properties)));
        assert_eq!(Selected::of_name("Operations"), None);
        assert!(Selected::of_name("any").is_some_and(|any| any.has(Kind::Xml)));
    }
}
