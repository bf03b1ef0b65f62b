//! OpenAPI 3.0: which object holds what.

use super::kind::Holds::{
    Anything, Boolean, BooleanOr, Choice, Count, Number, Object, PositiveNumber, Text, Texts, Values,
};
use super::kind::{Case, Field, Keys, Kind, OBJECT, Shape, TextForm, When, case, field, list, map, object};
use super::table::is_token;

pub(super) const INFO: &[Field] = &[
    field("title", Text),
    field("description", Text),
    field("termsOfService", Text),
    field("contact", Object(Kind::Contact)),
    field("license", Object(Kind::License)),
    field("version", Text),
    field("x-logo", Object(Kind::Logo)),
];

pub(super) const ROOT: &[Field] = &[
    field("openapi", Text),
    field("info", Object(Kind::Info)),
    field("servers", Object(Kind::ServerList)),
    field("paths", Object(Kind::Paths)),
    field("components", Object(Kind::Components)),
    field("security", Object(Kind::SecurityRequirementList)),
    field("tags", Object(Kind::TagList)),
    field("externalDocs", Object(Kind::ExternalDocs)),
    field("x-webhooks", Object(Kind::Webhooks)),
    field("x-tagGroups", Object(Kind::TagGroupList)),
    field("x-ignoredHeaderParameters", Texts),
];

pub(super) const TAG: &[Field] = &[
    field("name", Text),
    field("description", Text),
    field("externalDocs", Object(Kind::ExternalDocs)),
    field("x-displayName", Text),
    field("x-traitTag", Boolean),
];

pub(super) const SERVER: &[Field] =
    &[field("url", Text), field("description", Text), field("variables", Object(Kind::ServerVariables))];

pub(super) const LICENSE: &[Field] = &[field("name", Text), field("url", Text)];

pub(super) const PATH_ITEM: &[Field] = &[
    field("$ref", Text),
    field("summary", Text),
    field("description", Text),
    field("get", Object(Kind::Operation)),
    field("put", Object(Kind::Operation)),
    field("post", Object(Kind::Operation)),
    field("delete", Object(Kind::Operation)),
    field("options", Object(Kind::Operation)),
    field("head", Object(Kind::Operation)),
    field("patch", Object(Kind::Operation)),
    field("trace", Object(Kind::Operation)),
    field("servers", Object(Kind::ServerList)),
    field("parameters", Object(Kind::ParameterList)),
];

pub(super) const OPERATION: &[Field] = &[
    field("tags", Texts),
    field("summary", Text),
    field("description", Text),
    field("externalDocs", Object(Kind::ExternalDocs)),
    field("operationId", Text),
    field("parameters", Object(Kind::ParameterList)),
    field("requestBody", Object(Kind::RequestBody)),
    field("responses", Object(Kind::Responses)),
    field("callbacks", Object(Kind::Callbacks)),
    field("deprecated", Boolean),
    field("security", Object(Kind::SecurityRequirementList)),
    field("servers", Object(Kind::ServerList)),
    field("x-codeSamples", Object(Kind::CodeSampleList)),
    field("x-code-samples", Object(Kind::CodeSampleList)),
    field("x-hideTryItPanel", Boolean),
];

/// All styles of parameters; the cases below say which go with which `in`.
const STYLES: &[&str] =
    &["matrix", "label", "form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"];

/// What Parameter and Header share.
pub(super) const PARAMETER_BASE: &[Field] = &[
    field("description", Text),
    field("required", Boolean),
    field("deprecated", Boolean),
    field("explode", Boolean),
    field("schema", Object(Kind::Schema)),
    field("example", Anything),
    field("examples", Object(Kind::Examples)),
    field("content", Object(Kind::MediaTypes)),
];

pub(super) const PARAMETER: &[Field] = &[
    field("name", Text),
    field("in", Choice(&["query", "header", "path", "cookie"])),
    field("style", Choice(STYLES)),
    field("allowEmptyValue", Boolean),
    field("allowReserved", Boolean),
];

const HEADER: &[Field] = &[
    field("style", Choice(&["simple"])),
    field("allowEmptyValue", Boolean),
    field("allowReserved", Boolean),
];

/// The styles of each `in` (Parameter Object, Style Values).
pub(super) const STYLES_OF_PATH: &[(&str, &[&str])] = &[("style", &["matrix", "label", "simple"])];
pub(super) const STYLES_OF_QUERY: &[(&str, &[&str])] =
    &[("style", &["form", "spaceDelimited", "pipeDelimited", "deepObject"])];
pub(super) const STYLES_OF_HEADER: &[(&str, &[&str])] = &[("style", &["simple"])];

/// The name of a header is a token (RFC 9110, 5.1); that of a path parameter stands between braces.
pub(super) const HEADER_NAME: &[TextForm] =
    &[TextForm { field: "name", fits: is_token, words: "name of an HTTP header" }];
pub(super) const PATH_NAME: &[TextForm] =
    &[TextForm { field: "name", fits: has_no_braces, words: "name of a path parameter" }];

fn has_no_braces(name: &str) -> bool {
    !name.contains(['{', '}'])
}

/// Fields that a `content` has in its media type instead.
const WITHOUT_CONTENT: Case = Case {
    refused: &["style", "explode", "allowReserved", "example", "examples"],
    ..case(When::Has("content"))
};

const PARAMETER_CASES: &[Case] = &[
    Case { choices: STYLES_OF_PATH, texts: PATH_NAME, ..case(When::Is("in", &["path"])) },
    Case { choices: STYLES_OF_QUERY, ..case(When::Is("in", &["query"])) },
    Case { choices: STYLES_OF_HEADER, texts: HEADER_NAME, ..case(When::Is("in", &["header"])) },
    Case { choices: &[("style", &["form"])], ..case(When::Is("in", &["cookie"])) },
    WITHOUT_CONTENT,
];

pub(super) const MEDIA_TYPE: &[Field] = &[
    field("schema", Object(Kind::Schema)),
    field("example", Anything),
    field("examples", Object(Kind::Examples)),
    field("encoding", Object(Kind::Encodings)),
];

pub(super) const ENCODING: &[Field] = &[
    field("contentType", Text),
    field("headers", Object(Kind::Headers)),
    field("style", Choice(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
    field("explode", Boolean),
    field("allowReserved", Boolean),
];

pub(super) const EXAMPLE: &[Field] = &[
    field("summary", Text),
    field("description", Text),
    field("value", Anything),
    field("externalValue", Text),
];

pub(super) const RESPONSE: &[Field] = &[
    field("description", Text),
    field("headers", Object(Kind::Headers)),
    field("content", Object(Kind::MediaTypes)),
    field("links", Object(Kind::Links)),
    field("x-summary", Text),
];

const LINK: &[Field] = &[
    field("operationRef", Text),
    field("operationId", Text),
    field("parameters", Object(Kind::LinkParameters)),
    field("requestBody", Anything),
    field("description", Text),
    field("server", Object(Kind::Server)),
];

const SCHEMA: &[Field] = &[
    field("title", Text),
    field("multipleOf", PositiveNumber),
    field("maximum", Number),
    field("exclusiveMaximum", Boolean),
    field("minimum", Number),
    field("exclusiveMinimum", Boolean),
    field("maxLength", Count),
    field("minLength", Count),
    field("pattern", Text),
    field("maxItems", Count),
    field("minItems", Count),
    field("uniqueItems", Boolean),
    field("maxProperties", Count),
    field("minProperties", Count),
    field("required", Texts),
    field("enum", Values),
    field("type", Choice(&["array", "boolean", "integer", "number", "object", "string"])),
    field("allOf", Object(Kind::SchemaList)),
    field("oneOf", Object(Kind::SchemaList)),
    field("anyOf", Object(Kind::SchemaList)),
    field("not", Object(Kind::Schema)),
    field("items", Object(Kind::Schema)),
    field("properties", Object(Kind::Properties)),
    field("additionalProperties", BooleanOr(Kind::Schema)),
    field("description", Text),
    field("format", Text),
    field("default", Anything),
    field("nullable", Boolean),
    field("discriminator", Object(Kind::Discriminator)),
    field("readOnly", Boolean),
    field("writeOnly", Boolean),
    field("xml", Object(Kind::Xml)),
    field("externalDocs", Object(Kind::ExternalDocs)),
    field("example", Anything),
    field("deprecated", Boolean),
    field("x-tags", Texts),
    field("x-additionalPropertiesName", Text),
    field("x-explicitMappingOnly", Boolean),
];

pub(super) const DISCRIMINATOR: &[Field] =
    &[field("propertyName", Text), field("mapping", Object(Kind::DiscriminatorMapping))];

pub(super) const XML: &[Field] = &[
    field("name", Text),
    field("namespace", Text),
    field("prefix", Text),
    field("attribute", Boolean),
    field("wrapped", Boolean),
];

pub(super) const COMPONENTS: &[Field] = &[
    field("schemas", Object(Kind::NamedSchemas)),
    field("responses", Object(Kind::NamedResponses)),
    field("parameters", Object(Kind::NamedParameters)),
    field("examples", Object(Kind::NamedExamples)),
    field("requestBodies", Object(Kind::NamedRequestBodies)),
    field("headers", Object(Kind::NamedHeaders)),
    field("securitySchemes", Object(Kind::NamedSecuritySchemes)),
    field("links", Object(Kind::NamedLinks)),
    field("callbacks", Object(Kind::NamedCallbacks)),
];

pub(super) const SECURITY_SCHEME: &[Field] = &[
    field("type", Choice(&["apiKey", "http", "oauth2", "openIdConnect"])),
    field("description", Text),
    field("name", Text),
    field("in", Choice(&["query", "header", "cookie"])),
    field("scheme", Text),
    field("bearerFormat", Text),
    field("flows", Object(Kind::OAuthFlows)),
    field("openIdConnectUrl", Text),
    field("x-defaultClientId", Text),
];

const SECURITY_SCHEME_CASES: &[Case] = &[
    Case {
        required: &["name", "in"],
        refused: &["scheme", "bearerFormat", "flows", "openIdConnectUrl"],
        ..case(When::Is("type", &["apiKey"]))
    },
    Case {
        required: &["scheme"],
        refused: &["name", "in", "flows", "openIdConnectUrl"],
        ..case(When::Is("type", &["http"]))
    },
    Case {
        required: &["flows"],
        refused: &["name", "in", "scheme", "bearerFormat", "openIdConnectUrl"],
        ..case(When::Is("type", &["oauth2"]))
    },
    Case {
        required: &["openIdConnectUrl"],
        refused: &["name", "in", "scheme", "bearerFormat", "flows"],
        ..case(When::Is("type", &["openIdConnect"]))
    },
];

pub(super) const OAUTH_FLOWS: &[Field] = &[
    field("implicit", Object(Kind::ImplicitFlow)),
    field("password", Object(Kind::PasswordFlow)),
    field("clientCredentials", Object(Kind::ClientCredentialsFlow)),
    field("authorizationCode", Object(Kind::AuthorizationCodeFlow)),
];

const AUTHORIZATION_URL: Field = field("authorizationUrl", Text);
pub(super) const TOKEN_URL: Field = field("tokenUrl", Text);
pub(super) const REFRESH_URL: Field = field("refreshUrl", Text);
pub(super) const SCOPES: Field = field("scopes", Object(Kind::Scopes));

const X_QUERY: Field = field("x-query", Object(Kind::Operation));
const X_USE_PKCE: Field = field("x-usePkce", BooleanOr(Kind::PkceSettings));

const TOKEN_FLOW: &[Field] = &[TOKEN_URL, REFRESH_URL, SCOPES];

const CONTACT: &[Field] = &[field("name", Text), field("url", Text), field("email", Text)];

const LOGO: &[Field] =
    &[field("url", Text), field("altText", Text), field("backgroundColor", Text), field("href", Text)];

const TAG_GROUP: &[Field] = &[field("name", Text), field("tags", Texts)];

const EXTERNAL_DOCS: &[Field] = &[field("url", Text), field("description", Text)];

const CODE_SAMPLE: &[Field] = &[field("lang", Text), field("label", Text), field("source", Text)];

const PKCE: &[Field] =
    &[field("disableManualConfiguration", Boolean), field("hideClientSecretInput", Boolean)];

const SERVER_VARIABLE: &[Field] = &[field("enum", Texts), field("default", Text), field("description", Text)];

const REQUEST_BODY: &[Field] =
    &[field("description", Text), field("content", Object(Kind::MediaTypes)), field("required", Boolean)];

const DEFAULT_RESPONSE: &[Field] = &[field("default", Object(Kind::Response))];

/// Objects that 2.0 and 3.x have in the same form.
pub(super) fn shared_shape(kind: Kind) -> Shape {
    match kind {
        Kind::Contact => object(&[CONTACT], &[]),
        Kind::Logo => object(&[LOGO], &[]),
        Kind::TagList => list(Kind::Tag),
        Kind::Tag => object(&[TAG], &["name"]),
        Kind::TagGroupList => list(Kind::TagGroup),
        Kind::TagGroup => object(&[TAG_GROUP], &[]),
        Kind::ExternalDocs => object(&[EXTERNAL_DOCS], &["url"]),
        Kind::ServerList => list(Kind::Server),
        Kind::SecurityRequirementList => list(Kind::SecurityRequirement),
        Kind::SecurityRequirement => map(Texts),
        Kind::Paths => Shape { keys: Keys::Paths(Object(Kind::PathItem)), ..OBJECT },
        Kind::CodeSampleList => list(Kind::CodeSample),
        Kind::CodeSample => object(&[CODE_SAMPLE], &[]),
        Kind::ParameterList => list(Kind::Parameter),
        Kind::Responses => Shape {
            fields: &[DEFAULT_RESPONSE],
            keys: Keys::Statuses(Object(Kind::Response)),
            filled: true,
            ..OBJECT
        },
        Kind::Headers => Shape { keys: Keys::HeaderNames(Object(Kind::Header)), extensions: false, ..OBJECT },
        Kind::SchemaList => list(Kind::Schema),
        Kind::Properties | Kind::NamedSchemas => map(Object(Kind::Schema)),
        Kind::Xml => object(&[XML], &[]),
        Kind::NamedResponses => map(Object(Kind::Response)),
        Kind::NamedParameters => map(Object(Kind::Parameter)),
        Kind::NamedSecuritySchemes => map(Object(Kind::SecurityScheme)),
        Kind::Scopes | Kind::TextMap => map(Text),
        _ => OBJECT,
    }
}

/// What an object of a kind holds.
pub(super) fn shape(kind: Kind) -> Shape {
    match kind {
        Kind::Root => object(&[ROOT], &["openapi", "info", "paths"]),
        Kind::Info => object(&[INFO], &["title", "version"]),
        Kind::License => object(&[LICENSE], &["name"]),
        Kind::Server => object(&[SERVER], &["url"]),
        Kind::ServerVariables => map(Object(Kind::ServerVariable)),
        Kind::ServerVariable => object(&[SERVER_VARIABLE], &["default"]),
        Kind::Webhooks | Kind::NamedPathItems => map(Object(Kind::PathItem)),
        Kind::PathItem => object(&[PATH_ITEM, &[X_QUERY]], &[]),
        Kind::Operation => object(&[OPERATION], &["responses"]),
        Kind::Parameter => Shape {
            one_of: &["schema", "content"],
            exclusive: &[("schema", "content"), ("example", "examples")],
            cases: PARAMETER_CASES,
            ..object(&[PARAMETER, PARAMETER_BASE], &["name", "in"])
        },
        Kind::Header => Shape {
            one_of: &["schema", "content"],
            exclusive: &[("schema", "content"), ("example", "examples")],
            cases: &[WITHOUT_CONTENT],
            ..object(&[PARAMETER_BASE, HEADER], &[])
        },
        Kind::RequestBody => object(&[REQUEST_BODY], &["content"]),
        Kind::MediaTypes => map(Object(Kind::MediaType)),
        Kind::MediaType => Shape { exclusive: &[("example", "examples")], ..object(&[MEDIA_TYPE], &[]) },
        Kind::Encodings => map(Object(Kind::Encoding)),
        Kind::Encoding => object(&[ENCODING], &[]),
        Kind::Examples | Kind::NamedExamples => map(Object(Kind::Example)),
        Kind::Example => object(&[EXAMPLE], &[]),
        Kind::Response => object(&[RESPONSE], &["description"]),
        Kind::Links | Kind::NamedLinks => map(Object(Kind::Link)),
        Kind::Link => Shape { exclusive: &[("operationRef", "operationId")], ..object(&[LINK], &[]) },
        Kind::LinkParameters => map(Anything),
        Kind::Callbacks | Kind::NamedCallbacks => map(Object(Kind::Callback)),
        Kind::Callback => Shape { keys: Keys::Every(Object(Kind::PathItem)), ..OBJECT },
        Kind::Schema => object(&[SCHEMA], &[]),
        Kind::Discriminator => object(&[DISCRIMINATOR], &["propertyName"]),
        Kind::DiscriminatorMapping => map(Text),
        Kind::Components => object(&[COMPONENTS], &[]),
        Kind::NamedRequestBodies => map(Object(Kind::RequestBody)),
        Kind::NamedHeaders => map(Object(Kind::Header)),
        Kind::SecurityScheme => {
            Shape { cases: SECURITY_SCHEME_CASES, ..object(&[SECURITY_SCHEME], &["type"]) }
        }
        Kind::OAuthFlows => object(&[OAUTH_FLOWS], &[]),
        Kind::ImplicitFlow => {
            object(&[&[AUTHORIZATION_URL, REFRESH_URL, SCOPES]], &["authorizationUrl", "scopes"])
        }
        Kind::PasswordFlow | Kind::ClientCredentialsFlow => object(&[TOKEN_FLOW], &["tokenUrl", "scopes"]),
        Kind::AuthorizationCodeFlow => object(
            &[&[AUTHORIZATION_URL], TOKEN_FLOW, &[X_USE_PKCE]],
            &["authorizationUrl", "tokenUrl", "scopes"],
        ),
        Kind::PkceSettings => object(&[PKCE], &[]),
        other => shared_shape(other),
    }
}
