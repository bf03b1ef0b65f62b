//! The tables against the specification's own JSON Schemas: no field too few, none too many.

use std::collections::BTreeSet;

use serde_json::Value;

use super::*;

/// The corpus, or a loud word that nothing was tested.
#[expect(clippy::disallowed_methods, reason = "a test may read its environment")]
fn schema(version: Version) -> Option<Value> {
    let Some(corpus) = std::env::var_os("PREVIEW_CORPUS").map(std::path::PathBuf::from) else {
        println!("SKIPPED: PREVIEW_CORPUS does not name the corpus; nothing was tested");
        return None;
    };
    let file = corpus.join(format!("conformance/schemas/v{}/schema.json", version.name()));
    Some(serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap())
}

/// Keywords under which further schemas describe the same object.
const SAME_OBJECT: [&str; 9] =
    ["allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas", "$defs", "definitions"];

/// The names of the fields that a schema knows, and those it always requires.
fn fields(root: &Value, schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Array(all) => all.iter().for_each(|schema| fields(root, schema, names)),
        Value::Object(keywords) => {
            if let Some(Value::Object(properties)) = keywords.get("properties") {
                names.extend(properties.keys().cloned());
            }
            // Fields that several objects share are kept apart and joined by reference.
            if let Some(target) =
                keywords.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'))
                && ["examples", "explode-for-form", "explode"].iter().any(|name| target.ends_with(name))
            {
                fields(root, root.pointer(target).unwrap(), names);
            }
            for (keyword, value) in
                keywords.iter().filter(|(keyword, _)| SAME_OBJECT.contains(&keyword.as_str()))
            {
                match (keyword.as_str(), value) {
                    ("dependentSchemas" | "$defs" | "definitions", Value::Object(named)) => {
                        named.values().for_each(|schema| fields(root, schema, names));
                    }
                    _ => fields(root, value, names),
                }
            }
        }
        _ => {}
    }
}

/// Which definitions of a version's schema describe a kind.
type Described = (Kind, &'static [&'static str]);

const SINCE_3_1: &[Described] = &[
    (Kind::Info, &["/$defs/info"]),
    (Kind::Contact, &["/$defs/contact"]),
    (Kind::License, &["/$defs/license"]),
    (Kind::Server, &["/$defs/server"]),
    (Kind::ServerVariable, &["/$defs/server-variable"]),
    (Kind::Components, &["/$defs/components"]),
    (Kind::PathItem, &["/$defs/path-item"]),
    (Kind::Operation, &["/$defs/operation"]),
    (Kind::ExternalDocs, &["/$defs/external-documentation"]),
    (Kind::Parameter, &["/$defs/parameter"]),
    (Kind::RequestBody, &["/$defs/request-body"]),
    (Kind::MediaType, &["/$defs/media-type"]),
    (Kind::Encoding, &["/$defs/encoding"]),
    (Kind::Response, &["/$defs/response"]),
    (Kind::Example, &["/$defs/example"]),
    (Kind::Link, &["/$defs/link"]),
    (Kind::Header, &["/$defs/header"]),
    (Kind::Tag, &["/$defs/tag"]),
    (Kind::SecurityScheme, &["/$defs/security-scheme"]),
    (Kind::ImplicitFlow, &["/$defs/oauth-flows/$defs/implicit"]),
    (Kind::PasswordFlow, &["/$defs/oauth-flows/$defs/password"]),
    (Kind::ClientCredentialsFlow, &["/$defs/oauth-flows/$defs/client-credentials"]),
    (Kind::AuthorizationCodeFlow, &["/$defs/oauth-flows/$defs/authorization-code"]),
];

const OF_3_2: &[Described] =
    &[(Kind::DeviceAuthorizationFlow, &["/$defs/oauth-flows/$defs/device-authorization"])];

const OF_3_0: &[Described] = &[
    (Kind::Info, &["/definitions/Info"]),
    (Kind::Contact, &["/definitions/Contact"]),
    (Kind::License, &["/definitions/License"]),
    (Kind::Server, &["/definitions/Server"]),
    (Kind::ServerVariable, &["/definitions/ServerVariable"]),
    (Kind::Components, &["/definitions/Components"]),
    (Kind::Schema, &["/definitions/Schema"]),
    (Kind::Discriminator, &["/definitions/Discriminator"]),
    (Kind::Xml, &["/definitions/XML"]),
    (Kind::Response, &["/definitions/Response"]),
    (Kind::MediaType, &["/definitions/MediaType"]),
    (Kind::Example, &["/definitions/Example"]),
    (Kind::Header, &["/definitions/Header"]),
    (Kind::PathItem, &["/definitions/PathItem"]),
    (Kind::Operation, &["/definitions/Operation"]),
    (Kind::Tag, &["/definitions/Tag"]),
    (Kind::ExternalDocs, &["/definitions/ExternalDocumentation"]),
    (Kind::Parameter, &["/definitions/Parameter"]),
    (Kind::RequestBody, &["/definitions/RequestBody"]),
    (
        Kind::SecurityScheme,
        &[
            "/definitions/APIKeySecurityScheme",
            "/definitions/HTTPSecurityScheme",
            "/definitions/OAuth2SecurityScheme",
            "/definitions/OpenIdConnectSecurityScheme",
        ],
    ),
    (Kind::OAuthFlows, &["/definitions/OAuthFlows"]),
    (Kind::ImplicitFlow, &["/definitions/ImplicitOAuthFlow"]),
    (Kind::PasswordFlow, &["/definitions/PasswordOAuthFlow"]),
    (Kind::ClientCredentialsFlow, &["/definitions/ClientCredentialsFlow"]),
    (Kind::AuthorizationCodeFlow, &["/definitions/AuthorizationCodeOAuthFlow"]),
    (Kind::Link, &["/definitions/Link"]),
    (Kind::Encoding, &["/definitions/Encoding"]),
];

const OF_2_0: &[Described] = &[
    (Kind::Info, &["/definitions/info"]),
    (Kind::Contact, &["/definitions/contact"]),
    (Kind::License, &["/definitions/license"]),
    (Kind::ExternalDocs, &["/definitions/externalDocs"]),
    (Kind::Operation, &["/definitions/operation"]),
    (Kind::PathItem, &["/definitions/pathItem"]),
    (Kind::Response, &["/definitions/response"]),
    (Kind::Header, &["/definitions/header"]),
    (
        Kind::Parameter,
        &[
            "/definitions/bodyParameter",
            "/definitions/headerParameterSubSchema",
            "/definitions/queryParameterSubSchema",
            "/definitions/formDataParameterSubSchema",
            "/definitions/pathParameterSubSchema",
        ],
    ),
    (Kind::Schema, &["/definitions/schema", "/definitions/fileSchema"]),
    (Kind::Items, &["/definitions/primitivesItems"]),
    (Kind::Xml, &["/definitions/xml"]),
    (Kind::Tag, &["/definitions/tag"]),
    (
        Kind::SecurityScheme,
        &[
            "/definitions/basicAuthenticationSecurity",
            "/definitions/apiKeySecurity",
            "/definitions/oauth2ImplicitSecurity",
            "/definitions/oauth2AccessCodeSecurity",
        ],
    ),
];

#[test]
fn tables_have_the_fields_of_the_schemas() {
    let versions: [(Version, &[&[Described]]); 4] = [
        (Version::V2_0, &[OF_2_0]),
        (Version::V3_0, &[OF_3_0]),
        (Version::V3_1, &[SINCE_3_1]),
        (Version::V3_2, &[SINCE_3_1, OF_3_2]),
    ];
    let mut faults = Vec::new();
    for (version, groups) in versions {
        let Some(root) = schema(version) else { return };
        let mut check = |kind: Kind, wanted: &BTreeSet<String>| {
            let known: BTreeSet<String> = tables(version).of(kind).field_names().map(str::to_owned).collect();
            // A reference that may stand for the whole object is no field of ours.
            let is_field = |name: &&String| *name != "$ref" || !kind.may_be_reference();
            let missing = wanted.difference(&known).filter(is_field);
            faults.extend(missing.map(|name| format!("{} {kind:?}: `{name}` is missing", version.name())));
            // Extensions that tools agree on are in our tables, too.
            let more = known.difference(wanted).filter(|name| !name.starts_with("x-"));
            faults.extend(more.map(|name| format!("{} {kind:?}: `{name}` is in no schema", version.name())));
        };
        let names = |value: &Value| value["properties"].as_object().unwrap().keys().cloned().collect();
        check(Kind::Root, &names(&root));
        if version >= Version::V3_1 {
            check(Kind::OAuthFlows, &names(&root["$defs"]["oauth-flows"]));
        }
        for (kind, pointers) in groups.iter().copied().flatten() {
            let mut wanted = BTreeSet::new();
            for pointer in *pointers {
                fields(&root, root.pointer(pointer).unwrap(), &mut wanted);
            }
            check(*kind, &wanted);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
