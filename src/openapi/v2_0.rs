//! Swagger 2.0: which object holds what. `definitions`, `parameters`, `responses` and `securityDefinitions` have the
//! kinds of the components that they became in 3.0.

use super::kind::Holds::{
    Anything, Boolean, BooleanOr, Choice, Choices, Count, Number, Object, ObjectOrList, PositiveNumber, Text,
    Texts, Values,
};
use super::kind::{Case, Field, Keys, Kind, OBJECT, Shape, When, case, field, list, map, object};
use super::v3_0;

const SCHEMES: &[&str] = &["http", "https", "ws", "wss"];

const ROOT: &[Field] = &[
    field("swagger", Text),
    field("info", Object(Kind::Info)),
    field("host", Text),
    field("basePath", Text),
    field("schemes", Choices(SCHEMES)),
    field("consumes", Texts),
    field("produces", Texts),
    field("paths", Object(Kind::Paths)),
    field("definitions", Object(Kind::NamedSchemas)),
    field("parameters", Object(Kind::NamedParameters)),
    field("responses", Object(Kind::NamedResponses)),
    field("securityDefinitions", Object(Kind::NamedSecuritySchemes)),
    field("security", Object(Kind::SecurityRequirementList)),
    field("tags", Object(Kind::TagList)),
    field("externalDocs", Object(Kind::ExternalDocs)),
    field("x-servers", Object(Kind::ServerList)),
    field("x-tagGroups", Object(Kind::TagGroupList)),
    field("x-ignoredHeaderParameters", Texts),
];

const SERVER: &[Field] = &[field("url", Text), field("description", Text)];

const PATH_ITEM: &[Field] = &[
    field("$ref", Text),
    field("get", Object(Kind::Operation)),
    field("put", Object(Kind::Operation)),
    field("post", Object(Kind::Operation)),
    field("delete", Object(Kind::Operation)),
    field("options", Object(Kind::Operation)),
    field("head", Object(Kind::Operation)),
    field("patch", Object(Kind::Operation)),
    field("parameters", Object(Kind::ParameterList)),
];

const OPERATION: &[Field] = &[
    field("tags", Texts),
    field("summary", Text),
    field("description", Text),
    field("externalDocs", Object(Kind::ExternalDocs)),
    field("operationId", Text),
    field("consumes", Texts),
    field("produces", Texts),
    field("parameters", Object(Kind::ParameterList)),
    field("responses", Object(Kind::Responses)),
    field("schemes", Choices(SCHEMES)),
    field("deprecated", Boolean),
    field("security", Object(Kind::SecurityRequirementList)),
    field("x-codeSamples", Object(Kind::CodeSampleList)),
    field("x-code-samples", Object(Kind::CodeSampleList)),
    field("x-hideTryItPanel", Boolean),
];

/// What limits a value in parameters, items and headers.
const LIMITS: &[Field] = &[
    field("format", Text),
    field("items", Object(Kind::Items)),
    field("default", Anything),
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
    field("enum", Values),
    field("multipleOf", PositiveNumber),
];

const PARAMETER: &[Field] = &[
    field("name", Text),
    field("in", Choice(&["query", "header", "path", "formData", "body"])),
    field("description", Text),
    field("required", Boolean),
    field("schema", Object(Kind::Schema)),
    field("type", Choice(&["string", "number", "integer", "boolean", "array", "file"])),
    field("allowEmptyValue", Boolean),
    field("collectionFormat", Choice(&["csv", "ssv", "tsv", "pipes", "multi"])),
    field("x-example", Anything),
    field("x-examples", Anything),
];

/// `multi` goes with what repeats: query and form (Parameter Object, `collectionFormat`).
const FORMATS_WITHOUT_MULTI: &[(&str, &[&str])] = &[("collectionFormat", COLLECTION_FORMATS)];
const COLLECTION_FORMATS: &[&str] = &["csv", "ssv", "tsv", "pipes"];

const WITHOUT_FILE: &[(&str, &[&str])] = &[("type", SIMPLE_TYPES)];
const SIMPLE_TYPES: &[&str] = &["string", "number", "integer", "boolean", "array"];

const PARAMETER_CASES: &[Case] = &[
    Case {
        required: &["schema"],
        refused: &[
            "type",
            "format",
            "items",
            "default",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "maxItems",
            "minItems",
            "uniqueItems",
            "enum",
            "multipleOf",
            "collectionFormat",
            "allowEmptyValue",
        ],
        ..case(When::Is("in", &["body"]))
    },
    Case {
        required: &["type"],
        refused: &["schema"],
        ..case(When::Is("in", &["query", "header", "path", "formData"]))
    },
    Case {
        refused: &["allowEmptyValue"],
        choices: FORMATS_WITHOUT_MULTI,
        ..case(When::Is("in", &["header", "path"]))
    },
    Case { texts: v3_0::HEADER_NAME, ..case(When::Is("in", &["header"])) },
    Case { texts: v3_0::PATH_NAME, ..case(When::Is("in", &["path"])) },
    Case { choices: WITHOUT_FILE, ..case(When::Is("in", &["query", "header", "path"])) },
    Case { required: &["items"], ..case(When::Is("type", &["array"])) },
];

const ARRAY_HAS_ITEMS: &[Case] = &[Case { required: &["items"], ..case(When::Is("type", &["array"])) }];

const SIMPLE_TYPE: &[Field] =
    &[field("type", Choice(SIMPLE_TYPES)), field("collectionFormat", Choice(COLLECTION_FORMATS))];

const DESCRIPTION: Field = field("description", Text);

const RESPONSE: &[Field] = &[
    field("description", Text),
    field("schema", Object(Kind::Schema)),
    field("headers", Object(Kind::Headers)),
    field("examples", Object(Kind::ExampleValues)),
    field("x-summary", Text),
];

const SCHEMA: &[Field] = &[
    field("format", Text),
    field("title", Text),
    field("description", Text),
    field("default", Anything),
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
    // `file` is for responses and `null` comes from JSON Schema draft 4, which 2.0 refers to.
    field("type", Choice(&["array", "boolean", "integer", "number", "object", "string", "null", "file"])),
    field("items", ObjectOrList(Kind::Schema)),
    field("allOf", Object(Kind::SchemaList)),
    field("properties", Object(Kind::Properties)),
    field("additionalProperties", BooleanOr(Kind::Schema)),
    field("discriminator", Text),
    field("readOnly", Boolean),
    field("xml", Object(Kind::Xml)),
    field("externalDocs", Object(Kind::ExternalDocs)),
    field("example", Anything),
    field("x-tags", Texts),
    field("x-nullable", Boolean),
    field("x-extendedDiscriminator", Text),
    field("x-additionalPropertiesName", Text),
    field("x-explicitMappingOnly", Boolean),
    field("x-enumDescriptions", Object(Kind::TextMap)),
];

const SECURITY_SCHEME: &[Field] = &[
    field("type", Choice(&["basic", "apiKey", "oauth2"])),
    field("description", Text),
    field("name", Text),
    field("in", Choice(&["query", "header"])),
    field("flow", Choice(&["implicit", "password", "application", "accessCode"])),
    field("authorizationUrl", Text),
    field("tokenUrl", Text),
    field("scopes", Object(Kind::Scopes)),
    field("x-defaultClientId", Text),
];

const SECURITY_SCHEME_CASES: &[Case] = &[
    Case {
        refused: &["name", "in", "flow", "authorizationUrl", "tokenUrl", "scopes"],
        ..case(When::Is("type", &["basic"]))
    },
    Case {
        required: &["name", "in"],
        refused: &["flow", "authorizationUrl", "tokenUrl", "scopes"],
        ..case(When::Is("type", &["apiKey"]))
    },
    Case { required: &["flow", "scopes"], refused: &["name", "in"], ..case(When::Is("type", &["oauth2"])) },
    Case { required: &["authorizationUrl"], refused: &["tokenUrl"], ..case(When::Is("flow", &["implicit"])) },
    Case {
        required: &["tokenUrl"],
        refused: &["authorizationUrl"],
        ..case(When::Is("flow", &["password", "application"]))
    },
    Case { required: &["authorizationUrl", "tokenUrl"], ..case(When::Is("flow", &["accessCode"])) },
];

/// What an object of a kind holds.
pub(super) fn shape(kind: Kind) -> Shape {
    match kind {
        Kind::Root => object(&[ROOT], &["swagger", "info", "paths"]),
        Kind::Info => object(&[v3_0::INFO], &["title", "version"]),
        Kind::License => object(&[v3_0::LICENSE], &["name"]),
        Kind::Server => object(&[SERVER], &["url"]),
        Kind::PathItem => object(&[PATH_ITEM], &[]),
        Kind::Operation => object(&[OPERATION], &["responses"]),
        Kind::Parameter => Shape { cases: PARAMETER_CASES, ..object(&[PARAMETER, LIMITS], &["name", "in"]) },
        Kind::Items => Shape { cases: ARRAY_HAS_ITEMS, ..object(&[SIMPLE_TYPE, LIMITS], &["type"]) },
        Kind::Header => {
            Shape { cases: ARRAY_HAS_ITEMS, ..object(&[&[DESCRIPTION], SIMPLE_TYPE, LIMITS], &["type"]) }
        }
        Kind::Response => object(&[RESPONSE], &["description"]),
        Kind::ExampleValues => map(Anything),
        Kind::Schema => object(&[SCHEMA], &[]),
        Kind::SecurityScheme => {
            Shape { cases: SECURITY_SCHEME_CASES, ..object(&[SECURITY_SCHEME], &["type"]) }
        }
        // The Scopes Object of 2.0 may have extensions.
        Kind::Scopes => Shape { keys: Keys::Every(Text), ..OBJECT },
        Kind::SchemaList => list(Kind::Schema),
        other => v3_0::shared_shape(other),
    }
}
